// What a model may touch while a replication runs: time, timers, draws, domains, traffic, and words for the record.
//
// One world belongs to one replication on one thread. Models hold no pointer to it; it is passed to every call.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/design/metric.h"
#include "sim/design/site.h"
#include "sim/kernel/distribution.h"
#include "sim/kernel/event_set.h"
#include "sim/kernel/random.h"
#include "sim/traffic/resolution.h"

namespace windtunnel {

class Component;
class Design;

/// A loss of acknowledged writes, told by the model of the store at the instant at which it is known for good.
struct DataLoss {
  Duration age;            ///< at the instant the source stopped acknowledging: age of the oldest missing write
  bool unbounded = false;  ///< no restore point was left
  double lost_writes = 0;
  double stranded_writes = 0;
};

/// Listens to a run. Every call comes in order of time.
class WorldObserver {
 public:
  virtual ~WorldObserver() = default;
  virtual void event(const Event&) {}
  virtual void gauge(ComponentId, std::uint32_t /*gauge*/, double /*from*/, double /*to*/) {}
  virtual void note(ComponentId, std::string_view /*text*/) {}
  virtual void value(ComponentId, std::uint32_t /*measure*/, double) {}
  virtual void unfinished(ComponentId, std::uint32_t /*measure*/, Time /*since*/) {}
  virtual void data_loss(ComponentId, const DataLoss&) {}
  virtual void alarm(ComponentId, bool /*fired*/) {}
  virtual void condition_changed(ComponentId) {}
};

/// Evaluates metric rules; implemented by the run floor.
class MetricWatcher {
 public:
  virtual ~MetricWatcher() = default;
  virtual WatchId watch(ComponentId owner, const MetricRule& rule, std::uint16_t signal) = 0;
  virtual void set_enabled(WatchId watch, bool enabled) = 0;
  virtual void restart(WatchId watch) = 0;
  virtual double average(WatchId watch) = 0;
  virtual void set_threshold(WatchId watch, double threshold) = 0;
};

class World {
 public:
  World(const Design& design, std::unique_ptr<traffic::Resolution> traffic, std::uint64_t seed);

  // --- time and events
  Time now() const { return now_; }
  /// The event that is being handled: the cause of whatever is scheduled now.
  EventId cause() const { return cause_; }
  /// Calls the component's handle(signal, argument) after a delay. The wait counts as `phase` in a recovery's critical
  /// path.
  EventHandle after(const Component& component, Duration delay, std::uint16_t signal, Phase phase,
                    std::uint64_t argument = 0);
  /// The same with the cause named instead of the present one (when what is waited for began earlier).
  EventHandle after_because(EventId cause, const Component& component, Duration delay, std::uint16_t signal,
                            Phase phase, std::uint64_t argument = 0);
  bool cancel(EventHandle& handle);
  bool pending(EventHandle handle) const { return events_.pending(handle); }

  // --- chance
  /// A draw from the component's stream for a purpose (small numbers that the model names); draws for one purpose never
  /// shift those for another, nor those of other components.
  double uniform(const Component& component, std::uint16_t purpose);
  Duration draw(const Component& component, std::uint16_t purpose, const DurationDistribution& distribution);
  Stream& stream(const Component& component, std::uint16_t purpose);

  // --- domains and reachability
  const DomainState& domain(DomainId id) const { return domains_[id]; }
  /// For the models of domains: change, then every component that has asked (or lies in it) is told.
  DomainState& change_domain(DomainId id);
  /// Whether things run in a place (its zone and region have power).
  bool alive(Site site) const;
  /// How a request fares from one place to another.
  Reach reach(Site from, Site to) const;
  /// Whether the control plane of a region answers.
  bool control_plane(DomainId region) const;
  /// Whether a launch in this place finds capacity.
  bool has_capacity(Site site) const;

  // --- traffic
  /// Numbers of the network that a model may change; marks traffic as changed.
  traffic::Network& change_traffic();
  /// The numbers that a station has.
  const traffic::Station& station(traffic::StationId id) const { return traffic().network().stations[id]; }
  /// Gives a station other numbers. Where it has them already traffic is left as it is: to settle it anew is work.
  void set_station(traffic::StationId id, const traffic::Station& numbers);
  /// Changes what a station admits, requests per second and as a burst: traffic changes only where that is felt.
  void limit_admission(traffic::StationId station, double rate, double burst);
  /// Takes messages out of a queue's backlog or puts them in, never below 0.
  void move_messages(traffic::QueueId queue, double count);
  const traffic::Resolution& traffic() const { return *traffic_; }
  traffic::Resolution& traffic_state() {
    traffic_changed_ = true;
    return *traffic_;
  }

  // --- metrics
  WatchId watch(const Component& owner, const MetricRule& rule, std::uint16_t signal);
  void enable_watch(WatchId watch, bool enabled);
  /// Lets a rule that has fired fire again at the next evaluation that breaches (a cooldown has ended).
  void restart_watch(WatchId watch);
  /// Moves a rule's threshold (the capacity that it compares with has changed) and forgets the periods seen so far.
  void set_watch_threshold(WatchId watch, double threshold);
  /// The metric's mean over the rule's latest complete window.
  double watched_average(WatchId watch);
  void set_gauge(const Component& component, std::uint32_t gauge, double value);
  double gauge(ComponentId component, std::uint32_t gauge) const;

  // --- other components
  Component& component(ComponentId id);
  const Component& component(ComponentId id) const;
  /// Another component's capability (see capability.h), or null.
  template <class Capability>
  Capability* capability(ComponentId id);
  template <class Capability>
  const Capability* capability(ComponentId id) const;
  /// Tells everyone who refers to this component that its condition has changed.
  void condition_changed(const Component& component);

  // --- the record
  /// A sentence for the story of a replication; build the text only when `telling()`.
  bool telling() const { return telling_; }
  void tell(const Component& component, std::string_view text);
  /// A figure under one of the type's declared measures.
  void publish(const Component& component, std::uint32_t measure, double value);
  /// A time under one of them that has run since an instant and has not ended when an observation does.
  void unfinished(const Component& component, std::uint32_t measure, Time since);
  void lose_data(const Component& component, const DataLoss& loss);
  void alarm(const Component& component, bool fired);

  const Design& design() const { return *design_; }

 private:
  friend class Runner;
  const Design* design_;
  std::vector<std::unique_ptr<Component>> components_;
  std::unique_ptr<traffic::Resolution> traffic_;
  EventSet events_;
  Time now_;
  EventId cause_ = 0;
  std::uint64_t seed_ = 0, replication_ = 0;
  std::vector<DomainState> domains_;
  std::vector<DomainId> changed_domains_;        // told after the present event, in this order
  std::vector<ComponentId> changed_components_;  // likewise, after the domains
  struct StreamSlot {
    std::uint16_t purpose;
    Stream stream;
  };
  std::vector<std::vector<StreamSlot>> streams_;  // by component, few each
  std::vector<std::uint64_t> entities_;           // hash of each component's name: who draws
  std::vector<std::vector<double>> gauges_;
  bool traffic_changed_ = false;
  bool levels_changed_ = false;
  bool telling_ = false;
  WorldObserver* observer_ = nullptr;
  MetricWatcher* watcher_ = nullptr;
};

}  // namespace windtunnel
