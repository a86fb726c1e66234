// What components can do for each other. A model offers a capability by deriving from it; others find it through a
// reference, never through the model's type. A parameter that refers to a component names the capability it needs.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "sim/design/metric.h"
#include "sim/design/site.h"
#include "sim/kernel/event_set.h"
#include "sim/traffic/network.h"

namespace windtunnel {

class World;
class Wiring;

/// Something that a request, a launch or an operator needs, and that is there or not, seen from a site.
class Provider {
 public:
  static constexpr std::string_view capability = "provider";
  virtual ~Provider() = default;
  /// Whether it does its service for someone at `from` now.
  virtual bool provides(const World& world, Site from) const = 0;
};

/// What one serving unit answers to a probe or a request.
enum class Answer : std::uint8_t { ok, error, refused, silent };

/// A set of units that serve requests and can be targets of a load balancer.
class ServingPool {
 public:
  static constexpr std::string_view capability = "serving_pool";
  /// Names a unit for its life: slots are reused, generations are not.
  struct UnitId {
    std::uint32_t slot = 0;
    std::uint32_t generation = 0;
    friend bool operator==(UnitId, UnitId) = default;
  };
  struct Unit {
    UnitId id;
    Site site;
    std::uint32_t station = 0;  ///< index into stations() of the site where it serves
    bool registered = false;    ///< is (or should be) a target of load balancers
    bool draining = false;      ///< finishes what it has, takes no new requests
  };
  virtual ~ServingPool() = default;
  /// Traffic stations of the pool, one per zone in which it may run.
  virtual const std::vector<traffic::StationId>& stations() const = 0;
  virtual std::span<const Unit> units() const = 0;
  /// What this unit answers to a request from a site now.
  virtual Answer answer(const World& world, UnitId unit, Site from) const = 0;
  /// Whether units in a place reach the internet now, and public services that no ServiceEndpoint leads them to.
  virtual bool has_egress(const World& world, Site place) const { return (void)world, (void)place, true; }
  /// A load balancer has found the unit healthy (the first time: the launch is complete) or unhealthy.
  virtual void health_verdict(World& world, UnitId unit, bool healthy) = 0;
  /// The load balancer has finished draining a deregistered unit.
  virtual void drained(World& world, UnitId unit) = 0;
  /// A load balancer says, while the design is connected, that the pool is its target.
  virtual void attach_balancer(ComponentId balancer) = 0;
  /// What would hold up the start of a unit now, in one of its places; empty: nothing.
  virtual std::string start_held_up(const World& world) const { return (void)world, std::string(); }
  /// Requests per second at which the documented normal number of units sits at its scaling target: the default workload.
  virtual double nominal_rate() const = 0;
};

/// Marks components that lead callers in their region to the service that their parameter "target" names without the internet.
class ServiceEndpoint {
 public:
  static constexpr std::string_view capability = "service_endpoint";
  virtual ~ServiceEndpoint() = default;
};

/// Spreads requests over a serving pool by its own idea of which units are healthy.
class Balancer {
 public:
  static constexpr std::string_view capability = "balancer";
  virtual ~Balancer() = default;
  /// The pool tells: a unit was registered, is leaving, or answers differently now.
  virtual void unit_registered(World& world, ServingPool::UnitId unit) = 0;
  virtual void unit_deregistered(World& world, ServingPool::UnitId unit) = 0;
  virtual void unit_changed(World& world, ServingPool::UnitId unit) = 0;
};

/// Something with an address that DNS can answer with and checkers can probe.
class Endpoint {
 public:
  static constexpr std::string_view capability = "endpoint";
  virtual ~Endpoint() = default;
  /// Probability that one probe from the internet gets a good answer now, and how the others fail.
  struct Probe {
    double success = 1;
    bool silent = false;  ///< the failures are time-outs, not refusals
  };
  /// How far a probe goes: it is content with a connection (TCP), or asks for something and wants a good answer (HTTP).
  enum class Depth : std::uint8_t { connection, answer };
  virtual Probe probe(const World& world, Depth depth) const = 0;
  /// Whether an alias record that evaluates target health takes it for healthy.
  virtual bool healthy_alias(const World& world) const = 0;
};

/// Says how far a region is from others, and from users near them.
class Located {
 public:
  static constexpr std::string_view capability = "located";
  virtual ~Located() = default;
  /// Seconds there and back to the region of that label; to its own: between two of its zones; 0 for an unknown place.
  virtual double round_trip(std::string_view label) const = 0;
};

/// Where users are: a path that begins here goes on once for the users of each place.
class UserPlaces {
 public:
  static constexpr std::string_view capability = "user_places";
  virtual ~UserPlaces() = default;
  virtual std::size_t places() const = 0;
  /// Share of the users that are in a place.
  virtual double share(std::size_t place) const = 0;
  /// Seconds there and back between the users of a place and a region.
  virtual double latency(std::size_t place, DomainId region) const = 0;
};

/// Machines on which units of other pools run, each with so much room.
class Hosts {
 public:
  static constexpr std::string_view capability = "hosts";
  /// What one unit takes of a machine.
  struct Size {
    double cores = 0;
    double memory = 0;  ///< bytes
  };
  /// Names a machine from one joining of it to the next.
  struct HostId {
    std::uint32_t slot = 0;
    std::uint32_t generation = 0;
  };
  enum class HostState : std::uint8_t {
    working,
    leaving,  ///< takes no new units; those that it has are to move
    stopped,  ///< gone, and everybody is told so
    silent,   ///< gone without a word
  };
  virtual ~Hosts() = default;
  /// Takes room on a machine of this place, or gives nothing when no machine there has any.
  virtual std::optional<HostId> take(World& world, Site place, Size size) = 0;
  virtual void give_back(World& world, HostId host, Size size) = 0;
  virtual HostState state(HostId host) const = 0;
  /// So many units of this size of a pool find no room now. They are told by reference_changed when they may try again.
  virtual void set_waiting(World& world, ComponentId pool, std::int64_t units, Size size) = 0;
};

/// Made of units that are up or down, which a quorum counts.
class Counted {
 public:
  static constexpr std::string_view capability = "counted";
  virtual ~Counted() = default;
  /// Somebody says, while the design is connected, that every change of the number matters to it.
  virtual void attach_counter() = 0;
  /// Units that are up now; none while what all of them require is down.
  virtual std::int64_t units_up(const World& world) const = 0;
};

/// Can be a member of a group of which one serves at a time: its work may wear it out, standing by does not.
class GroupMember {
 public:
  static constexpr std::string_view capability = "group_member";
  virtual ~GroupMember() = default;
  /// A group says, while the design is connected, that this is one of its members.
  virtual void join_group() = 0;
  /// A group has begun or ceased to serve with it; it may belong to several.
  virtual void set_in_use(World& world, bool in_use) = 0;
};

/// Something with a number of units that can be set.
class Scalable {
 public:
  static constexpr std::string_view capability = "scalable";
  virtual ~Scalable() = default;
  virtual void set_desired(World& world, std::int64_t units) = 0;
  virtual std::int64_t desired() const = 0;
};

/// Something that operators and automation act on by name ("promote", "scale", "fail_over", "switch").
class Operable {
 public:
  static constexpr std::string_view capability = "operable";
  enum class Outcome : std::uint8_t {
    started,      ///< under way; the operable calls Operator::operation_finished
    done,         ///< finished at once
    unavailable,  ///< what it needs is down; the operator waits and tries again
    refused,      ///< makes no sense in the present state
  };
  virtual ~Operable() = default;
  virtual std::span<const std::string_view> operations() const = 0;
  virtual Outcome operate(World& world, std::string_view operation, double argument, ComponentId by, std::uint64_t ticket) = 0;
};

/// Who ordered an operation and waits for its end.
class Operator {
 public:
  static constexpr std::string_view capability = "operator";
  virtual ~Operator() = default;
  virtual void operation_finished(World& world, std::uint64_t ticket, bool success) = 0;
};

/// Is told when an alarm changes state: notification topics, runbooks, scaling policies.
class AlarmListener {
 public:
  static constexpr std::string_view capability = "alarm_listener";
  virtual ~AlarmListener() = default;
  virtual void alarm_changed(World& world, ComponentId alarm, bool firing) = 0;
};

/// Something that a monitoring service has metrics of, under the provider's names for them.
class MetricSource {
 public:
  static constexpr std::string_view capability = "metric_source";
  struct NamedMetric {
    std::string_view name;     ///< as alarms name it: "target_5xx"
    std::string_view meaning;  ///< one clause, with the unit of the threshold
  };
  virtual ~MetricSource() = default;
  virtual std::span<const NamedMetric> metrics() const = 0;
  /// The metric of that name; called when the design is connected, with a name of metrics().
  virtual Metric metric(std::string_view name) const = 0;
};

/// Marks components that call World::alarm: results list them with what they noticed and when.
class Alarm {
 public:
  static constexpr std::string_view capability = "alarm";
  virtual ~Alarm() = default;
};

/// A store that acknowledges writes and can be the source of replicas and backups.
class DataStore {
 public:
  static constexpr std::string_view capability = "data_store";
  virtual ~DataStore() = default;
  virtual bool accepts_writes(const World& world) const = 0;
  /// Acknowledged writes per second now, or just before it stopped.
  virtual double write_rate(const World& world) const = 0;
  virtual Site writer_site() const = 0;
  /// The instant at which it last stopped acknowledging, when it does not accept writes now.
  virtual Time stopped_at() const = 0;
  /// A replica was promoted in its stead: from now on it is no longer the source.
  virtual void superseded(World& world, ComponentId by) = 0;
  /// What is wrong with its contents (deleted, corrupted): replicas and copies take it over, only a restore ends it.
  struct Damage {
    Time since = Time::never();  ///< never: the contents are sound
    double share = 0;            ///< of requests that meet damaged contents
    bool any() const { return since != Time::never(); }
  };
  virtual Damage damage() const { return {}; }
  /// A replica says, while the design is connected, where it would serve once it is promoted and callers are switched.
  virtual void attach_replica(Wiring& wiring, ComponentId replica, traffic::StationId station) {
    (void)wiring, (void)replica, (void)station;
  }
  /// Something that keeps connections in the stead of its callers has opened them anew: callers need not wait until its
  /// name leads them back, but are served again within this time.
  virtual void hasten_callers(World& world, Duration time) { (void)world, (void)time; }
  /// A backup brings the contents back to what they were at `point`; false when it cannot take one.
  virtual bool restore_from(World& world, Time point) {
    (void)world, (void)point;
    return false;
  }
};

/// Brings components of the design into being that do not exist before. They cost nothing until then.
class Creator {
 public:
  static constexpr std::string_view capability = "creator";
  virtual ~Creator() = default;
  virtual bool creates(ComponentId component) const = 0;
  /// Its gauge that is 1 once they exist, and 0 before.
  virtual std::uint32_t existence_gauge() const = 0;
};

}  // namespace windtunnel
