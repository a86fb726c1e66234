// What availability costs: every design with its interval, and the line of those that no other beats in both.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/bill.h"
#include "reports/charts/parts.h"
#include "reports/text.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports {
namespace {

using parts::Json;

constexpr double smallest_cost = 1e-9;  // a design without downtime in all its years still needs a place on the axis

struct Point {
  std::string design;
  double cost = 0, mean = 0, low = 0, high = 0;
  std::vector<std::string> unpriced;  ///< where there are any, the cost is a lower bound
  bool best = false;
  /// Where its name stands, on paper and on a phone: one of `sides`.
  std::string side = "above", narrow_side = "above";
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
      point.unpriced = design.cost_monthly.unknown;
      point.mean = std::max(smallest_cost, *availability.unavailability.mean);
      point.low = std::max(smallest_cost, availability.unavailability.low.value_or(point.mean));
      point.high = std::max(smallest_cost, availability.unavailability.high.value_or(point.mean));
      points.push_back(point);
    }
  std::stable_sort(points.begin(), points.end(),
                   [](const Point& a, const Point& b) { return a.cost != b.cost ? a.cost < b.cost : a.mean < b.mean; });
  double least = 2;
  for (Point& point : points) {  // what costs more than is known neither beats another nor is surely beaten by none
    if (!point.unpriced.empty()) continue;
    point.best = point.mean < least;
    least = std::min(least, point.mean);
  }
  return points;
}

/// Pixels of the plot on paper, on a phone, and below which width it counts as a phone's.
constexpr double paper_width = 690, phone_width = 235, phone_below = 420;
constexpr double plot_height = 400, letter = 6.6, line_height = 14;

struct Side {
  const char* name;
  bool left;
  int dy;
};
constexpr Side sides[] = {{"above", false, -9},      {"below", false, 11},      {"left above", true, -9},
                          {"left below", true, 11},  {"high", false, -26},      {"low", false, 28},
                          {"left high", true, -26},  {"left low", true, 28},    {"higher", false, -43},
                          {"left higher", true, -43}, {"lower", false, 45},     {"left lower", true, 45}};

/// A name's box in pixels of the still picture.
struct Box {
  double left, right, top, bottom;
  bool meets(const Box& other) const {
    return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
  }
};

Box box_of(double x, double y, std::size_t letters, const Side& side) {
  const double width = letter * static_cast<double>(letters);
  const double left = side.left ? x - 10 - width : x + 10;
  const double top = y + side.dy - line_height / 2;
  return {left, left + width, top, top + line_height};
}

/// Gives each name the first side on which it meets no other name, no point, no edge and, if there is one, no line.
void place_names(std::vector<Point>& points, double most_cost, double least, double most, double width,
                 std::string Point::*chosen) {
  const auto x = [&](const Point& p) { return p.cost / most_cost * width; };
  const auto y = [&](const Point& p) {
    return plot_height * (std::log(p.mean) - std::log(least)) / (std::log(most) - std::log(least));
  };
  std::vector<Box> taken, lines;  // names may cross lines where no other place is left
  for (const Point& p : points) {
    taken.push_back({x(p) - 7, x(p) + 7, y(p) - 7, y(p) + 7});
    Point low = p, high = p;  // the ends of its interval
    low.mean = p.low;
    high.mean = p.high;
    lines.push_back({x(p) - 2, x(p) + 2, y(low), y(high)});
  }
  const Point* former = nullptr;
  for (const Point& p : points) {  // the dashed line: along, then up
    if (!p.best) continue;
    if (former) {
      lines.push_back({x(*former), x(p), y(*former) - 2, y(*former) + 2});
      lines.push_back({x(p) - 6, x(p) + 6, std::min(y(p), y(*former)), std::max(y(p), y(*former))});
    }
    former = &p;
  }
  for (Point& p : points) {
    const auto stands = [&](const Side& side, bool clear_of_lines) {
      const Box box = box_of(x(p), y(p), columns(p.design), side);
      const auto meets = [&](const Box& other) { return box.meets(other); };
      if (box.left < -60 || box.right > width || box.top < 0 || box.bottom > plot_height) return false;
      if (std::any_of(taken.begin(), taken.end(), meets)) return false;
      return !clear_of_lines || std::none_of(lines.begin(), lines.end(), meets);
    };
    const Side* found = nullptr;
    for (const bool clear_of_lines : {true, false})
      for (const Side& side : sides)
        if (!found && stands(side, clear_of_lines)) found = &side;
    if (!found) continue;
    p.*chosen = found->name;
    taken.push_back(box_of(x(p), y(p), columns(p.design), *found));
  }
}

constexpr const char* best_kind = "no other is cheaper and more available";
constexpr const char* beaten_kind = "another beats it";
constexpr const char* unpriced_kind = "costs more: a price is unknown";

Json values_of(const std::vector<Point>& points) {
  Json values = Json::array();
  for (const Point& p : points)
    values.push_back({{"design", p.design},
                      {"cost", p.cost},
                      {"unavailability", p.mean},
                      {"low", p.low},
                      {"high", p.high},
                      {"side", p.side},
                      {"narrow_side", p.narrow_side},
                      {"kind", !p.unpriced.empty() ? unpriced_kind : p.best ? best_kind : beaten_kind}});
  return values;
}

Json line_of(const std::vector<Point>& points) {
  Json line = Json::array();
  for (const Point& p : points)
    if (p.best) line.push_back({{"cost", p.cost}, {"unavailability", p.mean}});
  return line;
}

Json spec_of(std::vector<Point> points) {
  double least = 1, most = smallest_cost, cost = 0;
  for (const Point& p : points) {
    least = std::min(least, p.low);
    most = std::max(most, p.high);
    cost = std::max(cost, p.cost);
  }
  place_names(points, cost * 1.4, least / 3, most * 3, paper_width, &Point::side);
  place_names(points, cost * 1.4, least / 3, most * 3, phone_width, &Point::narrow_side);
  const Json x = {{"field", "cost"},
                  {"type", "quantitative"},
                  {"scale", {{"domain", {0, cost * 1.4}}, {"nice", false}}},
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
  Json kinds = {best_kind, beaten_kind}, colours = {"#0072b2", "#8a8a8a"}, shapes = {"circle", "cross"};
  if (std::any_of(points.begin(), points.end(), [](const Point& p) { return !p.unpriced.empty(); })) {
    kinds.push_back(unpriced_kind);
    colours.push_back("#d55e00");
    shapes.push_back("triangle-right");
  }
  colour["scale"] = {{"domain", kinds}, {"range", colours}};
  shape["scale"] = {{"domain", kinds}, {"range", shapes}};
  Json layers = Json::array();
  layers.push_back(
      {{"data", {{"values", line_of(points)}}},
       {"mark", {{"type", "line"}, {"interpolate", "step-after"}, {"strokeDash", {5, 4}}, {"color", "#8a8a8a"}}},
       {"encoding", {{"x", x}, {"y", y}}}});
  layers.push_back({{"mark", {{"type", "rule"}, {"strokeWidth", 2}}},
                    {"encoding", {{"x", x}, {"y", span}, {"y2", {{"field", "high"}}}, {"color", colour}}}});
  layers.push_back({{"mark", {{"type", "point"}, {"filled", true}, {"size", 130}, {"opacity", 1}}},
                    {"encoding", {{"x", x}, {"y", y}, {"color", colour}, {"shape", shape}}}});
  for (const Side& side : sides) {
    const auto stands_there = [&](const Point& p) { return p.side == side.name || p.narrow_side == side.name; };
    if (std::none_of(points.begin(), points.end(), stands_there)) continue;
    const std::string filter =
        fmt::format("(width < {} ? datum.narrow_side : datum.side) == '{}'", phone_below, side.name);
    // Where designs crowd, a name may have to cross a line: a margin of the ground's colour interrupts this.
    Json name = {{"type", "text"}, {"align", side.left ? "right" : "left"}, {"dx", side.left ? -10 : 10}, {"dy", side.dy}};
    Json margin = name;
    margin.update({{"stroke", parts::ground}, {"strokeWidth", 5}, {"strokeJoin", "round"}, {"color", parts::ground}, {"aria", false}});
    for (const Json& mark : {margin, name})
      layers.push_back({{"transform", Json::array({{{"filter", filter}}})},
                        {"mark", mark},
                        {"encoding", {{"x", x}, {"y", y}, {"text", {{"field", "design"}}}}}});
  }
  return {{"data", {{"values", values_of(points)}}}, {"layer", layers}};
}

/// How the most available design and the cheapest one differ; the latter is known only of those that are priced in full.
std::string title_of(const std::vector<Point>& points) {
  const Point& best =
      *std::min_element(points.begin(), points.end(), [](const Point& a, const Point& b) { return a.mean < b.mean; });
  const auto priced = std::find_if(points.begin(), points.end(), [](const Point& p) { return p.unpriced.empty(); });
  if (priced == points.end()) return fmt::format("{} is the most available; no design’s prices are all known", best.design);
  const Point& cheapest = *priced;
  const auto may_cost_less = [&](const Point& p) { return !p.unpriced.empty() && p.cost < cheapest.cost; };
  const bool sure = std::none_of(points.begin(), points.end(), may_cost_less);
  const std::string name = sure ? "the cheapest design" : "the cheapest design whose prices are all known";
  if (best.design == cheapest.design) return fmt::format("{} is {} and the most available", best.design, name);
  if (!(best.high < cheapest.low))
    return fmt::format("No design is shown to be more available than {}, {}", sure ? "the cheapest" : name, cheapest.design);
  return fmt::format("{} is down {} times less than {} and costs {}{} times as much", best.design, figure_text(cheapest.mean / best.mean),
                     name, best.unpriced.empty() ? "" : "at least ", figure_text(best.cost / std::max(cheapest.cost, 1e-9)));
}

}  // namespace

std::vector<Chart> pareto_charts(const Result& result) {
  const std::vector<Point> points = points_of(result);
  if (points.size() < 2) return {};
  Chart chart;
  chart.name = "availability-against-cost";
  chart.section = "availability";
  chart.title = title_of(points);
  chart.subtitle = "Availability of a year under nature, bars: 95 % interval; dashed: designs that no other beats";
  chart.description = chart.title;
  for (const Point& p : points)
    chart.description +=
        fmt::format("; {}: {}, {} available", p.design, bill_text(p.cost, p.unpriced, " a month"), share_text(1 - p.mean));
  return {parts::frame(std::move(chart), spec_of(points), 760, 400)};
}

}  // namespace windtunnel::reports
