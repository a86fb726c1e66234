// The example result with a row of each outcome that a pipeline is told.
#pragma once

#include "tests/reports/example_replay.h"

namespace windtunnel::reports {

inline ExpectationResult example_row(const std::string& scenario, Verdict verdict, ExpectationLevel level) {
  ExpectationResult row;
  row.scenario = scenario;
  row.design = "shop";
  row.journey = "order";
  row.measure = "rto.p95";
  row.limit = "<= 120 s";
  row.measured = 212;
  row.measured_text = "212 s";
  row.verdict = verdict;
  row.level = level;
  row.because = "12 of 1 000 replications kept <= 120 s";
  row.why = "customers leave";
  row.replay = "windtunnel trace shop " + scenario + " --replication 3 --seed 42";
  row.file = "scenarios/" + scenario.substr(0, scenario.find('@')) + ".yaml";
  row.line = 7;
  row.column = 5;
  return row;
}

inline Result result_with_rows() {
  Result result = example_report();
  result.command = "windtunnel run shop.yaml --seed 42";
  result.rules = {{"refused", "The provider takes the configuration."}};
  result.designs[0].file = "designs/shop.yaml";
  for (FindingResult& finding : result.designs[0].findings) {
    finding.file = "designs/shop.yaml";
    finding.line = 12;
    finding.column = 3;
  }
  ExpectationResult quiet = example_row("zone-loss@b", Verdict::refuted, ExpectationLevel::error);
  quiet.suppressed = "known until the second gateway is bought";
  quiet.suppressed_until = "2029-06-30";
  result.expectations = {example_row("zone-loss@a", Verdict::upheld, ExpectationLevel::error),
                         example_row("region-loss", Verdict::refuted, ExpectationLevel::error),
                         example_row("region-loss", Verdict::inconclusive, ExpectationLevel::error),
                         example_row("region-loss", Verdict::not_measured, ExpectationLevel::error),
                         example_row("zone-loss@a", Verdict::refuted, ExpectationLevel::warn), quiet};
  return result;
}

}  // namespace windtunnel::reports
