// Drives one world through time: pops events, lets traffic move, tells components what has changed.
//
// It knows nothing of drills, years or records; those listen (WorldObserver, SliListener) and put in events of their
// own.
#pragma once

#include <algorithm>
#include <atomic>
#include <memory>
#include <stdexcept>
#include <vector>

#include "sim/design/design.h"
#include "sim/design/world.h"
#include "sim/run/metric_watch.h"
#include "sim/run/structure.h"
#include "sim/traffic/resolution.h"

namespace windtunnel {

/// Thrown by whatever was running when it was asked to stop: what it had measured so far is of no use. Says what stands.
struct Interruption : std::runtime_error {
  explicit Interruption(const std::string& stands = "nothing was written") : std::runtime_error("interrupted; " + stands) {}
};

/// Set from outside (by a signal handler) to stop whatever runs; null: nobody asks.
using InterruptFlag = const std::atomic<bool>*;

/// A multiple of a journey's usual demand that moves linearly and then stays.
struct DemandFactor {
  traffic::Ramp factor = 1.0;
};

/// The state of a run at an instant, from which others go on.
struct Snapshot {
  Time time;
  std::vector<std::unique_ptr<Component>> components;
  std::unique_ptr<traffic::Resolution> traffic;
  EventSet events;
  std::vector<DomainState> domains;
  std::vector<std::vector<double>> gauges;
  MetricWatch watches;
};

/// Told of the SLI of every journey (by its number in the design), piece by piece and in order of time.
class JourneyListener {
 public:
  virtual ~JourneyListener() = default;
  /// Over [from, to] `offered` requests were wanted and `good` of them were good; the SLI moved monotonically between
  /// its ends.
  virtual void segment(std::uint32_t journey, Time from, Time to, double offered, double good, double sli_from,
                       double sli_to) = 0;
};

class Runner final : private WatchSchedule, private traffic::SliListener {
 public:
  /// Events whose target is this or more belong to the owner of the runner: it gets them through `Owner::handle`.
  static constexpr std::uint32_t owner_target = 0xfffffff0u;
  class Owner {
   public:
    virtual ~Owner() = default;
    virtual void handle(const Event& event) = 0;
  };

  Runner(const Design& design, std::unique_ptr<traffic::Resolution> traffic, std::uint64_t seed);
  Runner(const Runner&) = delete;  // others hold its address
  Runner& operator=(const Runner&) = delete;

  World& world() { return world_; }
  const World& world() const { return world_; }
  const Design& design() const { return design_; }
  EventSet& events() { return world_.events_; }
  void set_owner(Owner* owner) { owner_ = owner; }
  void set_observer(WorldObserver* observer);
  void set_listener(JourneyListener* listener) { listener_ = listener; }
  void set_telling(bool telling) { world_.telling_ = telling; }
  void set_interrupt(InterruptFlag interrupted) { interrupted_ = interrupted; }

  /// Starts every component from the design's blueprint at an instant.
  void begin(Time start, std::uint64_t replication);
  /// Goes on from a snapshot with this replication's chance. With `traffic`, that resolution is put in place of the
  /// snapshot's (begun at the snapshot's instant).
  void restore(const Snapshot& snapshot, std::uint64_t replication,
               std::unique_ptr<traffic::Resolution> traffic = nullptr);
  /// Goes on from a snapshot within a replication: what is drawn from here on is not what was drawn before.
  void jump(const Snapshot& snapshot, std::unique_ptr<traffic::Resolution> traffic = nullptr);
  Snapshot snapshot();

  /// A replication in its midst. A runner of the same design goes on from there as the one did that kept it.
  struct Checkpoint {
    Snapshot state;
    std::vector<std::vector<World::StreamSlot>> streams;
    std::uint64_t replication = 0;
    Time next_demand;
    EventId traffic_cause = 0;
    bool kept() const { return state.traffic != nullptr; }
  };
  /// Brings what is measured up to the present instant: from here on a run goes the same way whether it is kept or not.
  void pause();
  /// After pause(), while demand is the usual one. Reuses what the checkpoint holds.
  void keep(Checkpoint& checkpoint);
  void resume(const Checkpoint& checkpoint);

  /// Puts an event in for the owner.
  EventHandle schedule(Time at, std::uint16_t signal, std::uint64_t argument, EventId cause = 0,
                       Phase phase = Phase::none);

  /// Runs up to an instant (events at it included), or until stop() is called. Throws Interruption when the flag is
  /// set, between two events.
  void run_until(Time end);
  void stop() { stopped_ = true; }

  /// Multiplies a journey's demand from now on: moves to `factor` over `ramp`. Says whether it has any: structural journeys have none.
  bool set_demand(std::uint32_t journey, double factor, Duration ramp);
  void clear_demand();

  /// Applies a strike, or its end, as part of the present event; says whether a condition changed.
  bool strike(ComponentId component, const Strike& strike);
  void relent(ComponentId component, const Strike& strike);
  /// Delivers what the present event has changed: called by owners after they have touched the world themselves.
  void deliver();

  /// Asks every component for the times that it has begun to measure and not published.
  void tell_unfinished();

  /// The event after which traffic last changed: what a movement of an SLI is due to.
  EventId traffic_cause() const { return traffic_cause_; }
  /// Everything is as a healthy week leaves it, demand aside.
  bool settled() const;
  StructureEvaluator& structures() { return structures_; }
  std::uint64_t events_handled() const { return handled_; }
  /// When the last of the events is due that are pending now; the present instant where there is none.
  Time last_event() const { return std::max(world_.now_, world_.events_.last_time()); }
  /// All gauges, by component.
  const std::vector<std::vector<double>>& gauges() const { return world_.gauges_; }

 private:
  EventHandle schedule_watch(Time at, std::uint64_t argument, EventId cause) override;
  EventId cause_of_traffic() const override { return traffic_cause_; }
  void cancel_watch(EventHandle& handle) override;
  Stream& watch_stream(ComponentId owner, std::uint32_t number) override;
  StreamKey watch_key(ComponentId owner, std::uint32_t number) const override;

  void sli_segment(traffic::JourneyId journey, Time from, Time to, double offered, double good, double sli_from,
                   double sli_to) override;

  void dispatch(const Event& event);
  void advance_traffic(Time to);
  void settle_traffic();
  void turn_traffic();
  void update_demand();
  void flush();

  const Design& design_;
  World world_;
  MetricWatch watches_;
  StructureEvaluator structures_;
  Owner* owner_ = nullptr;
  JourneyListener* listener_ = nullptr;
  std::vector<std::uint32_t> journey_of_traffic_;
  std::vector<DemandFactor> demand_;
  Time next_demand_ = Time::never();
  EventId traffic_cause_ = 0;
  std::uint64_t handled_ = 0;
  InterruptFlag interrupted_ = nullptr;
  bool stopped_ = false;
  bool has_traffic_ = false;
  // Structural journeys: since when their present value holds, for SLI segments.
  std::vector<Time> structure_since_;
  std::vector<char> structure_held_;
  void copy_to(Snapshot& snapshot);
  void enter(const Snapshot& snapshot);
  void begin_structures(Time start);
  void report_structures(Time to);

 public:
  /// Closes the SLI segments of all journeys at the present instant.
  void close_segments() {
    report_structures(world_.now());
    world_.traffic_->report();
  }
};

}  // namespace windtunnel
