// A request on its way: attempts, time-outs, retries, fallbacks, and the calls of a visit one after the other.
#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/traffic/request.h"

namespace windtunnel::traffic {

FrameId Requests::new_frame() {
  if (first_free_ == none) {
    frames_.emplace_back();
    return static_cast<FrameId>(frames_.size() - 1);
  }
  const FrameId id = first_free_;
  first_free_ = frames_[id].parent;
  frames_[id] = Frame{};
  return id;
}

void Requests::release(FrameId id) {
  frames_[id].parent = first_free_;
  first_free_ = id;
}

const Call& Requests::call_of(const Frame& frame) const {
  return frame.visit == none ? journey_calls_[frame.place] : network_.visits[frame.visit].calls[frame.call];
}

std::size_t Requests::call_number(const Frame& frame) const {
  return frame.visit == none ? calls_.size() - journeys_.size() + frame.place : first_call_[frame.visit] + frame.call;
}

void Requests::start_call(FrameId id) {
  frames_[id].attempts = 0;
  frames_[id].falling_back = false;
  const double budget = call_of(frames_[id]).client.retry_budget;
  if (budget < infinity) {
    double& tokens = calls_[call_number(frames_[id])].retry_tokens;
    tokens = std::min(retry_bucket, tokens + budget);
  }
  attempt(id);
}

bool Requests::can_reach(const Frame& frame) {
  if (frame.visit == none) return true;
  const Call& call = call_of(frame);
  if (!(frame.falling_back ? call.fallback_over_internet : call.over_internet)) return true;
  const double egress = network_.stations[network_.visits[frame.visit].stations[frame.place]].egress;
  return egress >= 1 || choices_.uniform() < egress;
}

void Requests::attempt(FrameId id) {
  const Call& call = call_of(frames_[id]);
  frames_[id].timer = 0;
  if (call.client.timeout < infinity) start_timer(id, call.client.timeout);
  if (!can_reach(frames_[id])) {
    frames_[id].child = none;
    if (call.client.timeout == infinity) lose(id);
    return;
  }
  const VisitId target = frames_[id].falling_back ? call.fallback : call.visit;
  const FrameId child = new_frame();
  frames_[id].child = child;
  frames_[child].visit = target;
  frames_[child].parent = id;
  frames_[child].started = now_;
  const Visit& visit = network_.visits[target];
  if (visit.router != none) router_totals_[visit.router].requests += 1;
  if (visit.latency > 0) return schedule(now_ + from_seconds(visit.latency), Signal::reaches_visit, child);
  reach_visit(child);
}

void Requests::reach_visit(FrameId id) {
  const Visit& visit = network_.visits[frames_[id].visit];
  switch (visit.kind) {
    case Visit::Kind::select: return select_branch(id);
    case Visit::Kind::serve: return choose_station(id);
    case Visit::Kind::enqueue: {
      QueueRun& queue = queues_[visit.queue];
      queue.totals.arrivals += 1;
      if (queue.rate == infinity) {
        queue.totals.handled += 1;
      } else {
        queue.messages.push(now_.microseconds);
        if (queue.messages.size() == 1) draw_message(visit.queue);
      }
      return succeed(id);
    }
  }
}

void Requests::select_branch(FrameId id) {
  const Visit& visit = network_.visits[frames_[id].visit];
  const std::size_t branch = choose(visit, visit.calls.size());
  if (branch == refused_branch) {
    if (visit.router != none) count_refusal(visit.router);
    return fail(id);
  }
  if (branch == lost_branch) {
    if (visit.router != none) router_totals_[visit.router].timed_out += 1;
    return lose(id);
  }
  frames_[id].call = static_cast<std::uint16_t>(branch);
  frames_[id].repeats = 1;
  start_call(id);
}

// Goes on to the present call of a visit, or past its last one.
void Requests::next_call(FrameId id) {
  const Visit& visit = network_.visits[frames_[id].visit];
  for (; frames_[id].call < visit.calls.size(); ++frames_[id].call) {
    const Call& call = visit.calls[frames_[id].call];
    if (call.unless_hit != none && choices_.uniform() < hit_ratios_[call.unless_hit]) continue;
    const double whole = std::floor(call.times), fraction = call.times - whole;
    auto repeats = static_cast<std::uint16_t>(whole);
    if (fraction > 0 && choices_.uniform() < fraction) ++repeats;
    if (repeats == 0) continue;
    frames_[id].repeats = repeats;
    return start_call(id);
  }
  succeed(id);
}

// The present call is over: the same once more, or the next.
void Requests::end_call(FrameId id) {
  Frame& frame = frames_[id];
  if (frame.visit == none) return finish_request(id, true);
  if (network_.visits[frame.visit].kind == Visit::Kind::select) return succeed(id);
  if (--frame.repeats > 0) return start_call(id);
  ++frame.call;
  next_call(id);
}

void Requests::call_succeeded(FrameId id) {
  const Call& call = call_of(frames_[id]);
  if (call.unless_hit != none && !frames_[id].falling_back) {
    const Cache& cache = network_.caches[call.unless_hit];
    double& hits = hit_ratios_[call.unless_hit];
    hits += (cache.steady_hit_ratio - hits) / cache.fill_misses;
  }
  end_call(id);
}

void Requests::call_failed(FrameId id) {
  const Call& call = call_of(frames_[id]);
  if (call.fallback != none && !frames_[id].falling_back) {
    frames_[id].falling_back = true;
    return attempt(id);
  }
  if (frames_[id].visit == none) return finish_request(id, false);
  if (!call.required) return end_call(id);
  fail(id);
}

void Requests::attempt_failed(FrameId id) {
  Frame& frame = frames_[id];
  const Client& client = call_of(frame).client;
  const int failed = frame.attempts++;
  if (frame.falling_back || failed >= client.retries) return call_failed(id);
  if (client.retry_budget < infinity) {
    double& tokens = calls_[call_number(frame)].retry_tokens;
    if (tokens < 1) return call_failed(id);
    tokens -= 1;
  }
  const double longest = std::min(client.backoff_cap, std::ldexp(client.backoff_base, std::min(failed, 60)));
  if (longest <= 0) return attempt(id);
  schedule(now_ + from_seconds(choices_.uniform() * longest), Signal::retry, id);
}

void Requests::start_timer(FrameId id, double seconds) {
  const std::size_t call = call_number(frames_[id]);
  CallRun& run = calls_[call];
  Ring<Timeout>& timeouts = run.timeouts;
  while (!timeouts.empty() && is_over(timeouts.front())) timeouts.pop();
  timeouts.push({now_ + from_seconds(seconds), ++timers_, id});
  frames_[id].timer = timers_;
  // Where a client has become less patient, attempts that were made before may be due later.
  for (std::size_t i = timeouts.size() - 1; i > 0 && timeouts.at(i).due < timeouts.at(i - 1).due; --i)
    std::swap(timeouts.at(i), timeouts.at(i - 1));
  await_first(run, call);
}

/// Sees to it that the first time-out of a call is met.
void Requests::await_first(CallRun& run, std::size_t call) {
  const Time due = run.timeouts.front().due;
  if (events_.pending(run.look) && run.look_at <= due) return;
  events_.cancel(run.look);
  Event event;
  event.time = run.look_at = due;
  event.signal = static_cast<std::uint16_t>(Signal::timeout);
  event.argument = call;
  run.look = events_.schedule(event);
}

void Requests::time_out_due(std::size_t call) {
  CallRun& run = calls_[call];
  while (!run.timeouts.empty() && (is_over(run.timeouts.front()) || run.timeouts.front().due <= now_)) {
    const Timeout first = run.timeouts.pop();
    if (!is_over(first)) time_out(first.frame);
  }
  if (!run.timeouts.empty()) await_first(run, call);
}

void Requests::time_out(FrameId id) {
  frames_[id].timer = 0;
  const FrameId child = frames_[id].child;
  if (child != none) {
    Frame& attempt = frames_[child];
    attempt.parent = none;
    attempt.abandoned = true;
    frames_[id].child = none;
    count_failure_behind(attempt);
    const Visit& visit = network_.visits[attempt.visit];
    if (visit.kind == Visit::Kind::serve && attempt.place != none) {
      stations_[visit.stations[attempt.place]].totals.failures += 1;
    }
  }
  attempt_failed(id);
}

void Requests::count_failure_behind(const Frame& frame) {
  const RouterId router = network_.visits[frame.visit].router;
  if (router != none) router_totals_[router].failed_behind += 1;
}

// Of what fails at once, a part failed by the answer of a target.
void Requests::count_refusal(RouterId id) {
  const Router& router = network_.routers[id];
  const double failed_behind = router.failed_behind.at(now_), refused = router.refused.at(now_);
  const bool behind = failed_behind > 0 && (failed_behind >= refused || choices_.uniform() * refused < failed_behind);
  (behind ? router_totals_[id].failed_behind : router_totals_[id].refused) += 1;
}

void Requests::succeed(FrameId id) {
  const Frame frame = frames_[id];
  const RouterId router = network_.visits[frame.visit].router;
  release(id);
  if (frame.parent == none) return;
  if (router != none) router_totals_[router].latency_seconds += (now_ - frame.started).seconds();
  Frame& caller = frames_[frame.parent];
  caller.timer = 0;
  caller.child = none;
  call_succeeded(frame.parent);
}

void Requests::fail(FrameId id) {
  const FrameId parent = frames_[id].parent;
  release(id);
  if (parent == none) return;
  Frame& caller = frames_[parent];
  caller.timer = 0;
  caller.child = none;
  attempt_failed(parent);
}

// No answer will ever come: a caller with a time-out finds out by it, any other waits for ever, and so does its caller.
void Requests::lose(FrameId id) {
  if (frames_[id].visit == none) return finish_request(id, false);
  const FrameId parent = frames_[id].parent;
  release(id);
  if (parent == none) return;
  frames_[parent].child = none;
  if (frames_[parent].timer == 0) lose(parent);
}

}  // namespace windtunnel::traffic
