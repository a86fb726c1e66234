// See parts.h.
#include "reports/charts/parts.h"

#include "reports/critical_path.h"
#include "reports/text.h"

namespace windtunnel::reports::parts {

const std::vector<std::string>& colours() {
  static const std::vector<std::string> all = {"#0072b2", "#e69f00", "#009e73", "#d55e00",
                                               "#cc79a7", "#56b4e9", "#8c6d1f", "#7a7a7a"};
  return all;
}

const std::vector<std::vector<int>>& dashes() {
  static const std::vector<std::vector<int>> all = {
      {1, 0}, {7, 3}, {2, 2}, {9, 3, 2, 3}, {4, 2, 4, 6}, {12, 3, 3, 3, 3, 3}, {5, 5}, {3, 5}};
  return all;
}

const std::vector<std::pair<std::string, std::string>>& phases() {
  static const std::vector<std::pair<std::string, std::string>> all = {
      {"notice", phase_word("notice")},       {"decide", phase_word("decide")},   {"act", phase_word("act")},
      {"propagate", phase_word("propagate")}, {"warm_up", phase_word("warm_up")}, {"drain", phase_word("drain")}};
  return all;
}

Json time_axis(std::string_view title) {
  return {{"title", title},
          {"values", {1, 5, 15, 60, 300, 900, 1800, 3600, 7200, 14400, 43200, 86400}},
          {"labelOverlap", "greedy"},
          {"labelExpr",
           "datum.value < 60 ? datum.value + ' s' : datum.value < 3600 ? datum.value / 60 + ' min' : "
           "datum.value / 3600 + ' h'"}};
}

Json row_axis(const Json& order) {
  return {{"field", "row"},
          {"type", "nominal"},
          {"sort", order},
          {"scale", {{"paddingInner", 0}, {"paddingOuter", 0}}},
          {"axis", nullptr}};
}

Json row_names(const Json& order, const Json& data, int reserved) {
  const std::string limit = "width - " + std::to_string(reserved);
  const Json name = {{"type", "text"},      {"align", "left"},
                     {"baseline", "middle"}, {"dy", -9},
                     {"limit", {{"expr", limit}}}, {"fontSize", {{"expr", "width < 420 ? 9 : 12"}}}};
  Json halo = name;
  halo["stroke"] = ground;
  halo["strokeWidth"] = 4;
  halo["strokeJoin"] = "round";
  return {{"data", {{"values", data}}},
          {"encoding", {{"y", row_axis(order)}, {"x", {{"value", 0}}}, {"text", {{"field", "row"}}}}},
          {"layer", Json::array({{{"mark", halo}}, {{"mark", name}}})}};
}

std::string short_label(std::string_view text, std::size_t columns_at_most) {
  std::string safe = visible(text);
  if (columns(safe) <= columns_at_most) return safe;
  std::size_t bytes = 0, seen = 0;
  while (bytes < safe.size() && seen + 1 < columns_at_most) {
    ++bytes;
    while (bytes < safe.size() && (static_cast<unsigned char>(safe[bytes]) & 0xc0) == 0x80) ++bytes;
    ++seen;
  }
  return safe.substr(0, bytes) + "…";
}

Chart frame(Chart chart, Json spec, int width, int height) {
  Json whole = {{"$schema", "https://vega.github.io/schema/vega-lite/v6.json"},
                {"title", {{"text", chart.title}, {"subtitle", chart.subtitle}, {"anchor", "start"}}},
                {"description", chart.description},
                {"width", width},
                {"height", height},
                {"autosize", {{"type", "fit-x"}, {"contains", "padding"}}}};
  for (auto& [key, value] : spec.items()) whole[key] = std::move(value);
  chart.spec = whole.dump(-1, ' ', true, Json::error_handler_t::replace);
  return chart;
}

}  // namespace windtunnel::reports::parts

namespace windtunnel::reports {

std::vector<Chart> charts(const Result& result) {
  std::vector<Chart> all;
  for (const auto make : {recovery_charts, phase_charts, pareto_charts, cause_charts, loss_charts, waterfall_charts,
                          saving_charts})
    for (Chart& chart : make(result)) all.push_back(std::move(chart));
  return all;
}

}  // namespace windtunnel::reports
