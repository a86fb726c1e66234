// See baseline.h.
#include "reports/baseline.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/markdown_text.h"
#include "reports/text.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports {
namespace {

constexpr std::size_t shifts_shown = 10;
constexpr const char* missing_title = "Recorded and no longer measured";

struct ChangeTally {
  std::size_t worse = 0, dearer = 0, unnoticed = 0, better = 0, same = 0, inconclusive = 0, unknown = 0, missing = 0;
};

ChangeTally tally_of(const BaselineCheck& check) {
  ChangeTally tally;
  for (const BaselineRow& row : check.rows) switch (row.change) {
      case Change::worse:
        ++(row.gates ? tally.worse : row.measure == "detection" ? tally.unnoticed : tally.dearer);
        break;
      case Change::better: ++tally.better; break;
      case Change::same: ++tally.same; break;
      case Change::inconclusive: ++tally.inconclusive; break;
      case Change::unknown: ++tally.unknown; break;
      case Change::missing: tally.missing += row.gates; break;
    }
  return tally;
}

std::string measure_name(const std::string& measure) {
  if (measure == "rto") return "RTO";
  if (measure == "rpo") return "RPO";
  std::string words = measure;
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

/// "RTO of order in zone-loss@primary.zone-1", "monthly cost".
std::string subject(const BaselineRow& row) {
  std::string text = measure_name(row.measure);
  if (!row.journey.empty()) text += " of " + visible(row.journey);
  if (row.run == "years") return text + (row.unit == "s" ? " in a year" : ", share of years");
  return text + (row.run.empty() ? "" : " in " + visible(row.run));
}

std::string value(double number, const std::string& unit) {
  if (unit == "USD") return money_text(number);
  return value_text(number, unit);
}

std::string signed_value(double number, const std::string& unit) {
  return (number < 0 ? "-" : "+") + value(std::abs(number), unit);
}

std::string interval(const BaselineRow& row) {
  const Estimate& d = row.difference;
  if (!d.low || !d.high) return "no interval";
  return signed_value(*d.low, row.unit) + " to " + signed_value(*d.high, row.unit);
}

/// "+66.8 min in the mean (95 % interval +54.5 min to +79.1 min; 60 pairs), from 98.8 s to 69.2 min".
std::string difference_text(const BaselineRow& row) {
  if (!row.difference.mean || !row.before || !row.now) return "not compared";
  const std::string from_to = fmt::format("from {} to {}", value(*row.before, row.unit), value(*row.now, row.unit));
  if (row.statistic == "amount") return signed_value(*row.difference.mean, row.unit) + ", " + from_to;
  const std::string statistic = row.statistic == "mean" ? "in the mean"
                                : row.statistic == "p95" ? "at p95"
                                                         : "in the share without end";
  return fmt::format("{} {} (95 % interval {}; {} pairs), {}", signed_value(*row.difference.mean, row.unit), statistic,
                     interval(row), count_text(row.pairs), from_to);
}

std::string change_text(const ChangeContribution& change) {
  if (change.before.empty()) return fmt::format("{} added ({})", visible(change.path), visible(change.after));
  if (change.after.empty()) return fmt::format("{} removed ({})", visible(change.path), visible(change.before));
  return fmt::format("{}: {} -> {}", visible(change.path), visible(change.before), visible(change.after));
}

std::vector<const BaselineRow*> rows_of(const BaselineCheck& check, Change change) {
  std::vector<const BaselineRow*> rows;
  for (const BaselineRow& row : check.rows)
    if (row.change == change) rows.push_back(&row);
  // What fails the check first, then the surest.
  std::stable_sort(rows.begin(), rows.end(), [](const BaselineRow* a, const BaselineRow* b) {
    return a->gates != b->gates ? a->gates : a->p < b->p;
  });
  return rows;
}

std::string counted(std::size_t count, const char* one, const char* many) {
  return count_text(count) + " " + (count == 1 ? one : many);
}

std::string names_with(const BaselineCheck& check, const std::string& status) {
  std::vector<std::string> names;
  for (const CheckedDesign& design : check.designs)
    if (design.status == status) names.push_back(visible(design.design));
  return listed(names);
}

std::string missing_count(std::size_t count) {
  return counted(count, "recorded figure, run or design is", "recorded figures, runs or designs are");
}

/// "dark", "journey order": what of its design a row says is missing; empty: all of it.
std::string missing_subject(const BaselineRow& row) {
  if (row.measure != "all") return subject(row);
  if (!row.run.empty()) return visible(row.run);
  return row.journey.empty() ? "" : "journey " + visible(row.journey);
}

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

/// What is missing, with why; what designs miss alike is told together: "dark and nat-loss of a and b: no scenario ...".
std::vector<std::string> missing_texts(const BaselineCheck& check) {
  struct Missing {
    std::string reason;
    std::vector<std::string> what, designs;
  };
  std::vector<Missing> all;
  for (const BaselineRow* row : rows_of(check, Change::missing)) {
    const std::string what = missing_subject(*row);
    const auto alike = std::find_if(all.begin(), all.end(), [&](const Missing& m) {
      return m.reason == row->reason && m.what.front() == what;
    });
    if (alike == all.end()) all.push_back({row->reason, {what}, {visible(row->design)}});
    else add_once(alike->designs, visible(row->design));
  }
  std::vector<Missing> together;
  for (Missing& missing : all) {
    const auto alike = std::find_if(together.begin(), together.end(), [&](const Missing& m) {
      return m.reason == missing.reason && m.designs == missing.designs;
    });
    if (alike == together.end()) together.push_back(std::move(missing));
    else add_once(alike->what, missing.what.front());
  }
  std::vector<std::string> texts;
  for (const Missing& missing : together) {
    const std::string what = missing.what.front().empty() ? "" : listed(missing.what) + " of ";
    texts.push_back(fmt::format("{}{}: {}", what, listed(missing.designs), visible(missing.reason)));
  }
  return texts;
}

/// The answer in a sentence or two.
std::string answer(const BaselineCheck& check) {
  const ChangeTally tally = tally_of(check);
  std::string text;
  if (tally.worse > 0)
    text = fmt::format("Worse than the baseline: {} worse", counted(tally.worse, "figure is", "figures are"));
  else if (tally.inconclusive > 0)
    text = fmt::format("Inconclusive: the time limit left {} open",
                       counted(tally.inconclusive, "figure or run", "figures or runs"));
  else if (tally.missing > 0)
    text = fmt::format("Inconclusive: {} no longer measured", missing_count(tally.missing));
  else
    text = "Not worse than the baseline: no figure is worse";
  if (tally.worse > 0 && tally.inconclusive > 0) text += fmt::format(", {} left open by the time limit", tally.inconclusive);
  if (tally.worse + tally.inconclusive > 0 && tally.missing > 0)
    text += fmt::format(", {} no longer measured", missing_count(tally.missing));
  if (tally.dearer > 0) text += fmt::format(", {} of cost higher", counted(tally.dearer, "figure", "figures"));
  if (tally.unnoticed > 0)
    text += fmt::format(", {} of what now hurts for a shorter time", counted(tally.unnoticed, "detection fewer", "detections fewer"));
  text += fmt::format(", {} better, {} the same", tally.better, tally.same);
  if (tally.unknown > 0) text += fmt::format(", {} not known from so few pairs", counted(tally.unknown, "p95", "p95s"));
  text += ". ";
  const std::string changed = names_with(check, "changed"), unchanged = names_with(check, "unchanged");
  text += changed.empty() ? "No design has changed. " : "Changed: " + changed + ". ";
  if (!unchanged.empty() && !changed.empty()) text += "Unchanged: " + unchanged + ". ";
  if (const std::string missing = names_with(check, "missing"); !missing.empty())
    text += "In the baseline and not among the inputs: " + missing + ". ";
  if (const std::string added = names_with(check, "new"); !added.empty())
    text += "Not in the baseline yet: " + added + ". ";
  if (tally.missing > 0)
    text += "Leave out what this check does not mean (--designs, --scenarios), or record the baseline anew. ";
  return text;
}

/// The defaults that have changed, the first few of them.
std::string defaults_text(const BaselineCheck& check) {
  std::string text;
  for (std::size_t i = 0; i < std::min(shifts_shown, check.defaults.size()); ++i)
    text += fmt::format("{}{}", i == 0 ? ", with other defaults: " : ", ", change_text(check.defaults[i]));
  if (check.defaults.size() > shifts_shown)
    text += fmt::format(" and {} more", count_text(check.defaults.size() - shifts_shown));
  return text;
}

std::string program_text(const BaselineCheck& check) {
  if (check.shifts.empty() && check.catalogue == check.recorded_catalogue) return "";
  const std::string versions =
      check.catalogue == check.recorded_catalogue
          ? "The program has changed"
          : fmt::format("The catalogue has changed ({} -> {}){}", check.recorded_catalogue, check.catalogue,
                        defaults_text(check));
  if (check.shifts.empty())
    return fmt::format("{}; none of the {} recorded figures has moved by it.", versions,
                       count_text(check.recorded_figures));
  const auto worse = static_cast<std::size_t>(std::count_if(
      check.shifts.begin(), check.shifts.end(), [](const ProgramShift& s) { return s.now > s.recorded; }));
  return fmt::format(
      "{}, and this, not a change of a design, moves {} of {} recorded figures: {} worse, {} better. The differences above "
      "are without it: both sides were run by today's program with today's defaults. Record the baseline anew to take "
      "them over.",
      versions, count_text(check.shifts.size()), count_text(check.recorded_figures), count_text(worse),
      count_text(check.shifts.size() - worse));
}

std::string shift_text(const ProgramShift& shift) {
  const bool share = shift.figure.starts_with("users_hurt") || shift.figure.starts_with("budget_missed");
  const std::string unit = share ? "share" : shift.figure == "incident_cost" ? "USD" : shift.figure == "lost_writes" ? "writes" : "s";
  return fmt::format("{}: {} in {}: {} -> {}", visible(shift.design), visible(shift.figure), visible(shift.run),
                     value(*shift.recorded, unit), value(*shift.now, unit));
}

/// What the sample could have shown, so that "same" is not read as more than it says.
std::string sight_text(const BaselineCheck& check) {
  std::size_t blind = 0, seen = 0, unknown = 0, short_sighted = 0;
  const BaselineRow* widest = nullptr;
  for (const BaselineRow& row : check.rows) {
    unknown += row.change == Change::unknown;
    short_sighted += row.change == Change::same && row.statistic == "p95" && row.difference.mean != 0.0 &&
                     row.least_p > row.threshold;
    if (row.change != Change::same || row.statistic == "amount") continue;
    if (row.statistic == "mean" && !row.detectable) ++blind;
    if (row.statistic != "mean" || !row.detectable || row.unit != "s") continue;
    ++seen;
    if (!widest || *row.detectable > *widest->detectable) widest = &row;
  }
  std::string text = fmt::format(
      "A verdict other than \"same\" needs p <= {:.2g}{}, so that a check of unchanged designs errs in at most {} of all "
      "cases, and a difference that matters (1 % of the figure; at least 1 s, 0.1 % of requests, 0.01 USD). ",
      check.threshold, check.looks > 1 ? " at the stricter of two looks" : "", share_text(check.family_error));
  if (widest)
    text += fmt::format("{} would have shown a difference of {} ({}). ",
                        seen == 1 ? "The one mean time that is the same"
                                  : fmt::format("Of {} mean times that are the same, the least certain", count_text(seen)),
                        value(*widest->detectable, "s"), subject(*widest));
  if (unknown > 0)
    text += fmt::format("{} from fewer pairs than bound one (72): the mean had settled the run, or no more were asked for. ",
                        counted(unknown, "p95 is not known", "p95s are not known"));
  if (short_sighted > 0)
    text += fmt::format("{} in too few pairs to be called better or worse: the mean speaks for the run. ",
                        counted(short_sighted, "p95 differs", "p95s differ"));
  if (blind > 0)
    text += fmt::format("{} too few pairs to show anything: ask for more replications. ",
                        counted(blind, "row has", "rows have"));
  return text;
}

std::string conditions(const BaselineCheck& check) {
  std::string text = fmt::format("Seed {}, {} replications and {} years of each design, before and now under the same storms.",
                                 check.seed, count_text(check.replications), count_text(check.years));
  if (!check.changed_scenarios.empty())
    text += fmt::format(" Scenarios that are not what they were in the baseline: {}; both sides met today's.",
                        listed(check.changed_scenarios));
  return text;
}

void add_wrapped(std::string& page, const std::string& text, const std::string& indent = "") {
  if (text.empty()) return;
  for (const std::string& line : wrapped(text, 110 - indent.size())) page += indent + line + "\n";
}

void add_row(std::string& page, const BaselineRow& row) {
  add_wrapped(page, fmt::format("{}: {}: {}", visible(row.design), subject(row), difference_text(row)), "  ");
  for (const ChangeContribution& c : row.contributions)
    add_wrapped(page,
                c.effect ? fmt::format("{} by {}", signed_value(*c.effect, row.unit), change_text(c))
                         : "not tried alone: " + change_text(c),
                "      ");
  if (!row.contributions.empty() && std::abs(row.remainder) >= row.relevant)
    add_wrapped(page, signed_value(row.remainder, row.unit) + " by nothing alone", "      ");
}

void add_section(std::string& page, const char* title, const std::vector<const BaselineRow*>& rows) {
  if (rows.empty()) return;
  page += fmt::format("\n{}\n", title);
  for (const BaselineRow* row : rows) add_row(page, *row);
}

std::vector<std::string> runs_apart(const CheckedDesign& design) {
  std::vector<std::string> texts;
  for (const auto& [runs, when] : {std::pair(&design.only_before, "only the baseline's"), {&design.only_now, "only today's"}})
    if (!runs->empty()) texts.push_back(fmt::format("{} {} meets {}", when, visible(design.design), listed(*runs)));
  return texts;
}

void add_changes(std::string& page, const BaselineCheck& check) {
  for (const CheckedDesign& design : check.designs) {
    if (design.changes.empty()) continue;
    page += fmt::format("\nChanged fields of {}\n", visible(design.design));
    for (const ChangeContribution& change : design.changes) add_wrapped(page, change_text(change), "  ");
    for (const std::string& text : runs_apart(design)) add_wrapped(page, text, "  ");
  }
}

std::vector<std::string> row_cells(const BaselineRow& row) {
  std::string fields;
  for (const ChangeContribution& c : row.contributions)
    if (c.effect && std::abs(*c.effect) >= row.relevant)
      fields += fmt::format("{}{} by {}", fields.empty() ? "" : "<br>", markdown_text(signed_value(*c.effect, row.unit)),
                            markdown_text(change_text(c)));
  return {markdown_text(row.design),
          markdown_text(subject(row)),
          markdown_text(row.before ? value(*row.before, row.unit) : "-"),
          markdown_text(row.now ? value(*row.now, row.unit) : "-"),
          markdown_text(row.difference.mean ? signed_value(*row.difference.mean, row.unit) : "-"),
          markdown_text(interval(row)),
          fields.empty() ? "-" : fields};
}

void add_table(std::string& page, const char* title, const std::vector<const BaselineRow*>& rows) {
  if (rows.empty()) return;
  page += fmt::format("\n### {}\n\n", title);
  page += markdown_row({"design", "figure", "before", "now", "difference", "95 % interval", "because"});
  page += markdown_row({"---", "---", "---", "---", "---", "---", "---"});
  for (const BaselineRow* row : rows) page += markdown_row(row_cells(*row));
}

}  // namespace

std::string baseline_terminal(const BaselineCheck& check) {
  std::string page;
  add_wrapped(page, answer(check));
  add_section(page, "Worse", rows_of(check, Change::worse));
  add_section(page, "Left open by the time limit", rows_of(check, Change::inconclusive));
  const std::vector<std::string> missing = missing_texts(check);
  if (!missing.empty()) page += fmt::format("\n{}\n", missing_title);
  for (const std::string& text : missing) add_wrapped(page, text, "  ");
  add_section(page, "Better", rows_of(check, Change::better));
  add_changes(page, check);
  if (const std::string program = program_text(check); !program.empty()) {
    page += "\n";
    add_wrapped(page, program);
    for (std::size_t i = 0; i < std::min(shifts_shown, check.shifts.size()); ++i)
      add_wrapped(page, shift_text(check.shifts[i]), "  ");
    if (check.shifts.size() > shifts_shown)
      page += fmt::format("  and {} more (--output json=FILE has all)\n", check.shifts.size() - shifts_shown);
  }
  page += "\n";
  if (!check.rows.empty()) add_wrapped(page, sight_text(check));
  add_wrapped(page, conditions(check));
  return page;
}

std::string baseline_markdown(const BaselineCheck& check) {
  std::string page = "## windtunnel: check against the baseline\n\n" + markdown_text(answer(check)) + "\n";
  add_table(page, "Worse", rows_of(check, Change::worse));
  add_table(page, "Left open by the time limit", rows_of(check, Change::inconclusive));
  const std::vector<std::string> missing = missing_texts(check);
  if (!missing.empty()) page += fmt::format("\n### {}\n\n", missing_title);
  for (const std::string& text : missing) page += "- " + markdown_text(text) + "\n";
  if (const std::string program = program_text(check); !program.empty()) page += "\n" + markdown_text(program) + "\n";
  std::string details;
  add_table(details, "Better", rows_of(check, Change::better));
  for (const CheckedDesign& design : check.designs) {
    if (design.changes.empty()) continue;
    details += fmt::format("\n### Changed fields of {}\n\n", markdown_text(design.design));
    for (const ChangeContribution& change : design.changes) details += "- " + markdown_text(change_text(change)) + "\n";
    for (const std::string& text : runs_apart(design)) details += "- " + markdown_text(text) + "\n";
  }
  if (!check.shifts.empty()) details += "\n### Moved by the program\n\n";
  for (const ProgramShift& shift : check.shifts) details += "- " + markdown_text(shift_text(shift)) + "\n";
  if (!check.rows.empty()) details += "\n" + markdown_text(sight_text(check)) + "\n";
  details += "\n" + markdown_text(conditions(check)) + "\n";
  return page + "\n<details>\n<summary>Details</summary>\n" + details + "\n</details>\n";
}

}  // namespace windtunnel::reports
