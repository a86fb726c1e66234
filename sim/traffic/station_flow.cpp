// What a station makes of a flow of requests.
#include "sim/traffic/station_flow.h"

#include <algorithm>

namespace windtunnel::traffic {
namespace {

// A load beyond this is never stationary within the time that passes between changes.
constexpr double stationary_age = 60;

// Share of requests that the token bucket lets through.
double admit(const Station& station, const StationState& state, double rate, StationFlow& flow) {
  flow.token_rate = 0;
  if (station.admitted_rate == infinity) return 1;
  const double surplus = station.admitted_rate - rate;
  if (state.tokens <= 0 && surplus < 0) return station.admitted_rate / rate;
  if (surplus < 0 || state.tokens < bucket_size(station)) flow.token_rate = surplus;
  return 1;
}

void stay_down(const Station& station, StationFlow& flow) {
  flow.served = 0;
  const double reached = 1 - flow.lost;
  (station.when_down == Failure::refused ? flow.refused : flow.lost) += reached;
  flow.wait = {};
  flow.wait_floor = flow.capacity = flow.offered = flow.completions = flow.busy = 0;
  flow.backlog_rate = 0;
}

}  // namespace

double bucket_size(const Station& station) {
  return std::max({station.admitted_burst, station.admitted_rate, station.admitted_rate > 0 ? 1.0 : 0.0});
}

double waiting_room(const Station& station) {
  return station.waiting_places == infinity ? infinity : station.waiting_places * station.servers;
}

namespace {

// More comes than can be served, or did: the backlog moves, and requests wait for it.
void queue_up(const Station& station, const StationState& state, double service_rate, double variation, StationFlow& flow) {
  const double excess = flow.offered - flow.capacity;
  const double room = waiting_room(station);
  double queued = 1;
  const double backlog_wait = state.backlog / flow.capacity;
  if (excess > 0 && state.backlog >= room) {
    queued = flow.capacity / flow.offered;
    flow.refused += flow.served * (1 - queued);
  } else if (excess > 0 && station.drops_abandoned && flow.impatient > 0 &&
             backlog_wait >= flow.patience / flow.impatient) {
    queued = flow.capacity / flow.offered;
    flow.abandoned = flow.served * (1 - queued);
    flow.lost += flow.abandoned;
  } else {
    flow.backlog_rate = excess;
  }
  flow.served *= queued;
  flow.wait = wait_through_saturation(station.servers, service_rate, flow.offered, variation, stationary_age, 0);
  flow.wait.mean += backlog_wait;
  flow.wait_floor = backlog_wait;
  flow.completions = flow.capacity;
}

}  // namespace

void answer(const Station& station, const StationState& state, StationFlow& flow) {
  flow.lost = station.loss_share;
  flow.refused = flow.abandoned = 0;
  flow.backlog_rate = flow.token_rate = 0;
  if (station.servers <= 0) return stay_down(station, flow);
  const double reaching = flow.arrivals * (1 - flow.lost);
  const double admitted = admit(station, state, reaching, flow);
  flow.served = (1 - flow.lost) * admitted * (1 - station.error_share);
  flow.refused = (1 - flow.lost) - flow.served;
  flow.offered = flow.arrivals * flow.served;

  const double mean_work = flow.arrivals > 0 ? flow.work / flow.arrivals : 1;
  const double service_rate = station.service_rate / mean_work;
  const double variation =
      flow.arrivals > 0
          ? (1 + station.service_variation) * (flow.work_squared / flow.arrivals) / (mean_work * mean_work) - 1
          : station.service_variation;
  flow.capacity = station.servers * service_rate;
  flow.wait = {};
  flow.wait_floor = 0;
  if (station.servers == infinity) {
    flow.completions = flow.offered;
  } else if (state.backlog > 0 || flow.offered > flow.capacity) {
    queue_up(station, state, service_rate, variation, flow);
  } else if (station.waiting_places == infinity) {
    flow.wait = wait_through_saturation(station.servers, service_rate, flow.offered, variation, stationary_age, 0);
    flow.completions = flow.offered;
  } else {
    const LimitedWait limited =
        wait_limited(station.servers, service_rate, flow.offered, variation, waiting_room(station));
    flow.wait = limited.admitted;
    flow.refused += flow.served * limited.blocked;
    flow.served *= 1 - limited.blocked;
    flow.completions = flow.offered * (1 - limited.blocked);
  }
  flow.busy = station.service_rate > 0 ? std::min(station.servers, flow.completions / service_rate) : 0;
}

}  // namespace windtunnel::traffic
