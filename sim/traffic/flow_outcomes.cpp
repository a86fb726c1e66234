// The sweeps' way back: outcomes from those called to their callers.
#include <algorithm>
#include <cmath>

#include "sim/traffic/flow_solver.h"

namespace windtunnel::traffic {

void FlowSolver::backward(const Network& network, const FlowState& state, VisitId id, Time now) {
  const Visit& visit = network.visits[id];
  switch (visit.kind) {
    case Visit::Kind::select:
      split(network, visit, now, visit.calls.size());
      return backward_select(visit, id);
    case Visit::Kind::serve:
      split(network, visit, now, visit.stations.size());
      return backward_serve(network, state, visit, id);
    case Visit::Kind::enqueue:
      visits_[id].outcome = Outcome{};
      visits_[id].outcome.latency.delay(visit.latency);
      return;
  }
}

void FlowSolver::evaluate_call(const Call& call, double reach, CallFlow& flow) {
  const double attempts = flow.outcome.attempts, fallen_back = flow.outcome.fallen_back;
  const Outcome* fallback = call.fallback == none ? nullptr : &visits_[call.fallback].outcome;
  evaluate(visits_[call.visit].outcome, call.client, reach, fallback, flow.outcome);
  if (!flow.delayed) change_ = std::max(change_, std::abs(flow.outcome.attempts - attempts));
  change_ = std::max(change_, std::abs(flow.outcome.fallen_back - fallen_back));
}

void FlowSolver::backward_select(const Visit& visit, VisitId id) {
  Outcome& outcome = visits_[id].outcome;
  outcome.success = 0;
  outcome.refused = share_refused_;
  outcome.lost = share_lost_;
  double failing = share_refused_ * visit.latency;
  LatencyMixer mixer;
  for (std::size_t i = 0; i < visit.calls.size(); ++i) {
    CallFlow& flow = calls_[first_call_[id] + i * classes];
    evaluate_call(visit.calls[i], 1, flow);
    if (shares_[i] <= 0) continue;
    const CallOutcome& call = flow.outcome;
    outcome.success += shares_[i] * call.success;
    outcome.refused += shares_[i] * call.refused;
    outcome.lost += shares_[i] * call.lost;
    failing += shares_[i] * call.refused * (visit.latency + call.failure_seconds);
    mixer.add(call.latency, shares_[i] * call.success);
  }
  outcome.failure_seconds = outcome.refused > 0 ? failing / outcome.refused : 0;
  outcome.latency = mixer.law();
  outcome.latency.delay(visit.latency);
}

void FlowSolver::backward_serve(const Network& network, const FlowState& state, const Visit& visit, VisitId id) {
  Outcome result;
  result.success = 0;
  result.refused = share_refused_;
  result.lost = share_lost_;
  double failing = share_refused_ * visit.latency;
  LatencyMixer stays[classes];
  for (std::size_t i = 0; i < visit.stations.size(); ++i) {
    if (shares_[i] <= 0) continue;
    const Station& station = network.stations[visit.stations[i]];
    const StationFlow& flow = stations_[visit.stations[i]];
    const double delay = visit.latency + station.added_latency;
    result.refused += shares_[i] * flow.refused;
    result.lost += shares_[i] * flow.lost;
    failing += shares_[i] * flow.refused * delay;
    if (flow.served <= 0) continue;
    const double service = station.service_rate > 0 ? visit.work / station.service_rate : infinity;
    const bool whole = visit.onward.empty() || visit.onward[i] >= 1;
    const double spread = station.service_variation * service * service;
    LatencyMixer& stay = stays[whole ? 0 : 1];
    const double share = shares_[i] * flow.served;
    if (flow.wait.count == 0) stay.add({share, delay, delay + service, spread});
    for (int part = 0; part < flow.wait.count; ++part) {
      const LatencyPart& wait = flow.wait.parts[part];
      stay.add({share * wait.weight, delay + wait.floor, delay + wait.mean + service, wait.variance + spread});
    }
  }
  LatencyMixer mixer;
  for (int kind = 0; kind < classes; ++kind) {
    const double served = stays[kind].weight();
    Outcome behind;
    if (served > 0) behind.latency = stays[kind].law();
    // Calls of a class without requests are worked out too: its share may be about to rise.
    if (kind == 0 || served > 0) make_calls(state, visit, id, kind, behind);
    if (served <= 0) continue;
    result.success += served * behind.success;
    result.refused += served * behind.refused;
    result.lost += served * behind.lost;
    failing += served * behind.refused * behind.failure_seconds;
    mixer.add(behind.latency, served * behind.success);
  }
  result.failure_seconds = result.refused > 0 ? failing / result.refused : 0;
  result.latency = mixer.law();
  visits_[id].outcome = result;
}

// The calls that a served request makes one after the other; `outcome` comes in with the latency so far.
void FlowSolver::make_calls(const FlowState& state, const Visit& visit, VisitId id, int kind, Outcome& outcome) {
  outcome.success = 1;
  outcome.refused = outcome.lost = 0;
  double failing = 0;
  double elapsed = outcome.latency.mean();
  const double reach = kind == 0 ? 1 : visits_[id].reach;
  for (std::size_t i = 0; i < visit.calls.size(); ++i) {
    const Call& call = visit.calls[i];
    CallFlow& flow = calls_[first_call_[id] + i * classes + kind];
    evaluate_call(call, reach, flow);
    const CallOutcome& once = flow.outcome;
    const double miss = call.unless_hit == none ? 1 : 1 - state.hit_ratios[call.unless_hit];
    const double whole = std::floor(call.times), fraction = call.times - whole;

    // An optional call that fails costs its time only.
    double succeeds = call.required ? once.success : 1 - once.lost;
    Latency time = once.latency;
    if (!call.required && once.refused > 0) {
      LatencyMixer mixer;
      mixer.add(once.latency, once.success);
      mixer.add({once.refused, once.failure_seconds, once.failure_seconds, 0});
      time = mixer.law();
    }
    double passed = 1, made = 0;
    Latency all;
    for (double n = 0; n < whole; n += 1) {
      made += passed;
      passed *= succeeds;
      all.then(time);
    }
    made += passed * fraction;
    if (fraction > 0) {
      Latency with = all;
      with.then(time);
      LatencyMixer mixer;
      mixer.add(all, 1 - fraction);
      mixer.add(with, fraction * succeeds);
      all = mixer.law();
      passed *= 1 - fraction + fraction * succeeds;
    }
    if (miss < 1) {
      LatencyMixer mixer;
      mixer.add({1 - miss, 0, 0, 0});
      mixer.add(all, miss * passed);
      all = mixer.law();
      passed = 1 - miss + miss * passed;
      made *= miss;
    }
    change_ = std::max(change_, std::abs(flow.made - outcome.success * made));
    flow.made = outcome.success * made;
    flow.filled = flow.made * once.success;
    const double failed = outcome.success * (1 - passed);
    const double unknown = once.lost + (call.required ? once.refused : 0);
    const double lost = unknown > 0 ? failed * once.lost / unknown : 0;
    outcome.lost += lost;
    outcome.refused += failed - lost;
    failing += (failed - lost) * (elapsed + once.failure_seconds);
    outcome.success *= passed;
    outcome.latency.then(all);
    elapsed += all.mean();
  }
  outcome.failure_seconds = outcome.refused > 0 ? failing / outcome.refused : 0;
}

void FlowSolver::end_sweep(const Network& network) {
  for (JourneyId id = 0; id < journeys_.size(); ++id) {
    const Journey& journey = network.journeys[id];
    CallFlow& flow = calls_[calls_.size() - journeys_.size() + id];
    evaluate_call({.visit = journey.entry, .client = journey.client}, 1, flow);
  }
  for (const VisitFlow& visit : visits_) {
    if (visit.carried != visit.brought) {
      change_ = std::max(change_, std::abs(visit.carried - visit.brought) / std::max(visit.carried, visit.brought));
    }
  }
}

void FlowSolver::finish(const Network& network, Time now) {
  for (JourneyId id = 0; id < journeys_.size(); ++id) {
    const CallOutcome& call = calls_[calls_.size() - journeys_.size() + id].outcome;
    JourneyFlow& flow = journeys_[id];
    flow.sli = call.success * call.latency.within(network.journeys[id].objective_seconds);
    flow.answered = flow.offered * call.success;
    flow.good = flow.offered * flow.sli;
    flow.latency = flow.answered * call.latency.mean();
  }
  count_late(network);
  for (RouterFlow& router : routers_) router = {};
  for (StationFlow& station : stations_) station.late = 0;
  std::fill(filling_.begin(), filling_.end(), 0.0);
  for (const VisitId id : order_) finish_visit(network, id, now);
}

void FlowSolver::count_late(const Call& call, double rate, const CallFlow& flow) {
  visits_[call.visit].late += rate * flow.attempts * flow.outcome.late;
}

void FlowSolver::count_late(const Network& network) {
  for (VisitFlow& visit : visits_) visit.late = 0;
  for (JourneyId id = 0; id < journeys_.size(); ++id) {
    const Call entry{.visit = network.journeys[id].entry, .client = {}};
    count_late(entry, journeys_[id].offered, calls_[calls_.size() - journeys_.size() + id]);
  }
  for (const VisitId id : order_) {
    const Visit& visit = network.visits[id];
    if (visit.kind != Visit::Kind::serve) continue;
    for (std::size_t i = 0; i < visit.calls.size(); ++i) {
      for (int kind = 0; kind < classes; ++kind) {
        const CallFlow& flow = calls_[first_call_[id] + i * classes + kind];
        const double served = visits_[id].served[kind];
        if (served > 0) count_late(visit.calls[i], served * flow.made, flow);
      }
    }
  }
}

// What totals are made of: attempts that are too late, fills of caches, and what became of each router's requests.
void FlowSolver::finish_visit(const Network& network, VisitId id, Time now) {
  const Visit& visit = network.visits[id];
  const VisitFlow& flow = visits_[id];
  const bool select = visit.kind == Visit::Kind::select;
  if (visit.router != none || flow.late > 0) {
    split(network, visit, now, select ? visit.calls.size() : visit.stations.size());
  }
  if (select && flow.late > 0) {
    // A router has no servers: what comes back too late was late where it went.
    for (std::size_t i = 0; i < visit.calls.size(); ++i) visits_[visit.calls[i].visit].late += flow.late * shares_[i];
  } else if (flow.late > 0) {
    for (std::size_t i = 0; i < visit.stations.size(); ++i) stations_[visit.stations[i]].late += flow.late * shares_[i];
  }
  if (visit.router != none) {
    RouterFlow& router = routers_[visit.router];
    router.requests += flow.rate;
    router.refused += flow.rate * share_refused_;
    router.timed_out += flow.rate * share_lost_;
    router.failed_behind += flow.rate * std::max(0.0, 1 - share_refused_ - share_lost_ - flow.outcome.success) + flow.late;
    router.latency += flow.rate * flow.outcome.success * flow.outcome.latency.mean();
  }
  for (std::size_t i = 0; i < visit.calls.size(); ++i) {
    if (visit.calls[i].unless_hit == none) continue;
    for (int kind = 0; kind < classes; ++kind) {
      filling_[visit.calls[i].unless_hit] += flow.served[kind] * calls_[first_call_[id] + i * classes + kind].filled;
    }
  }
}

}  // namespace windtunnel::traffic
