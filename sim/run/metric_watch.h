// Evaluates metric rules without polling: it computes the next evaluation that decides, and takes only that.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "sim/design/world.h"
#include "sim/run/breach_chance.h"
#include "sim/run/chance_field.h"
#include "sim/run/metric_record.h"

namespace windtunnel {

/// What the evaluator needs from whoever drives the run.
class WatchSchedule {
 public:
  virtual ~WatchSchedule() = default;
  virtual EventHandle schedule_watch(Time at, std::uint64_t argument, EventId cause) = 0;
  /// The event after which traffic last changed.
  virtual EventId cause_of_traffic() const = 0;
  virtual void cancel_watch(EventHandle& handle) = 0;
  /// Draws for one watch, in order: publication delays.
  virtual Stream& watch_stream(ComponentId owner, std::uint32_t number) = 0;
  /// Names draws of one watch that are made in any order: the phase of its evaluations, the chance of each.
  virtual StreamKey watch_key(ComponentId owner, std::uint32_t number) const = 0;
};

/// An evaluation looks at the rule's latest periods: counts of requests in them are Poisson around the flow, so that each breaches
/// with a probability that is known as far as the flow is known ahead. Whether it does is drawn once for each stretch of a period's
/// length, and evaluations that look at the same period see the same. The first that changes the rule's state is found without an
/// event for any before it (EventField). Whenever traffic changes it is found again, from then on.
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
  /// Looks at gauges and at what has piled up, after only these have changed.
  void settle_levels();
  /// The world's traffic has been replaced by one whose totals begin anew.
  void rebase();

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
  void clear();
  /// Forgets what lies before every window.
  void drop_old();

  /// Snapshots: state without the ties to a world, and without the chance of a replication.
  void assign(const MetricWatch& other);
  /// The same with that chance.
  void assign_with_chance(const MetricWatch& other);

 private:
  using Parts = MetricRecord::Parts;
  static constexpr std::int64_t no_look = std::numeric_limits<std::int64_t>::min();

  struct Rule {
    explicit Rule(const MetricRule& given) : rule(given), chance(given) {}
    MetricRule rule;
    BreachChance chance;
  };
  struct Watch {
    ComponentId owner = no_component;
    std::uint32_t number = 0;    ///< among those of its owner: what chance it has depends on nobody else's
    std::uint16_t signal = 0;
    std::shared_ptr<const Rule> rule;
    std::size_t record = 0;
    bool enabled = true;
    bool firing = false;
    bool publishing = false;     ///< the state that will be told when the publication is due
    bool alike = false;          ///< until the next change of traffic, values surely lie where the rule's state says
    bool planned = false;        ///< the evaluation planned stands as long as parts stay as `seen`
    bool phase_drawn = false;
    Duration phase;              ///< of its evaluations
    EventId stirred_by = 0;      ///< after which event values left where the state says: that brings about what is decided next
    Time unlike;                 ///< the latest instant at which values may have been elsewhere
    std::int64_t looked = no_look;  ///< the latest evaluation made
    Parts seen;
    EventHandle evaluation, publication;
    Time evaluation_at;
  };
  /// What is known of a metric from now on.
  struct Outlook {
    Time now, then;
    Parts at_now, at_then;
    bool constant;
    Parts between(Time from, Time to) const;
  };
  enum class Period : std::uint8_t { unknown, missing, rest, breach };
  /// What the periods that end at evaluations say, kept while one watch is planned: neighbours share them.
  struct Periods {
    std::int64_t first = 0;
    std::vector<Period> said;
  };

  std::size_t record_of(const std::shared_ptr<const Rule>& rule, ComponentId owner);
  void refresh(const Watch& watch) { records_[watch.record].refresh(*world_); }
  void begin_state(Watch& watch, bool firing);
  EventId cause_of_change(const Watch& watch) const;
  Outlook outlook(const Watch& watch) const;
  bool chancy() const { return world_->traffic().foresees(); }
  BreachChance::Side side(const Watch& watch, Parts parts) const;
  bool is_alike(const Watch& watch, Parts parts) const;
  EventField field(const Watch& watch) const;

  static Duration cadence(const Watch& watch);
  static std::int64_t apart(const Watch& watch);
  static std::int64_t place_of(const Watch& watch, std::int64_t look);
  static std::int64_t first_look(const Watch& watch, std::int64_t place);
  std::int64_t look_from(Watch& watch, Time time);
  Time time_of(const Watch& watch, std::int64_t look) const { return Time{} + watch.phase + cadence(watch) * look; }

  double breach_of_period(const Watch& watch, const Outlook& outlook, Time end) const;
  double extreme(const Watch& watch, const Outlook& outlook, std::int64_t look, std::int64_t end) const;
  Period period_at(const Watch& watch, const Outlook& outlook, std::int64_t look, std::int64_t ago);
  bool decides(const Watch& watch, const Outlook& outlook, std::int64_t look);
  void keep_periods(const Watch& watch, std::int64_t first, std::int64_t last);
  Time leaves(const Watch& watch, const Outlook& outlook) const;
  Time next_evaluation(Watch& watch, const Outlook& outlook);
  Time when_constant(Watch& watch, const Outlook& outlook, std::int64_t look, std::int64_t last);
  Time when_moving(Watch& watch, const Outlook& outlook, std::int64_t look, std::int64_t last);
  void plan(WatchId id);

  const World* world_ = nullptr;
  WatchSchedule* schedule_ = nullptr;
  std::vector<Watch> watches_;
  std::vector<MetricRecord> records_;
  Periods periods_;  // of the watch that is being planned
  mutable std::vector<EventField::Memory> chances_;  // by watch; room that copies go without
};

}  // namespace windtunnel
