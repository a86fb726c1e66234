// The keys of expectations, and how a text becomes one row per figure and statistic.
#include "sim/scenario/expectation_text.h"

namespace windtunnel {

template <class Quantity>
ParameterTable ProbabilityText<Quantity>::parameters() {
  using P = ProbabilityText<Quantity>;
  return parameter_table<P>(
      parameter<&P::limit>("limit", "What a replication (a year, a month) keeps or breaks.", required),
      parameter<&P::share>("share", "Share of them that must keep it.", "assumption:required-share",
                           between(percent(0), percent(100))));
}

template <class Quantity>
ParameterTable LimitsOf<Quantity>::parameters() {
  using P = LimitsOf<Quantity>;
  return parameter_table<P>(
      parameter<&P::mean>("mean", "Limit on the mean over the replications (years, months)."),
      parameter<&P::p50>("p50", "Limit on the median."), parameter<&P::p95>("p95", "Limit on the 95 % quantile."),
      parameter<&P::p99>("p99", "Limit on the 99 % quantile."),
      parameter<&P::max>("max", "Limit that every replication keeps."),
      parameter<&P::probability>("probability", "Limit that a share of the replications keeps."),
      parameter<&P::increase>(
          "increase", "Limit on how much the mean grows against a baseline, as a share of the baseline's mean."));
}
template <class Quantity>
void LimitsOf<Quantity>::check(ParameterProblems& problems) const {
  if (!mean && !p50 && !p95 && !p99 && !max && !probability && !increase)
    problems.error("p95", "expected a limit on a statistic, such as {p95: ...} or {mean: ...}, found none");
}
template struct LimitsOf<Duration>;
template struct LimitsOf<double>;
template struct LimitsOf<Share>;
template struct LimitsOf<Money>;
template struct LimitsOf<AnyQuantity>;

ParameterTable BillLimits::parameters() {
  using P = BillLimits;
  return parameter_table<P>(parameter<&P::total>("total", "Limit on the month's bill."),
                            parameter<&P::increase>("increase", "Limit on how much it grows against a baseline."));
}

void BillLimits::check(ParameterProblems& problems) const {
  if (!total && !increase)
    problems.error("total", "expected a limit, such as {total: ...} or {increase: ...}, found none");
}

ParameterTable ExpectationText::parameters() {
  using P = ExpectationText;
  return parameter_table<P>(
      parameter<&P::design>("design", "Designs of which it is expected; globs allowed."),
      parameter<&P::scenario>("scenario", "In policies: runs of which it is expected, as zone-loss or zone-loss@*; "
                                          "globs allowed."),
      parameter<&P::journey>("journey", "Journeys of which it is expected; globs allowed."),
      parameter<&P::rto>("rto", "Time from the first fault until the journey is back at its recovery level for good."),
      parameter<&P::objective>("objective",
                               "Time from the first fault until the journey meets its full objective again."),
      parameter<&P::downtime>("downtime", "Time that the journey spends below its recovery level."),
      parameter<&P::sli>("sli", "Share of the requests that are answered correctly in time."),
      parameter<&P::users_hurt>("users_hurt", "Share of the requests that fail or come too late."),
      parameter<&P::rpo>("rpo", "Age of the oldest acknowledged write that is missing."),
      parameter<&P::lost_writes>("lost_writes", "Acknowledged writes that are gone."),
      parameter<&P::stranded_writes>("stranded_writes", "Acknowledged writes that come back only with what was lost."),
      parameter<&P::detection>("detection", "Time from the first fault until the first alarm."),
      parameter<&P::cost>("cost", "Extra cost of the incident."),
      parameter<&P::value>(
          "value",
          "Limits on published figures by their names, globs allowed: {primary.db.failover_seconds: {p95: < 60 s}}."),
      parameter<&P::availability>(
          "availability",
          "Share of a year under nature in which the journeys of the design's SLA are at their level; the probability of "
          "keeping a budget is {probability: {limit: >= 99.99 %, share: 95 %}}."),
      parameter<&P::yearly_downtime>("yearly_downtime", "The same as a time: what a year under nature lacks."),
      parameter<&P::contract>("contract", "Contracts that monthly_uptime and credits speak of; globs allowed."),
      parameter<&P::monthly_uptime>("monthly_uptime", "A month's uptime as the contract counts it."),
      parameter<&P::credits>("credits", "What a month owes by the contract."),
      parameter<&P::monthly_cost>("monthly_cost", "What the design costs in a healthy month."),
      parameter<&P::confidence>("confidence", "Of the interval that must lie on one side of the limit for a verdict.",
                                "assumption:confidence", between(percent(50), percent(99.999))),
      parameter<&P::level>("level", "What a failure means."), parameter<&P::why>("why", "Why it is expected."));
}

void ExpectationText::check(ParameterProblems& problems) const {
  const bool states_something = rto || objective || downtime || sli || users_hurt || rpo || lost_writes ||
                                stranded_writes || detection || cost || !value.empty() || availability ||
                                yearly_downtime || monthly_uptime || credits || monthly_cost;
  if (!states_something)
    problems.error("journey", "an expectation needs something that it expects, such as rto: {p95: <= 120 s}");
  if (contract != "*" && !monthly_uptime && !credits)
    problems.error("contract", "a contract needs something that it expects: monthly_uptime or credits");
}

namespace {

using Aggregation = Expectation::Aggregation;
using Scope = Expectation::Scope;

/// Adds the rows of one text.
class Flattening {
 public:
  Flattening(Expectation common, std::vector<Expectation>& rows) : common_(std::move(common)), rows_(rows) {}

  template <class Quantity>
  void add(const std::string& measure, const LimitsOf<Quantity>& limits, Scope scope = Scope::run) {
    one(measure, Aggregation::mean, limits.mean, scope);
    one(measure, Aggregation::p50, limits.p50, scope);
    one(measure, Aggregation::p95, limits.p95, scope);
    one(measure, Aggregation::p99, limits.p99, scope);
    one(measure, Aggregation::max, limits.max, scope);
    if (limits.probability) {
      one(measure, Aggregation::probability, std::optional(limits.probability->limit), scope);
      rows_.back().required_share = limits.probability->share.value;
    }
    one(measure, Aggregation::increase, limits.increase, scope);
  }
  void add(const std::string& measure, const BillLimits& limits, Scope scope) {
    one(measure, Aggregation::total, limits.total, scope);
    one(measure, Aggregation::increase, limits.increase, scope);
  }
  template <class Limits>
  void add(const std::string& measure, const std::optional<Limits>& limits, Scope scope = Scope::run) {
    if (limits) add(measure, *limits, scope);
  }

 private:
  template <class Quantity>
  void one(const std::string& measure, Aggregation aggregation, const std::optional<LimitOn<Quantity>>& limit,
           Scope scope) {
    if (!limit) return;
    Expectation& row = rows_.emplace_back(common_);
    row.scope = scope;
    row.measure = measure;
    row.aggregation = aggregation;
    row.limit = limit->limit;
    row.position = limit->place.position;
  }

  Expectation common_;
  std::vector<Expectation>& rows_;
};

}  // namespace

std::vector<Expectation> expectations_of(const std::vector<ExpectationText>& texts, const std::string& file,
                                         const std::string& policy) {
  std::vector<Expectation> rows;
  for (const ExpectationText& text : texts) {
    Expectation common;
    common.policy = policy;
    common.designs = text.design;
    common.scenarios = text.scenario;
    common.journey = text.journey;
    common.confidence = text.confidence.value;
    common.level = text.level;
    common.why = text.why;
    common.file = file;
    common.contract = text.monthly_uptime || text.credits ? text.contract : "";
    Flattening flattening(common, rows);
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
    flattening.add("availability", text.availability, Scope::years);
    flattening.add("yearly_downtime", text.yearly_downtime, Scope::years);
    flattening.add("monthly_uptime", text.monthly_uptime, Scope::contract);
    flattening.add("credits", text.credits, Scope::contract);
    flattening.add("monthly_cost", text.monthly_cost, Scope::bill);
  }
  return rows;
}

}  // namespace windtunnel
