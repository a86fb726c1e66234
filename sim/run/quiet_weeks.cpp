// See quiet_weeks.h.
#include "sim/run/quiet_weeks.h"

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
  if (begun_ && now - begun_->at < days(7)) return false;
  const std::optional<Mark> begun = std::exchange(begun_, mark(now, record, journeys_below));
  const Mark& end = *begun_;
  if (!begun || begun->incidents != end.incidents || begun->losses != end.losses || begun->minutes != end.minutes ||
      begun->below != end.below)
    return false;
  Week week{{}, {}, runner.gauges(), {}};
  for (std::size_t j = 0; j < end.offered.size(); ++j) {
    week.offered.push_back(end.offered[j] - begun->offered[j]);
    week.good.push_back(end.good[j] - begun->good[j]);
  }
  const traffic::Resolution& traffic = runner.world().traffic();
  for (traffic::QueueId queue = 0; queue < traffic.network().queues.size(); ++queue) week.backlogs.push_back(traffic.backlog(queue));
  const bool again = alike(known_, week) && runner.last_event() <= runner.world().now() + days(7);
  known_ = std::move(week);
  return again;
}

}  // namespace windtunnel
