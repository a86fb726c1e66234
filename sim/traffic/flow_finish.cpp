// What totals are made of, found once a solution stands.
#include <algorithm>

#include "sim/traffic/flow_solver.h"

namespace windtunnel::traffic {

void FlowSolver::finish(const Network& network) {
  for (JourneyId id = 0; id < journeys_.size(); ++id) {
    JourneyFlow& flow = journeys_[id];
    if (flow.changed) {
      const CallOutcome& call = own_call(id).outcome;
      flow.success = call.success;
      flow.sli = call.success * call.latency.within(network.journeys[id].objective_seconds);
      flow.seconds = call.latency.mean();
      flow.changed = false;
    }
    flow.answered = flow.offered * flow.success;
    flow.good = flow.offered * flow.sli;
    flow.latency = flow.answered * flow.seconds;
  }
  count_late(network);
  for (RouterFlow& router : routers_) router = {};
  for (StationFlow& station : stations_) station.late = 0;
  for (const VisitId id : layout_->order) finish_visit(network, id);
}

void FlowSolver::fill_caches(const Network& network) {
  if (filling_.empty()) return;
  std::fill(filling_.begin(), filling_.end(), 0.0);
  for (const VisitId id : layout_->order) {
    const Visit& visit = network.visits[id];
    for (std::size_t i = 0; i < visit.calls.size(); ++i) {
      if (visit.calls[i].unless_hit == none) continue;
      for (std::size_t kind = 0; kind < classes; ++kind)
        filling_[visit.calls[i].unless_hit] += visits_[id].served[kind] * made(id, i, kind).filled;
    }
  }
}

void FlowSolver::count_late(const Call& call, double rate, const CallFlow& flow) {
  visits_[call.visit].late += rate * flow.attempts * flow.outcome.late;
}

void FlowSolver::count_late(const Network& network) {
  for (VisitFlow& visit : visits_) visit.late = 0;
  for (JourneyId id = 0; id < journeys_.size(); ++id) {
    const Call entry{.visit = network.journeys[id].entry, .client = {}};
    count_late(entry, journeys_[id].offered, own_call(id));
  }
  for (const VisitId id : layout_->order) {
    const Visit& visit = network.visits[id];
    if (visit.kind != Visit::Kind::serve) continue;
    for (std::size_t i = 0; i < visit.calls.size(); ++i) {
      for (std::size_t kind = 0; kind < classes; ++kind) {
        const CallFlow& flow = made(id, i, kind);
        const double served = visits_[id].served[kind];
        if (served > 0) count_late(visit.calls[i], served * flow.made, flow);
      }
    }
  }
}

// What totals are made of: attempts that are too late, and what became of each router's requests.
void FlowSolver::finish_visit(const Network& network, VisitId id) {
  const Visit& visit = network.visits[id];
  const VisitFlow& flow = visits_[id];
  const bool select = visit.kind == Visit::Kind::select;
  const double* shares = shares_.data() + layout_->first_share[id];
  if (select && flow.late > 0) {
    // A router has no servers: what comes back too late was late where it went.
    for (std::size_t i = 0; i < visit.calls.size(); ++i) visits_[visit.calls[i].visit].late += flow.late * shares[i];
  } else if (flow.late > 0) {
    for (std::size_t i = 0; i < visit.stations.size(); ++i) stations_[visit.stations[i]].late += flow.late * shares[i];
  }
  if (visit.router != none) {
    RouterFlow& router = routers_[visit.router];
    router.requests += flow.rate;
    router.refused += flow.rate * std::max(0.0, flow.refused - flow.failed_behind);
    router.timed_out += flow.rate * flow.lost;
    const double failed = flow.failed_behind + std::max(0.0, 1 - flow.refused - flow.lost - flow.outcome.success);
    router.failed_behind += flow.rate * failed + flow.late;
    router.latency += flow.rate * flow.outcome.success * flow.outcome.latency.mean();
  }
}

}  // namespace windtunnel::traffic
