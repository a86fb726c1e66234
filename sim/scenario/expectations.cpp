// Flattens what a scenario expects into one row per figure and statistic.
#include <algorithm>

#include "sim/scenario/scenario.h"

namespace windtunnel {
namespace {

class Flattening {
 public:
  Flattening(const Scenario& scenario, const ExpectationText& text, std::vector<Expectation>& rows)
      : scenario_(scenario), text_(text), rows_(rows) {}

  template <class Quantity>
  void add(const std::string& measure, const LimitsOf<Quantity>& limits) {
    using A = Expectation::Aggregation;
    one(measure, A::mean, limits.mean);
    one(measure, A::p50, limits.p50);
    one(measure, A::p95, limits.p95);
    one(measure, A::p99, limits.p99);
    one(measure, A::max, limits.max);
    if (!limits.probability) return;
    one(measure, A::probability, std::optional(limits.probability->limit));
    rows_.back().required_share = limits.probability->share.value;
  }
  template <class Quantity>
  void add(const std::string& measure, const std::optional<LimitsOf<Quantity>>& limits) {
    if (limits) add(measure, *limits);
  }

 private:
  template <class Quantity>
  void one(const std::string& measure, Expectation::Aggregation aggregation,
           const std::optional<LimitOn<Quantity>>& limit) {
    if (!limit) return;
    Expectation& row = rows_.emplace_back();
    row.journey = text_.journey;
    row.measure = measure;
    row.aggregation = aggregation;
    row.limit = limit->limit;
    row.level = text_.level;
    row.why = text_.why;
    row.file = scenario_.file;
    row.position = limit->place.position;
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
    flattening.add("objective", text.objective);
    flattening.add("downtime", text.downtime);
    flattening.add("sli", text.sli);
    flattening.add("users_hurt", text.users_hurt);
    flattening.add("rpo", text.rpo);
    flattening.add("lost_writes", text.lost_writes);
    flattening.add("stranded_writes", text.stranded_writes);
    flattening.add("detection", text.detection);
    flattening.add("incident_cost", text.cost);
    for (const auto& [name, limits] : text.value) flattening.add(name, limits);
  }
  return rows;
}

}  // namespace windtunnel
