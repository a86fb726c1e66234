// What becomes of a call: attempts, time-outs, retries with back-off and budget, fallback.
#pragma once

#include "sim/traffic/latency.h"
#include "sim/traffic/network.h"

namespace windtunnel::traffic {

/// How one attempt at a visit ends, before its caller's patience is asked: shares add up to 1.
struct Outcome {
  double success = 1;
  double refused = 0;  ///< a failure is answered
  double lost = 0;     ///< nothing ever comes back
  double failure_seconds = 0;  ///< mean time until a failure is answered
  Latency latency;             ///< of successes
};

/// How a call ends, all its attempts taken together: success + refused + lost = 1.
struct CallOutcome {
  double attempts = 1;  ///< made for one call, those that do not reach their target included
  double success = 1;
  double refused = 0;  ///< failed for good, and the caller knows it
  double lost = 0;     ///< the caller waits for ever
  double late = 0;     ///< share of attempts that were answered, but after the time-out
  double fallen_back = 0;  ///< share of calls that turned to the fallback
  double failure_seconds = 0;  ///< mean time until the caller knows
  double slow_retries = 0;     ///< for one call, those that come long after what failed; a share of attempts - 1
  double prompt_retries = 0;   ///< the others, for one first attempt or slow retry
  double retry_delay = 0;      ///< mean time from a call to its slow retries; keeps its last value while nothing is retried
  Latency latency;             ///< of successes, earlier attempts and back-off included
};

/// Mean number of attempts with failure probability f and at most k retries: (1 - f^(k+1)) / (1 - f); at most 1 + budget.
double attempts(double failure, int retries, double budget);

/// A call whose attempts reach their target with probability `reach` (else they are lost) and fare there as `target` says,
/// independently of each other. `fallback` may be null.
void evaluate(const Outcome& target, const Client& client, double reach, const Outcome* fallback, CallOutcome& call);

}  // namespace windtunnel::traffic
