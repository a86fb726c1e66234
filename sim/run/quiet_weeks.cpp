// See quiet_weeks.h.
#include "sim/run/quiet_weeks.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace windtunnel {
namespace {

/// By what share of its requests a week may be better or worse than one that is like it.
constexpr double tolerance = 1e-6;

}  // namespace

QuietWeeks::Mark QuietWeeks::mark(Time now, const ReplicationRecord& record, std::size_t journeys_below) {
  Mark mark{now, {}, {}, record.incidents.size(), record.losses.size(), record.minutes.size(), journeys_below};
  for (const JourneyRecord& journey : record.journeys) {
    mark.offered.push_back(journey.offered);
    mark.good.push_back(journey.good);
  }
  return mark;
}

bool QuietWeeks::alike(const Week& a, const Week& b) {
  if (a.offered.size() != b.offered.size() || a.gauges != b.gauges || a.backlogs != b.backlogs) return false;
  for (std::size_t j = 0; j < a.offered.size(); ++j) {
    const double allowed = tolerance * a.offered[j];
    if (std::abs(a.offered[j] - b.offered[j]) > allowed || std::abs(a.good[j] - b.good[j]) > allowed) return false;
  }
  return true;
}

bool QuietWeeks::look(Time now, const Runner& runner, const ReplicationRecord& record, std::size_t journeys_below) {
  if (watching_ && now - mark_.at < days(7)) return false;
  Mark end = mark(now, record, journeys_below);
  const bool whole = std::exchange(watching_, true) && end.incidents == mark_.incidents && end.losses == mark_.losses &&
                     end.minutes == mark_.minutes && end.below == mark_.below;
  Week week{end.offered, end.good, runner.gauges(), {}};
  const traffic::Resolution& traffic = runner.world().traffic();
  for (traffic::QueueId queue = 0; queue < traffic.network().queues.size(); ++queue) week.backlogs.push_back(traffic.backlog(queue));
  if (whole)
    for (std::size_t j = 0; j < week.offered.size(); ++j) {
      week.offered[j] -= mark_.offered[j];
      week.good[j] -= mark_.good[j];
    }
  mark_ = std::move(end);
  if (!whole) return false;
  const bool again = alike(known_, week) && runner.last_event() <= runner.world().now() + days(7);
  known_ = std::move(week);
  return again;
}

}  // namespace windtunnel
