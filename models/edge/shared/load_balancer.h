// What load balancers have in common: one node per zone, which users reach by DNS, and targets behind them that get
// requests while probes find them healthy. Nodes share what they believe of targets: only one whose zone is cut off would
// find otherwise, and nobody reaches it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "models/edge/shared/load_balancer_parameters.h"
#include "models/edge/shared/router_weights.h"
#include "models/edge/shared/target_health.h"
#include "models/edge/shared/zonal_name.h"
#include "models/metric_emission.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {

/// What differs between kinds of load balancers.
struct LoadBalancerRules {
  bool cross_zone = true;            ///< a node sends requests to targets of all zones
  std::int64_t fail_open_below = 1;  ///< with fewer healthy targets in a node's reach, requests go to all that are registered
  TargetHealth::Rule check;
  /// Probes are requests like those of users: they meet errors, and wait in the same queues. Otherwise a connection that
  /// is accepted is enough.
  bool probes_are_requests = true;
};

/// How the nodes are paid for: by the hour, and by units of the greatest of several dimensions.
struct CapacityUnits {
  const char* hour_price;
  const char* unit_price;
  std::string_view unit;
  double connections;  ///< new connections a second in one unit; one GB an hour is another
  bool pays_to_targets;  ///< for what it sends to targets of other zones (dt.inter_az.alb, dt.inter_az.nlb)
};

inline constexpr Measure load_balancer_measures[] = {
    {"detection_seconds", "s", "from a target's failure until it got no more requests"},
    {"recovery_detection_seconds", "s", "from a failed target's return until it got requests again"},
    {"first_pass_seconds", "s", "from a new target's first good answer until it got requests"},
    {"fail_open", "", "yes (1) when no target was believed healthy and requests went to all"},
    {"zone_left_name_seconds", "s",
     "from the loss of a node, or of all targets of one that keeps to its zone, until its address was out of the DNS answers"},
};
inline constexpr FaultMode load_balancer_fault_modes[] = {{"outage", "No node of the load balancer answers."}};

/// The part of a load balancer's model that is the same whatever it balances. The model derives from it by
/// LoadBalancerModel, which passes on what the engine tells it.
class LoadBalancer : public Balancer, public Endpoint, public Provider, public MetricSource, public MetricEmission {
 public:
  enum Figure : std::uint32_t { detection_seconds, recovery_detection_seconds, first_pass_seconds, fail_open, zone_left_name_seconds };
  enum Gauge : std::uint32_t { healthy_hosts, unhealthy_hosts };

  // Balancer
  void unit_registered(World& world, ServingPool::UnitId unit) override;
  void unit_deregistered(World& world, ServingPool::UnitId unit) override;
  void unit_changed(World& world, ServingPool::UnitId unit) override;
  // Endpoint
  Probe probe(const World& world, Depth depth) const override;
  bool healthy_alias(const World& world) const override;
  // Provider
  bool provides(const World& world, Site from) const override;
  // MetricSource
  Metric metric(std::string_view name) const override;
  // MetricEmission
  bool emits(const World& world, std::string_view metric) const override;

 protected:
  virtual const Component& self() const = 0;
  virtual const LoadBalancerParameters& settings() const = 0;

  // What the engine tells the model.
  void create_nodes(Wiring& wiring);
  void find_targets(Wiring& wiring, const LoadBalancerRules& rules);
  void begin(World& world);
  void take(World& world, std::uint16_t signal, std::uint64_t argument);
  bool break_down(World& world);
  void mend(World& world);
  /// Something around it has changed: it looks at everything.
  void look_at_all(World& world);
  bool is_settled(const World& world) const;
  std::vector<Site> node_sites() const;
  void bill_nodes(const UsageMeter& meter, CostSheet& sheet, const CapacityUnits& units) const;
  void bill_transfer(const UsageMeter& meter, CostSheet& sheet, bool pays_to_targets) const;
  traffic::RouterId router() const { return router_; }

 private:
  enum Signal : std::uint16_t { probe_done, drain_over, strained, look_again, name_updated, ttl_over, violators_gone };
  enum Purpose : std::uint16_t { probe_phase, name_delay };
  static constexpr std::size_t places = CachedAnswers::limit;
  /// Seconds that a checker on the internet waits for an answer once connected (r53.hc.http.response_timeout).
  static constexpr double checker_patience = 2;

  struct Node {
    Site site;
    bool belongs = true;  ///< into the DNS answers: callers reach it, and it has targets
    Time changed;         ///< since when it does, or does not
  };
  /// How one node spreads requests now: weights of stations, and of targets that will fail them.
  struct Split {
    std::array<double, places> ok{};
    double refused = 0, erring = 0, silent = 0, total = 0;
  };

  /// Targets of one zone, or of all, by what it believes of them; those that have left or are about to are not counted.
  struct Beliefs {
    std::int64_t initial = 0, healthy = 0, unhealthy = 0;
  };
  /// What holds at an instant, found once for all that follows from it.
  struct Sight {
    std::array<double, places> passed{};  ///< by node: share of the requests for it that arrive there
    std::array<Split, places> splits;     ///< by node; across zones all spread alike, and there is only the first
    Beliefs believed;                     ///< of all targets
  };

  ServingPool& pool(World& world) const { return *world.capability<ServingPool>(pool_); }
  const ServingPool& pool(const World& world) const { return *world.capability<ServingPool>(pool_); }

  // load_balancer.cpp: where requests go
  Beliefs beliefs(const World& world, DomainId zone) const;
  Split split_from(const World& world, const Node& node) const;
  double passes(const World& world, const Node& node) const;
  Sight sight(const World& world) const;
  const Split& split(const Sight& sight, std::size_t node) const { return sight.splits[rules_.cross_zone ? 0 : node]; }
  Probe probe(const World& world, const Sight& sight, Depth depth) const;
  bool healthy_alias(const Sight& sight) const;
  double served_share(const World& world, std::size_t station) const;
  void update_router(World& world, const Sight& sight);
  /// Brings the name, the spread of requests and what others were told in line with what holds now.
  void refresh(World& world);
  void name_changes(World& world, std::size_t node);

  // load_balancer_probes.cpp: what it believes of its targets, and what others may believe of it
  bool probing(const World& world) const;
  void look(World& world, const ServingPool::Unit& unit);
  void belief_changes(World& world, std::uint64_t argument);
  void drain_ends(World& world, ServingPool::UnitId unit);
  bool loaded(const World& world) const;
  void announce(World& world, const Sight& sight);

  LoadBalancerRules rules_;
  std::vector<Node> nodes_;
  std::vector<bool> belongs_;  // scratch of refresh
  std::vector<traffic::StationId> stations_;
  Site regional_;
  ComponentId pool_ = no_component, gateway_ = no_component;
  traffic::RouterId router_ = traffic::none;
  TargetHealth targets_;
  ZonalName name_;
  RouterWeights weights_;
  EventHandle looking_;
  Time started_at_, looked_at_;
  bool started_ = false, strained_ = false, failing_open_ = false;
  Duration look_wait_;
  int broken_ = 0;
  Probe told_, told_connection_;
  bool told_alias_ = true;
};

/// `Derived` is the model, whose `given` derives from LoadBalancerParameters; it says by `rules` how it differs from others.
template <class Derived>
class LoadBalancerModel : public Model<Derived>, public LoadBalancer {
 public:
  static constexpr auto& fault_modes = load_balancer_fault_modes;
  static constexpr auto& measures = load_balancer_measures;

  void declare(Wiring& wiring) override { create_nodes(wiring); }
  void connect(Wiring& wiring) override { find_targets(wiring, rules()); }
  std::vector<Site> sites() const override { return node_sites(); }

  void start(World& world) override { begin(world); }
  void handle(World& world, std::uint16_t signal, std::uint64_t argument) override { take(world, signal, argument); }
  bool strike(World& world, const Strike&) override { return break_down(world); }
  void relent(World& world, const Strike&) override { mend(world); }
  void domain_changed(World& world, DomainId) override { look_at_all(world); }
  void reference_changed(World& world, ComponentId) override { look_at_all(world); }
  bool settled(const World& world) const override { return is_settled(world); }

 protected:
  const Component& self() const override { return *this; }
  const LoadBalancerParameters& settings() const override { return static_cast<const Derived&>(*this).given; }
  virtual LoadBalancerRules rules() const = 0;
};

}  // namespace windtunnel::models
