// Expectations as scenarios and policies write them: limits on statistics of measures, with level, confidence and reason.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/config/parameter.h"
#include "sim/scenario/expectation.h"
#include "sim/scenario/scenario_values.h"

namespace windtunnel {

inline EnumWords<ExpectationLevel> words_of(ExpectationLevel) {
  return {{"error", ExpectationLevel::error, "A failure makes the program end with exit code 1."},
          {"warn", ExpectationLevel::warn, "A failure is reported."}};
}

/// A limit that a share of the replications must keep: {limit: "> 0", share: 90 %}.
template <class Quantity>
struct ProbabilityText {
  LimitOn<Quantity> limit;
  Share share = percent(95);

  static ParameterTable parameters();
};

/// Limits on statistics over the replications: {p95: "<= 120 s", max: "< 5 min", increase: "<= 10 %"}.
template <class Quantity>
struct LimitsOf {
  std::optional<LimitOn<Quantity>> mean, p50, p95, p99, max;
  std::optional<ProbabilityText<Quantity>> probability;
  std::optional<LimitOn<Growth>> increase;

  static ParameterTable parameters();
  void check(ParameterProblems& problems) const;
};

/// Limits on what a design costs in a healthy month: {total: "<= 900 USD", increase: "<= 5 %"}.
struct BillLimits {
  std::optional<LimitOn<Money>> total;
  std::optional<LimitOn<Growth>> increase;

  static ParameterTable parameters();
  void check(ParameterProblems& problems) const;
};

/// {design: "*", scenario: zone-loss, journey: "*", rto: {p95: "<= 120 s"}, level: warn, why: ...}.
struct ExpectationText {
  std::vector<std::string> design = {"*"};
  std::vector<std::string> scenario = {"*"};  ///< only in policies
  std::string journey = "*";
  std::optional<LimitsOf<Duration>> rto, rpo, objective, downtime, detection;
  std::optional<LimitsOf<double>> lost_writes, stranded_writes;
  std::optional<LimitsOf<Share>> sli, users_hurt;
  std::optional<LimitsOf<Money>> cost;
  std::map<std::string, LimitsOf<AnyQuantity>> value;
  std::optional<LimitsOf<Share>> availability;
  std::optional<LimitsOf<Duration>> yearly_downtime;
  std::string contract = "*";
  std::optional<LimitsOf<Share>> monthly_uptime;
  std::optional<LimitsOf<Money>> credits;
  std::optional<BillLimits> monthly_cost;
  Share confidence = percent(95);
  ExpectationLevel level = ExpectationLevel::error;
  std::string why;

  static ParameterTable parameters();
  void check(ParameterProblems& problems) const;
};

/// One row per figure and statistic, in the order of the texts. `policy` is empty for a scenario's own.
std::vector<Expectation> expectations_of(const std::vector<ExpectationText>& texts, const std::string& file,
                                         const std::string& policy);

}  // namespace windtunnel
