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
                           : table(wide);
}

/// How a share of replications is drawn: a sign beside the colour.
std::string share_cell(const std::optional<double>& share) {
  if (!share) return "<td class=\"share\">–</td>";
  const char* kind = *share >= 0.95 ? "kept" : *share >= 0.5 ? "half" : "missed";
  return fmt::format("<td class=\"share {}\">{}{:.0f}<small> %</small></td>", kind, *share >= 0.95 ? "✓ " : "",
                     *share * 100);
}

std::string matrix_rows(const std::vector<ScenarioInTime>& scenarios) {
  std::string text;
  for (const ScenarioInTime& one : scenarios) {
    text += fmt::format("<tr><th scope=\"row\">{}{}</th>", markup(one.scenario),
                        one.title.empty() ? "" : "<small>" + markup(one.title) + "</small>");
    for (const auto& [design, share] : one.shares) text += share_cell(share);
    text += "</tr>\n";
  }
  return text;
}

std::string matrix_table(const std::string& caption, const std::vector<ScenarioInTime>& scenarios) {
  if (scenarios.empty()) return "";
  std::string heads = "<th scope=\"col\">after</th>";
  for (const auto& [design, share] : scenarios.front().shares)
    heads += "<th scope=\"col\" class=\"share\">" + markup(design) + "</th>";
  return fmt::format(
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{0}\"><table "
      "class=\"matrix\"><caption>{0}</caption><thead><tr>{1}</tr></thead><tbody>\n{2}</tbody></table></div>",
      caption, heads, matrix_rows(scenarios));
}

/// Every scenario on every design: the share of replications that were back in time.
std::string matrix(const Result& result) {
  std::vector<ScenarioInTime> open, easy;
  for (ScenarioInTime& one : by_scenario(result, choice_limit))
    (one.kept == one.judged ? easy : open).push_back(std::move(one));
  const std::string limit = seconds_text(choice_limit);
  std::string text = matrix_table("Share of replications back within " + limit + ", by drill", open);
  if (!easy.empty())
    text += fmt::format("<details><summary>{} drills after which every design was back within {}</summary>{}</details>",
                        easy.size(), limit, matrix_table("Drills that every design recovers from in time", easy));
  return text;
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
  return fmt::format("<details class=\"print\"{}><summary>{}: every run, with RTO, RPO and limits</summary>{}</details>",
                     open ? " open" : "", markup(design), text);
}

std::string run_tables(const Result& result) {
  const std::vector<std::string> names = design_names(result);
  std::string text;
  for (const std::string& name : names) text += runs_of(result, name, names.size() == 1);
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
      "Which design is back in time after which drill: look along a row for the designs that differ. A recovery "
      "counts from the first fault until the journey is back at 95 % of what it was, unless the design says otherwise.",
      matrix(result) + choice_table(result) + run_tables(result) + silent_runs(result));
}

}  // namespace windtunnel::reports::page
