// Designs side by side: who recovers in time at what cost, and every scenario on every design.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

#include "reports/answer.h"
#include "reports/bill.h"
#include "reports/choice.h"
#include "reports/limits.h"
#include "reports/markup.h"
#include "reports/page/parts.h"
#include "reports/text.h"
#include "sim/measure/glob.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports::page {
namespace {

constexpr double limits[] = {60, 300, 900, 3600, 14400};

std::string choice_table(const Result& result) {
  Table wide{"Of the drills that apply to all designs and hurt users, those recovered within a limit in 95 % of replications",
             {"design", "#cost a month"},
             {}};
  std::map<std::string, std::vector<std::string>> rows;
  for (const double limit : limits) {
    wide.heads.push_back("#" + seconds_text(limit));
    for (const InTime& one : in_time(result, limit)) {
      auto& row = rows[one.design];
      if (row.empty()) row = {markup(one.design), markup(bill_text(one.cost, one.unpriced))};
      row.push_back(fmt::format("{}{} of {}", one.kept == one.runs ? "✓ " : "", one.kept, one.runs));
    }
  }
  for (const std::string& name : design_names(result))
    if (rows.contains(name)) wide.rows.push_back(rows[name]);
  std::vector<std::string> drills;
  for (const ScenarioInTime& one : by_scenario(result, choice_limit))
    if (one.for_all && one.hurt) drills.push_back(markup(one.scenario));
  return wide.rows.empty() ? ""
                           : table(wide) + fmt::format("<p class=\"small\">The drills: {}.</p>", listed(drills));
}

/// What a drill did to a design: all figures but the loss are of one journey after one fault, the one that is back in
/// time least often, and of several of those the slowest.
struct DrillFigures {
  const RunResult* run = nullptr;
  const JourneyResult* journey = nullptr;
  std::string name;                   ///< of the journey
  const RunResult* losing = nullptr;  ///< the target whose loss of writes is greatest
  std::size_t targets = 0, journeys = 0;
};

constexpr double infinity = std::numeric_limits<double>::infinity();

double share_back(const RunResult& run, const std::string& journey, double limit) {
  for (const auto& [name, values] : run.replication_values.rto_seconds) {
    if (name != journey || values.empty()) continue;
    const auto kept = std::count_if(values.begin(), values.end(), [&](const auto& v) { return v && *v <= limit; });
    return static_cast<double>(kept) / static_cast<double>(values.size());
  }
  return 1;
}

/// Infinite where more than one replication in twenty had no restore point; the largest where none bounds the 95th.
double loss_of(const RunResult& run) {
  if (run.rpo.unbounded * 20 > run.replications) return infinity;
  return run.rpo.seconds.p95.value_or(run.rpo.seconds.max.value_or(0));
}

double median_of(const JourneyResult& journey, std::uint64_t replications) {
  if (journey.rto_seconds.never_recovered * 2 > replications) return infinity;
  return journey.rto_seconds.p50.value_or(journey.rto_seconds.max.value_or(0));
}

DrillFigures figures_of(const Result& result, const std::string& design, const std::string& scenario) {
  DrillFigures worst;
  std::tuple<double, double, double> most{-2, 0, 0};
  for (const RunResult& run : result.runs) {
    if (run.design != design || run.status != RunStatus::measured || scenario_of(run.scenario) != scenario)
      continue;
    ++worst.targets;
    worst.journeys = std::max(worst.journeys, run.journeys.size());
    if (!worst.losing || loss_of(run) > loss_of(*worst.losing)) worst.losing = &run;
    for (const auto& [name, journey] : run.journeys) {
      const std::tuple<double, double, double> slow{-share_back(run, name, choice_limit), median_of(journey, run.replications),
                                                    journey.rto_seconds.max.value_or(0)};
      if (slow <= most) continue;
      most = slow;
      worst.run = &run;
      worst.journey = &journey;
      worst.name = name;
    }
  }
  return worst;
}

std::string target_of(const RunResult& run) {
  const std::size_t at = run.scenario.find('@');
  return at == std::string::npos ? "" : run.scenario.substr(at + 1);
}

/// "95 % within 7.5 min", "longest 82 min" where the sample does not bound the 95th percentile, "8 % not back".
std::string slow_text(const RtoResult& rto, std::uint64_t replications) {
  if (rto.never_recovered * 2 > replications) return "";
  if (rto.never_recovered > 0)
    return share_text(static_cast<double>(rto.never_recovered) / static_cast<double>(replications)) + " not back";
  if (rto.p95) return "95 % within " + seconds_text(*rto.p95);
  return rto.max ? "longest " + seconds_text(*rto.max) : "";
}

std::string loss_text(const DrillFigures& drill) {
  const double loss = loss_of(*drill.losing);
  if (!(loss > 0)) return "";
  const std::string where = drill.losing == drill.run ? "" : " (" + markup(target_of(*drill.losing)) + ")";
  if (std::isinf(loss)) return "<small>lost without bound" + where + "</small>";
  const RpoResult& rpo = drill.losing->rpo;  // what is only stranded comes back with the place where it was left
  const char* word = rpo.lost_writes <= 0 && rpo.stranded_writes > 0 ? "stranded" : "lost";
  return fmt::format("<small>{} {}{}{}</small>", word, rpo.seconds.p95 ? "" : "≤ ", seconds_text(loss), where);
}

/// A sign and a colour for the share of replications that were back in time, and the figures of the drill.
std::string drill_cell(const Result& result, const std::string& design, const std::string& scenario,
                       const std::optional<double>& share) {
  const DrillFigures drill = figures_of(result, design, scenario);
  if (!share || !drill.run) return "<td class=\"share\">–</td>";
  const char* kind = *share >= 0.95 ? "kept" : *share >= 0.5 ? "half" : "missed";
  const char* sign = *share >= 0.95 ? "✓ " : *share >= 0.5 ? "◐ " : "✗ ";
  const double median = median_of(*drill.journey, drill.run->replications);
  const bool hurt = drill.journey->rto_seconds.max.value_or(0) > 0 || drill.journey->rto_seconds.never_recovered > 0;
  std::string text = fmt::format("<td class=\"share {}\"><b>{}{}</b>", kind, sign,
                                 !(median > 0) ? "no outage" : std::isinf(median) ? "no return" : seconds_text(median));
  if (hurt) {
    if (*share < 1 && *share > 0) text += "<small>" + in_time_text(*share) + "</small>";
    if (const std::string slow = slow_text(drill.journey->rto_seconds, drill.run->replications); !slow.empty())
      text += "<small>" + slow + "</small>";
    if (const std::string later = later_fault_text(*drill.run, *drill.journey); !later.empty())
      text += "<small>" + markup(later) + "</small>";
  }
  text += loss_text(drill) + fmt::format("<small>{} served</small>", share_text(drill.journey->availability.mean.value_or(1)));
  if (drill.run->cost.incident_extra >= 1) text += "<small>+" + money_text(drill.run->cost.incident_extra) + "</small>";
  std::string of = drill.journeys > 1 && hurt ? markup(drill.name) : "";
  if (drill.targets > 1 && hurt) of += (of.empty() ? "" : ", ") + markup(target_of(*drill.run));
  if (!of.empty()) text += "<small class=\"of\">" + of + "</small>";
  return text + "</td>";
}

std::string matrix_rows(const Result& result, const std::vector<ScenarioInTime>& scenarios) {
  std::string text;
  for (const ScenarioInTime& one : scenarios) {
    text += fmt::format("<tr><th scope=\"row\">{}{}</th>", markup(one.scenario),
                        one.title.empty() ? "" : "<small>" + markup(one.title) + "</small>");
    for (const auto& [design, share] : one.shares) text += drill_cell(result, design, one.scenario, share);
    text += "</tr>\n";
  }
  return text;
}

std::string about_row(const std::string& head, const std::vector<std::string>& cells) {
  std::string text = "<tr><th scope=\"row\">" + head + "</th>";
  for (const std::string& cell : cells) text += "<td class=\"share\">" + (cell.empty() ? "–" : cell) + "</td>";
  return text + "</tr>\n";
}

/// Above the drills: what a month costs, how available years were, and the targets that the document sets.
std::string about_rows(const Result& result, const std::vector<ScenarioInTime>& scenarios) {
  std::vector<std::string> costs, available, targets;
  for (const auto& [name, share] : scenarios.front().shares) {
    std::string cost, years, wanted;
    for (const DesignResult& design : result.designs)
      if (design.design == name && !design.cost_monthly.lines.empty())
        cost = markup(bill_text(design.cost_monthly.total, design.cost_monthly.unknown));
    for (const AvailabilityResult& a : result.availability)
      if (a.design == name && a.unavailability.mean) years = share_text(1 - *a.unavailability.mean);
    for (const ClaimResult& claim : result.claims)
      if (claim.design == name && claim.kind == "target")
        wanted += "<small class=\"target\">“" + markup(claim.claimed) + "” " + chip(claim.verdict) + "</small>";
    costs.push_back(cost);
    available.push_back(years);
    targets.push_back(wanted);
  }
  return "<tbody class=\"about\">" + about_row("cost of a month", costs) + about_row("availability over years", available) +
         about_row("targets of the document", targets) + "</tbody>\n";
}

std::string matrix_table(const Result& result, const std::string& caption, const std::vector<ScenarioInTime>& scenarios,
                         bool about) {
  if (scenarios.empty()) return "";
  std::string heads = "<th scope=\"col\">after</th>";
  for (const auto& [design, share] : scenarios.front().shares)
    heads += "<th scope=\"col\" class=\"share\">" + markup(design) + "</th>";
  return fmt::format(
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{0}\"><table "
      "class=\"matrix\"><caption>{0}</caption><thead><tr>{1}</tr></thead>{2}<tbody>\n{3}</tbody></table></div>",
      caption, heads, about ? about_rows(result, scenarios) : "", matrix_rows(result, scenarios));
}

/// Every scenario on every design, with its figures.
std::string matrix(const Result& result) {
  std::vector<ScenarioInTime> open, easy;
  for (ScenarioInTime& one : by_scenario(result, choice_limit))
    (one.kept == one.judged ? easy : open).push_back(std::move(one));
  const std::string limit = seconds_text(choice_limit);
  std::string text = fmt::format(
      "<p class=\"small\">One limit holds for the whole table: {0}. ✓ back within it in at least 95 % of replications, ◐ in at least "
      "half, ✗ in fewer. In each cell: the time until users are back in the median replication (RTO); how many replications are in "
      "time; how slow the slow ones are (what 95 % keep, or the longest where the sample is too small to say); the age of lost "
      "writes that 95 % keep (RPO), where any are lost; requests served from an hour before the fault until an hour after the "
      "return; cost beyond an ordinary day. In italics the journey and the target that all but the loss speak of: those back in time "
      "least often. –: the drill has no target there. What scenario files set as limits of their own stands, with verdicts, in the "
      "tables of every run below.</p>",
      limit);
  text += matrix_table(result, "Back within " + limit + " or not: every drill on every design", open, true);
  if (!easy.empty())
    text += fmt::format("<details class=\"print\"><summary>{} drills after which every design was back within {}</summary>{}</details>",
                        easy.size(), limit,
                        matrix_table(result, "Drills that every design recovers from in time", easy, open.empty()));
  return open.empty() && easy.empty() ? "" : text;
}

/// The expectation's verdict on a journey's recovery, when the scenario sets one.
std::string mark(const Result& result, const RunResult& run, const std::string& journey) {
  for (const ExpectationResult& row : result.expectations)
    if (row.design == run.design && row.scenario == run.scenario && row.measure.starts_with("rto.") &&
        (row.journey.empty() || row.journey == journey))
      return chip(row.verdict);
  return "";
}

std::string limit_cell(const Result& result, const RunResult& run, const std::string& journey) {
  const auto limit = rto_limit(result, run, journey);
  return limit ? "≤ " + seconds_text(*limit) : "";
}

bool hurts(const RunResult& run) {
  return std::any_of(run.journeys.begin(), run.journeys.end(),
                     [](const auto& journey) { return journey.second.hurt > 0; });
}

std::vector<std::string> run_row(const Result& result, const RunResult& run, const std::string& name,
                                 const JourneyResult& journey) {
  const RtoResult& rto = journey.rto_seconds;
  const std::string never =
      rto.never_recovered > 0 ? fmt::format(" <small>({} never)</small>", rto.never_recovered) : "";
  return {fmt::format("<span title=\"{}\">{}</span>", markup(run.title), markup(run.scenario)),
          markup(name),
          seconds_cell(rto.p50),
          seconds_cell(rto.p95) + never,
          limit_cell(result, run, name),
          mark(result, run, name),
          run.rpo.unbounded > 0 ? "unbounded" : seconds_cell(run.rpo.seconds.p95),
          share_text(journey.availability)};
}

/// The runs of one design: those that hurt users, and below them those that did not.
std::string runs_of(const Result& result, const std::string& design, bool open) {
  const std::vector<std::string> heads = {"scenario",          "journey", "#RTO, median", "#RTO, 95 %",
                                          "#limit of its file", "",        "#RPO, 95 %",   "#served"};
  Table hurt{"Runs that hurt users of " + markup(design), heads, {}}, calm{"Runs that hurt nobody", heads, {}};
  for (const RunResult& run : result.runs) {
    if (run.status != RunStatus::measured || run.design != design) continue;
    for (const auto& [name, journey] : run.journeys)
      (hurts(run) ? hurt : calm).rows.push_back(run_row(result, run, name, journey));
  }
  if (hurt.rows.empty() && calm.rows.empty()) return "";
  std::string text = hurt.rows.empty() ? "" : table(hurt);
  if (!calm.rows.empty()) text += table(calm);
  return fmt::format("<details{}><summary>{}: every run and journey, with the limits of their files</summary>{}</details>",
                     open ? " class=\"print\" open" : "", markup(design), text);
}

std::string run_tables(const Result& result) {
  const std::vector<std::string> names = design_names(result);
  std::vector<std::pair<std::string, std::string>> tables;
  for (const std::string& name : names) tables.emplace_back(name, runs_of(result, name, names.size() == 1));
  return by_design(result, tables);
}

std::string silent_runs(const Result& result) {
  std::string items;
  for (const RunResult& run : result.runs)
    if (run.status != RunStatus::measured)
      items += fmt::format("<li><code>{}</code> on {}: {}</li>", markup(run.scenario), markup(run.design),
                           markup(run.reason));
  return items.empty() ? ""
                       : "<details><summary>Runs that said nothing, and why</summary><ul>" + items + "</ul></details>";
}

}  // namespace

std::string designs_section(const Result& result) {
  return section(
      "designs", "Designs side by side",
      "What each drill does to each design: look along a row for the designs that differ. Users are back when a journey "
      "serves at least 95 % of what it served before the fault, unless the design says otherwise.",
      matrix(result) + choice_table(result) + run_tables(result) + silent_runs(result));
}

}  // namespace windtunnel::reports::page
