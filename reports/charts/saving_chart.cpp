// What a smaller parameter would have saved of an incident: one bar per parameter, those that delay it to the left.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/charts/parts.h"
#include "reports/critical_path.h"
#include "reports/markup.h"
#include "reports/text.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports {
namespace {

using parts::Json;
using Saving = ReplayResult::Saving;

constexpr std::size_t rows_at_most = 8;

/// "dns.ttl, 1 min → 30 s"; of a distribution its law and median say enough.
std::string label_of(const Saving& saving) {
  const auto brief = [](const std::string& value) {
    const std::string safe = visible(value);
    const std::size_t open = safe.find('('), comma = safe.find(',');
    return open == std::string::npos || comma == std::string::npos ? safe : safe.substr(open + 1, comma - open - 1);
  };
  return fmt::format("{}: {} → {}", visible(saving.parameter), brief(saving.value), brief(saving.tried));
}

Json spec_of(const std::vector<Saving>& savings) {
  Json values = Json::array(), order = Json::array(), names = Json::array();
  double low = 0, high = 0;
  for (const Saving& saving : savings) {
    low = std::min(low, saving.seconds);
    high = std::max(high, saving.seconds);
  }
  const double span = high - low;
  const double unit = span < 180 ? 1 : span < 3 * 3600 ? 60 : 3600;
  for (const Saving& saving : savings) {
    const std::string label = parts::short_label(label_of(saving), 100);
    order.push_back(label);
    names.push_back({{"row", label}});
    values.push_back({{"row", label},
                      {"seconds", saving.seconds},
                      {"amount", saving.seconds / unit},
                      {"kind", saving.seconds > 0 ? "sooner" : "later"},
                      {"text", seconds_text(std::abs(saving.seconds)) + (saving.seconds > 0 ? " sooner" : " later")}});
  }
  const Json y = parts::row_axis(order);
  const Json x = {{"field", "amount"},
                  {"type", "quantitative"},
                  {"scale", {{"domain", {low / unit, std::max(high, 0.02 * span) / unit}}, {"nice", false}}},
                  {"axis",
                   {{"title", unit == 1 ? "seconds saved" : unit == 60 ? "minutes saved" : "hours saved"},
                    {"tickCount", 5},
                    {"format", ",~f"}}}};
  const Json colour = {{"field", "kind"},
                       {"type", "nominal"},
                       {"scale", {{"domain", {"sooner", "later"}}, {"range", {"#009e73", "#d55e00"}}}},
                       {"legend", nullptr}};
  Json layers = Json::array();
  layers.push_back({{"mark", {{"type", "bar"}, {"height", parts::bar_height}, {"yOffset", parts::bar_offset}}},
                    {"encoding", {{"y", y}, {"x", x}, {"color", colour}}}});
  layers.push_back(
      {{"mark", {{"type", "text"}, {"align", "right"}, {"baseline", "middle"}, {"dy", -9}, {"fontWeight", "bold"}}},
       {"encoding", {{"y", y}, {"x", {{"value", "width"}}}, {"text", {{"field", "text"}}}}}});
  layers.push_back(parts::row_names(order, names, 120));
  return {{"data", {{"values", values}}}, {"layer", layers}};
}

/// The largest effects, either way.
std::vector<Saving> foremost(std::vector<Saving> savings) {
  std::stable_sort(savings.begin(), savings.end(),
                   [](const Saving& a, const Saving& b) { return std::abs(a.seconds) > std::abs(b.seconds); });
  if (savings.size() > rows_at_most) savings.resize(rows_at_most);
  std::stable_sort(savings.begin(), savings.end(), [](const Saving& a, const Saving& b) { return a.seconds > b.seconds; });
  return savings;
}

}  // namespace

std::vector<Chart> saving_charts(const Result& result) {
  std::vector<Chart> all;
  for (const ReplayResult& replay : result.replays) {
    const ReplayResult::Recovery* slowest = slowest_recovery(replay);
    if (!slowest || slowest->savings.empty()) continue;
    const std::vector<Saving> shown = foremost(slowest->savings);
    Chart chart;
    chart.name = "savings-" + slug(replay.design + "-" + replay.scenario);
    chart.section = "replay";
    const Saving& best = shown.front();
    chart.title = best.seconds > 0
                      ? fmt::format("In this replication, halving {} saves {} of {}", visible(best.parameter), seconds_text(best.seconds),
                                    seconds_text(slowest->seconds))
                      : fmt::format("Halving what the recovery waited for makes none of {} shorter",
                                    seconds_text(slowest->seconds));
    chart.subtitle = fmt::format(
        "One replication, once more with one parameter halved (thresholds: rounded up), not a mean; {} of {} tried change "
        "the recovery of {}",
        slowest->savings.size(), replay.parameters_tried, visible(slowest->journey));
    chart.description = savings_text(replay);
    all.push_back(
        parts::frame(std::move(chart), spec_of(shown), 760, parts::row_height * static_cast<int>(shown.size())));
  }
  return all;
}

}  // namespace windtunnel::reports
