// A user's request path through components: its traffic, its objective, and what counts as recovered.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/design/site.h"
#include "sim/traffic/network.h"

namespace windtunnel {

/// A rate that repeats every week, linear between knots.
class WeeklyRate {
 public:
  static constexpr Duration week = days(7);
  /// A constant rate.
  explicit WeeklyRate(double per_second = 1);
  /// The day's course of a raised cosine: `peak` at `peak_time` (since midnight UTC), `trough` twelve hours away, with a
  /// knot each half hour (largest error of the linear pieces: 0.11 % of peak - trough).
  static WeeklyRate daily(double trough, double peak, Duration peak_time);

  double at(Time t) const;
  /// The linear piece that holds at t, from t to the next knot (Time::never() for a constant).
  traffic::Ramp from(Time t) const;
  double peak() const;
  double mean() const;
  WeeklyRate scaled(double factor) const;
  friend bool operator==(const WeeklyRate&, const WeeklyRate&) = default;

 private:
  std::vector<std::pair<Duration, double>> knots_;  // offsets within the week, ascending; one knot: constant
};

/// A success that is a structure over conditions: all, any, or at least k of the parts.
struct Structure {
  ComponentId component = no_component;  ///< a leaf: whether this provider provides
  std::size_t at_least = 0;              ///< otherwise: how many parts must hold
  std::vector<Structure> parts;
};

struct JourneyDefinition {
  std::string name;
  std::string description;
  WeeklyRate rate;
  double objective_share = 0.999;  ///< the share of good requests that the journey is meant to have
  double within_seconds = traffic::infinity;
  double recovery_level = 0.95;  ///< of the SLI just before a fault
  double sla_level = 0;          ///< SLI below which the SLA counts time as down; 0: the recovery level
  bool structural = false;
  Structure structure;                    ///< when structural
  traffic::JourneyId traffic = traffic::none;  ///< otherwise
  std::vector<ComponentId> components;    ///< that a request can pass, in order of the path
};

}  // namespace windtunnel
