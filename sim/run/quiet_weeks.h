// Weeks without a fault that go by one like the other, although the state is not that of health: after them the next ones are known.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "sim/measure/record.h"
#include "sim/run/runner.h"

namespace windtunnel {

/// Watches a run of years. A standby whose only instance never started, or a region that stays the second one after people have
/// failed over, is not health, and may stay for months: what these bring is that of the first of their weeks.
class QuietWeeks {
 public:
  /// No week is known yet.
  void begin() {
    known_ = {};
    interrupt();
  }
  /// Something has happened: the present week does not count.
  void interrupt() { begun_.reset(); }
  /// Looks at the run at `now`, in true time, with the record of all that has passed; says whether a week has just ended that was
  /// like the one before: in what it brought, in all gauges and backlogs that it left, and without an incident. Something that
  /// waits for longer than a week says no.
  bool look(Time now, const Runner& runner, const ReplicationRecord& record, std::size_t journeys_below);

  /// What such a week brings a journey.
  double offered(std::size_t journey) const { return known_.offered[journey]; }
  double good(std::size_t journey) const { return known_.good[journey]; }

 private:
  struct Week {
    std::vector<double> offered, good;        // requests, by journey
    std::vector<std::vector<double>> gauges;  // at the end, by component
    std::vector<double> backlogs;             // at the end, by queue
  };
  // What has passed in all up to an instant.
  struct Mark {
    Time at;
    std::vector<double> offered, good;
    std::size_t incidents = 0, losses = 0, minutes = 0, below = 0;
  };
  static Mark mark(Time now, const ReplicationRecord& record, std::size_t journeys_below);
  static bool alike(const Week& a, const Week& b);

  std::optional<Mark> begun_;  // the present week
  Week known_;                 // the latest that was whole
};

}  // namespace windtunnel
