// Scaling policies of a pool: target tracking, steps on thresholds, and actions by the clock.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/config/parameter.h"
#include "sim/config/values.h"
#include "sim/design/component.h"
#include "sim/design/metric.h"
#include "sim/design/wiring.h"
#include "sim/kernel/quantity.h"

namespace windtunnel::models {

/// Holds a metric near a target: out as soon as one policy wants it, in only when all agree.
struct TargetTracking {
  static constexpr std::string_view choice = "target_tracking";
  std::optional<Share> cpu;
  std::optional<Share> memory;
  bool scale_in = true;

  static ParameterTable parameters();
  void check(ParameterProblems& problems) const;
};

/// Adds or removes a fixed number of units when processor utilisation passes a threshold.
struct StepScaling {
  static constexpr std::string_view choice = "step";
  Share scale_out_above = percent(80);
  Share scale_in_below = percent(20);
  std::int64_t scale_out_by = 1;
  std::int64_t scale_in_by = 1;
  std::int64_t periods = 2;

  static ParameterTable parameters();
  void check(ParameterProblems& problems) const;
};

enum class ScheduleDays : std::uint8_t { every_day, weekdays, weekends };
inline EnumWords<ScheduleDays> words_of(ScheduleDays) {
  return {{"every_day", ScheduleDays::every_day},
          {"weekdays", ScheduleDays::weekdays},
          {"weekends", ScheduleDays::weekends}};
}

/// Sets the number of units, or its bounds, at a time of day.
struct ScheduledAction {
  static constexpr std::string_view choice = "scheduled";
  TimeOfDay at;
  ScheduleDays days = ScheduleDays::every_day;
  std::optional<std::int64_t> min, desired, max;

  static ParameterTable parameters();
  void check(ParameterProblems& problems) const;
};

using ScalingPolicy = std::variant<TargetTracking, StepScaling, ScheduledAction>;

/// Memory utilisation is taken as affine in processor utilisation.
struct MemoryUse {
  Share base = percent(30);
  Share per_load = percent(40);

  static ParameterTable parameters();
};

/// What differs between services that scale by the same policies.
struct ScalingRules {
  std::uint32_t idle_gauge = ~std::uint32_t{0};  ///< the owner's gauge of servers that run idle and count in the metric
  double low_factor = 0.9;           ///< scale-in alarm at this share of the target
  Duration period = seconds(60);     ///< of the metric's data points
  Duration out_hold = seconds(300);  ///< no second scale-out of the same size within this time
  Duration in_hold = seconds(300);
  bool hold_after_ready = false;  ///< the hold begins when what was added is in service (warm-up), not at the decision
  bool counts_wanted = true;      ///< proportions refer to the number wanted; otherwise to the units in service
  MemoryUse memory;
  DurationDistribution publication_delay;
  DurationDistribution schedule_delay;
};

/// What a file may say of the scaling of any pool.
struct Scaled {
  std::vector<ScalingPolicy> scaling;
  DurationDistribution metric_delay =
      DurationDistribution::lognormal(seconds(60), seconds(150), 0.9).clamped(seconds(20), seconds(300));
  MemoryUse memory_use;

  static ParameterTable parameters();
  /// The rules as far as they follow from this.
  ScalingRules scaling_rules() const;
};

/// Decides how many units a pool should have. Alarms are metric rules of the world; between them it has no timers,
/// except while an alarm stands and more could be done, and those of scheduled actions.
class Scaling {
 public:
  /// What the pool looks like when a decision is due.
  struct Situation {
    std::int64_t desired = 0, least = 0, most = 0;
    std::int64_t measured = 0;  ///< units to which a tracked metric's proportion refers
    bool coming = false;        ///< units asked for are not in service yet
    bool frozen = false;        ///< the control plane that would carry a decision out is down
  };
  /// What shall hold from now on.
  struct Decision {
    std::int64_t desired = 0, least = 0, most = 0;
    std::string_view reason;
  };
  /// The owner passes signals in [first, first + signals()) on, less `first`, to handle().
  static constexpr std::uint16_t rechecks = 2;
  const ScalingRules& rules() const { return rules_; }
  std::uint16_t signals() const { return static_cast<std::uint16_t>(rechecks + 3 * policies_.size()); }

  void set_up(Wiring& wiring, const Component& owner, const std::vector<ScalingPolicy>& policies,
              const ScalingRules& rules, std::uint16_t first_signal, std::uint16_t purpose);
  void start(World& world, const Component& owner, const std::vector<traffic::StationId>& stations,
             const Situation& situation);
  std::optional<Decision> handle(World& world, const Component& owner, std::uint16_t signal, std::uint64_t argument,
                                 const Situation& situation);
  /// The pool's number or its bounds have changed, by whomever.
  void situation_changed(World& world, const Component& owner, const Situation& situation);
  /// Nothing that was asked for is on its way any more: a warm-up begins.
  void capacity_ready(World& world, const Component& owner, const Situation& situation);
  /// Utilisation at which the pool sits at its documented number of units: the lowest processor target, or 70 %.
  static double nominal_utilisation(const std::vector<ScalingPolicy>& policies);
  /// Whether no alarm stands and no hold runs.
  bool quiet(Time now) const;

 private:
  /// One policy with its alarms. A memory policy is one on utilisation with moved thresholds, since memory is affine in
  /// it.
  struct Policy {
    enum class Kind : std::uint8_t { tracking, step, scheduled } kind = Kind::tracking;
    double target = 0;                           ///< of the metric
    double base = 0, slope = 1;                  ///< metric = base + slope * utilisation
    double out_threshold = 0, in_threshold = 0;  ///< of utilisation
    bool may_scale_in = true;
    std::int64_t out_by = 0, in_by = 0;
    std::int64_t out_periods = 3, in_periods = 15;
    ScheduledAction action;
    Duration offset;  ///< of the action's time zone from UTC
    // State of a run.
    WatchId out = 0, in = 0;
    bool watches_out = false, watches_in = false;  ///< has such an alarm
    bool follows_out = false, follows_in = false;  ///< and looks at it now
    bool wants_out = false, wants_in = false;
    std::vector<WatchId> fewer;  ///< by number of units: fires when one unit less would do; made when first needed
    std::int64_t fewer_enabled = 0;
    Time next_action;
  };
  Policy tracking(const TargetTracking& written) const;
  Policy step(const StepScaling& written) const;
  Policy scheduled(Wiring& wiring, const Component& owner, const ScheduledAction& written) const;

  MetricRule rule(double threshold, bool above, std::int64_t periods) const;
  void enable(World& world, const Situation& situation);
  void enable_fewer(World& world, const Component& owner, std::size_t policy, std::int64_t units);
  double utilisation(World& world) const;
  std::int64_t proposal(double utilisation, const Policy& policy, std::int64_t units) const;
  bool drop_stale_in_alarms(World& world);
  std::int64_t wanted_out(World& world, const Situation& situation) const;
  std::int64_t wanted_in(World& world, const Situation& situation) const;
  bool all_want_in() const;
  std::optional<Decision> scale_out(World& world, const Component& owner, const Situation& situation);
  std::optional<Decision> scale_in(World& world, const Component& owner, const Situation& situation);
  std::optional<Decision> act_on_schedule(World& world, const Component& owner, std::size_t policy,
                                          const Situation& situation);
  void plan_out_recheck(World& world, const Component& owner, const Situation& situation);
  void schedule_action(World& world, const Component& owner, std::size_t policy);
  void recheck(World& world, const Component& owner, std::uint16_t which, Duration delay);

  std::vector<Policy> policies_;
  ScalingRules rules_;
  std::uint16_t first_signal_ = 0, purpose_ = 0;
  std::vector<traffic::StationId> stations_;
  Time out_hold_, in_hold_;
  bool holding_for_capacity_ = false;
  std::int64_t base_units_ = 0;
  std::array<EventHandle, rechecks> recheck_;
};

}  // namespace windtunnel::models
