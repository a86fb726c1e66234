// What availability costs: every design with its interval, and the line of those that no other beats in both.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/charts/parts.h"
#include "reports/text.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports {
namespace {

using parts::Json;

constexpr double smallest = 1e-9;  // a design without downtime in all its years still needs a place on the axis

struct Point {
  std::string design;
  double cost = 0, mean = 0, low = 0, high = 0;
  bool best = false;
  std::string side = "above";  ///< where its name stands: above, below, left above or left below
};

std::vector<Point> points_of(const Result& result) {
  std::vector<Point> points;
  for (const AvailabilityResult& availability : result.availability)
    for (const DesignResult& design : result.designs) {
      if (design.design != availability.design || !availability.unavailability.mean ||
          design.cost_monthly.lines.empty())
        continue;
      Point point;
      point.design = visible(design.design);
      point.cost = design.cost_monthly.total;
      point.mean = std::max(smallest, *availability.unavailability.mean);
      point.low = std::max(smallest, availability.unavailability.low.value_or(point.mean));
      point.high = std::max(smallest, availability.unavailability.high.value_or(point.mean));
      points.push_back(point);
    }
  std::stable_sort(points.begin(), points.end(),
                   [](const Point& a, const Point& b) { return a.cost != b.cost ? a.cost < b.cost : a.mean < b.mean; });
  double least = 2;
  for (Point& point : points) {
    point.best = point.mean < least;
    least = std::min(least, point.mean);
  }
  return points;
}

constexpr double plot_width = 660, plot_height = 400, letter = 6.6, line_height = 15;

/// A name's box in pixels of the still picture.
struct Box {
  double left, right, top, bottom;
  bool meets(const Box& other) const {
    return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
  }
};

Box box_of(double x, double y, std::size_t letters, const std::string& side) {
  const double width = letter * static_cast<double>(letters);
  const double left = side.starts_with("left") ? x - 10 - width : x + 10;
  const double top = side.ends_with("above") ? y - 9 - line_height / 2 : y + 11 - line_height / 2;
  return {left, left + width, top, top + line_height};
}

/// Gives each name the first side on which it meets no other name, no point and no edge.
void place_names(std::vector<Point>& points, double most_cost, double least, double most) {
  const auto x = [&](const Point& p) { return p.cost / most_cost * plot_width; };
  const auto y = [&](const Point& p) {
    return plot_height * (std::log(p.mean) - std::log(least)) / (std::log(most) - std::log(least));
  };
  std::vector<Box> taken;
  for (const Point& p : points) taken.push_back({x(p) - 7, x(p) + 7, y(p) - 7, y(p) + 7});
  for (Point& p : points)
    for (const char* side : {"above", "below", "left above", "left below"}) {
      const Box box = box_of(x(p), y(p), columns(p.design), side);
      const bool free = std::none_of(taken.begin(), taken.end(), [&](const Box& other) { return box.meets(other); });
      if (!free || box.left < 0 || box.right > plot_width) continue;
      p.side = side;
      taken.push_back(box);
      break;
    }
}

Json values_of(const std::vector<Point>& points) {
  Json values = Json::array();
  for (const Point& p : points)
    values.push_back({{"design", p.design},
                      {"cost", p.cost},
                      {"unavailability", p.mean},
                      {"low", p.low},
                      {"high", p.high},
                      {"side", p.side},
                      {"kind", p.best ? "no other is cheaper and more available" : "another beats it"}});
  return values;
}

Json line_of(const std::vector<Point>& points) {
  Json line = Json::array();
  for (const Point& p : points)
    if (p.best) line.push_back({{"cost", p.cost}, {"unavailability", p.mean}});
  return line;
}

Json spec_of(std::vector<Point> points) {
  double least = 1, most = smallest, cost = 0;
  for (const Point& p : points) {
    least = std::min(least, p.low);
    most = std::max(most, p.high);
    cost = std::max(cost, p.cost);
  }
  place_names(points, cost * 1.25, least / 3, most * 3);
  const Json x = {{"field", "cost"},
                  {"type", "quantitative"},
                  {"scale", {{"domain", {0, cost * 1.25}}, {"nice", false}}},
                  {"axis", {{"title", "cost a month (USD)"}, {"format", ",.0f"}, {"tickCount", 6}}}};
  const Json scale = {{"type", "log"}, {"reverse", true}, {"domain", {least / 3, most * 3}}, {"nice", false}};
  const Json y = {{"field", "unavailability"},
                  {"type", "quantitative"},
                  {"scale", scale},
                  {"axis",
                   {{"title", "availability"},
                    {"values", {0.1, 0.01, 0.001, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8}},
                    {"labelExpr", "format(1 - datum.value, '.8~%')"}}}};
  Json span = y;
  span["field"] = "low";
  const Json kind = {{"field", "kind"},
                     {"type", "nominal"},
                     {"legend", {{"title", nullptr}, {"orient", "bottom"}, {"labelLimit", 320}, {"columns", 1}}}};
  Json colour = kind, shape = kind;
  const Json kinds = {"no other is cheaper and more available", "another beats it"};
  colour["scale"] = {{"domain", kinds}, {"range", {"#0072b2", "#8a8a8a"}}};
  shape["scale"] = {{"domain", kinds}, {"range", {"circle", "cross"}}};
  Json layers = Json::array();
  layers.push_back(
      {{"data", {{"values", line_of(points)}}},
       {"mark", {{"type", "line"}, {"interpolate", "step-after"}, {"strokeDash", {5, 4}}, {"color", "#8a8a8a"}}},
       {"encoding", {{"x", x}, {"y", y}}}});
  layers.push_back({{"mark", {{"type", "rule"}, {"strokeWidth", 2}}},
                    {"encoding", {{"x", x}, {"y", span}, {"y2", {{"field", "high"}}}, {"color", colour}}}});
  layers.push_back({{"mark", {{"type", "point"}, {"filled", true}, {"size", 130}, {"opacity", 1}}},
                    {"encoding", {{"x", x}, {"y", y}, {"color", colour}, {"shape", shape}}}});
  for (const std::string side : {"above", "below", "left above", "left below"}) {
    const bool left = side.starts_with("left");
    layers.push_back({{"transform", Json::array({{{"filter", "datum.side == '" + side + "'"}}})},
                      {"mark",
                       {{"type", "text"},
                        {"align", left ? "right" : "left"},
                        {"dx", left ? -10 : 10},
                        {"dy", side.ends_with("above") ? -9 : 11}}},
                      {"encoding", {{"x", x}, {"y", y}, {"text", {{"field", "design"}}}}}});
  }
  return {{"data", {{"values", values_of(points)}}}, {"layer", layers}};
}

}  // namespace

std::vector<Chart> pareto_charts(const Result& result) {
  const std::vector<Point> points = points_of(result);
  if (points.size() < 2) return {};
  const Point& best =
      *std::min_element(points.begin(), points.end(), [](const Point& a, const Point& b) { return a.mean < b.mean; });
  const Point& cheapest = points.front();
  Chart chart;
  chart.name = "availability-against-cost";
  chart.section = "availability";
  const bool apart = best.high < cheapest.low;
  chart.title =
      best.design == cheapest.design ? fmt::format("{} is the cheapest design and the most available", best.design)
      : !apart
          ? fmt::format("No design is shown to be more available than the cheapest, {}", cheapest.design)
          : fmt::format("{} is down {} times less than the cheapest design and costs {} times as much", best.design,
                        figure_text(cheapest.mean / best.mean), figure_text(best.cost / std::max(cheapest.cost, 1e-9)));
  chart.subtitle = "Availability of a year under nature, bars: 95 % interval; dashed: designs that no other beats";
  chart.description = chart.title;
  for (const Point& p : points)
    chart.description +=
        fmt::format("; {}: {} a month, {} available", p.design, money_text(p.cost), share_text(1 - p.mean));
  return {parts::frame(std::move(chart), spec_of(points), 760, 400)};
}

}  // namespace windtunnel::reports
