// What becomes of a call: attempts, time-outs, retries with back-off and budget, fallback.
#include "sim/traffic/call.h"

#include <algorithm>
#include <cmath>

namespace windtunnel::traffic {
namespace {

// Below this probability of a retry, what follows it cannot be seen in any figure.
constexpr double negligible = 1e-13;
// From this on retries are a load of their own.
constexpr double noticeable = 1e-6;

double power_sum(double x, int k) {
  double sum = 0, power = 1;
  for (int i = 1; i <= k && power > negligible; ++i) sum += power *= x;
  return sum;
}

// Probability that a failed attempt is followed by another, times that of failure: the x for which x + ... + x^k stays
// within the budget.
double retry_probability(double failure, int retries, double budget) {
  if (retries <= 0 || failure <= 0) return 0;
  if (power_sum(failure, retries) <= budget) return failure;
  double low = 0, high = failure;
  for (int i = 0; i < 60 && high - low > 1e-14; ++i) {
    const double middle = 0.5 * (low + high);
    (power_sum(middle, retries) > budget ? high : low) = middle;
  }
  return low;
}

// One attempt in the eyes of the caller.
struct Attempt {
  double success = 0, refused = 0, timed_out = 0, lost = 0;
  double failure() const { return refused + timed_out; }
};

// The pause before retry i (from 0) is uniform on (0, min(cap, base 2^i)).
struct Pause {
  double mean = 0, variance = 0;
};
Pause pause_before(const Client& client, int retry) {
  const double longest = std::min(client.backoff_cap, std::ldexp(client.backoff_base, std::min(retry, 60)));
  return {0.5 * longest, longest * longest / 12.0};
}

// Mean and variance of the time that a failed attempt takes.
LatencyPart failed_attempt(const Attempt& attempt, double failure_seconds, double timeout) {
  const double failure = attempt.failure();
  if (failure <= 0) return {1, 0, 0, 0};
  const double slow = attempt.timed_out / failure;
  if (slow <= 0) return {1, failure_seconds, failure_seconds, 0};
  const double apart = timeout - failure_seconds;
  return {1, slow < 1 ? failure_seconds : timeout, (1 - slow) * failure_seconds + slow * timeout,
          slow * (1 - slow) * apart * apart};
}

void add_after(LatencyPart part, double delay, double weight, LatencyMixer& mixer) {
  part.weight = weight;
  part.floor += delay;
  part.mean += delay;
  mixer.add(part);
}

// Adds the successes that come after j = 1, 2, ... failures; the first failure is told apart as fast or slow.
void add_retried(const Attempt& attempt, double retry, const Client& client, double failure_seconds, const Latency& answer,
                 LatencyMixer& mixer) {
  const LatencyPart failed = failed_attempt(attempt, failure_seconds, client.timeout);
  const LatencyPart success = answer.merged();
  const double slow = attempt.timed_out / attempt.failure();
  double power = 1, floor = 0, mean = 0, variance = 0;
  for (int i = 0; i < client.retries; ++i) {
    power *= retry;
    if (power < negligible) break;
    const Pause pause = pause_before(client, i);
    mean += pause.mean;
    variance += pause.variance;
    if (i == 0) {
      LatencyPart part = success;
      part.mean += mean;
      part.variance += variance;
      add_after(part, failure_seconds, attempt.success * power * (1 - slow), mixer);
      if (slow > 0) add_after(part, client.timeout, attempt.success * power * slow, mixer);
    } else {
      mixer.add({attempt.success * power, success.floor + floor + failed.floor, success.mean + mean + failed.mean,
                 success.variance + variance + failed.variance});
    }
    floor += failed.floor;
    mean += failed.mean;
    variance += failed.variance;
  }
}

// Mean time until a call that fails for good is known to have failed: it made every attempt that it was let make.
double time_to_give_up(const Attempt& attempt, double retry, const Client& client, double failure_seconds) {
  const double failed = failed_attempt(attempt, failure_seconds, client.timeout).mean;
  const double failure = attempt.failure();
  double seconds = 0, weight = 0, power = 1, elapsed = failed;
  for (int i = 0; i < client.retries; ++i) {
    const double ends = power * (failure - retry);
    seconds += ends * elapsed;
    weight += ends;
    power *= retry;
    elapsed += failed + pause_before(client, i).mean;
    if (power < negligible) break;
  }
  seconds += power * failure * elapsed;
  weight += power * failure;
  return weight > 0 ? seconds / weight : failed;
}

// Tells slow retries from prompt ones. Refusals and time-outs may be far apart: a time that is 0 for some and the same for all
// others, with the first two moments of the time from an attempt to its retry, stands for both.
void delay_retries(const Attempt& attempt, double retry, const Client& client, double failure_seconds, CallOutcome& call) {
  double retries = 0, rank = 0, pause = 0, power = 1;
  for (int i = 0; i < client.retries && power > negligible; ++i) {
    power *= retry;
    retries += power;
    rank += power * i;
    pause += power * pause_before(client, i).mean;
  }
  const double failure = attempt.failure(), refused = attempt.refused / failure, timed_out = attempt.timed_out / failure;
  const double after_refusal = failure_seconds + pause / retries;
  const double after_timeout = timed_out > 0 ? client.timeout + pause / retries : 0;
  const double mean = refused * after_refusal + timed_out * after_timeout;
  if (mean <= 0) {
    call.retry_delay = 0;
    call.slow_retries = retries;
    return;
  }
  const double slow = (refused * after_refusal * after_refusal + timed_out * after_timeout * after_timeout) / mean;
  call.slow_retries = retries * (mean / slow);
  call.prompt_retries = (retries - call.slow_retries) / (1 + call.slow_retries);
  call.retry_delay = slow + rank / retries * mean;
}

void turn_to_fallback(const Outcome& fallback, const Client& client, LatencyMixer& mixer, CallOutcome& call) {
  Latency answer = fallback.latency;
  const double within = fallback.success > 0 ? answer.keep_within(client.timeout) : 0;
  const double failed = call.refused;
  call.fallen_back = failed;
  answer.delay(call.failure_seconds);
  mixer.add(answer, failed * fallback.success * within);
  call.success += failed * fallback.success * within;
  if (client.timeout == infinity) {
    call.refused = failed * fallback.refused;
    call.lost += failed * fallback.lost;
    call.failure_seconds += fallback.failure_seconds;
  } else {
    const double slow = 1 - fallback.success * within - fallback.refused;
    call.refused = failed * (1 - fallback.success * within);
    const double all = slow + fallback.refused;
    if (all > 0) call.failure_seconds += (slow * client.timeout + fallback.refused * fallback.failure_seconds) / all;
  }
}

}  // namespace

double attempts(double failure, int retries, double budget) {
  return 1 + power_sum(retry_probability(failure, retries, budget), retries);
}

void evaluate(const Outcome& target, const Client& client, double reach, const Outcome* fallback, CallOutcome& call) {
  Latency answer = target.latency;
  const double within = target.success > 0 ? answer.keep_within(client.timeout) : 0;
  Attempt attempt;
  attempt.success = reach * target.success * within;
  if (target.failure_seconds < client.timeout) attempt.refused = reach * target.refused;
  const double rest = std::max(0.0, 1 - attempt.success - attempt.refused);
  (client.timeout == infinity ? attempt.lost : attempt.timed_out) = rest;

  call.late = reach * target.success * (1 - within);
  call.fallen_back = call.slow_retries = call.prompt_retries = 0;
  const double failure = attempt.failure();
  const double retry = retry_probability(failure, client.retries, client.retry_budget);
  call.attempts = 1 + power_sum(retry, client.retries);
  call.success = std::min(1.0, attempt.success * call.attempts);
  call.lost = std::min(1.0, attempt.lost * call.attempts);
  call.refused = std::max(0.0, 1 - call.success - call.lost);
  if (failure < negligible) {
    call.failure_seconds = 0;
    call.latency = answer;
    return;
  }
  call.failure_seconds = time_to_give_up(attempt, retry, client, target.failure_seconds);
  LatencyMixer mixer;
  mixer.add(answer, attempt.success);
  if (retry > noticeable) delay_retries(attempt, retry, client, target.failure_seconds, call);
  if (retry > negligible && attempt.success > 0) {
    add_retried(attempt, retry, client, target.failure_seconds, answer, mixer);
  }
  if (fallback != nullptr && call.refused > 0) turn_to_fallback(*fallback, client, mixer, call);
  call.latency = mixer.law();
}

}  // namespace windtunnel::traffic
