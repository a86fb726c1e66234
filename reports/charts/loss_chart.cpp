// How much data incidents cost: age of the oldest lost write, median to 95th percentile, by run.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "reports/charts/parts.h"
#include "reports/text.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports {
namespace {

using parts::Json;

constexpr std::size_t loss_rows_at_most = 16;
constexpr double endless = 1e18;   // until it is known where the right edge is
constexpr double smallest = 0.1;  // a median of no loss is drawn at the left edge

struct Row {
  std::string label;
  double p50 = 0, p95 = 0;
  bool stranded = false;   ///< none is gone: all come back with the place where they were left
  bool unbounded = false;  ///< some replications had no restore point: the row goes on to the right edge
};

std::vector<Row> rows_of(const Result& result) {
  std::set<std::string> designs;
  for (const RunResult& run : result.runs) designs.insert(run.design);
  std::vector<Row> rows;
  for (const RunResult& run : result.runs) {
    if (run.status != RunStatus::measured || (run.rpo.seconds.max && *run.rpo.seconds.max <= 0)) continue;
    Row row;
    row.label = parts::short_label(designs.size() > 1 ? run.design + " · " + run.scenario : run.scenario, 64);
    row.unbounded = run.rpo.unbounded > 0;
    row.stranded = !row.unbounded && run.rpo.lost_writes <= 0 && run.rpo.stranded_writes > 0;
    if (row.stranded) row.label += " (stranded)";
    row.p50 = run.rpo.seconds.p50.value_or(row.unbounded ? endless : 0);
    row.p95 = std::max(row.p50 < endless ? row.p50 : 0, run.rpo.seconds.p95.value_or(run.rpo.seconds.max.value_or(row.p50)));
    rows.push_back(row);
  }
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return std::pair(a.unbounded, a.p95) > std::pair(b.unbounded, b.p95);
  });
  if (rows.size() > loss_rows_at_most) rows.resize(loss_rows_at_most);
  return rows;
}

Json spec_of(const std::vector<Row>& rows) {
  Json values = Json::array(), order = Json::array(), names = Json::array();
  double most = 60;
  for (const Row& row : rows) {
    order.push_back(row.label);
    names.push_back({{"row", row.label}});
    for (const double seconds : {row.p50, row.p95})
      if (seconds < endless) most = std::max(most, seconds * 2);
  }
  const double edge = most * 4;  // beyond every loss that has a bound
  for (const Row& row : rows) {
    const double p50 = std::clamp(row.p50, smallest, edge), p95 = row.unbounded ? edge : std::clamp(row.p95, smallest, edge);
    values.push_back({{"row", row.label},
                      {"p50", p50},
                      {"p95", p95},
                      {"bound", row.unbounded ? "without bound" : "bounded"},
                      {"text", row.unbounded ? (row.p50 < endless ? "no bound in some" : "no bound")
                                             : "≤ " + seconds_text(row.p95)}});
  }
  Json axis = parts::time_axis("age of the oldest lost write");
  axis["values"] = {0.1, 1, 15, 60, 300, 900, 3600, 14400, 86400, 604800};
  axis["labelExpr"] =
      "datum.value < 1 ? 'none' : datum.value < 60 ? datum.value + ' s' : datum.value < 3600 ? datum.value / 60 + ' "
      "min' : datum.value < 86400 ? datum.value / 3600 + ' h' : datum.value / 86400 + ' d'";
  const Json y = parts::row_axis(order);
  const auto x = [&](const char* field) {
    return Json{{"field", field},
                {"type", "quantitative"},
                {"scale", {{"type", "log"}, {"domain", {smallest * 0.7, edge * 1.2}}, {"nice", false}}},
                {"axis", axis}};
  };
  Json layers = Json::array();
  layers.push_back(
      {{"mark", {{"type", "rule"}, {"yOffset", parts::bar_offset}, {"strokeWidth", 4}, {"color", "#56b4e9"}}},
       {"encoding", {{"y", y}, {"x", x("p50")}, {"x2", {{"field", "p95"}}}}}});
  layers.push_back({{"mark",
                     {{"type", "point"},
                      {"yOffset", parts::bar_offset},
                      {"filled", true},
                      {"size", 70},
                      {"opacity", 1},
                      {"color", "#0072b2"}}},
                    {"encoding", {{"y", y}, {"x", x("p50")}}}});
  layers.back()["transform"] = Json::array({{{"filter", fmt::format("datum.p50 < {:.6g}", edge * 0.99)}}});
  layers.push_back(
      {{"transform", Json::array({{{"filter", "datum.bound == 'bounded'"}}})},
       {"mark",
        {{"type", "tick"}, {"yOffset", parts::bar_offset}, {"thickness", 3}, {"size", 14}, {"color", "#0072b2"}}},
       {"encoding", {{"y", y}, {"x", x("p95")}}}});
  layers.push_back({{"transform", Json::array({{{"filter", "datum.bound == 'without bound'"}}})},
                    {"mark",
                     {{"type", "point"},
                      {"yOffset", parts::bar_offset},
                      {"shape", "triangle-right"},
                      {"filled", true},
                      {"size", 150},
                      {"opacity", 1},
                      {"color", "#d55e00"}}},
                    {"encoding", {{"y", y}, {"x", x("p95")}}}});
  layers.push_back(
      {{"mark", {{"type", "text"}, {"align", "right"}, {"baseline", "middle"}, {"dy", -9}, {"fontWeight", "bold"}}},
       {"encoding", {{"y", y}, {"x", {{"value", "width"}}}, {"text", {{"field", "text"}}}}}});
  layers.push_back(parts::row_names(order, names, 75));
  return {{"data", {{"values", values}}}, {"layer", layers}};
}

}  // namespace

std::vector<Chart> loss_charts(const Result& result) {
  const std::vector<Row> rows = rows_of(result);
  if (rows.empty()) return {};
  Chart chart;
  chart.name = "what-is-lost";
  chart.section = "loss";
  const auto endless_runs = std::count_if(rows.begin(), rows.end(), [](const Row& row) { return row.unbounded; });
  if (endless_runs > 1)
    chart.title = fmt::format("{} of the {} runs that lose most have no restore point: what is lost has no bound", endless_runs,
                              rows.size());
  else
    chart.title =
        rows.front().unbounded
            ? fmt::format("{} has no restore point{}: what is lost has no bound", rows.front().label,
                          rows.front().p50 < endless ? " in some replications" : "")
            : fmt::format("{} {} most: writes of up to {} in 95 % of replications", rows.front().label,
                          rows.front().stranded ? "leaves" : "loses", seconds_text(rows.front().p95));
  chart.subtitle =
      "Runs in which acknowledged writes were lost or stranded; dot: median; tick and figure: what 95 % of replications keep; "
      "arrow: without bound";
  chart.description = chart.title;
  for (const Row& row : rows)
    chart.description +=
        fmt::format("; {}: p50 {}, p95 {}", row.label, row.p50 < endless ? seconds_text(row.p50) : "without bound",
                    row.unbounded ? "without bound" : seconds_text(row.p95));
  return {parts::frame(std::move(chart), spec_of(rows), 760, parts::row_height * static_cast<int>(rows.size()))};
}

}  // namespace windtunnel::reports
