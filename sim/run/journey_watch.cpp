// See journey_watch.h.
#include "sim/run/journey_watch.h"

#include <algorithm>

namespace windtunnel {
namespace {

/// SLIs are compared with this slack, so that a level that is met exactly counts as met on either side of rounding.
constexpr double slack = 1e-9;
/// An SLI that rises faster than before by this share, and by this much in a second or at once, is lifted by something new.
constexpr double faster = 0.1, faster_by = 1e-6;
/// A journey that misses its objective on a healthy day is back when it is as good as it was, but for this.
constexpr double as_good = 1e-4;
/// The same for requests that are counted: chance passes it less than once in 10^9 with one of a hundred bad in health.
constexpr double as_good_counted = 0.01;

}  // namespace

void JourneyWatch::begin() {
  states_.assign(runner_.design().journeys.size(), State{});
  marked_ = false;
}

void JourneyWatch::go_on_from(const JourneyWatch& other) {
  states_ = other.states_;
  fault_ = other.fault_;
  marked_ = other.marked_;
}

void JourneyWatch::mark_fault() {
  runner_.close_segments();
  fault_ = runner_.world().now();
  marked_ = true;
  for (std::uint32_t j = 0; j < states_.size(); ++j) {
    State& state = states_[j];
    state.before = sli_before(j);
    find_levels(j, state.before);
    state.returned = state.objective_returned = fault_;
    state.recovery.begin(fault_);
    state.full.begin(fault_);
  }
}

double JourneyWatch::sli_before(std::uint32_t journey) const {
  const JourneyDefinition& definition = runner_.design().journeys[journey];
  if (definition.structural) return runner_.structures().holds(journey) ? 1 : 0;
  const State& state = states_[journey];
  if (counted_ && state.offered > 0) return state.good / state.offered;
  return runner_.world().traffic().journey_load(definition.traffic).sli;
}

void JourneyWatch::find_levels(std::uint32_t journey, double sli) {
  const JourneyDefinition& definition = runner_.design().journeys[journey];
  State& state = states_[journey];
  state.level = definition.recovery_level * sli;
  state.objective = std::min(definition.objective_share, sli - (counts(journey) ? as_good_counted : as_good));
}

bool JourneyWatch::counts(std::uint32_t journey) const {
  return counted_ && !runner_.design().journeys[journey].structural;
}

Time JourneyWatch::all_well_since() const {
  Time since = fault_;
  for (const State& state : states_) {
    if (state.below_level) return Time::never();
    since = std::max(since, state.returned);
  }
  return since;
}

double JourneyWatch::usual(std::uint32_t journey, Time now) const {
  return std::min(states_[journey].before, week_.sli_at(journey, now));
}

double JourneyWatch::below_part(double from, double to, double level) {
  const bool starts = from < level - slack, ends = to < level - slack;
  if (starts && ends) return 1;
  if (!starts && !ends) return 0;
  const double at = (level - from) / (to - from);
  return std::clamp(starts ? at : 1 - at, 0.0, 1.0);
}

void JourneyWatch::segment(std::uint32_t journey, Time from, Time to, double offered, double good, double sli_from,
                           double sli_to) {
  State& state = states_[journey];
  state.offered += offered;
  state.good += good;
  note_rise(state, (to - from).seconds(), sli_from, sli_to);
  if (pieces_) (*pieces_)[journey].push_back({from, to, sli_from, sli_to, offered, good});
  // Requests are counted once their fate is known, which may be after the fault that they came before.
  if (!marked_ || (to <= fault_ && counts(journey))) return;
  find_levels(journey, usual(journey, from));
  if (counts(journey)) {
    follow_counts(journey, to, offered, good);
  } else {
    follow(journey, from, to, sli_from, sli_to);
  }
  if (!state.below_level && (state.below_objective || (!counts(journey) && sli_from < state.objective - slack))) {
    state.offered_since += offered;
    state.bad_since += offered - good;
  }
}

/// What happens while the SLI rises as it did before has nothing to do with its rise.
void JourneyWatch::note_rise(State& state, double seconds, double sli_from, double sli_to) {
  const double rise = seconds > 0 ? std::max(0.0, (sli_to - sli_from) / seconds) : 0;
  if (sli_from > state.sli + faster_by || rise > state.rise * (1 + faster) + faster_by) state.lifted_by = runner_.traffic_cause();
  state.rise = rise;
  state.sli = sli_to;
}

void JourneyWatch::follow(std::uint32_t journey, Time from, Time to, double sli_from, double sli_to) {
  State& state = states_[journey];
  const double span = (to - from).seconds();
  const auto follow = [&](double level, bool& below, bool& ever, Time& returned, double& below_seconds) {
    const double part = below_part(sli_from, sli_to, level);
    below_seconds += part * span;
    bool back = false;
    if (below && sli_from >= level - slack) {  // it jumped up at the segment's beginning
      below = false;
      returned = from;
      back = true;
    }
    if (part > 0) ever = true;
    if (sli_to < level - slack) {
      below = true;
    } else if (sli_from < level - slack) {
      below = false;
      returned = from + from_seconds(part * span);
      back = true;
    }
    return back;
  };
  if (follow(state.level, state.below_level, state.ever_below, state.returned, state.below_level_seconds))
    come_back(journey, state.returned == from ? Phase::none : movement(journey), state.lifted_by);
  follow(state.objective, state.below_objective, state.ever_below_objective, state.objective_returned,
         state.below_objective_seconds);
}

void JourneyWatch::follow_counts(std::uint32_t journey, Time to, double offered, double good) {
  State& state = states_[journey];
  const auto follow = [&](CountedLevel& counted, double level, bool& below, bool& ever, Time& returned, double& seconds) {
    const CountedLevel::Turn turn = counted.add(to, offered, good, level);
    below = counted.below();
    ever = counted.ever_below();
    returned = counted.returned();
    seconds = counted.below_seconds(to);
    return turn;
  };
  const CountedLevel::Turn turn = follow(state.recovery, state.level, state.below_level, state.ever_below, state.returned,
                                         state.below_level_seconds);
  if (turn == CountedLevel::Turn::lowest) {
    state.lowest_by = runner_.traffic_cause();
    state.lowest_in = movement(journey);
  } else if (turn == CountedLevel::Turn::back) {
    come_back(journey, state.lowest_in, state.lowest_by);
  }
  follow(state.full, state.objective, state.below_objective, state.ever_below_objective, state.objective_returned,
         state.below_objective_seconds);
}

void JourneyWatch::come_back(std::uint32_t journey, Phase in, EventId by) {
  State& state = states_[journey];
  state.returned_by = by;
  state.returned_in = in;
  state.offered_since = state.bad_since = 0;
}

Phase JourneyWatch::movement(std::uint32_t journey) const {
  const JourneyDefinition& definition = runner_.design().journeys[journey];
  return definition.structural ? Phase::none : runner_.world().traffic().movement(definition.traffic);
}

JourneyWatch::Figures JourneyWatch::figures(std::uint32_t journey) const {
  const State& state = states_[journey];
  Figures f;
  JourneyRecord& r = f.record;
  r.offered = state.offered;
  r.good = state.good;
  r.below_level_seconds = state.below_level_seconds;
  r.below_objective_seconds = state.below_objective_seconds;
  r.hurt = state.ever_below;
  r.recovered = !state.below_level;
  const Time end = state.below_level ? runner_.world().now() : state.returned;
  r.rto_seconds = state.ever_below ? (end - fault_).seconds() : 0;
  r.objective_recovered = !state.below_objective;
  const Time objective_end = state.below_objective ? runner_.world().now() : state.objective_returned;
  r.objective_seconds = state.ever_below_objective ? (objective_end - fault_).seconds() : 0;
  r.hurt_share = state.offered_since > 0 ? state.bad_since / state.offered_since : 0;
  f.returned = state.returned;
  f.returned_by = state.returned_by;
  f.returned_in = state.returned_in;
  return f;
}

}  // namespace windtunnel
