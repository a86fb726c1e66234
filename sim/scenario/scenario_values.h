// Values that only scenarios hold: when, how many, how hard, which fault modes, and limits with the unit that they
// need.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/config/value_type.h"
#include "sim/design/claim.h"
#include "sim/kernel/quantity.h"
#include "sim/kernel/time.h"

namespace windtunnel {

/// A fault mode, or several of which each target suffers the first that it knows: "task_loss|instance_loss".
struct ModeNames {
  std::vector<std::string> names;
  Place place;
  friend bool operator==(const ModeNames& a, const ModeNames& b) { return a.names == b.names; }
};

/// When something happens: after the scenario's first fault, or (for the first fault) at which time of the week.
struct StrikeTime {
  enum class Kind : std::uint8_t {
    offset,          ///< `offset` after the moment from which the scenario counts
    random_of_week,  ///< any time of the week
    random_of_day,   ///< any time of a Tuesday
    busiest,         ///< when the design's journeys together have most traffic on a Tuesday
    quietest,        ///< and when they have least
    clock,           ///< that time of a Tuesday, `since_midnight` in UTC
  };
  Kind kind = Kind::offset;
  Duration offset;
  Duration since_midnight;
  std::string text = "0 s";
  Place place;
  bool is_start() const { return kind != Kind::offset; }
  friend bool operator==(const StrikeTime& a, const StrikeTime& b) { return a.text == b.text; }
};

/// How many units of a target: "all", "2", or "50 %" of those that the design starts with.
struct UnitCount {
  std::int64_t number = 0;  ///< 0: see share
  double share = 1;
  friend bool operator==(const UnitCount&, const UnitCount&) = default;
};

/// How hard, in the terms of the fault mode: a number ("3"), a share ("20 %") or a time ("200 ms", kept in seconds).
struct FaultSeverity {
  double value = 1;
  std::string text = "1";
  friend bool operator==(const FaultSeverity& a, const FaultSeverity& b) { return a.value == b.value; }
};

/// A limit that is read only with a unit of its quantity: durations, shares, money, or plain numbers for double.
template <class Quantity>
struct LimitOn {
  Limit limit;
  Place place;
  friend bool operator==(const LimitOn& a, const LimitOn& b) { return a.limit.text == b.limit.text; }
};

/// The quantity of a limit on a published figure, whose unit only its model knows (figure_units.h).
struct AnyQuantity {};
/// That of a limit on how much a figure grows, as a share of what it was: unlike other shares it may be more than 100 %, or negative.
struct Growth {};

namespace detail {
template <>
struct ValueTypeOf<ModeNames> : ScalarType<ModeNames> {};
template <>
struct ValueTypeOf<StrikeTime> : ScalarType<StrikeTime> {};
template <>
struct ValueTypeOf<UnitCount> : ScalarType<UnitCount> {};
template <>
struct ValueTypeOf<FaultSeverity> : ScalarType<FaultSeverity> {};
template <class Quantity>
struct ValueTypeOf<LimitOn<Quantity>> : ScalarType<LimitOn<Quantity>> {};
template <>
const ValueType& ScalarType<ModeNames>::get();
template <>
const ValueType& ScalarType<StrikeTime>::get();
template <>
const ValueType& ScalarType<UnitCount>::get();
template <>
const ValueType& ScalarType<FaultSeverity>::get();
template <>
const ValueType& ScalarType<LimitOn<Duration>>::get();
template <>
const ValueType& ScalarType<LimitOn<double>>::get();
template <>
const ValueType& ScalarType<LimitOn<Share>>::get();
template <>
const ValueType& ScalarType<LimitOn<Money>>::get();
template <>
const ValueType& ScalarType<LimitOn<AnyQuantity>>::get();
template <>
const ValueType& ScalarType<LimitOn<Growth>>::get();
}  // namespace detail

}  // namespace windtunnel
