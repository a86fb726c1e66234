// Flattens what a scenario expects into one row per figure and statistic.
#include <algorithm>

#include "sim/scenario/scenario.h"

namespace windtunnel {
namespace {

class Flattening {
 public:
  Flattening(const Scenario& scenario, const ExpectationText& text, std::vector<Expectation>& rows) : scenario_(scenario), text_(text), rows_(rows) {}

  template <class Quantity>
  void add(const std::string& measure, const LimitsOf<Quantity>& limits) {
    one(measure, "mean", limits.mean);
    one(measure, "p50", limits.p50);
    one(measure, "p95", limits.p95);
    one(measure, "p99", limits.p99);
    one(measure, "max", limits.max);
    one(measure, "probability", limits.probability);
  }
  template <class Quantity>
  void add(const std::string& measure, const std::optional<LimitsOf<Quantity>>& limits) {
    if (limits) add(measure, *limits);
  }

 private:
  template <class Quantity>
  void one(const std::string& measure, const char* aggregation, const std::optional<LimitOn<Quantity>>& limit) {
    if (!limit) return;
    rows_.push_back({text_.journey, measure, aggregation, limit->limit, text_.level, text_.why, scenario_.file, limit->place.position});
  }

  const Scenario& scenario_;
  const ExpectationText& text_;
  std::vector<Expectation>& rows_;
};

}  // namespace

std::vector<Expectation> expectations(const Scenario& scenario) {
  std::vector<Expectation> rows;
  for (const ExpectationText& text : scenario.expect) {
    Flattening flattening(scenario, text, rows);
    flattening.add("rto", text.rto);
    flattening.add("rpo", text.rpo);
    flattening.add("lost_writes", text.lost_writes);
    flattening.add("sli", text.sli);
    flattening.add("users_hurt", text.users_hurt);
    flattening.add("cost", text.cost);
    for (const auto& [name, limits] : text.value) flattening.add(name, limits);
  }
  return rows;
}

}  // namespace windtunnel
