// Where requests and messages begin and end.
#include <algorithm>

#include "sim/traffic/request.h"

namespace windtunnel::traffic {
namespace {

bool same(const Ramp& a, const Ramp& b) {
  return a.from == b.from && a.to == b.to && a.start == b.start && a.end == b.end;
}

}  // namespace

void Requests::settle_journey(JourneyId id) {
  JourneyRun& run = journeys_[id];
  const Journey& journey = network_.journeys[id];
  journey_calls_[id].client = journey.client;
  if (same(run.rate, journey.rate)) return;
  run.rate = journey.rate;
  events_.cancel(run.arrival);
  draw_arrival(id);
}

// Arrivals are Poisson: candidates come at the highest rate that lies ahead on a ramp, and are thinned.
void Requests::draw_arrival(JourneyId id) {
  JourneyRun& run = journeys_[id];
  const bool ramp = run.rate.moving(now_);
  run.highest_rate = ramp ? std::max(run.rate.at(now_), run.rate.to) : run.rate.to;
  run.arrival = {};
  Time next = Time::never();
  if (run.highest_rate > 0) next = now_ + from_seconds(run.stream.exponential() / run.highest_rate);
  if (ramp && next >= run.rate.end) {
    next = run.rate.end;  // no arrival: beyond the ramp's end candidates are drawn anew
    run.highest_rate = infinity;
  }
  if (next == Time::never()) return;
  Event event;
  event.time = next;
  event.signal = static_cast<std::uint16_t>(Signal::arrival);
  event.argument = id;
  run.arrival = events_.schedule(event);
}

void Requests::arrive(JourneyId id) {
  JourneyRun& run = journeys_[id];
  const double rate = run.rate.at(now_);
  const bool accepted = rate >= run.highest_rate || (run.highest_rate < infinity && run.stream.uniform() * run.highest_rate < rate);
  draw_arrival(id);
  if (!accepted) return;
  run.totals.offered += 1;
  run.bins.arrived(now_);
  const FrameId frame = new_frame();
  frames_[frame].place = id;
  frames_[frame].started = now_;
  start_call(frame);
}

void Requests::finish_request(FrameId id, bool answered) {
  const Frame& frame = frames_[id];
  JourneyRun& run = journeys_[frame.place];
  const double seconds = (now_ - frame.started).seconds();
  const bool good = answered && seconds <= network_.journeys[frame.place].objective_seconds;
  if (answered) {
    run.totals.answered += 1;
    run.totals.latency_seconds += seconds;
  }
  if (good) run.totals.good += 1;
  run.bins.ended(frame.started, good);
  release(id);
}

void Requests::settle_queue(QueueId id) {
  QueueRun& run = queues_[id];
  const double rate = network_.queues[id].handling_rate;
  if (run.rate != rate) events_.cancel(run.handled);
  run.rate = rate;
  if (rate == infinity) {
    run.totals.handled += static_cast<double>(run.messages.size());
    run.messages.clear();
    return;
  }
  if (!events_.pending(run.handled)) draw_message(id);
}

void Requests::draw_message(QueueId id) {
  QueueRun& run = queues_[id];
  run.handled = {};
  if (run.messages.empty() || run.rate <= 0) return;
  Event event;
  event.time = now_ + from_seconds(run.stream.exponential() / run.rate);
  event.signal = static_cast<std::uint16_t>(Signal::message_handled);
  event.argument = id;
  run.handled = events_.schedule(event);
}

void Requests::handle_message(QueueId id) {
  QueueRun& run = queues_[id];
  if (!run.messages.empty()) {
    run.messages.pop();
    run.totals.handled += 1;
  }
  draw_message(id);
}

}  // namespace windtunnel::traffic
