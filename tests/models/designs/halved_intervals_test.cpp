// Cost grows with what happens, not with time that passes: halving every interval at which the provider looks at something
// leaves the number of events of a simulated year where it was.
#include <fmt/format.h>

#include <cmath>
#include <map>

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

/// An alarm on twice as many periods of half the length: over the same time, and counts at the same rate, so that it fires
/// for the same reasons.
std::string halved_alarm(const std::map<std::string, std::string>& values) {
  const bool counts = values.at("metric").ends_with("5xx");
  std::string text = half("period", values.at("period"));
  text += fmt::format(", evaluation_periods: {}", 2 * std::stoi(values.at("evaluation_periods")));
  if (values.at("datapoints") != "null") text += fmt::format(", datapoints: {}", 2 * std::stoi(values.at("datapoints")));
  if (counts) text += fmt::format(", threshold: {}", std::stod(values.at("threshold")) / 2);
  return text;
}

/// A design that extends another by half of each such interval, and how many those are. Route 53 offers 30 s and 10 s, no half.
std::string halved(const Design& design, std::size_t& count, bool alarms) {
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
    if (alarms && component->type().name == "alarm") {
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

/// Events of a year of faults at catalogue rates, which differ a little where detection is quicker.
double events_of_years(const std::shared_ptr<const Design>& design) {
  CampaignOptions options;
  options.jobs = 2;
  const auto prepared = prepare({design}, options);
  constexpr std::uint64_t count = 200;
  double events = 0;
  for (const ReplicationRecord& record : run_years(prepared.front(), count, years(1), options))
    events += static_cast<double>(record.events);
  return events / count;
}

const std::string halved_designs[] = {"kasha",    "multi-region",   "lamp-dr",                 "ecia-prod", "ecia-staging",
                                  "ecia-dev", "ecs-aurora-cfn", "ecs-aurora-active-active"};

}  // namespace

TEST_CASE("halving every interval leaves the events of a healthy week where they were") {
  const models::Environment environment;
  for (const std::string& name : halved_designs) {
    Diagnostics diagnostics;
    const auto design = load_design(*environment.design_document(name), environment, diagnostics);
    REQUIRE(design);
    std::size_t count = 0;
    const auto half = design_from(halved(*design, count, true));
    CHECK(count >= 2);
    const double before = events_of_week(*design), after = events_of_week(*half);
    INFO(name << ", " << count << " intervals halved: " << before << " events a week, then " << after);
    CHECK(before > 100);
    CHECK(std::abs(after / before - 1) < 0.02);
  }
}

TEST_CASE("shorter intervals of probes and cooldowns add no events to years under nature, shorter periods of alarms only alarms") {
  // Incidents that are noticed sooner are over sooner, so there may be fewer. Below a minute the provider evaluates alarms every 10 s
  // instead of every minute: evaluations are no events, but a count that stays near its threshold changes an alarm more often, and
  // each change is an evaluation, a publication, a message and what people make of it.
  const models::Environment environment;
  for (const std::string& name : halved_designs) {
    Diagnostics diagnostics;
    const std::shared_ptr<const Design> design = load_design(*environment.design_document(name), environment, diagnostics);
    REQUIRE(design);
    const double before = events_of_years(design);
    for (const bool alarms : {false, true}) {
      std::size_t count = 0;
      const std::shared_ptr<const Design> half = design_from(halved(*design, count, alarms));
      const double after = events_of_years(half);
      INFO(name << (alarms ? ", alarms too" : "") << ": " << before << " events a year, then " << after);
      CHECK(after < (alarms ? 1.10 : 1.02) * before);
    }
  }
}
