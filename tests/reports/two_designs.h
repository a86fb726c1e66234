// Two designs that one drill can be compared by: the shop, and the dearer kiosk.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/reports/example_replay.h"

namespace windtunnel::reports {

inline Result two_designs() {
  Result result = example_report();
  for (DesignResult& design : result.designs) design.cost_monthly.unknown.clear();
  result.runs.resize(1);
  result.runs[0].replication_values.rto_seconds = {{"order", std::vector<std::optional<double>>(100, 60.0)}};
  RunResult other = result.runs[0];
  other.design = "kiosk";
  result.runs.push_back(other);
  return result;
}

/// Puts both through another drill of some kind, from which each is back after so many seconds; none: never.
inline void add_drill(Result& result, const std::string& scenario, const std::string& kind, std::optional<double> shop,
                      std::optional<double> kiosk) {
  for (const auto& [design, seconds] : {std::pair(std::string("shop"), shop), std::pair(std::string("kiosk"), kiosk)}) {
    RunResult run = result.runs[0];
    run.design = design;
    run.scenario = scenario;
    run.disruption = kind;
    run.replication_values.rto_seconds = {{"order", std::vector<std::optional<double>>(100, seconds)}};
    result.runs.push_back(run);
  }
}

}  // namespace windtunnel::reports
