// The sweeps: rates from callers to called.
#include "sim/traffic/flow_solver.h"

#include <algorithm>
#include <cmath>

#include "sim/traffic/call_order.h"
#include "sim/traffic/reach.h"

namespace windtunnel::traffic {
namespace {

constexpr int most_sweeps = 30;
constexpr double tolerance = 1e-7;
// A law of latencies is kept as a few parts, joined from many. Where two ways to join them are about as good, shares jump from one to
// the other, by some 1e-4, and would not come to rest: after so many sweeps each that has not come closer than any before it widens
// what may still change.
constexpr int strict_sweeps = 6;
constexpr double lenience = 8;

bool calls_over_internet(const Visit& visit) {
  return std::any_of(visit.calls.begin(), visit.calls.end(),
                     [](const Call& call) { return call.over_internet || call.fallback_over_internet; });
}

}  // namespace

FlowSolver::Layout::Layout(const Network& network)
    : order(call_order(network)),
      gradual(sweep_order(network, order)),
      sudden(sudden_sweep_order(network, order)),
      position(network.visits.size(), 0) {
  for (std::size_t i = 0; i < order.size(); ++i) position[order[i]] = i;
  for (VisitId id = 0; id < network.visits.size(); ++id) {
    const Visit& visit = network.visits[id];
    calls_out.push_back(calls_over_internet(visit));
    first_call.push_back(first_own_call);
    first_own_call += visit.calls.size();
    first_share.push_back(shares);
    shares += visit.kind == Visit::Kind::select ? visit.calls.size() : visit.stations.size();
    for (const Call& call : visit.calls) {
      for (const VisitId target : {call.visit, call.fallback}) {
        if (target != none && position[target] <= position[id]) cyclic = true;
      }
    }
  }
}

FlowSolver::Scratch FlowSolver::make_scratch() const {
  const std::vector<double> unknowns(3 * calls_.size() + stations_.size());
  return {std::vector<double>(shares_.size()), std::vector<char>(stations_.size()), std::vector<char>(filling_.size()),
          unknowns, unknowns, unknowns, unknowns};
}

FlowSolver::FlowSolver(const Network& network)
    : layout_(std::make_shared<const Layout>(network)),
      calls_(layout_->first_own_call * classes + network.journeys.size()),
      visits_(network.visits.size()),
      stations_(network.stations.size()),
      routers_(network.routers.size()),
      journeys_(network.journeys.size()),
      queues_(network.queues.size()),
      filling_(network.caches.size(), 0),
      shares_(layout_->shares),
      seen_(network.stations.size()),
      seen_hit_ratios_(network.caches.size(), -1) {}

// Finds which calls are made. What servers that are cut off meet is not kept up to date while there are none.
void FlowSolver::note_reach(const Network& network) {
  const std::size_t made = everything_is_reached(network) ? calls_.size() - layout_->first_own_call : calls_.size();
  if (made != calls_made_) all_ = true;
  calls_made_ = made;
}

// Whether no server is cut off from anything that it calls.
bool FlowSolver::everything_is_reached(const Network& network) const {
  for (VisitId id = 0; id < network.visits.size(); ++id) {
    if (!layout_->calls_out[id]) continue;
    for (const StationId station : network.visits[id].stations)
      if (network.stations[station].egress < 1) return false;
  }
  return true;
}

void FlowSolver::forget() {
  std::fill(calls_.begin(), calls_.end(), CallFlow{});
  std::fill(visits_.begin(), visits_.end(), VisitFlow{});
  std::fill(stations_.begin(), stations_.end(), StationFlow{});
  std::fill(seen_.begin(), seen_.end(), Seen{});
  calls_made_ = 0;  // other than any number of calls that are made, so that nothing is left as it is
}

void FlowSolver::solve(const Network& network, const FlowState& state, Time now, bool fresh) {
  scratch_.get([this] { return make_scratch(); });
  jumped_ = fresh;
  all_ = layout_->cyclic;
  if (fresh) note_reach(network);
  find_shares(network, now);
  for (CacheId id = 0; id < seen_hit_ratios_.size(); ++id) {
    scratch_->cache_changed[id] = seen_hit_ratios_[id] != state.hit_ratios[id];
    seen_hit_ratios_[id] = state.hit_ratios[id];
  }
  for (JourneyId id = 0; id < journeys_.size(); ++id) journeys_[id].offered = network.journeys[id].rate.at(now);
  double allowed = tolerance, least = infinity;
  for (sweeps_ = 1; sweeps_ <= most_sweeps; ++sweeps_) {
    sweep(network, state, now);
    if (sweeps_ > strict_sweeps && change_ >= least) allowed *= lenience;
    if (change_ < allowed) break;
    least = std::min(least, change_);
    all_ = layout_->cyclic;
    for (VisitFlow& visit : visits_) visit.diverted = false;
    std::fill(scratch_->cache_changed.begin(), scratch_->cache_changed.end(), 0);
    extrapolate();
  }
  delay_retries(state);
  answer_queues(network, state);
  fill_caches(network);
}

void FlowSolver::sweep(const Network& network, const FlowState& state, Time) {
  change_ = 0;
  delay_retries(state);
  clear_rates();
  for (JourneyId id = 0; id < journeys_.size(); ++id) {
    const Journey& journey = network.journeys[id];
    const Call entry{.visit = journey.entry, .client = journey.client};
    send(none, entry, journeys_[id].offered, 1, own_call(id));
  }
  for (const SweepStep& step : (jumped_ ? layout_->sudden : layout_->gradual).steps) {
    switch (step.kind) {
      case SweepStep::Kind::arrive: arrive(network, step.id); break;
      case SweepStep::Kind::answer: answer_station(network, state, step.id); break;
      case SweepStep::Kind::send: send_on(network, step.id); break;
    }
  }
  for (auto id = layout_->order.rbegin(); id != layout_->order.rend(); ++id) backward(network, state, *id);
  end_sweep(network);
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
  for (std::size_t i = 0; i < calls_made_; ++i) {
    CallFlow& call = calls_[i];
    // Once delayed, a call is so to the end of the solution: sweeps would swing to and fro across the bound.
    call.delayed = (call.delayed && sweeps_ > 1) ||
                   (call.outcome.retry_delay > prompt_retry && std::abs(state.retries[i] - call.outcome.slow_retries) > few_retries);
    call.attempts = call.delayed ? (1 + state.retries[i]) * (1 + call.outcome.prompt_retries) : call.outcome.attempts;
  }
}

// Sends a rate of calls to their target; those of a caller that comes later in the order arrive with the next sweep.
void FlowSolver::send(VisitId from, const Call& call, double rate, double reach, const CallFlow& flow) {
  if (rate <= 0) return;
  const bool ahead = from == none || layout_->position[call.visit] > layout_->position[from];
  VisitFlow& target = visits_[call.visit];
  const double arrivals = rate * flow.attempts * (call.over_internet ? reach : 1);
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
    const bool fallback_ahead = from == none || layout_->position[call.fallback] > layout_->position[from];
    (fallback_ahead ? fallback.rate : fallback.carried) +=
        rate * flow.outcome.fallen_back * (call.fallback_over_internet ? reach : 1);
  }
}

void FlowSolver::find_shares(const Network& network, Time now) {
  for (const VisitId id : layout_->order) {
    const Visit& visit = network.visits[id];
    VisitFlow& flow = visits_[id];
    if (jumped_) flow.ramping = visit.router != none && moves(network.routers[visit.router], now);
    flow.diverted = (jumped_ || flow.ramping) && split(network, visit, id, now);
  }
}

// Shares of a visit's branches, of what is refused and of what is black-holed; they add up to 1. Says whether they are others than before.
bool FlowSolver::split(const Network& network, const Visit& visit, VisitId id, Time now) {
  double* weights = scratch_->weights.data();
  const std::size_t branches = visit.kind == Visit::Kind::select ? visit.calls.size() : visit.stations.size();
  double sum = 0, refused = 0, lost = 0, failed_behind = 0;
  if (visit.router != none) {
    const Router& router = network.routers[visit.router];
    for (std::size_t i = 0; i < branches; ++i) {
      sum += weights[i] = i < router.branches.size() ? router.branches[i].at(now) : 0;
    }
    refused = router.refused.at(now);
    lost = router.black_holed.at(now);
    failed_behind = router.failed_behind.at(now);
    sum += refused + lost;
    if (sum <= 0) sum = refused = 1;
  } else if (visit.kind == Visit::Kind::serve) {
    for (std::size_t i = 0; i < branches; ++i) {
      const double servers = network.stations[visit.stations[i]].servers;
      sum += weights[i] = servers == infinity ? 1e18 : servers;
    }
  }
  if (sum <= 0) {  // all alike, or all down: how they fail is theirs to say
    std::fill_n(weights, branches, 1.0);
    sum = static_cast<double>(branches);
  }
  bool others = false;
  const auto put = [&others, sum](double& share, double weight) {
    others = others || share != weight / sum;
    share = weight / sum;
  };
  VisitFlow& flow = visits_[id];
  double* shares = shares_.data() + layout_->first_share[id];
  for (std::size_t i = 0; i < branches; ++i) put(shares[i], weights[i]);
  put(flow.refused, refused);
  put(flow.lost, lost);
  put(flow.failed_behind, failed_behind);
  return others;
}

void FlowSolver::arrive(const Network& network, VisitId id) {
  const Visit& visit = network.visits[id];
  VisitFlow& flow = visits_[id];
  if (visit.kind == Visit::Kind::enqueue) queues_[visit.queue].arrivals += flow.rate;
  if (visit.kind != Visit::Kind::serve || flow.rate <= 0) return;
  const double* shares = shares_.data() + layout_->first_share[id];
  for (std::size_t i = 0; i < visit.stations.size(); ++i) {
    const double rate = flow.rate * shares[i];
    if (rate <= 0) continue;
    StationFlow& station = stations_[visit.stations[i]];
    station.arrivals += rate;
    station.work += rate * visit.work;
    station.work_squared += rate * visit.work * visit.work;
    station.impatient += flow.impatient * shares[i];
    station.patience += flow.patience * shares[i];
  }
  // Its servers do not know how long their callers wait.
  flow.impatient = flow.patience = 0;
}

void FlowSolver::send_on(const Network& network, VisitId id) {
  const Visit& visit = network.visits[id];
  if (visit.kind == Visit::Kind::select) send_selected(visit, id);
  if (visit.kind == Visit::Kind::serve) send_served(network, visit, id);
}

void FlowSolver::send_selected(const Visit& visit, VisitId id) {
  const double rate = visits_[id].rate;
  const double* shares = shares_.data() + layout_->first_share[id];
  for (std::size_t i = 0; i < visit.calls.size(); ++i) {
    send(id, visit.calls[i], rate * shares[i], 1, made(id, i, 0));
  }
}

void FlowSolver::send_served(const Network& network, const Visit& visit, VisitId id) {
  VisitFlow& flow = visits_[id];
  const double* shares = shares_.data() + layout_->first_share[id];
  flow.served[0] = flow.served[1] = 0;
  flow.reach = 1;
  if (flow.rate <= 0) return;
  double reached = 0;
  for (std::size_t i = 0; i < visit.stations.size(); ++i) {
    const double served = flow.rate * shares[i] * stations_[visit.stations[i]].passing;
    const double reach = layout_->calls_out[id] ? network.stations[visit.stations[i]].egress : 1;
    if (served <= 0) continue;
    if (reach >= 1) {
      flow.served[0] += served;
    } else {
      flow.served[1] += served;
      reached += served * reach;
    }
  }
  if (flow.served[1] > 0) flow.reach = reached / flow.served[1];
  for (std::size_t kind = 0; kind < classes; ++kind) {
    if (flow.served[kind] <= 0) continue;
    for (std::size_t i = 0; i < visit.calls.size(); ++i) {
      const CallFlow& call = made(id, i, kind);
      send(id, visit.calls[i], flow.served[kind] * call.made, kind == 0 ? 1 : flow.reach, call);
    }
  }
}

void FlowSolver::answer_station(const Network& network, const FlowState& state, StationId id) {
  const double served = stations_[id].served, passing = stations_[id].passing;
  scratch_->station_changed[id] = answer_again(network, state, id);
  if (!jumped_ && !layout_->gradual.late[id]) return;  // all that follows from its answer does so in this sweep
  change_ = std::max({change_, std::abs(stations_[id].served - served), std::abs(stations_[id].passing - passing)});
}

// Says whether the answer is another than the last.
bool FlowSolver::answer_again(const Network& network, const FlowState& state, StationId id) {
  StationFlow& flow = stations_[id];
  const StationState& held = state.stations[id];
  const Station& station = network.stations[id];
  const Seen seen{flow.arrivals, flow.work,      flow.work_squared, flow.impatient,   flow.patience,    held.waiting,
                  held.variance, held.resting,   held.following,    held.tokens <= 0, held.tokens >= bucket_size(station)};
  if (seen == seen_[id]) return false;
  const bool forgotten = seen_[id].arrivals < 0;
  seen_[id] = seen;
  const double served = flow.served, refused = flow.refused, lost = flow.lost;
  const WaitLaw wait = flow.wait;
  answer(station, held, flow);
  return all_ || forgotten || std::abs(flow.served - served) > 1e-10 || std::abs(flow.refused - refused) > 1e-10 ||
         std::abs(flow.lost - lost) > 1e-10 || differ(flow.wait, wait, 1 / station.service_rate);
}

void FlowSolver::answer_queues(const Network& network, const FlowState& state) {
  for (QueueId id = 0; id < queues_.size(); ++id) {
    QueueFlow& queue = queues_[id];
    const double most = network.queues[id].handling_rate;
    queue.handled = state.messages[id] > 0 && most < infinity ? most : std::min(queue.arrivals, most);
    queue.backlog_rate = queue.arrivals - queue.handled;
  }
}

void FlowSolver::start_like(const FlowSolver& other) {
  visits_ = other.visits_;
  calls_made_ = other.calls_made_;
  std::copy_n(other.calls_.begin(), calls_made_, calls_.begin());
  stations_ = other.stations_;
  journeys_ = other.journeys_;
  shares_ = other.shares_;
  seen_ = other.seen_;
  seen_hit_ratios_ = other.seen_hit_ratios_;
}

void FlowSolver::change_places(FlowSolver& other) noexcept {
  std::swap(calls_made_, other.calls_made_);
  calls_.swap(other.calls_);
  visits_.swap(other.visits_);
  stations_.swap(other.stations_);
  routers_.swap(other.routers_);
  journeys_.swap(other.journeys_);
  queues_.swap(other.queues_);
  filling_.swap(other.filling_);
  shares_.swap(other.shares_);
  seen_.swap(other.seen_);
  seen_hit_ratios_.swap(other.seen_hit_ratios_);
}

}  // namespace windtunnel::traffic
