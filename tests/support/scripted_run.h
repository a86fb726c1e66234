// Runs small designs, written in a test as YAML, through scripted faults.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <vector>

#include "models/environment.h"
#include "sim/run/drill.h"

namespace windtunnel::testing {

/// The design that a text describes; the test fails with the diagnostics when it is not well-formed.
inline std::unique_ptr<const Design> design_from(const std::string& yaml) {
  Diagnostics diagnostics;
  const models::Environment environment;
  std::unique_ptr<const Design> design;
  const auto document = parse_document("test.yaml", yaml, diagnostics);
  if (document) design = load_design(*document, environment, diagnostics);
  std::string problems;
  for (const Diagnostic& d : diagnostics.sorted()) problems += to_text(d) + "\n";
  INFO(problems);
  REQUIRE(design);
  return design;
}

/// The diagnostics of a text that is not a well-formed design, one a line.
inline std::string problems_of(const std::string& yaml) {
  Diagnostics diagnostics;
  const models::Environment environment;
  if (const auto document = parse_document("test.yaml", yaml, diagnostics))
    load_design(*document, environment, diagnostics);
  std::string problems;
  for (const Diagnostic& d : diagnostics.sorted()) problems += to_text(d) + "\n";
  return problems;
}

/// One fault of a script: component path, mode, and when, counted from the first.
struct ScriptedFault {
  std::string component, mode;
  Duration at, lasts;
  std::int64_t units = 0;
  double severity = 1;
};

inline Plan script(const Design& design, const std::vector<ScriptedFault>& faults, Duration horizon = hours(24),
                   Duration quiet = hours(1)) {
  Plan plan;
  plan.design = design.name;
  plan.scenario = plan.name = "script";
  plan.horizon = horizon;
  plan.quiet = quiet;
  for (const ScriptedFault& fault : faults) {
    Blow blow;
    blow.component = design.find(fault.component);
    INFO("component " << fault.component);
    REQUIRE(blow.component != no_component);
    const auto modes = design.component(blow.component).type().fault_modes;
    const auto mode =
        std::find_if(modes.begin(), modes.end(), [&](const FaultMode& m) { return m.name == fault.mode; });
    INFO("mode " << fault.mode);
    REQUIRE(mode != modes.end());
    blow.strike.mode = static_cast<std::uint16_t>(mode - modes.begin());
    blow.strike.units = fault.units;
    blow.strike.severity = fault.severity;
    blow.strike.duration = fault.lasts;
    blow.at = fault.at;
    plan.blows.push_back(blow);
  }
  return plan;
}

/// Many replications of one plan, with the names of what they record.
class ScriptedRun {
 public:
  ScriptedRun(const Design& design, const Plan& plan, std::uint64_t replications, std::uint64_t seed = 1,
              TrafficResolution resolution = TrafficResolution::flow)
      : labels_(design), week_(design, seed), drill_(week_, labels_, seed, resolution) {
    for (std::uint64_t r = 0; r < replications; ++r) records_.push_back(drill_.run(plan, r));
  }

  const std::vector<ReplicationRecord>& records() const { return records_; }
  const HealthyWeek& week() const { return week_; }

  /// Every value published under a name ("primary.db.failover_seconds"), sorted.
  std::vector<double> values(const std::string& name) const { return recorded(name, true); }
  /// How long every time under a name had run that had not ended when its drill was over, sorted.
  std::vector<double> unfinished(const std::string& name) const { return recorded(name, false); }

  /// RTO of a journey in every replication, sorted; unrecovered ones count as their time of observation.
  std::vector<double> rto(std::size_t journey = 0) const {
    std::vector<double> all;
    for (const auto& record : records_) all.push_back(record.journeys[journey].rto_seconds);
    std::sort(all.begin(), all.end());
    return all;
  }

  static double quantile(const std::vector<double>& sorted, double p) {
    REQUIRE(!sorted.empty());
    return sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(p * static_cast<double>(sorted.size())))];
  }

  /// The story of one replication, for looking at.
  Story story(const Plan& plan, std::uint64_t replication) {
    Story story;
    drill_.run(plan, replication, &story);
    return story;
  }

 private:
  std::vector<double> recorded(const std::string& name, bool ended) const {
    std::vector<double> all;
    bool known = false;
    for (std::uint32_t i = 0; i < labels_.labels().values.size(); ++i) {
      if (labels_.labels().values[i].name != name) continue;
      known = true;
      for (const auto& record : records_)
        for (const NamedValue& value : record.values)
          if (value.name == i && value.ended == ended) all.push_back(value.value);
    }
    INFO("value " << name);
    REQUIRE(known);
    std::sort(all.begin(), all.end());
    return all;
  }

  DesignLabels labels_;
  HealthyWeek week_;
  Drill drill_;
  std::vector<ReplicationRecord> records_;
};

}  // namespace windtunnel::testing
