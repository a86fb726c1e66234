// Designs side by side: who recovers in time at what cost, and every scenario on every design.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "reports/choice.h"
#include "reports/limits.h"
#include "reports/markup.h"
#include "reports/page/parts.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports::page {
namespace {

constexpr double limits[] = {60, 300, 900, 3600, 14400};

std::string choice_table(const Result& result) {
  Table wide{"Drills recovered within a limit in 95 % of replications", {"design", "#cost a month"}, {}};
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
  return wide.rows.empty() ? ""
                           : "<p><strong>For a recovery time of 15 minutes:</strong> " +
                                 markup(choice_text(result, 900)) + "</p>" + table(wide);
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
          markup(run.design),
          markup(name),
          seconds_cell(rto.p50),
          seconds_cell(rto.p95) + never,
          limit_cell(result, run, name),
          mark(result, run, name),
          run.rpo.unbounded > 0 ? "unbounded" : seconds_cell(run.rpo.seconds.p95),
          share_text(journey.availability)};
}

std::string run_tables(const Result& result) {
  const std::vector<std::string> heads = {"scenario", "design", "journey",  "#RTO p50", "#RTO p95",
                                          "#limit",   "",       "#RPO p95", "#served"};
  Table hurt{"Runs that hurt users", heads, {}}, calm{"Runs that hurt nobody", heads, {}};
  for (const RunResult& run : result.runs) {
    if (run.status != RunStatus::measured) continue;
    for (const auto& [name, journey] : run.journeys)
      (hurts(run) ? hurt : calm).rows.push_back(run_row(result, run, name, journey));
  }
  std::string text = hurt.rows.empty() ? "" : table(hurt);
  if (!calm.rows.empty()) text += "<details><summary>Runs that hurt nobody</summary>" + table(calm) + "</details>";
  return text;
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
      "How long users were away (RTO), how old the oldest lost write was (RPO), and who keeps which limit. A recovery "
      "counts from the first fault until the journey is back at 95 % of what it was, unless the design says otherwise.",
      choice_table(result) + run_tables(result) + silent_runs(result));
}

}  // namespace windtunnel::reports::page
