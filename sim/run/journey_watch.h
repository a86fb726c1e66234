// Measures journeys: requests, time below levels, and the last return to each level, with what brought it about.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/kernel/event_set.h"
#include "sim/measure/record.h"
#include "sim/run/counted_level.h"
#include "sim/run/healthy_week.h"
#include "sim/run/runner.h"
#include "sim/run/story.h"

namespace windtunnel {

class JourneyWatch final : public JourneyListener {
 public:
  /// `counted`: SLIs are of requests counted one by one, which scatter; otherwise they are exact at every instant.
  JourneyWatch(Runner& runner, const HealthyWeek& week, bool counted = false)
      : runner_(runner), week_(week), counted_(counted) {}

  /// Forgets everything and measures from here on; levels are set by mark_fault.
  void begin();
  /// The first fault strikes now: levels follow from each journey's SLI of this instant, or from what the healthy week
  /// has at the hour where that is lower: a design that is short every evening is not hurt by the fault then.
  void mark_fault();

  /// Measures on from where the other one, of the same design, stands.
  void go_on_from(const JourneyWatch& other);

  /// Keeps every piece of every journey's SLI there as well, from here on; null: no longer.
  void keep_pieces(std::vector<std::vector<Story::Served>>* pieces) { pieces_ = pieces; }

  /// All journeys have been at their recovery levels since then (never(): one is below).
  Time all_well_since() const;
  bool below(std::uint32_t journey) const { return states_[journey].below_level; }

  /// Figures of a journey up to now. The critical path of its recovery begins with `returned_by` at `returned`.
  struct Figures {
    JourneyRecord record;
    Time returned;                    ///< last return to the recovery level; the fault's time if never below
    EventId returned_by = 0;          ///< the event after which traffic last changed before that
    Phase returned_in = Phase::none;  ///< what the SLI's movement was, between that event and the return
  };
  Figures figures(std::uint32_t journey) const;

  void segment(std::uint32_t journey, Time from, Time to, double offered, double good, double sli_from,
               double sli_to) override;

 private:
  struct State {
    double offered = 0, good = 0;
    double level = 0, objective = 0, before = 1;
    bool below_level = false, below_objective = false;
    bool ever_below = false, ever_below_objective = false;
    Time returned, objective_returned;
    EventId returned_by = 0;
    Phase returned_in = Phase::none;
    double below_level_seconds = 0, below_objective_seconds = 0;
    // Requests since the last return to the recovery level that are below the objective: who is still hurt.
    double offered_since = 0, bad_since = 0;
    double sli = 1;
    // Of a flow: how fast the SLI rose at last, per second, and what traffic last changed by when it began to rise as it does.
    double rise = 0;
    EventId lifted_by = 0;
    // Of counted requests: the same levels, and what traffic last changed by when the SLI was lowest.
    CountedLevel recovery, full;
    EventId lowest_by = 0;
    Phase lowest_in = Phase::none;
  };
  /// Adds a monotone piece to the time below a level, and notes crossings; gives the instant of an upward crossing.
  static double below_part(double from, double to, double level);

  double usual(std::uint32_t journey, Time now) const;
  /// What the SLI was up to now.
  double sli_before(std::uint32_t journey) const;
  void note_rise(State& state, double seconds, double sli_from, double sli_to);
  void follow(std::uint32_t journey, Time from, Time to, double sli_from, double sli_to);
  void follow_counts(std::uint32_t journey, Time to, double offered, double good);
  /// The SLI is back at its recovery level: how it moved there, and after which event.
  void come_back(std::uint32_t journey, Phase in, EventId by);
  void find_levels(std::uint32_t journey, double sli);
  bool counts(std::uint32_t journey) const;
  Phase movement(std::uint32_t journey) const;

  Runner& runner_;
  const HealthyWeek& week_;
  const bool counted_;
  std::vector<State> states_;
  std::vector<std::vector<Story::Served>>* pieces_ = nullptr;
  Time fault_;
  bool marked_ = false;
};

}  // namespace windtunnel
