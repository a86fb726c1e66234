// The fleet foresees the flip of its verdict on a copy of itself, then waits for that instant.
#include "models/edge/shared/checker_fleet.h"

#include <algorithm>
#include <cassert>

namespace windtunnel::models {
namespace {

/// How far probes with uncertain outcome are drawn ahead before the fleet asks to be looked at again.
constexpr Duration foresight = minutes(5);
/// Beyond these a probe's outcome counts as certain: a run of failures would take longer than any year.
constexpr double surely_good = 0.999, surely_bad = 0.001;

}  // namespace

void CheckerFleet::start(const CheckerRule& rule) {
  assert(rule.checkers >= 1 && rule.checkers <= static_cast<std::int64_t>(limit));
  rule_ = rule;
  success_ = 1;
  silent_ = false;
  verdict_ = true;
  next_ = Time::never();
  checkers_.fill({});
}

bool CheckerFleet::verdict_of(const Checkers& checkers) const {
  std::int64_t healthy = 0;
  for (std::int64_t i = 0; i < rule_.checkers; ++i) healthy += checkers[static_cast<std::size_t>(i)].healthy;
  return static_cast<double>(healthy) > rule_.healthy_share * static_cast<double>(rule_.checkers);
}

bool CheckerFleet::agreed(const Checkers& checkers) const {
  if (success_ > 0 && success_ < 1) return false;
  for (std::int64_t i = 0; i < rule_.checkers; ++i) {
    const Checker& checker = checkers[static_cast<std::size_t>(i)];
    if (checker.healthy != (success_ >= 1) || checker.run != 0) return false;
  }
  return true;
}

void CheckerFleet::schedule(Checker& checker, Time start, Stream& stream) const {
  checker.next_probe = start;
  checker.good = success_ >= 1 || (success_ > 0 && stream.uniform() < success_);
  checker.end = start + probe_time(checker.good);
}

Time CheckerFleet::probe_until(Checkers& checkers, Time end, bool stop_at_flip, Stream& stream) const {
  const std::span<Checker> fleet = active(checkers);
  while (!agreed(checkers)) {
    Checker& first = *std::min_element(fleet.begin(), fleet.end(), [](const Checker& a, const Checker& b) { return a.end < b.end; });
    if (first.end > end) return end;
    const Time now = first.end;
    first.run = first.good == first.healthy ? 0 : first.run + 1;
    if (first.run >= rule_.threshold) {
      first.healthy = first.good;
      first.run = 0;
    }
    schedule(first, now + rule_.interval, stream);
    if (stop_at_flip && verdict_of(checkers) != verdict_) return now;
  }
  return Time::never();
}

void CheckerFleet::change(Time now, double success, bool silent, Stream& stream) {
  if (success >= surely_good) success = 1;
  if (success <= surely_bad) success = 0;
  if (success == success_ && (success >= 1 || silent == silent_)) return;
  probe_until(checkers_, now, false, stream);
  // Nobody has counted the probes while all agreed: their phases are as good as new.
  const bool fresh = agreed(checkers_);
  const double period = (rule_.interval + probe_time(success_ >= 1)).seconds();
  success_ = success;
  silent_ = silent;
  for (Checker& checker : active(checkers_)) {
    // A probe under way meets what holds now, since a connection attempt is repeated within its time-out.
    const Time start = fresh ? now + from_seconds(stream.uniform() * period) : std::max(checker.next_probe, now);
    schedule(checker, start, stream);
  }
  foresee(now, stream);
}

bool CheckerFleet::advance(Time now, Stream& stream) {
  probe_until(checkers_, now, false, stream);
  const bool flipped = verdict_of(checkers_) != verdict_;
  if (flipped) verdict_ = !verdict_;
  foresee(now, stream);
  return flipped;
}

void CheckerFleet::foresee(Time now, const Stream& stream) {
  // Looks ahead on copies; the same draws are made again, for good, when the time has come.
  Checkers checkers = checkers_;
  Stream draws = stream;
  next_ = probe_until(checkers, now + foresight, true, draws);
}

}  // namespace windtunnel::models
