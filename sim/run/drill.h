// Runs one replication of a plan: health, faults, recovery, and a record of what users and data went through.
#pragma once

#include <memory>
#include <vector>

#include "sim/measure/record.h"
#include "sim/run/critical_path.h"
#include "sim/run/healthy_week.h"
#include "sim/run/journey_watch.h"
#include "sim/run/labels.h"
#include "sim/run/runner.h"
#include "sim/run/story.h"
#include "sim/run/window_usage.h"
#include "sim/scenario/plan.h"

namespace windtunnel {

enum class TrafficResolution : std::uint8_t { flow, request };

/// When a replication of a plan leaves health behind: watched from the start on, struck first at the fault.
struct DrillTimes {
  Time start, fault;
};
/// The same for all designs. The start lies in the kept healthy week, or in the hour before it.
DrillTimes drill_times(const Plan& plan, std::uint64_t seed, std::uint64_t replication, TrafficResolution resolution);

/// Holds one world and reuses it for every replication; one per thread and design.
class Drill final : private Runner::Owner, private WorldObserver {
 public:
  Drill(const HealthyWeek& week, const DesignLabels& labels, std::uint64_t seed, TrafficResolution resolution,
        InterruptFlag interrupted = nullptr, MonthlyBill bill = {});
  Drill(const Drill&) = delete;  // others hold its address
  Drill& operator=(const Drill&) = delete;

  /// A pure function of (design, plan, seed, replication), or Interruption. With a story, everything that models tell is kept in it.
  ReplicationRecord run(const Plan& plan, std::uint64_t replication, Story* story = nullptr);
  /// The same for a replication of several plans in turn: until they strike, those that begin at one time are one and the same run.
  ReplicationRecord run_in_turn(const Plan& plan, std::uint64_t replication);

 private:
  enum Signal : std::uint16_t { blow_begins, blow_ends, demand_rises, demand_falls, look };

  void handle(const Event& event) override;
  void event(const Event& event) override;
  void gauge(ComponentId component, std::uint32_t gauge, double from, double to) override;
  void note(ComponentId component, std::string_view text) override;
  void value(ComponentId component, std::uint32_t measure, double value) override;
  void unfinished(ComponentId component, std::uint32_t measure, Time since) override;
  void data_loss(ComponentId component, const DataLoss& loss) override;
  void alarm(ComponentId component, bool fired) override;

  /// What all plans share that strike a replication at one time, and leave its users as they are: health up to the fault.
  struct Lead {
    Lead(Runner& runner, const HealthyWeek& week) : journeys(runner, week), usage(week) {}
    bool serves(const Plan& plan, std::uint64_t replication, const DrillTimes& times) const;
    Time start;
    Runner::Checkpoint state;  // at the fault
    JourneyWatch journeys;
    WindowUsage usage;
    EventLog log;
    std::uint64_t events = 0;  // handled
  };

  void begin(const Plan& plan, std::uint64_t replication, Story* story);
  void watch_health(const Plan& plan, std::uint64_t replication, Story* story);
  void keep_lead();
  void resume_lead();
  ReplicationRecord strike_and_watch(const Plan& plan);
  void enter_health(Time start, std::uint64_t replication);
  void schedule(const Plan& plan);
  void apply_clients(const Plan& plan);
  bool follow_demand(const TrafficChange& change);
  void look_whether_over();
  void finish(const Plan& plan);
  void tell_what_is_gone();
  void close_story_lines();
  void tell_traffic(std::uint64_t index, bool begins);

  const HealthyWeek& week_;
  const DesignLabels& labels_;
  std::uint64_t seed_;
  TrafficResolution resolution_;
  Runner runner_;
  JourneyWatch journeys_;
  WindowUsage usage_;
  MonthlyBill bill_;
  EventLog log_;
  Lead lead_;
  std::uint64_t handled_in_health_ = 0;
  ReplicationRecord record_;
  const Plan* plan_ = nullptr;
  Story* story_ = nullptr;
  std::size_t open_lines_ = 0;
  Event current_;
  Time start_, fault_, last_blow_;
  std::vector<std::uint64_t> risen_;  // changes of the plan's traffic that are at work
  bool begun_ = false;
  bool changed_ = false;
};

}  // namespace windtunnel
