// Cost grows with what happens, not with time that passes: halving every interval at which the provider looks at something
// leaves the number of events of a simulated year where it was.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <vector>

#include "sim/config/canonical.h"
#include "sim/kernel/time.h"
#include "sim/run/campaign.h"
#include "tests/support/scripted_run.h"

using namespace windtunnel;
using namespace windtunnel::testing;

namespace {

/// Intervals of probes, periods of metrics, cooldowns: by what a parameter is called at the end of its path.
bool is_halved(const std::string& path) {
  const std::string name = path.substr(path.rfind('.') + 1);
  return path.ends_with("health_check.interval") || name == "metric_period" || name.ends_with("cooldown");
}

/// "a.b=30 s" as "a: {b: 15 s}".
std::string half(const std::string& path, const std::string& value) {
  std::string text, end;
  for (const char letter : path) {
    text += letter == '.' ? std::string(": {") : std::string(1, letter);
    if (letter == '.') end += "}";
  }
  return text + ": " + to_text(Duration{parse_duration(value)->microseconds / 2}) + end;
}

/// An alarm on twice as many periods of half the length: over the same time, and counts at the same rate, so that it fires for the
/// same reasons. A level breaches in periods that it fills: m of them are 2 m halves. A count also breaches in those that it only
/// touches, so that m periods say that it lasted for longer than m - 1 of them: so do 2 m - 1 halves.
std::string halved_alarm(const std::map<std::string, std::string>& values) {
  const bool counts = values.at("metric").ends_with("5xx");
  std::string text = half("period", values.at("period"));
  text += fmt::format(", evaluation_periods: {}", 2 * std::stoi(values.at("evaluation_periods")));
  const int datapoints = std::stoi(values.at(values.at("datapoints") != "null" ? "datapoints" : "evaluation_periods"));
  text += fmt::format(", datapoints: {}", counts ? 2 * datapoints - 1 : 2 * datapoints);
  if (counts) text += fmt::format(", threshold: {}", std::stod(values.at("threshold")) / 2);
  return text;
}

/// A design that extends another by half of each such interval, and how many those are. Route 53 offers 30 s and 10 s, no half.
std::string halved(const Design& design, std::size_t& count) {
  std::map<std::string, std::string> regions;
  std::string components;
  for (const auto& component : design.components()) {
    const auto copy = component->clone();
    std::string entries;
    std::map<std::string, std::string> values;
    for (const std::string& line : canonical_lines(*component->type().parameters, copy->parameters_address())) {
      const std::string path = line.substr(0, line.find('=')), value = line.substr(line.find('=') + 1);
      values[path] = value;
      if (!is_halved(path) || value == "null" || component->type().name.starts_with("route53")) continue;
      entries += (entries.empty() ? "" : ", ") + half(path, value);
      ++count;
    }
    if (component->type().name == "alarm") {
      entries = halved_alarm(values);
      ++count;
    }
    if (entries.empty()) continue;
    const std::size_t dot = component->name().find('.');
    const bool global = dot == std::string::npos;
    std::string& place = global ? components : regions[component->name().substr(0, dot)];
    place += "      " + component->name().substr(global ? 0 : dot + 1) + ": {" + entries + "}\n";
  }
  std::string text = "design: halved\nextends: " + design.name + "\n";
  if (!components.empty()) text += "components:\n" + components;
  if (!regions.empty()) text += "regions:\n";
  for (const auto& [region, entries] : regions) text += "  " + region + ":\n    with:\n" + entries;
  return text;
}

/// Events of a healthy week, without any fault.
double events_of_week(const Design& design) {
  Runner runner(design, traffic::flow_resolution(design.network), 1);
  runner.begin(Time{}, 0);
  runner.run_until(Time{} + days(1));
  const std::uint64_t before = runner.events_handled();
  runner.run_until(Time{} + days(8));
  return static_cast<double>(runner.events_handled() - before);
}

/// Events of each of some years of faults at catalogue rates.
std::vector<double> events_of_years(const std::shared_ptr<const Design>& design, std::uint64_t count) {
  CampaignOptions options;
  options.jobs = 2;
  const auto prepared = prepare({design}, options);
  std::vector<double> events;
  for (const ReplicationRecord& record : run_years(prepared.front(), count, years(1), options))
    events.push_back(static_cast<double>(record.events));
  return events;
}

/// By how much the years of `after` have more events than those of `before`, which meet the same faults. A year in which a design
/// stays hurt for weeks is simulated piece of the day by piece of the day: the few of these would decide the mean of all by where
/// chance has one of them begin, and they have no more looks in them than others.
double growth(const std::vector<double>& before, const std::vector<double>& after) {
  constexpr double lasting = 2000;
  double a = 0, b = 0;
  std::size_t years = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (std::max(before[i], after[i]) > lasting) continue;
    a += before[i];
    b += after[i];
    ++years;
  }
  CHECK(years > before.size() * 4 / 5);
  return b / a - 1;
}

/// By how much whole years have more events, healthy weeks and incidents together. Years under nature skip what is healthy and known.
double growth_of_years(const std::vector<double>& before, double week_before, const std::vector<double>& after, double week_after) {
  constexpr double weeks = 365.25 / 7;
  const auto events = [](const std::vector<double>& incidents, double week) {
    return std::accumulate(incidents.begin(), incidents.end(), 0.0) / static_cast<double>(incidents.size()) + weeks * week;
  };
  return events(after, week_after) / events(before, week_before) - 1;
}

struct HalvedDesign {
  std::string name;
  std::uint64_t years;  ///< that are enough to tell two per cent from chance
};
const HalvedDesign halved_designs[] = {{"kasha", 600},      {"multi-region", 300},   {"lamp-dr", 600},
                                 {"ecia-prod", 12000}, {"ecia-staging", 2000},  {"ecia-dev", 2000},
                                 {"ecs-aurora-cfn", 2000}, {"ecs-aurora-active-active", 2000}};

}  // namespace

TEST_CASE("halving every interval leaves the events of a healthy week where they were") {
  const models::Environment environment;
  for (const auto& [name, years] : halved_designs) {
    Diagnostics diagnostics;
    const auto design = load_design(*environment.design_document(name), environment, diagnostics);
    REQUIRE(design);
    std::size_t count = 0;
    const auto half = design_from(halved(*design, count));
    CHECK(count >= 2);
    const double before = events_of_week(*design), after = events_of_week(*half);
    INFO(name << ", " << count << " intervals halved: " << before << " events a week, then " << after);
    CHECK(before > 100);
    CHECK(std::abs(after / before - 1) < 0.02);
  }
}

TEST_CASE("halving every interval leaves the events of years under nature where they were") {
  // What is left is real: incidents that are noticed sooner are over sooner, half a minute's count scatters more about its threshold
  // than a minute's, and a condition that comes and goes within three minutes fills two half as long in a row more often.
  const models::Environment environment;
  for (const auto& [name, years] : halved_designs) {
    Diagnostics diagnostics;
    const std::shared_ptr<const Design> design = load_design(*environment.design_document(name), environment, diagnostics);
    REQUIRE(design);
    std::size_t count = 0;
    const std::shared_ptr<const Design> half = design_from(halved(*design, count));
    const std::vector<double> before = events_of_years(design, years), after = events_of_years(half, years);
    const double more = growth(before, after);
    const double whole = growth_of_years(before, events_of_week(*design), after, events_of_week(*half));
    INFO(name << ": " << 100 * more << " % more events of incidents, " << 100 * whole << " % more of whole years");
    CHECK(std::abs(whole) < 0.02);
    CHECK(more < 0.02);
    // Incidents that are over sooner have fewer events: in 8 000 years 2.1 % and 2.0 % fewer of the two that the base ecs-aurora has.
    CHECK(more > (name.starts_with("ecs-aurora") ? -0.03 : -0.02));
  }
}
