// What a component is: the one seam between the engine and the models.
//
// A model is one class in one file: it says what it is (name, parameters, fault modes, measures), what traffic meets in
// it (declare, connect, port), and how it behaves (start, handle, strike, ...). Components meet only through
// capabilities (capability.h), domains and traffic.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/config/parameter.h"
#include "sim/design/capability.h"
#include "sim/design/cost_sheet.h"
#include "sim/design/site.h"
#include "sim/design/world.h"

namespace windtunnel {

class Wiring;
struct ComponentType;

/// One way in which a component, some of its units, or a domain can be hurt.
struct FaultMode {
  std::string_view name;     ///< the word that scenarios use: "power_loss"
  std::string_view meaning;  ///< one sentence
  enum class Scope : std::uint8_t { component, units } scope = Scope::component;
  bool lasting = true;  ///< false: an instant (a task is killed); its end means nothing
  bool planned = false;  ///< work that somebody schedules, such as a patch in its window: not a failure
};

/// The same hours of every week, in UTC.
struct WeeklyHours {
  Duration opens;   ///< since Monday 00:00 UTC
  Duration length;  ///< longer than 0, at most a week

  /// The instant itself where it lies within, else one of the next opening: `part` of its length, 0 to 1, after it begins.
  Time from(Time t, double part) const;
};

/// How often nature does it, and for how long. Interval 0: never.
struct Nature {
  DurationDistribution interval;  ///< up time until the next occurrence; per unit where the mode's scope is units
  DurationDistribution duration;
  std::optional<WeeklyHours> within = std::nullopt;  ///< when it happens only then, as maintenance does in its window
};

/// A figure that a model publishes during a run.
struct Measure {
  std::string_view name;     ///< "failover_seconds"
  std::string_view unit;     ///< "s", "requests", "writes", "" for counts and yes (1) / no (0)
  std::string_view meaning;  ///< one clause that goes on after "the time", "the number", or stands alone in a sentence
};

/// One blow: a mode, how much of the component, and how hard.
struct Strike {
  std::uint16_t mode = 0;
  std::int64_t units = 0;       ///< how many units; 0: all
  std::int64_t unit = -1;       ///< nature: which unit, 0 to units_at_most() - 1 (a place that holds none is not hurt); -1: any
  Site within;                 ///< only units of this place; internet: anywhere
  double severity = 1;          ///< meaning given by the mode (share lost, factor, seconds)
  Duration duration;            ///< how long it is meant to last
  std::uint64_t id = 0;         ///< the same when it relents
};

/// What a journey meets when its path names a component (and a port of it, "db.write").
struct Port {
  enum class Kind : std::uint8_t {
    select,   ///< goes on to one of `endpoints`, by `router`
    balance,  ///< goes on to the next component of the path, spread over its stations by `router`
    serve,    ///< is served at `stations` (by `router`, or in proportion to servers)
    enqueue,  ///< is accepted by `queue`
  };
  Kind kind = Kind::serve;
  traffic::RouterId router = traffic::none;
  std::vector<traffic::StationId> stations;
  std::vector<ComponentId> endpoints;
  std::vector<traffic::RouterId> by_place;  ///< of a select: the router for the users of each place, where they differ
  bool splits_users = false;  ///< a select that goes on, with the rest of the path, once for each place of UserPlaces
  traffic::QueueId queue = traffic::none;
  traffic::CacheId cache = traffic::none;  ///< what comes behind it in the path is called on a miss only
  double work = 1;      ///< mean service demand relative to the station's
  double latency = 0;   ///< seconds
  bool write = false;   ///< acknowledged requests are writes that can be lost
  bool over_internet = false;  ///< a public service: callers in a network need a way out of it, or a ServiceEndpoint
  /// Of a serve: how it calls what comes next in the path, unless the path says so itself.
  struct Onward {
    traffic::Client client;
    ComponentId origin = no_component;    ///< in whose region a path of a component without region goes on
    ComponentId fallback = no_component;  ///< where it turns when the call has failed for good
  };
  std::optional<Onward> onward;
  traffic::Client client;  ///< how callers treat a call here, unless the journey says otherwise
};

class Component {
 public:
  virtual ~Component() = default;

  ComponentId id() const { return id_; }
  /// The path in the design: "primary.web"; global components have no region before them.
  const std::string& name() const { return name_; }
  /// The region that it was written in; the internet for global components.
  DomainId region() const { return region_; }
  virtual const ComponentType& type() const = 0;

  // --- set-up, once for a design
  /// Checks what single parameters cannot; problems go to the wiring's diagnostics. Creates its stations, routers, queues.
  virtual void declare(Wiring&) {}
  /// Reads what others have declared.
  virtual void connect(Wiring&) {}
  /// The port that a path element names; `name` is empty for the component itself.
  virtual std::optional<Port> port(std::string_view name) const { (void)name; return std::nullopt; }
  /// Where it has units, or could have them: it is told when these domains change.
  virtual std::vector<Site> sites() const { return {}; }
  /// Where its parts are before anything has happened: those that serve, and those that take over by themselves; the one
  /// that takes writes comes first. Differs from sites() where a component can be built anew in another place.
  virtual std::vector<Site> parts() const { return sites(); }

  /// For models of domains: which domain it is (called before declare, for zones and regions of the design).
  virtual void represent(DomainId) {}

  // --- behaviour
  virtual void start(World&) {}
  virtual void handle(World&, std::uint16_t signal, std::uint64_t argument) { (void)signal; (void)argument; }
  /// Applies a fault; says whether its condition changed (false: it was already so).
  virtual bool strike(World&, const Strike&) { return false; }
  /// The fault is over; recovery begins.
  virtual void relent(World&, const Strike&) {}
  virtual void domain_changed(World&, DomainId) {}
  virtual void reference_changed(World&, ComponentId) {}
  /// True when it is as a healthy week leaves it: nothing failed, pending, rebuilding or out of its schedule.
  virtual bool settled(const World&) const { return true; }
  virtual Nature nature(std::uint16_t mode) const { (void)mode; return {}; }
  /// Of modes whose scope is units: how many units there can be at the most (nature strikes each on its own).
  virtual std::int64_t units_at_most() const { return 1; }

  // --- the record
  /// An observation ends: tells, by World::unfinished, of the times it has begun to measure and not published.
  virtual void tell_unfinished(World&) const {}

  // --- money
  /// Adds what a month costs, from the usage that the meter has seen.
  virtual void bill(const UsageMeter&, CostSheet&) const {}

  // --- snapshots
  virtual std::unique_ptr<Component> clone() const = 0;
  /// Takes over the state of another component of the same type and id, without allocation where sizes allow.
  virtual void assign(const Component& other) = 0;
  virtual void* parameters_address() = 0;

 private:
  friend class DesignBuilder;
  ComponentId id_ = no_component;
  std::string name_;
  DomainId region_ = no_domain;
};

/// A component type as the catalogue lists it.
struct ComponentType {
  std::string_view name;     ///< "nat_gateway"
  std::string_view summary;  ///< one sentence
  const ParameterTable* parameters = nullptr;
  std::span<const FaultMode> fault_modes;
  std::span<const Measure> measures;
  std::vector<std::string_view> capabilities;
  std::unique_ptr<Component> (*create)() = nullptr;

  /// A capability, by the address of its name, and a component of this type seen as it.
  struct Offer {
    const std::string_view* capability;
    void* (*seen)(Component&);
  };
  std::vector<Offer> offers;
};

/// The component's capability (see capability.h), or null. Asked several times an event, where dynamic_cast is slow.
template <class Capability>
Capability* capability_of(Component& component) {
  for (const ComponentType::Offer& offer : component.type().offers)
    if (offer.capability == &Capability::capability) return static_cast<Capability*>(offer.seen(component));
  return nullptr;
}
template <class Capability>
const Capability* capability_of(const Component& component) {
  return capability_of<Capability>(const_cast<Component&>(component));
}

/// What a model derives from: `class NatGateway final : public Model<NatGateway>, public Provider`. The model declares
/// `static constexpr std::string_view type_name, summary`, a struct `Parameters` with `static const ParameterTable& table()`,
/// and, where it has them, `static constexpr FaultMode fault_modes[]` and `static constexpr Measure measures[]`.
template <class Derived>
class Model : public Component {
 public:
  const ComponentType& type() const final;
  std::unique_ptr<Component> clone() const final { return std::make_unique<Derived>(static_cast<const Derived&>(*this)); }
  void assign(const Component& other) final { static_cast<Derived&>(*this) = static_cast<const Derived&>(other); }
  void* parameters_address() final { return &static_cast<Derived&>(*this).given; }
};

/// The descriptor of a model; one object per type for the life of the program.
template <class Derived>
const ComponentType& component_type() {
  static const ComponentType type = [] {
    ComponentType t;
    t.name = Derived::type_name;
    t.summary = Derived::summary;
    t.parameters = &parameters_of<typename Derived::Parameters>();
    if constexpr (requires { Derived::fault_modes; }) t.fault_modes = Derived::fault_modes;
    if constexpr (requires { Derived::measures; }) t.measures = Derived::measures;
    const auto offers = [&]<class Capability>() {
      if constexpr (std::is_base_of_v<Capability, Derived>) {
        t.capabilities.push_back(Capability::capability);
        t.offers.push_back({&Capability::capability, [](Component& component) -> void* {
                              return static_cast<Capability*>(static_cast<Derived*>(&component));
                            }});
      }
    };
    offers.template operator()<Provider>();
    offers.template operator()<ServingPool>();
    offers.template operator()<ServiceEndpoint>();
    offers.template operator()<Balancer>();
    offers.template operator()<Endpoint>();
    offers.template operator()<Hosts>();
    offers.template operator()<Located>();
    offers.template operator()<UserPlaces>();
    offers.template operator()<Counted>();
    offers.template operator()<GroupMember>();
    offers.template operator()<Scalable>();
    offers.template operator()<Operable>();
    offers.template operator()<Operator>();
    offers.template operator()<AlarmListener>();
    offers.template operator()<MetricSource>();
    offers.template operator()<Alarm>();
    offers.template operator()<DataStore>();
    offers.template operator()<Creator>();
    t.create = []() -> std::unique_ptr<Component> { return std::make_unique<Derived>(); };
    return t;
  }();
  return type;
}

template <class Derived>
const ComponentType& Model<Derived>::type() const {
  return component_type<Derived>();
}

template <class Capability>
Capability* World::capability(ComponentId id) {
  return id == no_component ? nullptr : capability_of<Capability>(component(id));
}
template <class Capability>
const Capability* World::capability(ComponentId id) const {
  return id == no_component ? nullptr : capability_of<Capability>(component(id));
}

/// Every component type that design files may name, in the catalogue's order.
class Catalogue {
 public:
  virtual ~Catalogue() = default;
  virtual std::span<const ComponentType* const> types() const = 0;
  const ComponentType* find(std::string_view name) const;
};

}  // namespace windtunnel
