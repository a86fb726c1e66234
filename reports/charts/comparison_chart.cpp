// Differences between two designs with their intervals, on a scale on which seconds and hours both show.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/charts/parts.h"
#include "reports/comparison.h"
#include "reports/markup.h"
#include "reports/text.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports {
namespace {

using parts::Json;

constexpr std::size_t compared_rows_at_most = 16;

std::vector<const Difference*> rows_of(const Comparison& comparison) {
  std::vector<const Difference*> rows;
  for (const Difference& d : comparison.differences)
    if (d.measure == "rto" && d.journey.empty() && d.difference.mean && d.difference.low && d.difference.high &&
        std::abs(*d.difference.mean) > 0)
      rows.push_back(&d);
  std::stable_sort(rows.begin(), rows.end(), [](const Difference* a, const Difference* b) {
    return std::abs(*a->difference.mean) > std::abs(*b->difference.mean);
  });
  if (rows.size() > compared_rows_at_most) rows.resize(compared_rows_at_most);
  return rows;
}

Json spec_of(const std::vector<const Difference*>& rows) {
  Json values = Json::array(), order = Json::array();
  double most = 60;
  for (const Difference* d : rows) {
    const std::string label = parts::short_label(d->scenario);
    order.push_back(label);
    most = std::max({most, std::abs(*d->difference.low), std::abs(*d->difference.high)});
    const int sign = d->sign();
    values.push_back({{"row", label},
                      {"low", *d->difference.low},
                      {"high", *d->difference.high},
                      {"mean", *d->difference.mean},
                      {"kind", sign < 0   ? "sooner"
                               : sign > 0 ? "later"
                                          : "no difference shown"},
                      {"text", (*d->difference.mean < 0 ? "-" : "+") + seconds_text(std::abs(*d->difference.mean))}});
  }
  const Json axis = {{"title", "difference of the mean recovery, second minus first"},
                     {"values", {-14400, -3600, -300, -60, -10, 0, 10, 60, 300, 3600, 14400}},
                     {"labelExpr",
                      "(datum.value < 0 ? '-' : '') + (abs(datum.value) < 60 ? abs(datum.value) + ' s' : "
                      "abs(datum.value) < 3600 ? abs(datum.value) / 60 + ' min' : abs(datum.value) / 3600 + ' h')"}};
  const auto x = [&](const char* field) {
    return Json{{"field", field},
                {"type", "quantitative"},
                {"scale", {{"type", "symlog"}, {"constant", 5}, {"domain", {-most * 3, most * 3}}, {"nice", false}}},
                {"axis", axis}};
  };
  const Json y = parts::row_axis(order);
  const Json kinds = {"sooner", "later", "no difference shown"};
  Json colour = {{"field", "kind"},
                 {"type", "nominal"},
                 {"scale", {{"domain", kinds}, {"range", {"#0072b2", "#d55e00", "#8a8a8a"}}}},
                 {"legend", {{"title", nullptr}, {"orient", "top"}}}};
  Json shape = colour;
  shape["scale"] = {{"domain", kinds}, {"range", {"triangle-left", "triangle-right", "circle"}}};
  Json layers = Json::array();
  layers.push_back({{"mark", {{"type", "rule"}, {"yOffset", parts::bar_offset}, {"strokeWidth", 3}}},
                    {"encoding", {{"y", y}, {"x", x("low")}, {"x2", {{"field", "high"}}}, {"color", colour}}}});
  layers.push_back(
      {{"mark", {{"type", "point"}, {"filled", true}, {"size", 90}, {"opacity", 1}, {"yOffset", parts::bar_offset}}},
       {"encoding", {{"y", y}, {"x", x("mean")}, {"color", colour}, {"shape", shape}}}});
  layers.push_back({{"mark", {{"type", "text"}, {"align", "right"}, {"baseline", "middle"}, {"dy", -9}}},
                    {"encoding", {{"y", y}, {"x", {{"value", "width"}}}, {"text", {{"field", "text"}}}}}});
  layers.push_back(parts::row_names(order, values, 80));
  return {{"data", {{"values", values}}}, {"layer", layers}};
}

}  // namespace

std::vector<Chart> comparison_charts(const Comparison& comparison) {
  const std::vector<const Difference*> rows = rows_of(comparison);
  if (rows.empty()) return {};
  const auto most = std::find_if(rows.begin(), rows.end(), [](const Difference* d) { return d->sign() != 0; });
  Chart chart;
  chart.name = "comparison-" + slug(comparison.first + "-" + comparison.second);
  chart.section = "comparison";
  chart.title = most == rows.end()
                    ? fmt::format("No run shows a difference between {} and {}", visible(comparison.first),
                                  visible(comparison.second))
                    : fmt::format("In {}, {} is back {} {} than {}", visible((*most)->scenario),
                                  visible(comparison.second), seconds_text(std::abs(*(*most)->difference.mean)),
                                  (*most)->sign() < 0 ? "sooner" : "later", visible(comparison.first));
  chart.subtitle = "Difference of the mean recovery of the slowest journey, with its 95 % interval";
  chart.description = comparison_text(comparison);
  return {parts::frame(std::move(chart), spec_of(rows), 760, parts::row_height * static_cast<int>(rows.size()))};
}

}  // namespace windtunnel::reports
