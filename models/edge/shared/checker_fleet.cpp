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

/// Which checker's probe ends next; of several at an instant the first checker's. A probe that has ended is followed by one that
/// ends among the last, so that each finds its place from behind in a step or two.
class NextEnds {
 public:
  void push(Time end, std::size_t checker) {
    std::size_t place = begin_ + count_++;
    while (place > begin_ && at(place - 1).after(end, checker)) {
      at(place) = at(place - 1);
      --place;
    }
    at(place) = {end, checker};
  }
  Time next_end() { return at(begin_).end; }
  std::size_t pop() {
    --count_;
    return at(begin_++).checker;
  }

 private:
  struct Due {
    Time end;
    std::size_t checker;
    bool after(Time other, std::size_t than) const { return end > other || (end == other && checker > than); }
  };
  Due& at(std::size_t place) { return ring_[place % CheckerFleet::limit]; }

  std::array<Due, CheckerFleet::limit> ring_;
  std::size_t begin_ = 0, count_ = 0;
};

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

bool CheckerFleet::enough(std::int64_t healthy) const {
  return static_cast<double>(healthy) > rule_.healthy_share * static_cast<double>(rule_.checkers);
}

std::int64_t CheckerFleet::healthy_of(const Checkers& checkers) const {
  const auto fleet = active(checkers);
  return std::count_if(fleet.begin(), fleet.end(), [](const Checker& checker) { return checker.healthy; });
}

bool CheckerFleet::agreed(const Checkers& checkers) const {
  const auto fleet = active(checkers);
  return certain() && std::all_of(fleet.begin(), fleet.end(), [this](const Checker& checker) { return agrees(checker); });
}

void CheckerFleet::schedule(Checker& checker, Time start, Stream& stream) const {
  checker.next_probe = start;
  checker.good = success_ >= 1 || (success_ > 0 && stream.uniform() < success_);
  checker.end = start + probe_time(checker.good);
}

Time CheckerFleet::probe_until(Checkers& checkers, Time end, bool stop_at_flip, Stream& stream) const {
  const std::span<Checker> fleet = active(checkers);
  // There are hundreds of probes in a look ahead: what all checkers say is counted on, and their next ends are kept in order.
  NextEnds ends;
  for (std::size_t i = 0; i < fleet.size(); ++i) ends.push(fleet[i].end, i);
  std::int64_t healthy = healthy_of(checkers);
  std::int64_t agreeing = std::count_if(fleet.begin(), fleet.end(), [this](const Checker& checker) { return agrees(checker); });
  while (!certain() || agreeing < rule_.checkers) {
    const Time now = ends.next_end();
    if (now > end) return end;
    const std::size_t next = ends.pop();
    Checker& first = fleet[next];
    healthy -= first.healthy;
    agreeing -= agrees(first);
    first.run = first.good == first.healthy ? 0 : first.run + 1;
    if (first.run >= rule_.threshold) {
      first.healthy = first.good;
      first.run = 0;
    }
    healthy += first.healthy;
    agreeing += agrees(first);
    schedule(first, now + rule_.interval, stream);
    ends.push(first.end, next);
    if (stop_at_flip && enough(healthy) != verdict_) return now;
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
  const bool flipped = enough(healthy_of(checkers_)) != verdict_;
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
