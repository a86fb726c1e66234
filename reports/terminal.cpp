// The summary that a run prints: the answer, what failed, the runs, availability, findings, cost.
#include "reports/terminal.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reports/answer.h"
#include "reports/overview.h"
#include "reports/text.h"
#include "sim/measure/glob.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports {
namespace {

constexpr int least_width = 60;
constexpr std::size_t label_width = 15;
constexpr std::size_t findings_shown = 3;
constexpr std::size_t longest_run_name = 34;
/// Warnings told one by one, and runs told one by one where a table of all designs follows.
constexpr std::size_t warnings_shown = 20, runs_shown = 60;

enum class Colour { red = 31, green = 32, yellow = 33, faint = 90, bold = 1 };

class Page {
 public:
  explicit Page(const TerminalOptions& options)
      : options_(options), width_(static_cast<std::size_t>(std::max(options.width, least_width))) {}

  std::string paint(const std::string& text, Colour colour) const {
    return options_.colour ? fmt::format("\x1b[{}m{}\x1b[0m", static_cast<int>(colour), text) : text;
  }
  void line(const std::string& text = "") { text_ += text + "\n"; }
  void heading(const std::string& text) {
    line();
    line(paint(text, Colour::bold));
  }
  /// A paragraph, wrapped, each line behind `indent` spaces.
  void paragraph(const std::string& text, std::size_t indent) {
    for (const std::string& part : wrapped(text, width_ - indent)) line(std::string(indent, ' ') + part);
  }
  /// A painted label, then text wrapped beside it.
  void labelled(const std::string& label, Colour colour, const std::string& text, std::size_t room = label_width) {
    const auto lines = wrapped(text, width_ - room - 2);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const std::string beside = i == 0 ? paint(padded(label, room), colour) : std::string(room, ' ');
      line("  " + beside + lines[i]);
    }
  }
  std::size_t width() const { return width_; }
  const std::string& text() const { return text_; }

 private:
  TerminalOptions options_;
  std::size_t width_;
  std::string text_;
};

constexpr std::size_t text_indent = label_width + 2;

std::string label_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::upheld:
      return "UPHELD";
    case Verdict::refuted:
      return "REFUTED";
    case Verdict::inconclusive:
      return "INCONCLUSIVE";
    case Verdict::not_measured:
      return "not measured";
    case Verdict::not_measurable:
      return "not measurable";
    case Verdict::not_applicable:
      return "does not apply";
  }
  return "";
}

Colour colour_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::upheld:
      return Colour::green;
    case Verdict::refuted:
      return Colour::red;
    case Verdict::inconclusive:
      return Colour::yellow;
    default:
      return Colour::faint;
  }
}

void write_claim(Page& page, const ClaimResult& claim) {
  page.labelled(label_of(claim.verdict), colour_of(claim.verdict),
                fmt::format("{}  \"{}\"", visible(claim.id), visible(claim.claimed)));
  page.paragraph(visible(claim.because), text_indent);
  for (const std::string& end : claim.changes_at) page.paragraph("the verdict changes at " + visible(end), text_indent);
  const EndsTried ends = ends_tried(claim);
  if (!ends.holding.empty())
    page.paragraph("it is the same at the ends of " + visible(listed(ends.holding)), text_indent);
  if (!claim.tried_ends.empty() && !ends.untried.empty())
    page.paragraph("not tried were the ends of " + visible(listed(ends.untried)), text_indent);
}

void write_ids(Page& page, const std::vector<const ClaimResult*>& claims, Verdict verdict) {
  std::vector<std::string> ids;
  for (const ClaimResult* claim : claims) {
    if (claim->verdict == verdict) ids.push_back(visible(claim->id));
  }
  if (!ids.empty()) page.labelled(label_of(verdict), colour_of(verdict), listed(ids));
}

void write_answers(Page& page, const Result& result) {
  page.line(page.paint(headline(result), Colour::bold));
  for (const DesignAnswer& answer : answers(result)) {
    if (answer.targets.empty() && answer.others.empty()) continue;
    page.heading(fmt::format("{}: targets {}; other claims {}", visible(answer.design), to_text(answer.target_tally),
                             to_text(answer.other_tally)));
    for (const ClaimResult* claim : answer.targets) write_claim(page, *claim);
    for (const ClaimResult* claim : answer.others) {
      if (claim->verdict == Verdict::refuted || claim->verdict == Verdict::inconclusive) write_claim(page, *claim);
    }
    for (Verdict verdict : {Verdict::upheld, Verdict::not_measured, Verdict::not_measurable})
      write_ids(page, answer.others, verdict);
  }
}

void write_failures(Page& page, const Result& result) {
  const auto failed = failures(result);
  if (result.expectations.empty()) return;
  page.heading(expectation_heading(result));
  std::size_t warnings = 0;
  for (const ExpectationResult* expectation : failed) {
    if (expectation->level == ExpectationLevel::warn && ++warnings > warnings_shown) continue;
    const bool failure = expectation->verdict == Verdict::refuted;
    const std::string level = expectation->level == ExpectationLevel::warn ? " (warn)" : "";
    std::string label = failure ? "FAILED" + level : label_of(expectation->verdict);
    if (!expectation->suppressed.empty()) label = "SUPPRESSED";
    const bool red = failure && expectation->suppressed.empty();
    page.labelled(label, red ? Colour::red : Colour::yellow,
                  fmt::format("{}: {} {}, measured {}", visible(subject_text(*expectation)),
                              visible(expectation->measure), visible(expectation->limit),
                              visible(expectation->measured_text)));
    page.paragraph(visible(expectation->because), text_indent);
    if (!expectation->suppressed.empty())
      page.paragraph(visible(fmt::format("suppressed until {}: {}", expectation->suppressed_until,
                                         expectation->suppressed)),
                     text_indent);
    if (!expectation->why.empty()) page.paragraph("expected because " + visible(expectation->why), text_indent);
    const std::string replay = replay_command(result, *expectation);
    if (replay.empty()) continue;
    page.line(std::string(text_indent, ' ') + page.paint("replay: " + visible(replay), Colour::faint));
  }
  if (warnings > warnings_shown)
    page.paragraph(fmt::format("{} more warnings failed or were inconclusive: --output markdown=FILE tells each",
                               count_text(warnings - warnings_shown)),
                   2);
}

using Row = std::array<std::string, 8>;

std::string seconds_or_dash(const std::optional<double>& seconds) { return seconds ? seconds_text(*seconds) : "-"; }

std::vector<Row> rows_of(const RunResult& run) {
  const std::string loss = run.rpo.unbounded > 0 ? "unbounded" : seconds_or_dash(run.rpo.seconds.p95);
  std::vector<Row> rows;
  for (const auto& [name, journey] : run.journeys) {
    rows.push_back({rows.empty() ? visible(run.scenario) : "", visible(name), seconds_or_dash(journey.rto_seconds.p50),
                    seconds_or_dash(journey.rto_seconds.p95), count_text(journey.rto_seconds.never_recovered),
                    rows.empty() ? loss : "", share_text(journey.availability),
                    rows.empty() ? count_text(run.replications) : ""});
  }
  return rows;
}

void write_table(Page& page, const std::vector<Row>& rows) {
  std::array<std::size_t, 8> widths{};
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0 || columns(row[i]) <= longest_run_name) widths[i] = std::max(widths[i], columns(row[i]));
    }
  }
  for (const Row& row : rows) {
    std::string text = "  ";
    if (columns(row[0]) > widths[0]) {
      page.line("  " + row[0]);
      text += std::string(widths[0], ' ');
    } else {
      text += padded(row[0], widths[0]);
    }
    for (std::size_t i = 1; i < row.size(); ++i)
      text += "  " + (i == 1 ? padded(row[i], widths[i]) : padded_left(row[i], widths[i]));
    page.line(text.substr(0, text.find_last_not_of(' ') + 1));
  }
}

std::size_t least_replications_for_p95() {
  std::size_t count = 1;
  while (!quantile_ranks(count, 0.95)) ++count;
  return count;
}

/// What a table of runs says of itself: why quantiles are missing, and which recoveries began long before users were hurt.
void write_notes(Page& page, const Result& result, const std::string& design) {
  bool unbounded = false;
  std::vector<std::string> later;
  for (const RunResult& run : result.runs) {
    if (run.design != design || run.status != RunStatus::measured) continue;
    for (const auto& [name, journey] : run.journeys) {
      unbounded |= !journey.rto_seconds.p50 || !journey.rto_seconds.p95;
      if (const std::string text = later_fault_text(run, journey); !text.empty())
        later.push_back(fmt::format("{}: {} is {}, and RTO counts from the first", visible(run.scenario), visible(name), text));
    }
  }
  if (unbounded)
    page.paragraph(fmt::format("-: not bounded by this sample; a p95 takes {} replications, and more where some do not recover",
                               count_text(least_replications_for_p95())),
                   2);
  for (const std::string& text : later) page.paragraph(text, 2);
}

/// All designs side by side, where there are several: the last thing that a reader sees.
void write_overview(Page& page, const Result& result) {
  const auto lines = comparison_lines(result, page.width() - 2);
  if (lines.empty()) return;
  page.heading("Designs side by side");
  page.paragraph("RTO p50/p95, RPO p95 and share of requests hurt, of several targets and journeys the worst; ∞: never "
                 "recovered, or no restore point; –: not bounded by this sample; blank: does not apply",
                 2);
  for (const std::string& line : lines) page.line(line.empty() ? "" : "  " + line);
  std::vector<std::string> later;
  for (const RunResult& run : result.runs)
    for (const auto& [name, journey] : run.journeys)
      if (const std::string scenario = scenario_of(run.scenario);
          !later_fault_text(run, journey).empty() && std::find(later.begin(), later.end(), scenario) == later.end())
        later.push_back(scenario);
  if (!later.empty())
    page.paragraph("RTO counts from the first of several faults: users were hurt for much less of it in " +
                       listed_some(later, later.size()),
                   2);
  for (const DesignOverview& design : design_overviews(result)) {
    page.heading(design.design + ": " + design.figures);
    if (!design.fallen.empty()) page.paragraph(design.fallen, 2);
    for (std::size_t i = 0; i < design.findings.size(); ++i)
      page.labelled(fmt::format("{}.", i + 1), Colour::bold, design.findings[i], 3);
  }
}

void write_runs(Page& page, const Result& result) {
  if (result.runs.size() > runs_shown && !comparison_lines(result, least_width).empty()) {
    page.heading(fmt::format("{} runs: in the table below; --output markdown=FILE tells each", count_text(result.runs.size())));
    return;
  }
  for (const DesignAnswer& answer : answers(result)) {
    std::vector<Row> rows = {{"run", "journey", "RTO p50", "RTO p95", "never", "RPO p95", "SLI", "n"}};
    std::vector<std::string> silent;
    for (const RunResult& run : result.runs) {
      if (run.design != answer.design) continue;
      if (run.status == RunStatus::measured) {
        for (Row& row : rows_of(run)) rows.push_back(std::move(row));
      } else {
        silent.push_back(fmt::format("{} {}: {}", visible(run.scenario),
                                     run.status == RunStatus::inconclusive ? "is inconclusive" : "does not apply",
                                     visible(run.reason)));
      }
    }
    if (rows.size() == 1 && silent.empty()) continue;
    page.heading("Runs of " + visible(answer.design));
    if (rows.size() > 1) write_table(page, rows);
    write_notes(page, result, answer.design);
    for (const std::string& text : silent) page.paragraph(text, 2);
  }
}

void write_rest(Page& page, const Result& result) {
  if (!result.availability.empty()) {
    page.heading("Availability over years");
    for (const AvailabilityResult& availability : result.availability) {
      page.paragraph(visible(availability.design) + ": " + availability_text(availability) + ".", 2);
    }
  }
  if (!result.contracts.empty()) page.heading("Contracts");
  for (const ContractResult& contract : result.contracts)
    page.paragraph(visible(fmt::format("{}, contract {}: {}.", contract.design, contract.contract, contract_text(contract))),
                   2);
  const auto findings = foremost_findings(result, findings_shown);
  if (!findings.empty()) {
    std::size_t all = 0;
    for (const DesignResult& design : result.designs) all += design.findings.size();
    page.heading(all > findings.size() ? fmt::format("Findings ({} of {})", findings.size(), all) : "Findings");
    for (const DesignFinding& found : findings) {
      const std::string where = found.finding->component.empty() ? "" : " " + visible(found.finding->component);
      page.paragraph(fmt::format("{} ({}){}: {}", visible(found.design->design), visible(found.finding->severity), where,
                                 visible(found.finding->text)),
                     2);
    }
  }
  if (!result.designs.empty()) {
    page.heading("Cost");
    for (const DesignResult& design : result.designs)
      page.paragraph(visible(design.design) + ": " + cost_text(design.cost_monthly) + ".", 2);
  }
}

}  // namespace

std::string terminal(const Result& result, const TerminalOptions& options) {
  Page page(options);
  write_answers(page, result);
  write_failures(page, result);
  write_runs(page, result);
  write_rest(page, result);
  write_overview(page, result);
  page.line();
  const std::string replications = replications_text(result);
  page.line(page.paint(fmt::format("windtunnel {}, seed {}{}", visible(result.windtunnel), result.seed,
                                   replications.empty() ? "" : ", " + replications + " replications a run"),
                       Colour::faint));
  return page.text();
}

}  // namespace windtunnel::reports
