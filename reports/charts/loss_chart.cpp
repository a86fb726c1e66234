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

constexpr std::size_t rows_at_most = 16;
constexpr double smallest = 0.1;  // a median of no loss is drawn at the left edge

struct Row {
  std::string label;
  double p50 = 0, p95 = 0;
  bool unbounded = false;
};

std::vector<Row> rows_of(const Result& result) {
  std::set<std::string> designs;
  for (const RunResult& run : result.runs) designs.insert(run.design);
  std::vector<Row> rows;
  for (const RunResult& run : result.runs) {
    if (run.status != RunStatus::measured || (run.rpo.seconds.max && *run.rpo.seconds.max <= 0)) continue;
    Row row;
    row.label = parts::short_label(designs.size() > 1 ? run.design + " · " + run.scenario : run.scenario, 44);
    row.p50 = run.rpo.seconds.p50.value_or(0);
    row.unbounded = run.rpo.unbounded > 0;
    row.p95 = std::max(row.p50, run.rpo.seconds.p95.value_or(run.rpo.seconds.max.value_or(row.p50)));
    rows.push_back(row);
  }
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return std::pair(a.unbounded, a.p95) > std::pair(b.unbounded, b.p95);
  });
  if (rows.size() > rows_at_most) rows.resize(rows_at_most);
  return rows;
}

Json spec_of(const std::vector<Row>& rows) {
  Json values = Json::array(), order = Json::array(), names = Json::array();
  double most = 60;
  for (const Row& row : rows) {
    order.push_back(row.label);
    names.push_back({{"row", row.label}});
    most = std::max(most, row.p95 * 2);
    values.push_back({{"row", row.label},
                      {"p50", std::max(smallest, row.p50)},
                      {"p95", std::max(smallest, row.p95)},
                      {"text", row.unbounded ? "no restore point in some" : "p95 " + seconds_text(row.p95)}});
  }
  Json axis = parts::time_axis("age of the oldest lost write, p50 to p95");
  axis["values"] = {0.1, 1, 15, 60, 300, 900, 3600, 14400, 86400, 604800};
  axis["labelExpr"] =
      "datum.value < 1 ? 'none' : datum.value < 60 ? datum.value + ' s' : datum.value < 3600 ? datum.value / 60 + ' "
      "min' : datum.value < 86400 ? datum.value / 3600 + ' h' : datum.value / 86400 + ' d'";
  const Json y = parts::row_axis(order);
  const auto x = [&](const char* field) {
    return Json{{"field", field},
                {"type", "quantitative"},
                {"scale", {{"type", "log"}, {"domain", {smallest * 0.7, most * 8}}, {"nice", false}}},
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
  layers.push_back(
      {{"mark",
        {{"type", "tick"}, {"yOffset", parts::bar_offset}, {"thickness", 3}, {"size", 14}, {"color", "#0072b2"}}},
       {"encoding", {{"y", y}, {"x", x("p95")}}}});
  layers.push_back(
      {{"mark", {{"type", "text"}, {"align", "left"}, {"dx", 8}, {"baseline", "middle"}, {"dy", parts::bar_offset}}},
       {"encoding", {{"y", y}, {"x", x("p95")}, {"text", {{"field", "text"}}}}}});
  layers.push_back(parts::row_names(order, names));
  return {{"data", {{"values", values}}}, {"layer", layers}};
}

}  // namespace

std::vector<Chart> loss_charts(const Result& result) {
  const std::vector<Row> rows = rows_of(result);
  if (rows.empty()) return {};
  Chart chart;
  chart.name = "what-is-lost";
  chart.section = "loss";
  chart.title =
      rows.front().unbounded
          ? fmt::format("{} has no restore point in some replications: what is lost has no bound", rows.front().label)
          : fmt::format("{} loses most: writes of up to {} (p95)", rows.front().label, seconds_text(rows.front().p95));
  chart.subtitle = "Runs in which acknowledged writes were lost; dot: median, tick: 95th percentile";
  chart.description = chart.title;
  for (const Row& row : rows)
    chart.description += fmt::format("; {}: p50 {}, p95 {}", row.label, seconds_text(row.p50), seconds_text(row.p95));
  return {parts::frame(std::move(chart), spec_of(rows), 760, parts::row_height * static_cast<int>(rows.size()))};
}

}  // namespace windtunnel::reports
