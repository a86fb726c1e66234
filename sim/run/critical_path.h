// Which events a recovery waited for: the chain of causes from the return of a journey back to the first injection.
#pragma once

#include <vector>

#include "sim/kernel/event_set.h"
#include "sim/measure/record.h"

namespace windtunnel {

/// The events of a drill, as they were handled: their numbers are their places, so that none may be left out.
class EventLog {
 public:
  void begin(EventId last_id) {
    first_ = last_id + 1;
    events_.clear();
  }
  void add(const Event& event) { events_.push_back(event); }
  /// The event with this number, or null if it was before the log began.
  const Event* find(EventId id) const {
    return id >= first_ && id - first_ < events_.size() ? &events_[id - first_] : nullptr;
  }

 private:
  EventId first_ = 1;
  std::vector<Event> events_;
};

/// One link: up to `until`, the recovery waited in `phase` for `event` (0: for traffic itself to move).
struct PathLink {
  Time from, until;
  Phase phase = Phase::none;
  EventId event = 0;
  std::uint32_t target = ~std::uint32_t{0};  ///< the component that handled it; of no component: a metric, or traffic
};

/// The links from the fault to the return, in order of time; their lengths add up to returned - fault. The last link is
/// the movement of traffic (`movement`) after the event `returned_by`. A wait without a phase is the fault's own
/// length: it counts as act, for somebody outside repairs.
std::vector<PathLink> critical_path(const EventLog& log, Time fault, Time returned, EventId returned_by,
                                    Phase movement);

PhaseSeconds sum_by_phase(const std::vector<PathLink>& path);

}  // namespace windtunnel
