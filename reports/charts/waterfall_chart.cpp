// The critical path of an incident: one step below the other, each beginning where the one before it ended.
#include <fmt/format.h>

#include <algorithm>

#include "reports/charts/parts.h"
#include "reports/critical_path.h"
#include "reports/markup.h"
#include "reports/text.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports {
namespace {

using parts::Json;

/// About six round numbers of a unit from 0 to the end, in seconds.
Json ticks(double end, double unit) {
  double step = unit;
  for (const double size : {1.0, 2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 60.0, 120.0})
    if (end / step > 7) step = size * unit;
  Json values = Json::array();
  for (double at = 0; at <= end; at += step) values.push_back(at);
  return values;
}

Json spec_of(const std::vector<Step>& steps) {
  Json values = Json::array(), order = Json::array(), names = Json::array(), rows = Json::array();
  for (const auto& [key, name] : parts::phases()) names.push_back(name);
  const double end = steps.back().until_seconds;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Step& step = steps[i];
    const std::string label = fmt::format("{}. {}", i + 1, parts::short_label(step.text, 110));
    order.push_back(label);
    const bool late = step.until_seconds > 0.8 * end;
    rows.push_back({{"row", label}});
    values.push_back({{"row", label},
                      {"phase", step.phase},
                      {"from", step.from_seconds},
                      {"until", step.until_seconds},
                      {"text", seconds_text(step.until_seconds - step.from_seconds)},
                      {"late", late}});
  }
  const double unit = end < 180 ? 1 : end < 3 * 3600 ? 60 : 3600;
  const std::string name = unit == 1 ? "s" : unit == 60 ? "min" : "h";
  const Json y = parts::row_axis(order);
  const Json x = {{"field", "from"},
                  {"type", "quantitative"},
                  {"scale", {{"domain", {0, end}}, {"nice", false}}},
                  {"axis",
                   {{"title", "since the fault (" + name + ")"},
                    {"labelExpr", fmt::format("format(datum.value / {}, '~g')", unit)},
                    {"values", ticks(end, unit)}}}};
  const Json range = {"#e69f00", "#cc79a7", "#56b4e9", "#f0e442", "#009e73", "#999999"};
  const Json colour = {{"field", "phase"},
                       {"type", "nominal"},
                       {"scale", {{"domain", names}, {"range", range}}},
                       {"legend", {{"title", nullptr}, {"orient", "top"}, {"columns", 6}}}};
  Json after = x, before = x;
  after["field"] = "until";
  Json layers = Json::array();
  layers.push_back({{"mark", {{"type", "bar"}, {"height", parts::bar_height}, {"yOffset", parts::bar_offset}}},
                    {"encoding", {{"y", y}, {"x", x}, {"x2", {{"field", "until"}}}, {"color", colour}}}});
  layers.push_back(
      {{"transform", Json::array({{{"filter", "!datum.late"}}})},
       {"mark", {{"type", "text"}, {"align", "left"}, {"dx", 5}, {"baseline", "middle"}, {"dy", parts::bar_offset}}},
       {"encoding", {{"y", y}, {"x", after}, {"text", {{"field", "text"}}}}}});
  layers.push_back(
      {{"transform", Json::array({{{"filter", "datum.late && datum.from > 0.12 * " + fmt::format("{:.3f}", end)}}})},
       {"mark", {{"type", "text"}, {"align", "right"}, {"dx", -5}, {"baseline", "middle"}, {"dy", parts::bar_offset}}},
       {"encoding", {{"y", y}, {"x", before}, {"text", {{"field", "text"}}}}}});
  layers.push_back(
      {{"transform", Json::array({{{"filter", "datum.late && datum.from <= 0.12 * " + fmt::format("{:.3f}", end)}}})},
       {"mark",
        {{"type", "text"},
         {"align", "right"},
         {"dx", -6},
         {"baseline", "middle"},
         {"dy", parts::bar_offset},
         {"color", "#111111"}}},
       {"encoding", {{"y", y}, {"x", after}, {"text", {{"field", "text"}}}}}});
  layers.push_back(parts::row_names(order, rows));
  return {{"data", {{"values", values}}}, {"layer", layers}};
}

}  // namespace

std::vector<Chart> waterfall_charts(const Result& result) {
  std::vector<Chart> all;
  for (const ReplayResult& replay : result.replays) {
    const ReplayResult::Recovery* slowest = slowest_recovery(replay);
    if (!slowest || slowest->waits.empty()) continue;
    const std::vector<Step> steps = steps_of(*slowest);
    const Step& longest = *std::max_element(steps.begin(), steps.end(), [](const Step& a, const Step& b) {
      return a.until_seconds - a.from_seconds < b.until_seconds - b.from_seconds;
    });
    const std::string where = visible(replay.scenario) + " on " + visible(replay.design);
    Chart chart;
    chart.name = "waits-" + slug(replay.design + "-" + replay.scenario);
    chart.section = "replay";
    chart.title = fmt::format("{} of {} go by with “{}”", seconds_text(longest.until_seconds - longest.from_seconds),
                              seconds_text(slowest->seconds), longest.text.substr(0, longest.text.rfind(" (and ")));
    chart.subtitle = fmt::format("What the recovery of {} waited for in {} (replication {})", visible(slowest->journey),
                                 where, replay.replication);
    chart.description = chart.subtitle;
    for (const Step& step : steps)
      chart.description +=
          fmt::format("; {} ({}): {}", step.text, step.phase, seconds_text(step.until_seconds - step.from_seconds));
    all.push_back(
        parts::frame(std::move(chart), spec_of(steps), 760, parts::row_height * static_cast<int>(steps.size())));
  }
  return all;
}

}  // namespace windtunnel::reports
