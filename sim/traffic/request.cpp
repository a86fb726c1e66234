// The request resolution: events, the contract's bookkeeping, and what holds at present.
#include "sim/traffic/request.h"

#include <algorithm>
#include <cmath>

#include "sim/kernel/mathematics.h"
#include "sim/traffic/station_flow.h"

namespace windtunnel::traffic {
namespace {

enum Purpose : std::uint64_t { choices, arrivals, service, messages };
constexpr std::uint64_t entity = hash_name("traffic request by request");

Stream stream_of(std::uint64_t seed, std::uint64_t replication, Purpose purpose, std::size_t index) {
  return Stream({seed, replication, entity, purpose + 16 * index});
}

// A queue longer than this, in requests per server and on top, is left over from something.
constexpr double long_queue_per_server = 2, long_queue = 10;

}  // namespace

Requests::Requests(Network network, std::uint64_t seed, std::uint64_t replication)
    : network_(std::move(network)),
      stations_(network_.stations.size()),
      journeys_(network_.journeys.size()),
      queues_(network_.queues.size()),
      router_totals_(network_.routers.size()),
      router_second_(network_.routers.size()),
      router_rates_(network_.routers.size()),
      hit_ratios_(network_.caches.size()),
      choices_(stream_of(seed, replication, choices, 0)) {
  for (std::size_t i = 0; i < stations_.size(); ++i) stations_[i].stream = stream_of(seed, replication, service, i);
  for (std::size_t i = 0; i < journeys_.size(); ++i) journeys_[i].stream = stream_of(seed, replication, arrivals, i);
  for (std::size_t i = 0; i < queues_.size(); ++i) queues_[i].stream = stream_of(seed, replication, messages, i);
  std::size_t calls = 0;
  for (const Visit& visit : network_.visits) {
    first_call_.push_back(calls);
    calls += visit.calls.size();
  }
  calls_.resize(calls + journeys_.size());
  for (const Journey& journey : network_.journeys) {
    journey_calls_.push_back({.visit = journey.entry, .client = journey.client});
  }
  for (JourneyId id = 0; id < journeys_.size(); ++id) reaches_.push_back(reach_of(network_, id));
}

void Requests::begin(Time start) {
  now_ = start_ = start;
  second_end_ = Time{(start.microseconds / 1'000'000 + 1) * 1'000'000};
  events_.clear();
  frames_.clear();
  first_free_ = none;
  for (std::size_t i = 0; i < stations_.size(); ++i) {
    StationRun& run = stations_[i];
    run.totals = run.second = {};
    run.waiting.clear();
    run.in_service.clear();
    run.servers = 0;
    run.tokens = run.token_limit = bucket_size(network_.stations[i]);
    run.tokens_at = start;
  }
  for (JourneyRun& run : journeys_) {
    run.totals = {};
    run.rate = Ramp(0);
    run.arrival = {};
    run.bins.begin(start);
  }
  for (QueueRun& run : queues_) {
    run.totals = {};
    run.messages.clear();
    run.rate = 0;
    run.handled = {};
  }
  for (CallRun& call : calls_) {
    call.retry_tokens = retry_bucket;
    call.timeouts.clear();
    call.look = {};
  }
  for (auto* totals : {&router_totals_, &router_second_, &router_rates_}) std::fill(totals->begin(), totals->end(), RouterTotals{});
  for (std::size_t i = 0; i < hit_ratios_.size(); ++i) hit_ratios_[i] = network_.caches[i].steady_hit_ratio;
  settle();
}

void Requests::settle() {
  for (StationId id = 0; id < stations_.size(); ++id) settle_station(id);
  for (QueueId id = 0; id < queues_.size(); ++id) settle_queue(id);
  for (JourneyId id = 0; id < journeys_.size(); ++id) settle_journey(id);
}

void Requests::advance(Time to) {
  while (true) {
    const Time next = events_.next_time();
    if (second_end_ < to && second_end_ <= next) {
      now_ = second_end_;
      end_second();
      continue;
    }
    if (next > to) break;
    const Event event = events_.take();
    now_ = event.time;
    handle(event);
  }
  now_ = to;
}

void Requests::step() {
  if (second_end_ <= now_) end_second();
  settle();
}

void Requests::handle(const Event& event) {
  const auto frame = static_cast<FrameId>(event.argument);
  switch (static_cast<Signal>(event.signal)) {
    case Signal::arrival: return arrive(static_cast<JourneyId>(event.argument));
    case Signal::reaches_visit: return reach_visit(frame);
    case Signal::served: return served(frame);
    case Signal::answered: return next_call(frame);
    case Signal::refused: return fail(frame);
    case Signal::retry: return attempt(frame);
    case Signal::timeout: return time_out_due(static_cast<std::size_t>(event.argument));
    case Signal::message_handled: return handle_message(static_cast<QueueId>(event.argument));
  }
}

void Requests::schedule(Time time, Signal signal, FrameId frame) {
  Event event;
  event.time = time;
  event.signal = static_cast<std::uint16_t>(signal);
  event.argument = frame;
  frames_[frame].own = events_.schedule(event);
}

namespace {

StationTotals since(const StationTotals& before, const StationTotals& now) {
  return {now.arrivals - before.arrivals, now.completions - before.completions, now.failures - before.failures,
          now.busy_seconds - before.busy_seconds, now.latency_seconds - before.latency_seconds};
}
RouterTotals since(const RouterTotals& before, const RouterTotals& now) {
  return {now.requests - before.requests, now.refused - before.refused, now.timed_out - before.timed_out,
          now.failed_behind - before.failed_behind, now.latency_seconds - before.latency_seconds};
}

}  // namespace

void Requests::end_second() {
  second_end_ = second_end_ + seconds(1);
  for (StationRun& run : stations_) {
    run.rates = since(run.second, run.totals);
    run.second = run.totals;
  }
  for (RouterId id = 0; id < router_totals_.size(); ++id) {
    router_rates_[id] = since(router_second_[id], router_totals_[id]);
    router_second_[id] = router_totals_[id];
  }
  for (JourneyId id = 0; id < journeys_.size(); ++id) {
    journeys_[id].bins.report(id, now_, network_.journeys[id].objective_seconds, listener_);
  }
}

Time Requests::next_change() const { return listener_ != nullptr ? second_end_ : Time::never(); }

bool Requests::move_messages(QueueId id, double count) {
  Ring<std::int64_t>& messages = queues_[id].messages;
  for (; count >= 0.5; count -= 1) messages.push(now_.microseconds);
  for (; count <= -0.5 && !messages.empty(); count += 1) messages.pop();
  settle_queue(id);
  return true;
}

StationLoad Requests::load(StationId id) const {
  const StationRun& run = stations_[id];
  StationLoad load;
  load.arrival_rate = run.rates.arrivals;
  load.completion_rate = run.rates.completions;
  load.failure_share = run.rates.arrivals > 0 ? std::min(1.0, run.rates.failures / run.rates.arrivals) : 0;
  load.waiting = static_cast<double>(run.waiting.size());
  if (run.servers > 0 && run.servers < infinity) {
    load.utilisation = std::min(1.0, static_cast<double>(run.in_service.size()) / run.servers);
    load.wait_seconds = load.waiting / (run.servers * network_.stations[id].service_rate);
  }
  return load;
}

JourneyLoad Requests::journey_load(JourneyId id) const {
  const JourneyRun& run = journeys_[id];
  const double mean = run.totals.answered > 0 ? run.totals.latency_seconds / run.totals.answered : 0;
  return {network_.journeys[id].rate.at(now_), run.bins.recent_sli(), mean};
}

double Requests::oldest_age(QueueId id) const {
  const Ring<std::int64_t>& messages = queues_[id].messages;
  return messages.empty() ? 0 : (now_ - Time{messages.front()}).seconds();
}

bool Requests::overfull(StationId id) const {
  const StationRun& run = stations_[id];
  return static_cast<double>(run.waiting.size()) > long_queue_per_server * run.servers + long_queue;
}

bool Requests::cold(CacheId id) const { return hit_ratios_[id] < 0.99 * network_.caches[id].steady_hit_ratio; }

Phase Requests::movement(JourneyId journey) const {
  const Reach& reach = reaches_[journey];
  const auto any = [](const auto& ids, const auto& is) { return std::any_of(ids.begin(), ids.end(), is); };
  if (any(reach.routers, [this](RouterId id) { return moves(network_.routers[id], now_); })) return Phase::propagate;
  if (any(reach.caches, [this](CacheId id) { return cold(id); })) return Phase::warm_up;
  if (any(reach.stations, [this](StationId id) { return overfull(id); })) return Phase::drain;
  return Phase::none;
}

bool Requests::settled() const {
  for (JourneyId id = 0; id < journeys_.size(); ++id) {
    if (movement(id) != Phase::none) return false;
  }
  return std::all_of(queues_.begin(), queues_.end(),
                     [](const QueueRun& run) { return static_cast<double>(run.messages.size()) < long_queue + run.rate; });
}

std::unique_ptr<Resolution> request_resolution(Network network, std::uint64_t seed, std::uint64_t replication) {
  return std::make_unique<Requests>(std::move(network), seed, replication);
}

}  // namespace windtunnel::traffic
