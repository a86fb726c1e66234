// When a prober that knocks at a fixed interval has seen enough: closed forms, so that no probe is ever simulated.
#pragma once

#include <cstdint>

#include "sim/kernel/time.h"

namespace windtunnel::models {

/// Time from the instant at which a target begins to answer differently until the end of the n-th probe in a row that
/// meets the new answer: phase x interval + (n - 1) x interval + answer_time. For probes that start on a schedule of
/// their own (load balancers, containers), whatever the target answers; `phase` is uniform on (0, 1), `n` at least 1,
/// `answer_time` how long one such probe lasts (0 when refused, the time-out in silence).
inline Duration nth_probe(Duration interval, std::int64_t n, Duration answer_time, double phase) {
  return from_seconds(phase * interval.seconds()) + interval * (n - 1) + answer_time;
}

}  // namespace windtunnel::models
