// Evaluates metric rules without polling: when something changes, it computes the next evaluation that can decide.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/design/world.h"

namespace windtunnel {

/// What the evaluator needs from whoever drives the run.
class WatchSchedule {
 public:
  virtual ~WatchSchedule() = default;
  virtual EventHandle schedule_watch(Time at, std::uint64_t argument) = 0;
  virtual void cancel_watch(EventHandle& handle) = 0;
  /// A draw for one watch (phases of evaluations, publication delays, counts).
  virtual Stream& watch_stream(ComponentId owner, WatchId watch) = 0;
};

class MetricWatch final : public MetricWatcher {
 public:
  void attach(const World& world, WatchSchedule& schedule) {
    world_ = &world;
    schedule_ = &schedule;
  }

  WatchId watch(ComponentId owner, const MetricRule& rule, std::uint16_t signal) override;
  void set_enabled(WatchId watch, bool enabled) override;
  void restart(WatchId watch) override;
  double average(WatchId watch) override;
  void set_threshold(WatchId watch, double threshold) override;

  /// Closes the present segment of every metric; called with traffic advanced to now, before numbers change.
  void sample();
  /// Looks at the new values; called after numbers have changed.
  void settle();

  /// A scheduled evaluation or publication is due. What the owner is to be told, if anything.
  struct Verdict {
    bool tell = false;
    ComponentId owner = no_component;
    std::uint16_t signal = 0;
    bool firing = false;
  };
  Verdict due(std::uint64_t argument);
  /// No rule is under way to a decision.
  bool settled() const;
  void clear() { watches_.clear(); }

  /// Snapshots: state without the ties to a world.
  void assign(const MetricWatch& other) { watches_ = other.watches_; }

 private:
  /// Cumulative sums of the metric at an instant.
  struct Point {
    Time time;
    double sum = 0;     ///< integral of the value, or count
    double weight = 0;  ///< time with data, or number of samples for means
  };
  struct Watch {
    ComponentId owner = no_component;
    std::uint16_t signal = 0;
    MetricRule rule;
    bool enabled = true;
    bool firing = false;
    bool breaching_now = false;  ///< by the present value
    Time breaching_since;
    Duration phase;  ///< of its evaluations, within a minute
    bool phase_drawn = false;
    double value = 0;                      ///< at the present instant
    double last_sum = 0, last_weight = 0;  ///< totals of traffic at the latest sample
    std::vector<Point> history;            ///< ascending in time
    EventHandle evaluation, publication;
    Time evaluation_at;
    bool publishing = false;  ///< the state that will be told when the publication is due
  };

  struct Totals {
    double sum = 0, weight = 0;
  };
  static ComponentId gauge_owner(const Watch& watch) {
    return watch.rule.metric.gauge_of == no_component ? watch.owner : watch.rule.metric.gauge_of;
  }
  double idle_servers(const Watch& watch) const;
  Totals totals(const Watch& watch) const;
  double value(const Watch& watch, traffic::Instant instant, bool& data) const;
  /// Takes the present value in, and notes since when it breaches or does not.
  void refresh(Watch& watch);
  void sample(Watch& watch);
  bool breaches(const MetricRule& rule, double value) const;
  /// Whether enough of the latest periods that end at `end` breach.
  bool decide(Watch& watch, Time end);
  Point at(const Watch& watch, Time time) const;
  double window_average(const Watch& watch, Time from, Time to, bool& data) const;
  Duration cadence(const Watch& watch) const { return watch.rule.period >= seconds(60) ? seconds(60) : seconds(10); }
  Time next_evaluation(Watch& watch, Time not_before);
  void plan(WatchId id);
  void look_at(WatchId id, Time at);
  Time next_decision(Watch& watch);
  bool by_chance(const Watch& watch, double value) const;

  const World* world_ = nullptr;
  WatchSchedule* schedule_ = nullptr;
  std::vector<Watch> watches_;
};

}  // namespace windtunnel
