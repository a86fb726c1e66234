// The flow resolution: totals, loads and the contract's bookkeeping.
#include "sim/traffic/flow.h"

#include <algorithm>

namespace windtunnel::traffic {
namespace {

void size(const Network& network, FlowState& state) {
  state.stations.assign(network.stations.size(), {});
  state.hit_ratios.assign(network.caches.size(), 0);
  state.messages.assign(network.queues.size(), 0);
}

}  // namespace

Flow::Flow(Network network) : network_(std::move(network)), solver_(network_) {
  for (FlowState* state : {&state_, &origin_, &slope_, &bend_, &trial_, &trial_slope_}) size(network_, *state);
  const std::size_t rates = queue_base() + network_.queues.size() * 2;
  totals_.assign(rates, 0);
  present_ = {std::vector<double>(rates), std::vector<double>(network_.journeys.size(), 1)};
  sli_ahead_.resize(network_.journeys.size());
  samples_.assign(3 + 2 * deepest_interval, present_);
  levels_.reserve(16);
  solver_.save(branch_);
  solver_.save(ahead_branch_);
  const auto consider = [this](double limit) {
    if (limit == infinity) return;
    shortest_limit_ = std::min(shortest_limit_, limit);
    longest_limit_ = std::max(longest_limit_, limit);
  };
  for (const Visit& visit : network_.visits) {
    for (const Call& call : visit.calls) consider(call.client.timeout);
  }
  for (const Journey& journey : network_.journeys) {
    consider(journey.client.timeout);
    consider(journey.objective_seconds);
  }
}

void Flow::begin(Time start) {
  now_ = start;
  std::fill(totals_.begin(), totals_.end(), 0.0);
  solver_.forget();
  for (std::size_t i = 0; i < state_.stations.size(); ++i) state_.stations[i] = {0, 0, bucket_size(network_.stations[i]), true};
  for (std::size_t i = 0; i < state_.hit_ratios.size(); ++i) state_.hit_ratios[i] = network_.caches[i].steady_hit_ratio;
  std::fill(state_.messages.begin(), state_.messages.end(), 0.0);
  settle();
}

void Flow::settle() {
  hold_within_bounds(state_);
  solver_.solve(network_, state_, now_);
  for (StationId id = 0; id < state_.stations.size(); ++id) {
    const StationFlow& flow = solver_.station(id);
    StationState& state = state_.stations[id];
    state.resting = !flow.relaxing;
    state.waiting = flow.waiting;
    state.variance = flow.variance;
  }
  take_sample(present_);
  plan();
}

void Flow::advance(Time to) {
  if (to <= now_) return;
  if (moving_) {
    integrate_moving(to);
    position(to, state_);
  } else {
    integrate_constant(to);
  }
  now_ = to;
}

void Flow::watch_level(JourneyId journey, double level) {
  levels_.push_back({journey, level});
  if (moving_) plan();
}

void Flow::flush(CacheId cache, double kept) { state_.hit_ratios[cache] *= kept; }

void Flow::move_messages(QueueId queue, double count) {
  state_.messages[queue] = std::max(0.0, state_.messages[queue] + count);
}

void Flow::take_sample(Sample& sample) const {
  double* rate = sample.rates.data();
  for (StationId id = 0; id < network_.stations.size(); ++id) {
    const StationFlow& flow = solver_.station(id);
    const double service = flow.capacity > 0 ? flow.busy / std::max(flow.completions, 1e-300) : 0;
    *rate++ = flow.arrivals;
    *rate++ = flow.completions;
    *rate++ = flow.arrivals * std::max(0.0, 1 - flow.served) + flow.late;
    *rate++ = flow.busy;
    *rate++ = flow.completions * (flow.wait.mean() + service);
  }
  for (RouterId id = 0; id < network_.routers.size(); ++id) {
    const RouterFlow& flow = solver_.router(id);
    for (const double value : {flow.requests, flow.refused, flow.timed_out, flow.failed_behind, flow.latency}) {
      *rate++ = value;
    }
  }
  for (JourneyId id = 0; id < network_.journeys.size(); ++id) {
    const JourneyFlow& flow = solver_.journey(id);
    for (const double value : {flow.offered, flow.answered, flow.good, flow.latency}) *rate++ = value;
    sample.sli[id] = flow.sli;
  }
  for (QueueId id = 0; id < network_.queues.size(); ++id) {
    *rate++ = solver_.queue(id).arrivals;
    *rate++ = solver_.queue(id).handled;
  }
}

double Flow::total(std::size_t index) const { return totals_[index]; }

StationTotals Flow::totals(StationId id) const {
  const std::size_t i = id * 5;
  return {total(i), total(i + 1), total(i + 2), total(i + 3), total(i + 4)};
}

RouterTotals Flow::router_totals(RouterId id) const {
  const std::size_t i = router_base() + id * 5;
  return {total(i), total(i + 1), total(i + 2), total(i + 3), total(i + 4)};
}

JourneyTotals Flow::journey_totals(JourneyId id) const {
  const std::size_t i = journey_base() + id * 4;
  return {total(i), total(i + 1), total(i + 2), total(i + 3)};
}

QueueTotals Flow::queue_totals(QueueId id) const {
  const std::size_t i = queue_base() + id * 2;
  return {total(i), total(i + 1)};
}

StationLoad Flow::load(StationId id) const {
  const Station& station = network_.stations[id];
  const StationFlow& flow = solver_.station(id);
  StationLoad load;
  load.arrival_rate = flow.arrivals;
  load.utilisation = station.servers > 0 && station.servers < infinity ? flow.busy / station.servers : 0;
  load.wait_seconds = flow.wait.mean();
  load.waiting = flow.relaxing ? flow.waiting : flow.completions * load.wait_seconds;
  load.failure_share = flow.arrivals > 0 ? std::min(1.0, 1 - flow.served + flow.late / flow.arrivals) : 0;
  load.completion_rate = flow.completions;
  return load;
}

JourneyLoad Flow::journey_load(JourneyId id) const {
  const JourneyFlow& flow = solver_.journey(id);
  return {flow.offered, flow.sli, flow.answered > 0 ? flow.latency / flow.answered : 0};
}

double Flow::oldest_age(QueueId id) const {
  const double waiting = state_.messages[id];
  if (waiting <= 0) return 0;
  const QueueFlow& flow = solver_.queue(id);
  const double rate = std::max(flow.handled, flow.arrivals);
  return rate > 0 ? waiting / rate : infinity;
}

Phase Flow::movement(JourneyId) const {
  Time bend;
  if (ramps_moving(bend)) return Phase::propagate;
  for (const double hits : slope_.hit_ratios) {
    if (hits > 0) return Phase::warm_up;
  }
  for (const StationState& station : slope_.stations) {
    if (station.waiting < 0) return Phase::drain;
  }
  return Phase::none;
}

bool Flow::settled() const {
  Time bend;
  if (ramps_moving(bend)) return false;
  for (std::size_t i = 0; i < state_.stations.size(); ++i) {
    if (!state_.stations[i].resting || slope_.stations[i].tokens != 0) return false;
  }
  for (std::size_t i = 0; i < state_.hit_ratios.size(); ++i) {
    if (state_.hit_ratios[i] < network_.caches[i].steady_hit_ratio) return false;
  }
  return std::all_of(state_.messages.begin(), state_.messages.end(), [](double waiting) { return waiting <= 0; });
}

std::unique_ptr<Resolution> Flow::clone() const { return std::make_unique<Flow>(*this); }

void Flow::assign(const Resolution& other) { *this = dynamic_cast<const Flow&>(other); }

std::unique_ptr<Resolution> flow_resolution(Network network) { return std::make_unique<Flow>(std::move(network)); }

}  // namespace windtunnel::traffic
