// See critical_path.h.
#include "sim/run/critical_path.h"

#include <algorithm>

namespace windtunnel {

std::vector<PathLink> critical_path(const EventLog& log, Time fault, Time returned, EventId returned_by,
                                    Phase movement) {
  std::vector<PathLink> path;
  Time until = returned;
  const auto link = [&](Time from, Phase phase, EventId event, std::uint32_t target) {
    from = std::max(from, fault);
    if (from < until) path.push_back({from, until, phase, event, target});
    until = std::min(until, from);
  };
  const Event* event = log.find(returned_by);
  link(event ? event->time : fault, movement == Phase::none ? Phase::warm_up : movement, 0, ~std::uint32_t{0});
  while (event && until > fault) {
    const Event* cause = log.find(event->cause);
    link(cause ? cause->time : fault, event->phase == Phase::none ? Phase::act : event->phase, event->id, event->target);
    event = cause;
  }
  std::reverse(path.begin(), path.end());
  return path;
}

PhaseSeconds sum_by_phase(const std::vector<PathLink>& path) {
  PhaseSeconds sum;
  for (const PathLink& link : path) {
    const double seconds = (link.until - link.from).seconds();
    switch (link.phase) {
      case Phase::notice:
        sum.notice += seconds;
        break;
      case Phase::decide:
        sum.decide += seconds;
        break;
      case Phase::none:
      case Phase::act:
        sum.act += seconds;
        break;
      case Phase::propagate:
        sum.propagate += seconds;
        break;
      case Phase::warm_up:
        sum.warm_up += seconds;
        break;
      case Phase::drain:
        sum.drain += seconds;
        break;
    }
  }
  return sum;
}

}  // namespace windtunnel
