// How likely a recovery is to be over by a time: empirical distributions against the limit that was expected.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "reports/charts/parts.h"
#include "reports/limits.h"
#include "reports/markup.h"
#include "reports/text.h"
#include "sim/measure/glob.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports {
namespace {

using parts::Json;

constexpr double shortest = 1;  // a recovery of less than a second is drawn as one
constexpr std::size_t points_at_most = 120;
constexpr std::size_t lines_at_most = 8, charts_at_most = 10;

struct Line {
  std::string label;
  std::vector<double> recovered;  ///< sorted seconds
  std::size_t replications = 0;
  std::optional<double> limit;
  /// Of its design among all, by which it keeps its colour from chart to chart; a ninth has that of the first, dashed otherwise.
  std::optional<std::size_t> place;
};

/// The journey of a run that recovers last: of its replication values the largest mean, endless ones first.
std::optional<Line> line_of(const Result& result, const RunResult& run, std::string label) {
  const std::vector<std::optional<double>>* worst = nullptr;
  double longest = 0;
  std::string journey;
  for (const auto& [name, values] : run.replication_values.rto_seconds) {
    double sum = 0;
    for (const auto& value : values) sum += value.value_or(1e7);
    if (sum > longest) {
      longest = sum;
      worst = &values;
      journey = name;
    }
  }
  if (!worst || worst->empty()) return std::nullopt;
  Line line{std::move(label), {}, worst->size(), rto_limit(result, run, journey), {}};
  for (const auto& value : *worst)
    if (value) line.recovered.push_back(std::max(shortest, *value));
  std::sort(line.recovered.begin(), line.recovered.end());
  return line;
}

double share_within(const Line& line, double seconds) {
  const auto end = std::upper_bound(line.recovered.begin(), line.recovered.end(), seconds);
  return static_cast<double>(end - line.recovered.begin()) / static_cast<double>(line.replications);
}

double rounded(double seconds) { return std::round(seconds * 10) / 10; }

void add_points(Json& points, const Line& line, double until) {
  const std::size_t n = line.recovered.size();
  const auto add = [&](double seconds, double share) {
    points.push_back({{"line", line.label}, {"seconds", rounded(seconds)}, {"share", std::round(share * 1e4) / 1e4}});
  };
  add(n > 0 ? line.recovered.front() : shortest, 0);
  const std::size_t step = std::max<std::size_t>(1, n / points_at_most);
  for (std::size_t i = step - 1; i < n; i += step)
    add(line.recovered[i], static_cast<double>(i + 1) / static_cast<double>(line.replications));
  if (n > 0) add(until, static_cast<double>(n) / static_cast<double>(line.replications));
}

/// A dashed line at the limit, its name on the side that has more room.
void add_limit(Json& layers, double limit, bool right) {
  const Json rule = {{"values", Json::array({{{"seconds", limit}, {"text", "limit " + seconds_text(limit)}}})}};
  layers.push_back({{"data", rule},
                    {"mark", {{"type", "rule"}, {"strokeDash", {6, 4}}, {"strokeWidth", 2}, {"color", "#c0392b"}}},
                    {"encoding", {{"x", {{"field", "seconds"}, {"type", "quantitative"}}}}}});
  layers.push_back({{"data", rule},
                    {"mark",
                     {{"type", "text"},
                      {"align", right ? "right" : "left"},
                      {"dx", right ? -6 : 6},
                      {"dy", -8},
                      {"fontWeight", "bold"},
                      {"color", "#c0392b"}}},
                    {"encoding",
                     {{"x", {{"field", "seconds"}, {"type", "quantitative"}}},
                      {"y", {{"value", 0}}},
                      {"text", {{"field", "text"}}}}}});
}

Json spec_of(const std::vector<Line>& lines, std::optional<double> limit) {
  double least = 1e9, most = 60;
  for (const Line& line : lines)
    if (!line.recovered.empty()) {
      // Whom nobody saw hurt was back at once: that needs no room on a scale of minutes.
      const auto hurt = std::upper_bound(line.recovered.begin(), line.recovered.end(), shortest);
      least = std::min(least, hurt == line.recovered.end() ? line.recovered.front() : *hurt);
      most = std::max(most, line.recovered.back());
    }
  if (limit) most = std::max(most, *limit);
  most *= 1.6;
  least = std::max(shortest, std::min(least / 1.5, most / 20));
  Json points = Json::array(), labels = Json::array();
  for (const Line& line : lines) {
    add_points(points, line, most);
    labels.push_back(line.label);
  }
  const Json scale = {{"type", "log"}, {"domain", {rounded(least), rounded(most)}}, {"nice", false}};
  const Json legend = lines.size() > 1 ? Json{{"title", nullptr},  {"orient", "bottom"}, {"columns", 2},
                                              {"labelLimit", 300}, {"symbolSize", 400},  {"symbolStrokeWidth", 2.5}}
                                       : Json(nullptr);
  Json colours = Json::array(), dashes = Json::array();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::size_t place = lines[i].place.value_or(i);
    colours.push_back(parts::colours()[place % parts::colours().size()]);
    dashes.push_back(parts::dashes()[(place + place / parts::colours().size()) % parts::dashes().size()]);
  }
  Json layers = Json::array();
  layers.push_back({{"data", {{"values", points}}},
                    {"mark", {{"type", "line"}, {"interpolate", "step-after"}, {"strokeWidth", 2.5}, {"clip", true}}},
                    {"encoding",
                     {{"x",
                       {{"field", "seconds"},
                        {"type", "quantitative"},
                        {"scale", scale},
                        {"axis", parts::time_axis("recovered within")}}},
                      {"y",
                       {{"field", "share"},
                        {"type", "quantitative"},
                        {"scale", {{"domain", {0, 1}}}},
                        {"axis", {{"title", "share of replications"}, {"format", "%"}}}}},
                      {"color",
                       {{"field", "line"},
                        {"type", "nominal"},
                        {"scale", {{"domain", labels}, {"range", colours}}},
                        {"legend", legend}}},
                      {"strokeDash",
                       {{"field", "line"},
                        {"type", "nominal"},
                        {"scale", {{"domain", labels}, {"range", dashes}}},
                        {"legend", legend}}}}}});
  if (limit) add_limit(layers, *limit, *limit > std::sqrt(least * most));
  return {{"layer", layers}};
}

/// "kasha keeps 15 min in 62 % of replications", for the line that does so least often.
std::string finding(const std::string& what, const std::vector<Line>& lines, std::optional<double> limit) {
  const auto worst_of = [&](auto&& measure) {
    return *std::min_element(lines.begin(), lines.end(),
                             [&](const Line& a, const Line& b) { return measure(a) < measure(b); });
  };
  if (limit && lines.size() > 2) {
    const auto kept =
        std::count_if(lines.begin(), lines.end(), [&](const Line& line) { return share_within(line, *limit) >= 0.95; });
    if (kept == 0) return fmt::format("After {}, none of {} designs is back within {} in 95 % of replications", what,
                                      lines.size(), seconds_text(*limit));
    return fmt::format("After {}, {} of {} designs {} back within {} in 95 % of replications", what, kept, lines.size(),
                       kept == 1 ? "is" : "are", seconds_text(*limit));
  }
  if (limit) {
    const Line worst = worst_of([&](const Line& line) { return share_within(line, *limit); });
    const double share = share_within(worst, *limit);
    if (share >= 1)
      return fmt::format("{}: {} within {} in every replication", what, lines.size() == 1 ? "recovered" : "all recover",
                         seconds_text(*limit));
    return fmt::format("{}: {} is back within {} in {} of replications", what, worst.label, seconds_text(*limit),
                       share_text(share));
  }
  const Line worst = worst_of(
      [](const Line& line) { return line.recovered.empty() ? -1e9 : -line.recovered[line.recovered.size() / 2]; });
  if (worst.recovered.empty()) return fmt::format("{}: {} never recovers", what, worst.label);
  return fmt::format("{}: {} takes longest, {} in the median", what, worst.label,
                     seconds_text(worst.recovered[worst.recovered.size() / 2]));
}

/// From the fastest to the slowest; where there are more lines than a picture can hold, those of the foremost designs.
std::vector<Line> foremost(std::vector<Line> lines) {
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.place < b.place; });
  if (lines.size() > lines_at_most) lines.resize(lines_at_most);
  const auto median = [](const Line& line) {
    return line.recovered.size() * 2 < line.replications ? 1e9 : line.recovered[line.recovered.size() / 2];
  };
  std::stable_sort(lines.begin(), lines.end(), [&](const Line& a, const Line& b) { return median(a) < median(b); });
  return lines;
}

Chart chart_of(const std::string& name, const std::string& what, const std::string& title, const std::vector<Line>& lines,
               std::optional<double> limit) {
  Chart chart;
  chart.name = "recovery-" + slug(name);
  chart.section = "recovery";
  chart.title = finding(what, lines, limit);
  chart.subtitle = title.empty() ? "" : visible(title) + ": ";
  chart.subtitle += "share of replications that were back within a time, of the journey that comes back last";
  if (limit) chart.subtitle += "; limit: what the scenario’s file sets";
  chart.subtitle[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(chart.subtitle[0])));
  const std::vector<Line> shown = foremost(lines);
  if (shown.size() < lines.size())
    chart.subtitle += fmt::format("; {} of {} designs, those with claims first", shown.size(), lines.size());
  chart.description = chart.title + ". Cumulative distribution of recovery times";
  for (const Line& line : shown)
    chart.description += fmt::format("; {}: {} of {} replications recovered", line.label,
                                     count_text(line.recovered.size()), count_text(line.replications));
  return parts::frame(std::move(chart), spec_of(shown, limit), 760, 340);
}

/// Designs in the order in which they get their colours: those that claim something first.
std::map<std::string, std::size_t> places_of(const Result& result) {
  std::map<std::string, std::size_t> places;
  for (const ClaimResult& claim : result.claims) places.try_emplace(claim.design, places.size());
  for (const RunResult& run : result.runs) places.try_emplace(run.design, places.size());
  return places;
}

bool hurts(const RunResult& run) {
  return run.status == RunStatus::measured &&
         std::any_of(run.journeys.begin(), run.journeys.end(), [](const auto& j) { return j.second.hurt > 0; });
}

/// One design alone: its scenarios are compared with each other.
std::vector<Chart> of_one_design(const Result& result) {
  std::vector<Line> lines;
  for (const RunResult& run : result.runs)
    if (hurts(run))
      if (auto line = line_of(result, run, visible(run.scenario))) lines.push_back(std::move(*line));
  const auto median = [](const Line& line) {
    return line.recovered.size() * 2 < line.replications ? 1e9 : line.recovered[line.recovered.size() / 2];
  };
  std::stable_sort(lines.begin(), lines.end(), [&](const Line& a, const Line& b) { return median(a) > median(b); });
  if (lines.size() > lines_at_most) lines.resize(lines_at_most);
  if (lines.empty()) return {};
  return {chart_of("scenarios", visible(result.runs.front().design), "", lines, std::nullopt)};
}

}  // namespace

std::vector<Chart> recovery_charts(const Result& result) {
  std::set<std::string> designs;
  std::vector<std::string> scenarios;  // in the result's order
  std::map<std::string, std::vector<const RunResult*>> runs;
  for (const RunResult& run : result.runs) {
    if (run.status != RunStatus::measured) continue;
    designs.insert(run.design);
    if (!hurts(run)) continue;
    if (runs[scenario_of(run.scenario)].empty()) scenarios.push_back(scenario_of(run.scenario));
    runs[scenario_of(run.scenario)].push_back(&run);
  }
  if (designs.size() < 2) return of_one_design(result);
  std::vector<Chart> all;
  const std::map<std::string, std::size_t> places = places_of(result);
  std::stable_sort(scenarios.begin(), scenarios.end(),
                   [&](const auto& a, const auto& b) { return runs[a].size() > runs[b].size(); });
  for (const std::string& scenario : scenarios) {
    std::map<std::string, Line> worst;  // of each design, the target after which the fewest are back in time, or the longest away
    std::optional<double> limit;
    for (const RunResult* run : runs[scenario]) {
      auto line = line_of(result, *run, visible(run->design));
      if (!line) continue;
      line->place = places.at(run->design);
      if (line->limit) limit = line->limit;
      const auto badness = [](const Line& l) {
        const double late = l.limit ? 1 - share_within(l, *l.limit) : 0;
        return std::pair(late, l.recovered.empty() ? 1e9 : l.recovered[l.recovered.size() / 2]);
      };
      const auto [at, added] = worst.try_emplace(run->design, *line);
      if (!added && badness(*line) > badness(at->second)) at->second = *line;
    }
    std::vector<Line> lines;
    for (auto& [design, line] : worst) lines.push_back(std::move(line));
    if (lines.size() > 1 && all.size() < charts_at_most)
      all.push_back(chart_of(scenario, visible(scenario), runs[scenario].front()->title, lines, limit));
  }
  return all;
}

}  // namespace windtunnel::reports
