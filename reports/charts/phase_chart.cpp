// What recoveries wait for: mean recovery times as rows that split into phases.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "reports/charts/parts.h"
#include "reports/text.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports {
namespace {

using parts::Json;

constexpr std::size_t phase_rows_at_most = 14;

struct PhaseRow {
  std::string label;
  double total = 0;
  PhaseSeconds phases;
};

double of(const PhaseSeconds& p, const std::string& phase) {
  if (phase == "notice") return p.notice;
  if (phase == "decide") return p.decide;
  if (phase == "act") return p.act;
  if (phase == "propagate") return p.propagate;
  if (phase == "warm_up") return p.warm_up;
  return p.drain;
}

/// One row per run, of the journey that takes longest; longest first, every design in turn.
std::vector<PhaseRow> phase_rows_of(const Result& result) {
  std::set<std::string> designs, claiming;
  for (const RunResult& run : result.runs) designs.insert(run.design);
  for (const ClaimResult& claim : result.claims) claiming.insert(claim.design);
  std::map<std::string, std::vector<PhaseRow>> by_design;
  for (const RunResult& run : result.runs) {
    // Variants that a claim is compared with would take the rows of the designs that the report is about.
    if (!claiming.empty() && !claiming.contains(run.design)) continue;
    PhaseRow row;
    for (const auto& [name, journey] : run.journeys) {
      // The mean of the few that came back says nothing of a drill from which most did not.
      if (journey.rto_seconds.never_recovered * 2 > run.replications) continue;
      if (journey.rto_seconds.mean.value_or(0) <= row.total) continue;
      row.total = *journey.rto_seconds.mean;
      row.phases = journey.rto_phases_seconds;
    }
    if (row.total <= 0 || row.phases.total() <= 0) continue;
    row.label = designs.size() > 1 ? visible(run.design) + " · " + visible(run.scenario) : visible(run.scenario);
    row.label = parts::short_label(row.label, 64);
    by_design[run.design].push_back(std::move(row));
  }
  const auto longer = [](const PhaseRow& a, const PhaseRow& b) { return a.total > b.total; };
  std::vector<PhaseRow> rows;
  for (auto& [design, all] : by_design) {
    std::stable_sort(all.begin(), all.end(), longer);
    const std::size_t share = std::max<std::size_t>(2, phase_rows_at_most / by_design.size());
    for (std::size_t i = 0; i < std::min(share, all.size()); ++i) rows.push_back(std::move(all[i]));
  }
  std::stable_sort(rows.begin(), rows.end(), longer);
  return rows;
}

Json spec_of(const std::vector<PhaseRow>& rows) {
  Json values = Json::array(), totals = Json::array(), names = Json::array(), order = Json::array();
  for (const auto& [key, name] : parts::phases()) names.push_back(name);
  for (const PhaseRow& row : rows) {
    order.push_back(row.label);
    totals.push_back({{"row", row.label}, {"text", seconds_text(row.total)}});
    double from = 0;
    for (const auto& [key, name] : parts::phases()) {
      const double share = of(row.phases, key) / row.phases.total();
      if (share <= 0) continue;
      values.push_back({{"row", row.label},
                        {"phase", name},
                        {"from", from},
                        {"until", from + share},
                        {"letter", share > 0.022 * static_cast<double>(name.size()) ? name : ""}});
      from += share;
    }
  }
  const Json y = parts::row_axis(order);
  const Json x = {{"field", "from"},
                  {"type", "quantitative"},
                  {"scale", {{"domain", {0, 1}}}},
                  {"axis", {{"title", "share of the mean recovery time"}, {"format", "%"}, {"tickCount", 5}}}};
  const Json range = {"#e69f00", "#cc79a7", "#56b4e9", "#f0e442", "#009e73", "#999999"};
  const Json colour = {{"field", "phase"},
                       {"type", "nominal"},
                       {"scale", {{"domain", names}, {"range", range}}},
                       {"legend", {{"title", nullptr}, {"orient", "top"}, {"columns", 6}}}};
  Json middle = x;
  middle["field"] = "middle";
  Json layers = Json::array();
  layers.push_back({{"mark",
                     {{"type", "bar"},
                      {"height", parts::bar_height},
                      {"yOffset", parts::bar_offset},
                      {"stroke", "#ffffff"},
                      {"strokeWidth", 1}}},
                    {"encoding", {{"y", y}, {"x", x}, {"x2", {{"field", "until"}}}, {"color", colour}}}});
  layers.push_back(
      {{"transform", Json::array({{{"calculate", "(datum.from + datum.until) / 2"}, {"as", "middle"}}})},
       {"mark",
        {{"type", "text"}, {"color", "#111111"}, {"fontSize", 10}, {"baseline", "middle"}, {"dy", parts::bar_offset}}},
       {"encoding", {{"y", y}, {"x", middle}, {"text", {{"field", "letter"}}}}}});
  layers.push_back(
      {{"data", {{"values", totals}}},
       {"mark", {{"type", "text"}, {"align", "right"}, {"dy", -9}, {"baseline", "middle"}, {"fontWeight", "bold"}}},
       {"encoding", {{"y", y}, {"x", {{"datum", 1}}}, {"text", {{"field", "text"}}}}}});
  layers.push_back(parts::row_names(order, totals, 70));
  return {{"data", {{"values", values}}}, {"layer", layers}};
}

}  // namespace

namespace {

/// A phase as the end of a sentence, which says what happens in it.
std::string clause_of(const std::string& phase) {
  if (phase == "notice") return "noticing that something is wrong";
  if (phase == "decide") return "deciding what to do";
  if (phase == "act") return "repairs, or into waiting until the fault itself is over";
  if (phase == "propagate") return "waiting until a change, as of DNS, has reached everybody";
  if (phase == "warm_up") return "warming up what was started";
  return "working off what had piled up";
}

}  // namespace

std::vector<Chart> phase_charts(const Result& result) {
  const std::vector<PhaseRow> rows = phase_rows_of(result);
  if (rows.empty()) return {};
  std::map<std::string, double> sums;
  double all = 0;
  for (const PhaseRow& row : rows)
    for (const auto& [key, name] : parts::phases()) {
      sums[key] += of(row.phases, key) / row.phases.total();
      all += of(row.phases, key) / row.phases.total();
    }
  const auto most =
      std::max_element(sums.begin(), sums.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  Chart chart;
  chart.name = "what-recovery-waits-for";
  chart.section = "waits";
  chart.title = fmt::format(
      "In the mean drill {1} of the recovery goes into {0}", clause_of(most->first),
      share_text(std::min(1.0, static_cast<double>(static_cast<int>(most->second / all * 100 + 0.5)) / 100)));
  chart.subtitle =
      "The longest drills of each design: what the mean recovery of the slowest journey is made of; its length at the right";
  chart.description = chart.title;
  for (const PhaseRow& row : rows) chart.description += "; " + row.label + ": " + seconds_text(row.total);
  return {parts::frame(std::move(chart), spec_of(rows), 760, parts::row_height * static_cast<int>(rows.size()))};
}

}  // namespace windtunnel::reports
