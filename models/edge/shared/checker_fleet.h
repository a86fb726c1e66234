// A fleet of health checkers that probe one endpoint, each by itself, and a verdict by the share that says healthy.
//
// Nothing is polled: when the endpoint begins to answer differently, the fleet works out the instant at which its
// verdict next differs; probes that meet always the same answer are counted, not drawn.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "sim/kernel/random.h"
#include "sim/kernel/time.h"

namespace windtunnel::models {

/// How the checkers of a fleet probe, and when they agree.
struct CheckerRule {
  Duration interval = seconds(30);  ///< from the end of one response to the start of the next probe
  std::int64_t threshold = 3;       ///< equal results in a row that change one checker's mind, either way
  std::int64_t checkers = 15;       ///< 1 to CheckerFleet::limit
  double healthy_share = 0.18;      ///< healthy while more than this share of the checkers says so
  Duration answer_time = milliseconds(50);  ///< a probe that is answered or refused
  Duration timeout = seconds(4);            ///< a probe that meets silence
};

/// Draws come from one stream that nobody else uses. Every call is for an instant not before the last one.
class CheckerFleet {
 public:
  static constexpr std::size_t limit = 32;

  /// Every checker has been content with the endpoint for long.
  void start(const CheckerRule& rule);
  /// From `now` on a probe succeeds with probability `success`; the others meet silence, or are refused.
  void change(Time now, double success, bool silent, Stream& stream);
  /// When advance() is due: the verdict flips, or uncertain probes have been foreseen no further. Time::never() if the
  /// verdict cannot change any more.
  Time next() const { return next_; }
  /// Moves to next(); says whether the verdict has flipped.
  bool advance(Time now, Stream& stream);
  bool healthy() const { return verdict_; }
  /// Whether the verdict is healthy and nothing is under way that could change it.
  bool settled() const { return verdict_ && success_ >= 1 && next_ == Time::never(); }

 private:
  struct Checker {
    Time next_probe;            ///< its start
    Time end;                   ///< of that probe, whose outcome is drawn already
    std::int32_t run = 0;       ///< results in a row against its present opinion
    bool healthy = true;
    bool good = true;           ///< outcome of the next probe
  };
  using Checkers = std::array<Checker, limit>;

  std::span<Checker> active(Checkers& checkers) const { return std::span(checkers).first(static_cast<std::size_t>(rule_.checkers)); }
  std::span<const Checker> active(const Checkers& checkers) const {
    return std::span(checkers).first(static_cast<std::size_t>(rule_.checkers));
  }
  Duration probe_time(bool good) const { return good || !silent_ ? rule_.answer_time : rule_.timeout; }
  std::int64_t healthy_of(const Checkers& checkers) const;
  /// Whether the endpoint is healthy while so many checkers say so.
  bool enough(std::int64_t healthy) const;
  /// Whether probes meet always the same answer.
  bool certain() const { return success_ <= 0 || success_ >= 1; }
  /// Whether a checker's opinion is what its probes meet.
  bool agrees(const Checker& checker) const { return checker.healthy == (success_ >= 1) && checker.run == 0; }
  /// Whether every checker's opinion is what its probes meet, for sure.
  bool agreed(const Checkers& checkers) const;
  void schedule(Checker& checker, Time start, Stream& stream) const;
  /// Takes the results of all probes that end by `end`; stops early where all agree, or, if asked, at the first flip of
  /// the verdict. Gives the instant at which it stopped: never if all agree.
  Time probe_until(Checkers& checkers, Time end, bool stop_at_flip, Stream& stream) const;
  void foresee(Time now, const Stream& stream);

  CheckerRule rule_;
  double success_ = 1;
  bool silent_ = false;
  bool verdict_ = true;
  Time next_ = Time::never();
  Checkers checkers_{};
};

}  // namespace windtunnel::models
