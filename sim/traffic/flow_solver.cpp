// The sweeps: rates from callers to called.
#include "sim/traffic/flow_solver.h"

#include <algorithm>
#include <cmath>

#include "sim/traffic/call_order.h"

namespace windtunnel::traffic {
namespace {

constexpr int most_sweeps = 60;
constexpr double tolerance = 1e-7;
// Sweeps that converge slowly are extrapolated from this one on, each time after three.
constexpr int patient_sweeps = 5;

}  // namespace

FlowSolver::FlowSolver(const Network& network)
    : order_(call_order(network)),
      position_(network.visits.size(), 0),
      visits_(network.visits.size()),
      stations_(network.stations.size()),
      routers_(network.routers.size()),
      journeys_(network.journeys.size()),
      queues_(network.queues.size()),
      filling_(network.caches.size(), 0) {
  for (std::size_t i = 0; i < order_.size(); ++i) position_[order_[i]] = i;
  std::size_t calls = 0, branches = 0;
  for (const Visit& visit : network.visits) {
    first_call_.push_back(calls);
    calls += visit.calls.size() * classes;
    branches = std::max({branches, visit.calls.size(), visit.stations.size()});
  }
  calls_.resize(calls + network.journeys.size());
  shares_.resize(branches);
  const std::size_t unknowns = 3 * calls_.size() + stations_.size();
  for (auto* values : {&unknowns_, &last_unknowns_, &step_, &last_step_}) values->resize(unknowns);
}

void FlowSolver::forget() {
  std::fill(calls_.begin(), calls_.end(), CallFlow{});
  std::fill(visits_.begin(), visits_.end(), VisitFlow{});
  std::fill(stations_.begin(), stations_.end(), StationFlow{});
}

void FlowSolver::solve(const Network& network, const FlowState& state, Time now) {
  for (sweeps_ = 1; sweeps_ <= most_sweeps; ++sweeps_) {
    change_ = 0;
    delay_retries(state);
    clear_rates();
    for (JourneyId id = 0; id < journeys_.size(); ++id) {
      const Journey& journey = network.journeys[id];
      journeys_[id].offered = journey.rate.at(now);
      const Call entry{.visit = journey.entry, .client = journey.client};
      send(none, entry, journeys_[id].offered, 1, calls_[calls_.size() - journeys_.size() + id]);
    }
    for (const VisitId id : order_) forward(network, id, now);
    answer_stations(network, state);
    for (auto id = order_.rbegin(); id != order_.rend(); ++id) backward(network, state, *id, now);
    end_sweep(network);
    if (change_ < tolerance) break;
    extrapolate();
  }
  delay_retries(state);
  answer_queues(network, state);
  finish(network, now);
}

void FlowSolver::clear_rates() {
  for (VisitFlow& visit : visits_) {
    visit.rate = visit.brought = visit.carried;
    visit.carried = visit.impatient = visit.patience = 0;
  }
  for (StationFlow& station : stations_) {
    station.arrivals = station.work = station.work_squared = station.impatient = station.patience = 0;
  }
  for (QueueFlow& queue : queues_) queue.arrivals = 0;
}

void FlowSolver::delay_retries(const FlowState& state) {
  for (std::size_t i = 0; i < calls_.size(); ++i) {
    CallFlow& call = calls_[i];
    call.delayed =
        call.outcome.retry_delay > prompt_retry && std::abs(state.retries[i] + 1 - call.outcome.attempts) > few_retries;
    call.attempts = call.delayed ? 1 + state.retries[i] : call.outcome.attempts;
  }
}

// Sends a rate of calls to their target; those of a caller that comes later in the order arrive with the next sweep.
void FlowSolver::send(VisitId from, const Call& call, double rate, double reach, const CallFlow& flow) {
  if (rate <= 0) return;
  const bool ahead = from == none || position_[call.visit] > position_[from];
  VisitFlow& target = visits_[call.visit];
  const double arrivals = rate * flow.attempts * reach;
  (ahead ? target.rate : target.carried) += arrivals;
  double patience = call.client.timeout;
  if (from != none && visits_[from].impatient > 0 && patience == infinity) {
    // A router passes on the patience of its own callers; a server that calls has only its own.
    patience = visits_[from].patience / visits_[from].impatient;
  }
  if (patience < infinity) {
    target.impatient += arrivals;
    target.patience += arrivals * patience;
  }
  if (call.fallback != none && flow.outcome.fallen_back > 0) {
    VisitFlow& fallback = visits_[call.fallback];
    const bool fallback_ahead = from == none || position_[call.fallback] > position_[from];
    (fallback_ahead ? fallback.rate : fallback.carried) += rate * flow.outcome.fallen_back;
  }
}

// Shares of a visit's branches, of what is refused and of what is black-holed; they add up to 1.
void FlowSolver::split(const Network& network, const Visit& visit, Time now, std::size_t branches) {
  share_refused_ = share_lost_ = 0;
  double sum = 0;
  if (visit.router != none) {
    const Router& router = network.routers[visit.router];
    for (std::size_t i = 0; i < branches; ++i) {
      shares_[i] = i < router.branches.size() ? router.branches[i].at(now) : 0;
      sum += shares_[i];
    }
    share_refused_ = router.refused.at(now);
    share_lost_ = router.black_holed.at(now);
    sum += share_refused_ + share_lost_;
  } else if (visit.kind == Visit::Kind::serve) {
    for (std::size_t i = 0; i < branches; ++i) {
      const double servers = network.stations[visit.stations[i]].servers;
      shares_[i] = servers == infinity ? 1e18 : servers;
      sum += shares_[i];
    }
    if (sum <= 0) {  // all are down: how they fail is theirs to say
      std::fill_n(shares_.begin(), branches, 1.0);
      sum = static_cast<double>(branches);
    }
  } else {
    std::fill_n(shares_.begin(), branches, 1.0);
    sum = static_cast<double>(branches);
  }
  if (sum <= 0) {
    share_refused_ = 1;
    std::fill_n(shares_.begin(), branches, 0.0);
    return;
  }
  for (std::size_t i = 0; i < branches; ++i) shares_[i] /= sum;
  share_refused_ /= sum;
  share_lost_ /= sum;
}

void FlowSolver::forward(const Network& network, VisitId id, Time now) {
  const Visit& visit = network.visits[id];
  switch (visit.kind) {
    case Visit::Kind::select:
      split(network, visit, now, visit.calls.size());
      return forward_select(visit, id);
    case Visit::Kind::serve:
      split(network, visit, now, visit.stations.size());
      return forward_serve(visit, id);
    case Visit::Kind::enqueue:
      queues_[visit.queue].arrivals += visits_[id].rate;
      return;
  }
}

void FlowSolver::forward_select(const Visit& visit, VisitId id) {
  const double rate = visits_[id].rate;
  for (std::size_t i = 0; i < visit.calls.size(); ++i) {
    send(id, visit.calls[i], rate * shares_[i], 1, calls_[first_call_[id] + i * classes]);
  }
}

void FlowSolver::forward_serve(const Visit& visit, VisitId id) {
  VisitFlow& flow = visits_[id];
  flow.served[0] = flow.served[1] = 0;
  double reached = 0;
  for (std::size_t i = 0; i < visit.stations.size(); ++i) {
    const double rate = flow.rate * shares_[i];
    if (rate <= 0) continue;
    StationFlow& station = stations_[visit.stations[i]];
    station.arrivals += rate;
    station.work += rate * visit.work;
    station.work_squared += rate * visit.work * visit.work;
    if (flow.rate > 0) {
      station.impatient += flow.impatient * shares_[i];
      station.patience += flow.patience * shares_[i];
    }
    const double served = rate * station.served;
    const double reach = visit.onward.empty() ? 1 : visit.onward[i];
    if (reach >= 1) {
      flow.served[0] += served;
    } else {
      flow.served[1] += served;
      reached += served * reach;
    }
  }
  flow.reach = flow.served[1] > 0 ? reached / flow.served[1] : 1;
  // Its servers do not know how long their callers wait.
  flow.impatient = flow.patience = 0;
  for (int kind = 0; kind < classes; ++kind) {
    if (flow.served[kind] > 0) forward_calls(visit, id, kind);
  }
}

void FlowSolver::forward_calls(const Visit& visit, VisitId id, int kind) {
  const VisitFlow& flow = visits_[id];
  const double reach = kind == 0 ? 1 : flow.reach;
  for (std::size_t i = 0; i < visit.calls.size(); ++i) {
    const Call& call = visit.calls[i];
    const CallFlow& made = calls_[first_call_[id] + i * classes + kind];
    send(id, call, flow.served[kind] * made.made, reach, made);
  }
}

void FlowSolver::answer_stations(const Network& network, const FlowState& state) {
  for (StationId id = 0; id < stations_.size(); ++id) {
    const double before = stations_[id].served;
    answer(network.stations[id], state.stations[id], stations_[id]);
    change_ = std::max(change_, std::abs(stations_[id].served - before));
  }
}

void FlowSolver::answer_queues(const Network& network, const FlowState& state) {
  for (QueueId id = 0; id < queues_.size(); ++id) {
    QueueFlow& queue = queues_[id];
    const double most = network.queues[id].handling_rate;
    queue.handled = state.messages[id] > 0 && most < infinity ? most : std::min(queue.arrivals, most);
    queue.backlog_rate = queue.arrivals - queue.handled;
  }
}

void FlowSolver::gather() {
  auto value = unknowns_.begin();
  for (const CallFlow& call : calls_) {
    *value++ = call.outcome.attempts;
    *value++ = call.outcome.fallen_back;
    *value++ = call.made;
  }
  for (const StationFlow& station : stations_) *value++ = station.served;
}

void FlowSolver::scatter() {
  auto value = unknowns_.begin();
  for (CallFlow& call : calls_) {
    call.outcome.attempts = std::max(1.0, *value++);
    call.outcome.fallen_back = std::clamp(*value++, 0.0, 1.0);
    call.made = std::max(0.0, *value++);
  }
  for (StationFlow& station : stations_) station.served = std::clamp(*value++, 0.0, 1.0);
}

// Where each change is a like fraction of the one before, the rest of the geometric series is added at once (Aitken).
void FlowSolver::extrapolate() {
  gather();
  if (sweeps_ >= patient_sweeps) {
    double product = 0, square = 0;
    for (std::size_t i = 0; i < unknowns_.size(); ++i) {
      step_[i] = unknowns_[i] - last_unknowns_[i];
      product += step_[i] * last_step_[i];
      square += last_step_[i] * last_step_[i];
    }
    const double ratio = square > 0 ? product / square : 0;
    if (sweeps_ % 3 == 2 && ratio < 0.99 && ratio > -2) {
      for (std::size_t i = 0; i < unknowns_.size(); ++i) unknowns_[i] += step_[i] * ratio / (1 - ratio);
      scatter();
    }
    last_step_.swap(step_);
  } else if (sweeps_ == patient_sweeps - 1) {
    for (std::size_t i = 0; i < unknowns_.size(); ++i) last_step_[i] = unknowns_[i] - last_unknowns_[i];
  }
  last_unknowns_ = unknowns_;
}

void FlowSolver::start_like(const FlowSolver& other) {
  for (std::size_t i = 0; i < calls_.size(); ++i) {
    CallOutcome& mine = calls_[i].outcome;
    const CallOutcome& its = other.calls_[i].outcome;
    mine.attempts = its.attempts;
    mine.fallen_back = its.fallen_back;
    mine.success = its.success;
    mine.retry_delay = its.retry_delay;
    calls_[i].made = other.calls_[i].made;
  }
  for (std::size_t i = 0; i < stations_.size(); ++i) stations_[i].served = other.stations_[i].served;
  for (std::size_t i = 0; i < visits_.size(); ++i) visits_[i].carried = other.visits_[i].carried;
}

}  // namespace windtunnel::traffic
