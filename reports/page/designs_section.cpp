// Designs side by side: who recovers in time at what cost, and every scenario on every design.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "reports/choice.h"
#include "reports/limits.h"
#include "reports/markup.h"
#include "reports/page/parts.h"
#include "reports/text.h"
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
      if (row.empty()) row = {markup(one.design), money_text(one.cost)};
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

/// What a drill did to a design: of several targets and journeys the worst of each figure.
struct DrillFigures {
  std::uint64_t replications = 0;
  double rto = 0, rpo = 0, served = 1, extra = 0;  ///< infinite: never, unbounded
  bool rto_at_most = false, rpo_at_most = false;   ///< the sample bounds no quantile: the largest value
};

DrillFigures figures_of(const Result& result, const std::string& design, const std::string& scenario) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  DrillFigures worst;
  const auto take = [](double value, bool at_most, double& into, bool& flag) {
    if (value > into) into = value, flag = at_most;
  };
  for (const RunResult& run : result.runs) {
    if (run.design != design || run.status != RunStatus::measured || run.scenario.substr(0, run.scenario.find('@')) != scenario)
      continue;
    worst.replications = std::max(worst.replications, run.replications);
    worst.extra = std::max(worst.extra, run.cost.incident_extra);
    for (const auto& [name, journey] : run.journeys) {
      const RtoResult& rto = journey.rto_seconds;
      const bool often = rto.never_recovered * 20 > run.replications;
      take(often ? infinity : rto.p95.value_or(rto.max.value_or(0)), !often && !rto.p95, worst.rto, worst.rto_at_most);
      worst.served = std::min(worst.served, journey.availability.mean.value_or(1));
    }
    const bool unbounded = run.rpo.unbounded * 20 > run.replications;
    take(unbounded ? infinity : run.rpo.seconds.p95.value_or(run.rpo.seconds.max.value_or(0)),
         !unbounded && !run.rpo.seconds.p95, worst.rpo, worst.rpo_at_most);
  }
  return worst;
}

std::string quantile_text(double seconds, bool at_most, const char* without_end) {
  if (std::isinf(seconds)) return without_end;
  return (at_most && seconds > 0 ? "≤ " : "") + seconds_text(seconds);
}

/// A sign and a colour for the share of replications that were back in time, and the figures of the drill.
std::string drill_cell(const Result& result, const std::string& design, const std::string& scenario,
                       const std::optional<double>& share) {
  if (!share) return "<td class=\"share\">–</td>";
  const char* kind = *share >= 0.95 ? "kept" : *share >= 0.5 ? "half" : "missed";
  const char* sign = *share >= 0.95 ? "✓ " : *share >= 0.5 ? "◐ " : "✗ ";
  const DrillFigures drill = figures_of(result, design, scenario);
  std::string text = fmt::format("<td class=\"share {}\"><b>{}{}</b>", kind, sign,
                                 quantile_text(drill.rto, drill.rto_at_most, "no return"));
  if (*share < 0.95 && *share >= 0.005) text += fmt::format("<small>{:.0f} % in time</small>", *share * 100);
  if (drill.rpo > 0)
    text += "<small>lost " + quantile_text(drill.rpo, drill.rpo_at_most, "without bound") + "</small>";
  text += fmt::format("<small>{} served</small>", share_text(drill.served));
  if (drill.extra >= 1) text += "<small>+" + money_text(drill.extra) + "</small>";
  return text + "</td>";
}

/// The recovery time that the scenario expects, where it expects one: of several journeys the longest.
std::string expected_text(const Result& result, const std::string& scenario) {
  std::optional<double> longest;
  for (const RunResult& run : result.runs)
    if (run.scenario.substr(0, run.scenario.find('@')) == scenario)
      for (const auto& [name, journey] : run.journeys)
        if (const auto limit = rto_limit(result, run, name)) longest = std::max(longest.value_or(*limit), *limit);
  return longest ? "<small>expected within " + seconds_text(*longest) + "</small>" : "";
}

std::string matrix_rows(const Result& result, const std::vector<ScenarioInTime>& scenarios) {
  std::string text;
  for (const ScenarioInTime& one : scenarios) {
    text += fmt::format("<tr><th scope=\"row\">{}{}{}</th>", markup(one.scenario),
                        one.title.empty() ? "" : "<small>" + markup(one.title) + "</small>",
                        expected_text(result, one.scenario));
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
      if (design.design == name && !design.cost_monthly.lines.empty()) cost = money_text(design.cost_monthly.total);
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
      "<p class=\"small\">In each cell: the recovery time that 95 % of replications keep (RTO), ✓ where 95 % are back within {0}, ◐ "
      "where at least half are, ✗ where fewer are; the age of lost writes likewise (RPO; none where it is not named); the share of "
      "requests served from an hour before the fault until an hour after the return; and what the incident costs beyond an "
      "ordinary day, from a dollar on. Of several targets of a drill the worst figure counts; – where the drill has none.</p>",
      limit);
  text += matrix_table(result, "RTO, RPO, requests served and extra cost, by drill", open, true);
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
  const std::vector<std::string> heads = {"scenario", "journey", "#RTO p50", "#RTO p95", "#limit", "", "#RPO p95", "#served"};
  Table hurt{"Runs that hurt users of " + markup(design), heads, {}}, calm{"Runs that hurt nobody", heads, {}};
  for (const RunResult& run : result.runs) {
    if (run.status != RunStatus::measured || run.design != design) continue;
    for (const auto& [name, journey] : run.journeys)
      (hurts(run) ? hurt : calm).rows.push_back(run_row(result, run, name, journey));
  }
  if (hurt.rows.empty() && calm.rows.empty()) return "";
  std::string text = hurt.rows.empty() ? "" : table(hurt);
  if (!calm.rows.empty()) text += table(calm);
  return fmt::format("<details{}><summary>{}: every run, with RTO, RPO and limits</summary>{}</details>",
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
      "What each drill does to each design: look along a row for the designs that differ. A recovery "
      "counts from the first fault until the journey is back at 95 % of what it was, unless the design says otherwise.",
      matrix(result) + choice_table(result) + run_tables(result) + silent_runs(result));
}

}  // namespace windtunnel::reports::page
