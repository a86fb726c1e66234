// The sweeps' way back: outcomes from those called to their callers.
#include <algorithm>
#include <cmath>

#include "sim/traffic/flow_solver.h"

namespace windtunnel::traffic {

// Whether anything that a visit's outcome is found from may have changed.
bool FlowSolver::touched(const Visit& visit, const VisitFlow& flow) const {
  if (all_ || flow.diverted || flow.served[1] > 0) return true;
  for (const StationId station : visit.stations) {
    if (scratch_->station_changed[station]) return true;
  }
  for (const Call& call : visit.calls) {
    if (touched(call)) return true;
    if (call.unless_hit != none && scratch_->cache_changed[call.unless_hit]) return true;
  }
  return false;
}

// Whether what a call comes to may have changed, for servers that reach everything.
bool FlowSolver::touched(const Call& call) const {
  return all_ || visits_[call.visit].changed || (call.fallback != none && visits_[call.fallback].changed);
}

void FlowSolver::backward(const Network& network, const FlowState& state, VisitId id) {
  const Visit& visit = network.visits[id];
  VisitFlow& flow = visits_[id];
  flow.changed = touched(visit, flow);
  if (!flow.changed) return;
  Outcome result;
  switch (visit.kind) {
    case Visit::Kind::select: backward_select(visit, id, result); break;
    case Visit::Kind::serve: backward_serve(network, state, visit, id, result); break;
    case Visit::Kind::enqueue: result.latency.delay(visit.latency); break;
  }
  const Outcome& before = flow.outcome;
  flow.changed = all_ || std::abs(result.success - before.success) > 1e-10 ||
                 std::abs(result.refused - before.refused) > 1e-10 || std::abs(result.lost - before.lost) > 1e-10 ||
                 std::abs(result.failure_seconds - before.failure_seconds) > 1e-8 * result.failure_seconds ||
                 differ(result.latency, before.latency);
  flow.outcome = result;
}

void FlowSolver::evaluate_call(const Call& call, double reach, CallFlow& flow) {
  const double attempts = flow.outcome.attempts, fallen_back = flow.outcome.fallen_back, prompt = flow.outcome.prompt_retries;
  const Outcome* fallback = call.fallback == none ? nullptr : &visits_[call.fallback].outcome;
  Outcome cut_off;
  if (fallback != nullptr && call.fallback_over_internet && reach < 1) {
    cut_off = *fallback;
    cut_off.success *= reach;
    cut_off.refused *= reach;
    cut_off.lost = 1 - cut_off.success - cut_off.refused;
    fallback = &cut_off;
  }
  evaluate(visits_[call.visit].outcome, call.client, call.over_internet ? reach : 1, fallback, flow.outcome);
  change_ = std::max(change_, flow.delayed ? std::abs(flow.outcome.prompt_retries - prompt) : std::abs(flow.outcome.attempts - attempts));
  change_ = std::max(change_, std::abs(flow.outcome.fallen_back - fallen_back));
}

void FlowSolver::backward_select(const Visit& visit, VisitId id, Outcome& result) {
  const VisitFlow& here = visits_[id];
  const double* shares = shares_.data() + layout_->first_share[id];
  result.success = 0;
  result.refused = here.refused;
  result.lost = here.lost;
  double failing = here.refused * visit.latency;
  LatencyMixer mixer;
  for (std::size_t i = 0; i < visit.calls.size(); ++i) {
    CallFlow& flow = made(id, i, 0);
    if (touched(visit.calls[i])) evaluate_call(visit.calls[i], 1, flow);
    if (shares[i] <= 0) continue;
    const CallOutcome& call = flow.outcome;
    result.success += shares[i] * call.success;
    result.refused += shares[i] * call.refused;
    result.lost += shares[i] * call.lost;
    failing += shares[i] * call.refused * (visit.latency + call.failure_seconds);
    mixer.add(call.latency, shares[i] * call.success);
  }
  result.failure_seconds = result.refused > 0 ? failing / result.refused : 0;
  result.latency = mixer.law();
  result.latency.delay(visit.latency);
}

// Adds the ways in which a station's answers come.
void add_stay(const Visit& visit, const Station& station, const StationFlow& flow, double share, LatencyMixer& mixer) {
  const double delay = visit.latency + station.added_latency;
  const double service = visit.work / station.service_rate;
  const double spread = station.service_variation * service * service;
  if (flow.wait.count == 0) mixer.add({share, delay, delay + service, spread});
  for (int i = 0; i < flow.wait.count; ++i) {
    mixer.add(sum(flow.wait.parts[i], {share, delay, delay + service, spread}));
  }
}

void FlowSolver::backward_serve(const Network& network, const FlowState& state, const Visit& visit, VisitId id,
                                Outcome& result) {
  const VisitFlow& here = visits_[id];
  const double* shares = shares_.data() + layout_->first_share[id];
  result.success = 0;
  result.refused = here.refused;
  result.lost = here.lost;
  double failing = here.refused * visit.latency;
  LatencyMixer stays[classes];
  for (std::size_t i = 0; i < visit.stations.size(); ++i) {
    if (shares[i] <= 0) continue;
    const Station& station = network.stations[visit.stations[i]];
    const StationFlow& flow = stations_[visit.stations[i]];
    result.refused += shares[i] * flow.refused;
    result.lost += shares[i] * flow.lost;
    failing += shares[i] * flow.refused * (visit.latency + station.added_latency);
    if (flow.served <= 0) continue;
    const bool whole = !layout_->calls_out[id] || station.egress >= 1;
    add_stay(visit, station, flow, shares[i] * flow.served, stays[whole ? 0 : 1]);
  }
  LatencyMixer mixer;
  for (std::size_t kind = 0; kind < classes; ++kind) {
    const double served = stays[kind].weight();
    // What a class without requests would meet is worked out too, in case its share rises.
    if (kind > 0 && served <= 0) continue;
    Outcome behind;
    if (served > 0) behind.latency = stays[kind].law();
    make_calls(state, visit, id, kind, behind);
    if (served <= 0) continue;
    result.success += served * behind.success;
    result.refused += served * behind.refused;
    result.lost += served * behind.lost;
    failing += served * behind.refused * behind.failure_seconds;
    mixer.add(behind.latency, served * behind.success);
  }
  result.failure_seconds = result.refused > 0 ? failing / result.refused : 0;
  result.latency = mixer.law();
}

// The calls that a served request makes one after the other; `outcome` comes in with the latency so far.
void FlowSolver::make_calls(const FlowState& state, const Visit& visit, VisitId id, std::size_t kind, Outcome& outcome) {
  outcome.success = 1;
  outcome.refused = outcome.lost = 0;
  double failing = 0;
  for (std::size_t i = 0; i < visit.calls.size(); ++i) {
    const Call& call = visit.calls[i];
    CallFlow& flow = made(id, i, kind);
    if (kind > 0 || touched(call)) evaluate_call(call, kind == 0 ? 1 : visits_[id].reach, flow);
    make_call(state, call, flow, failing, outcome);
  }
  outcome.failure_seconds = outcome.refused > 0 ? failing / outcome.refused : 0;
}

// The law of a share of cases in which something more follows, and of the others.
Latency sometimes(const Latency& otherwise, const Latency& then, double share) {
  LatencyMixer mixer;
  mixer.add(otherwise, 1 - share);
  mixer.add(then, share);
  return mixer.law();
}

// One of the calls of a visit, made as often as it says and unless its cache hits.
void FlowSolver::make_call(const FlowState& state, const Call& call, CallFlow& flow, double& failing, Outcome& outcome) {
  const CallOutcome& once = flow.outcome;
  const double miss = call.unless_hit == none ? 1 : 1 - state.hit_ratios[call.unless_hit];
  const double whole = std::floor(call.times), fraction = call.times - whole;
  // An optional call that fails costs its time only.
  const double succeeds = call.required ? once.success : 1 - once.lost;
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
  if (fraction > 0) {
    made += passed * fraction;
    Latency more = all;
    more.then(time);
    all = sometimes(all, more, fraction);
    passed *= 1 - fraction + fraction * succeeds;
  }
  if (miss < 1) {
    all = sometimes(Latency(0, 0, 0), all, miss * passed / (1 - miss + miss * passed));
    passed = 1 - miss + miss * passed;
    made *= miss;
  }
  change_ = std::max(change_, std::abs(flow.made - outcome.success * made));
  flow.made = outcome.success * made;
  flow.filled = flow.made * once.success;
  const double failed = outcome.success * (1 - passed);
  const double ways = once.lost + (call.required ? once.refused : 0);
  const double lost = ways > 0 ? failed * once.lost / ways : 0;
  outcome.lost += lost;
  outcome.refused += failed - lost;
  if (failed > 0) failing += (failed - lost) * (outcome.latency.mean() + once.failure_seconds);
  outcome.success *= passed;
  outcome.latency.then(all);
}

void FlowSolver::end_sweep(const Network& network) {
  for (JourneyId id = 0; id < journeys_.size(); ++id) {
    const Journey& journey = network.journeys[id];
    JourneyFlow& result = journeys_[id];
    const bool other_client = jumped_ && sweeps_ == 1;  // perhaps
    if (!all_ && !other_client && !visits_[journey.entry].changed) continue;
    CallFlow& flow = own_call(id);
    evaluate_call({.visit = journey.entry, .client = journey.client}, 1, flow);
    result.changed = true;
  }
  for (const VisitFlow& visit : visits_) {
    if (visit.carried != visit.brought) {
      change_ = std::max(change_, std::abs(visit.carried - visit.brought) / std::max(visit.carried, visit.brought));
    }
  }
}

}  // namespace windtunnel::traffic
