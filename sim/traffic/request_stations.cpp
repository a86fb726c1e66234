// Stations request by request: admission, waiting, service, and servers that come and go.
#include <algorithm>
#include <cmath>

#include "sim/kernel/mathematics.h"
#include "sim/traffic/request.h"
#include "sim/traffic/station_flow.h"

namespace windtunnel::traffic {

// Picks a branch by the present weights.
std::size_t Requests::choose(const Visit& visit, std::size_t branches) {
  const Router* router = visit.router == none ? nullptr : &network_.routers[visit.router];
  if (router == nullptr && branches == 1) return 0;
  const auto weight = [&](std::size_t i) {
    if (router != nullptr) return i < router->branches.size() ? router->branches[i].at(now_) : 0.0;
    if (visit.kind == Visit::Kind::select) return 1.0;
    const double servers = network_.stations[visit.stations[i]].servers;
    return servers == infinity ? 1e18 : servers;
  };
  const double refused = router != nullptr ? router->refused.at(now_) : 0;
  const double lost = router != nullptr ? router->black_holed.at(now_) : 0;
  double sum = refused + lost;
  for (std::size_t i = 0; i < branches; ++i) sum += weight(i);
  if (sum <= 0) {
    if (router != nullptr) return refused_branch;
    return static_cast<std::size_t>(choices_.uniform() * static_cast<double>(branches));
  }
  double left = choices_.uniform() * sum;
  for (std::size_t i = 0; i < branches; ++i) {
    left -= weight(i);
    if (left < 0) return i;
  }
  return left < refused ? refused_branch : lost_branch;
}

void Requests::choose_station(FrameId id) {
  const Visit& visit = network_.visits[frames_[id].visit];
  const std::size_t branch = choose(visit, visit.stations.size());
  if (branch == refused_branch) {
    count_refusal(visit.router);
    return fail(id);
  }
  if (branch == lost_branch) {
    router_totals_[visit.router].timed_out += 1;
    return lose(id);
  }
  frames_[id].place = static_cast<std::uint32_t>(branch);
  submit(id, visit.stations[branch]);
}

void Requests::refuse(FrameId id, const Station& station) {
  count_failure_behind(frames_[id]);
  if (station.added_latency > 0) return schedule(now_ + from_seconds(station.added_latency), Signal::refused, id);
  fail(id);
}

bool Requests::admitted(StationRun& run, const Station& station) {
  if (station.admitted_rate == infinity) return true;
  run.tokens = std::min(run.token_limit, run.tokens + run.token_rate * (now_ - run.tokens_at).seconds());
  run.tokens_at = now_;
  if (run.tokens < 1) return false;
  run.tokens -= 1;
  return true;
}

void Requests::submit(FrameId id, StationId station_id) {
  const Station& station = network_.stations[station_id];
  StationRun& run = stations_[station_id];
  run.totals.arrivals += 1;
  const bool vanishes = station.loss_share > 0 && choices_.uniform() < station.loss_share;
  const bool down = run.servers <= 0;
  if (vanishes || (down && station.when_down == Failure::black_hole)) {
    run.totals.failures += 1;
    count_failure_behind(frames_[id]);
    return lose(id);
  }
  const bool refused = down || !admitted(run, station) ||
                       (station.error_share > 0 && choices_.uniform() < station.error_share);
  const bool busy = static_cast<double>(run.in_service.size()) >= run.servers;
  if (refused || (busy && static_cast<double>(run.waiting.size()) + 1 > run.room)) {
    run.totals.failures += 1;
    return refuse(id, station);
  }
  frames_[id].started = now_;
  if (busy) return run.waiting.push(id);
  serve(id, run, station);
}

// Exponential where the variation is 1, else lognormal; constant where it is 0.
double Requests::draw_service(StationRun& run, const Station& station, double work) {
  const double mean = work / station.service_rate;
  if (station.service_variation == 1) return mean * run.stream.exponential();
  if (station.service_variation == 0) return mean;
  return mean * mathematics::exp(run.lognormal_mean + run.lognormal_deviation * run.stream.normal());
}

void Requests::serve(FrameId id, StationRun& run, const Station& station) {
  Frame& frame = frames_[id];
  frame.seat = static_cast<std::uint32_t>(run.in_service.size());
  run.in_service.push_back(id);
  const Duration service = from_seconds(draw_service(run, station, network_.visits[frame.visit].work));
  run.totals.busy_seconds += service.seconds();
  schedule(now_ + service, Signal::served, id);
}

void Requests::leave_service(FrameId id, StationRun& run) {
  const std::uint32_t seat = frames_[id].seat;
  run.in_service[seat] = run.in_service.back();
  frames_[run.in_service[seat]].seat = seat;
  run.in_service.pop_back();
}

void Requests::served(FrameId id) {
  const StationId station_id = network_.visits[frames_[id].visit].stations[frames_[id].place];
  StationRun& run = stations_[station_id];
  leave_service(id, run);
  run.totals.completions += 1;
  run.totals.latency_seconds += (now_ - frames_[id].started).seconds();
  serve_next(station_id);
  const double added = network_.stations[station_id].added_latency;
  if (added > 0) return schedule(now_ + from_seconds(added), Signal::answered, id);
  next_call(id);
}

void Requests::serve_next(StationId id) {
  StationRun& run = stations_[id];
  const Station& station = network_.stations[id];
  while (!run.waiting.empty() && static_cast<double>(run.in_service.size()) < run.servers) {
    const FrameId next = run.waiting.pop();
    if (frames_[next].abandoned && station.drops_abandoned) {
      release(next);
      continue;
    }
    serve(next, run, station);
  }
}

void Requests::settle_station(StationId id) {
  StationRun& run = stations_[id];
  const Station& station = network_.stations[id];
  run.tokens = std::min(run.token_limit, run.tokens + run.token_rate * (now_ - run.tokens_at).seconds());
  run.tokens_at = now_;
  run.token_rate = station.admitted_rate == infinity ? 0 : station.admitted_rate;
  run.token_limit = bucket_size(station);
  run.tokens = std::min(run.tokens, run.token_limit);
  const double spread = mathematics::log(1 + station.service_variation);
  run.lognormal_mean = -0.5 * spread;
  run.lognormal_deviation = std::sqrt(spread);
  const double servers = station.servers == infinity ? infinity : std::floor(station.servers + 0.5);
  if (servers < run.servers) {
    remove_servers(id, servers);
  }
  run.servers = servers;
  run.room = station.waiting_places == infinity ? infinity : std::floor(station.waiting_places * servers + 0.5);
  while (static_cast<double>(run.waiting.size()) > (servers > 0 ? run.room : 0)) {
    run.totals.failures += 1;
    const FrameId last = run.waiting.pop_back();
    count_failure_behind(frames_[last]);
    fail(last);
  }
  serve_next(id);
}

// Every server is as likely to go as any other, and takes along what it serves.
void Requests::remove_servers(StationId id, double servers) {
  StationRun& run = stations_[id];
  double present = run.servers == infinity ? static_cast<double>(run.in_service.size()) : run.servers;
  run.servers = servers;
  for (; present > servers; present -= 1) {
    const auto hit = static_cast<std::size_t>(choices_.uniform() * present);
    if (hit >= run.in_service.size()) continue;
    const FrameId victim = run.in_service[hit];
    events_.cancel(frames_[victim].own);
    leave_service(victim, run);
    run.totals.failures += 1;
    count_failure_behind(frames_[victim]);
    fail(victim);
  }
}

}  // namespace windtunnel::traffic
