// Where a year's downtime comes from: one row per design, split by cause.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "reports/causes.h"
#include "reports/charts/parts.h"
#include "reports/text.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports {
namespace {

using parts::Json;

constexpr std::size_t causes_at_most = 7;
constexpr const char* others = "all other causes";

std::string cause_text(const CauseResult& cause) { return parts::short_label(cause_words(cause), 48); }

std::vector<std::string> foremost_causes(const Result& result) {
  std::map<std::string, double> sums;
  for (const AvailabilityResult& design : result.availability)
    for (const CauseResult& cause : design.causes) sums[cause_text(cause)] += cause.share;
  std::vector<std::pair<double, std::string>> sorted;
  for (const auto& [cause, sum] : sums) sorted.push_back({-sum, cause});
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::string> names;
  for (const auto& [sum, cause] : sorted)
    if (names.size() < causes_at_most && sum < -0.01) names.push_back(cause);
  names.push_back(others);
  return names;
}

/// The shares of one design's downtime by name, of all causes that are not among the names together; they never add up
/// to more than the whole, as rounded shares may.
struct Shares {
  std::map<std::string, double> of;
  std::string first_other;  ///< the largest of those that have no name of their own
};

Shares shares_of(const AvailabilityResult& design, const std::vector<std::string>& names) {
  Shares shares;
  double all = 0, largest = 0;
  for (const CauseResult& cause : design.causes) all += cause.share;
  for (const CauseResult& cause : design.causes) {
    const std::string name = cause_text(cause);
    const bool other = std::find(names.begin(), names.end(), name) == names.end();
    shares.of[other ? others : name] += cause.share / std::max(1.0, all);
    if (!other || cause.share <= largest) continue;
    largest = cause.share;
    shares.first_other = name;
  }
  return shares;
}

void add_row(Json& values, const AvailabilityResult& design, const std::vector<std::string>& names) {
  const Shares shares = shares_of(design, names);
  double from = 0;
  for (const std::string& name : names) {
    const auto share = shares.of.find(name);
    if (share == shares.of.end() || share->second <= 0) continue;
    const std::string percent = fmt::format("{:.0f} %", share->second * 100);
    values.push_back({{"row", visible(design.design)},
                      {"cause", name},
                      {"from", from},
                      {"until", from + share->second},
                      {"middle", from + share->second / 2},
                      {"text", percent},
                      {"long", percent + " " + (name == others ? "others, first " + shares.first_other : name)}});
    from += share->second;
  }
}

Json spec_of(const Result& result, const std::vector<std::string>& names) {
  Json values = Json::array(), totals = Json::array(), order = Json::array();
  for (const AvailabilityResult& design : result.availability) {
    if (design.causes.empty()) continue;
    add_row(values, design, names);
    order.push_back(visible(design.design));
    totals.push_back({{"row", visible(design.design)},
                      {"text", seconds_text(design.downtime_minutes_per_year.mean.value_or(0) * 60) + " a year"}});
  }
  Json range = Json::array(), domain = Json::array();
  const std::vector<std::string> palette = {"#56b4e9", "#e69f00", "#009e73", "#d98cb3",
                                            "#f0e442", "#e07b4f", "#b0a4e3", "#b5b5b5"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    domain.push_back(names[i]);
    range.push_back(i + 1 == names.size() ? palette.back() : palette[i]);
  }
  const Json y = parts::row_axis(order);
  const auto x = [](const char* field) {
    return Json{{"field", field},
                {"type", "quantitative"},
                {"scale", {{"domain", {0, 1}}}},
                {"axis", {{"title", "share of the downtime"}, {"format", "%"}, {"tickCount", 5}}}};
  };
  Json layers = Json::array();
  layers.push_back(
      {{"mark",
        {{"type", "bar"},
         {"height", parts::bar_height + 4},
         {"yOffset", parts::bar_offset},
         {"stroke", "#ffffff"},
         {"strokeWidth", 1}}},
       {"encoding",
        {{"y", y},
         {"x", x("from")},
         {"x2", {{"field", "until"}}},
         {"color",
          {{"field", "cause"},
           {"type", "nominal"},
           {"scale", {{"domain", domain}, {"range", range}}},
           {"legend", {{"title", nullptr}, {"orient", "bottom"}, {"columns", 2}, {"labelLimit", 300}}}}}}}});
  // A share is written where its part of the bar has room for it, and with its cause where there is room for that too,
  // on a phone as on paper: colours are not the only key.
  layers.push_back(
      {{"transform", Json::array({{{"filter", "(datum.until - datum.from) * width > 36"}},
                                {{"calculate", "(datum.until - datum.from) * width > 6.4 * length(datum.long) ? datum.long : datum.text"},
                                 {"as", "shown"}}})},
       {"mark",
        {{"type", "text"}, {"color", "#111111"}, {"baseline", "middle"}, {"dy", parts::bar_offset}, {"fontSize", 11}}},
       {"encoding", {{"y", y}, {"x", x("middle")}, {"text", {{"field", "shown"}}}}}});
  layers.push_back(
      {{"data", {{"values", totals}}},
       {"mark", {{"type", "text"}, {"align", "right"}, {"dy", -9}, {"baseline", "middle"}, {"fontWeight", "bold"}}},
       {"encoding", {{"y", y}, {"x", {{"datum", 1}}}, {"text", {{"field", "text"}}}}}});
  layers.push_back(parts::row_names(order, totals, 110));
  return {{"data", {{"values", values}}}, {"layer", layers}};
}

}  // namespace

std::vector<Chart> cause_charts(const Result& result) {
  const AvailabilityResult* worst = nullptr;
  std::size_t rows = 0;
  for (const AvailabilityResult& design : result.availability) {
    if (design.causes.empty()) continue;
    ++rows;
    if (!worst || design.causes.front().minutes_per_year > worst->causes.front().minutes_per_year) worst = &design;
  }
  if (!worst) return {};
  const CauseResult& first = worst->causes.front();
  Chart chart;
  chart.name = "where-downtime-comes-from";
  chart.section = "causes";
  chart.title = fmt::format("{} costs {} {} of downtime in a mean year", cause_text(first),
                            visible(worst->design), seconds_text(first.minutes_per_year * 60));
  chart.title[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(chart.title[0])));
  chart.subtitle =
      "Share of the downtime in simulated years, by cause; at the right what a mean year loses. Planned: work in a maintenance "
      "window";
  chart.description = chart.title;
  for (const AvailabilityResult& design : result.availability)
    for (const CauseResult& cause : design.causes)
      if (cause.share >= 0.05)
        chart.description +=
            fmt::format("; {}, {}: {}", visible(design.design), cause_text(cause), share_text(cause.share));
  return {
      parts::frame(std::move(chart), spec_of(result, foremost_causes(result)), 760, parts::row_height * static_cast<int>(rows))};
}

}  // namespace windtunnel::reports
