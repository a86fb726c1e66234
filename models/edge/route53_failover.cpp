// Route 53 failover record: a primary and a secondary answer, chosen by health checks, steered from one control plane.
#include <fmt/format.h>

#include <array>

#include "models/catalogue_entries.h"
#include "models/edge/shared/cached_answers.h"
#include "models/edge/shared/checker_fleet.h"
#include "models/edge/shared/route53_health_check.h"
#include "models/price_region.h"
#include "sim/design/component.h"
#include "sim/design/design.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

enum class Failback { automatic, manual };
EnumWords<Failback> words_of(Failback) {
  return {{"automatic", Failback::automatic, "users return as soon as the primary is healthy"},
          {"manual", Failback::manual, "users stay with the secondary until someone orders the return"}};
}

class Route53Failover final : public Model<Route53Failover>, public Operable, public Provider {
 public:
  static constexpr std::string_view type_name = "route53_failover";
  static constexpr std::string_view summary =
      "A Route 53 failover record: answers the primary while it is healthy, else the secondary; caches make users follow late.";

  struct Parameters {
    Reference primary, secondary;
    std::vector<std::string> records;
    bool alias = true;
    Duration ttl = seconds(60);
    std::optional<Route53HealthCheck> health_check;
    bool evaluate_target_health = false;
    Failback failback = Failback::automatic;
    DurationDistribution publish_delay =
        DurationDistribution::lognormal(seconds(3), seconds(10), 0.9).clamped(seconds(1), seconds(20));
    Share ttl_violation = percent(3);
    Duration violators_stay = hours(1);
    DurationDistribution change_propagation =
        DurationDistribution::lognormal(seconds(20), seconds(55), 0.9).clamped(seconds(5), seconds(300));
    std::string control_plane_region = "us-east-1";
    double queries_per_request = 0.05;
    DurationDistribution impairment_interval = DurationDistribution::exponential(from_seconds(365.0 * 86400 / 0.06));
    DurationDistribution impairment_duration = DurationDistribution::lognormal(minutes(336), minutes(1657));

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::primary>("primary", "Endpoint that is answered while it is healthy.", required, references("endpoint")),
          parameter<&P::secondary>("secondary", "Endpoint that is answered otherwise.", required, references("endpoint")),
          parameter<&P::records>("records", "Names that are answered so; carried as configuration."),
          parameter<&P::alias>("alias", "Whether the record is an alias of the endpoints: queries are then free.", "document"),
          parameter<&P::ttl>("ttl", "How long resolvers keep an answer; 60 s for an alias of a load balancer.", "r53.alias.ttl.elb"),
          parameter<&P::health_check>("health_check", "How the primary is checked; without it the record counts as healthy."),
          parameter<&P::evaluate_target_health>("evaluate_target_health", "Whether an alias also takes over its target's health.",
                                                "r53.alias.evaluate_target_health.alb"),
          parameter<&P::failback>("failback", "How users return to the primary.", "document"),
          parameter<&P::publish_delay>("publish_delay", "Time from a change of health to changed answers.",
                                       "assumption:r53.hc.publish_delay", plausible(seconds(1), seconds(20))),
          parameter<&P::ttl_violation>("ttl_violation", "Share of clients that keep an answer longer than its time to live.",
                                       "assumption:dns.client.ttl_violation", between(percent(0), percent(100)),
                                       plausible(percent(0), percent(20))),
          parameter<&P::violators_stay>("violators_stay", "Time over which those clients come away, evenly.",
                                        "assumption:dns-violators-stay", plausible(minutes(10), hours(24))),
          parameter<&P::change_propagation>("change_propagation", "Time from an edit of a record to changed answers.",
                                            "r53.change.propagation"),
          parameter<&P::control_plane_region>("control_plane_region", "Region that records are edited from, whatever they point at.",
                                              "r53.control_plane.region"),
          parameter<&P::queries_per_request>("queries_per_request", "DNS queries that reach the service per request, for the bill.",
                                             "assumption:dns-queries-per-request", at_least(0.0), plausible(0.001, 1.0)),
          parameter<&P::impairment_interval>("impairment_interval", "Time from one loss of the control plane to the next, by nature.",
                                             "failure_rates.region_impairment", plausible(years(5), years(100))),
          parameter<&P::impairment_duration>("impairment_duration", "How long such a loss lasts, by nature.",
                                             "failure_rates.region_impairment"));
    }
  };

  enum Mode : std::uint16_t { control_plane_loss };
  static constexpr FaultMode fault_modes[] = {
      {"control_plane_loss", "Records cannot be edited; answers, health checks and failover by health go on."}};
  enum Figure : std::uint32_t { detection_seconds, recovery_detection_seconds, propagation_seconds, failover_seconds };
  static constexpr Measure measures[] = {
      {"detection_seconds", "s", "from the primary's failure until the health check said unhealthy"},
      {"recovery_detection_seconds", "s", "from the primary's return until the health check said healthy"},
      {"propagation_seconds", "s", "from a health verdict or record edit until caches that keep the time to live had moved"},
      {"failover_seconds", "s", "from the primary's failure until caches that keep the time to live had moved to the secondary"},
  };
  static constexpr std::string_view offered_operations[] = {"switch_to_secondary", "switch_to_primary", "fail_back"};

  Parameters given;

  // --- set-up
  void declare(Wiring& wiring) override {
    control_plane_ = wiring.add_domain(*this, Domain::Kind::global_control_plane, "control-plane");
    for (const Region& region : wiring.design().regions)
      if (region.label == given.control_plane_region) home_control_plane_ = region.control_plane;
    price_region_ = price_region(wiring, *this);
    traffic::Router router;
    router.branches = {1.0, 0.0};
    router_ = wiring.router(router);
  }
  void connect(Wiring& wiring) override {
    sides_[primary].endpoint = wiring.find(*this, given.primary);
    sides_[secondary].endpoint = wiring.find(*this, given.secondary);
    if (sides_[primary].endpoint == sides_[secondary].endpoint) wiring.error(*this, "secondary", "it is the primary as well");
    sides_[primary].checked = given.health_check.has_value();
    sides_[secondary].checked = given.health_check && given.health_check->on_secondary;
  }
  std::optional<Port> port(std::string_view name) const override {
    if (!name.empty()) return std::nullopt;
    Port port;
    port.kind = Port::Kind::select;
    port.router = router_;
    port.endpoints = {sides_[primary].endpoint, sides_[secondary].endpoint};
    return port;
  }

  // --- behaviour
  void start(World& world) override {
    const CheckerRule rule = given.health_check ? given.health_check->rule() : CheckerRule();
    for (Side& side : sides_) side.fleet.start(rule);
    constexpr double answers[] = {1, 0};
    users_.start(answers);
    update_router(world);
  }

  void reference_changed(World& world, ComponentId component) override {
    for (std::size_t i = 0; i < sides_.size(); ++i)
      if (sides_[i].endpoint == component) look(world, i);
  }

  void handle(World& world, std::uint16_t signal, std::uint64_t argument) override {
    switch (signal) {
      case checkers_due: verdict_due(world, argument); break;
      case publish: answer_by_health(world); break;
      case record_changed: record_is_changed(world, argument); break;
      case ttl_over: moved(world); break;
      case violators_gone: update_router(world); break;
      default: break;
    }
  }

  bool strike(World& world, const Strike&) override {
    const bool well = world.domain(control_plane_).impaired == 0;
    ++world.change_domain(control_plane_).impaired;
    if (world.telling()) world.tell(*this, "the DNS control plane is down: no record can be edited");
    world.condition_changed(*this);
    return well;
  }
  void relent(World& world, const Strike&) override {
    DomainState& state = world.change_domain(control_plane_);
    if (state.impaired > 0) --state.impaired;
    if (world.telling()) world.tell(*this, "the fault of the DNS control plane is over");
    world.condition_changed(*this);
  }
  Nature nature(std::uint16_t) const override { return {given.impairment_interval, given.impairment_duration}; }

  std::span<const std::string_view> operations() const override { return offered_operations; }
  /// Edits the record: "switch_to_secondary" and "switch_to_primary" answer that side whatever its health, "fail_back"
  /// returns to answers by health.
  Outcome operate(World& world, std::string_view operation, double, ComponentId by, std::uint64_t ticket) override {
    if (world.pending(edit_)) return Outcome::refused;
    Order wanted = Order::by_health;
    if (operation == offered_operations[0]) wanted = Order::secondary;
    if (operation == offered_operations[1]) wanted = Order::primary;
    const bool nothing_to_do = wanted == Order::by_health ? order_ == wanted && answering_ == primary : order_ == wanted;
    if (nothing_to_do) return Outcome::refused;
    if (!editable(world)) return Outcome::unavailable;
    operator_ = by;
    ticket_ = ticket;
    edit_ = world.after(*this, world.draw(*this, edit_delay, given.change_propagation), record_changed, Phase::act,
                        static_cast<std::uint64_t>(wanted));
    if (world.telling()) world.tell(*this, fmt::format("the record is being edited: {}", operation));
    return Outcome::started;
  }

  /// Someone who needs to edit records asks here; answers themselves never fail.
  bool provides(const World& world, Site) const override { return editable(world); }

  bool settled(const World& world) const override {
    const auto well = [](const Side& side) { return side.fleet.settled() && side.alias && !side.failing; };
    return well(sides_[primary]) && well(sides_[secondary]) && answering_ == primary && order_ == Order::by_health && !publish_ &&
           !edit_ && users_.settled(world.now()) && world.domain(control_plane_).impaired == 0;
  }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    sheet.add({id(), fmt::format("{}: hosted zone", name()), 1, "zone-month", "route53.hosted_zone", price_region_, false});
    if (!given.alias)
      sheet.add({id(), fmt::format("{}: queries", name()), meter.requests(router_) * given.queries_per_request / 1e6, "million queries",
                 "route53.query_standard", price_region_, true});
    if (!given.health_check) return;
    const double checks = given.health_check->on_secondary ? 2 : 1;
    sheet.add({id(), fmt::format("{}: health checks", name()), checks, "check-month", "route53.health_check_aws_endpoint", price_region_,
               false});
    const double features = (given.health_check->type == CheckType::https ? 1 : 0) + (given.health_check->interval < seconds(30) ? 1 : 0);
    if (features > 0)
      sheet.add({id(), fmt::format("{}: optional features of health checks", name()), checks * features, "feature-month",
                 "route53.health_check_optional_feature_aws", price_region_, false});
  }

 private:
  enum Signal : std::uint16_t { checkers_due, publish, record_changed, ttl_over, violators_gone };
  enum Purpose : std::uint16_t { primary_probes, secondary_probes, publish_time, edit_delay };
  enum Index : std::size_t { primary, secondary };
  enum class Order : std::uint8_t { by_health, primary, secondary };

  struct Side {
    ComponentId endpoint = no_component;
    bool checked = false;
    CheckerFleet fleet;
    EventHandle due;
    bool alias = true;     ///< health that an alias takes over
    bool failing = false;  ///< probes fail now
    Time changed;          ///< since when they fail, or succeed again
  };

  /// The control plane works, and the region that it lives in, where that is part of the design.
  bool editable(const World& world) const {
    const bool home = home_control_plane_ == no_domain || world.domain(home_control_plane_).impaired == 0;
    return home && world.domain(control_plane_).impaired == 0;
  }
  bool healthy(const Side& side) const {
    return (!side.checked || side.fleet.healthy()) && (!given.evaluate_target_health || side.alias);
  }

  /// An endpoint has changed: how probes fare there from now on.
  void look(World& world, std::size_t index) {
    Side& side = sides_[index];
    const auto* endpoint = world.capability<Endpoint>(side.endpoint);
    const Endpoint::Probe probe = endpoint->probe(world);
    const bool failing = probe.success < 0.5;
    if (failing != side.failing) side.changed = world.now();
    side.failing = failing;
    const bool alias = endpoint->healthy_alias(world);
    if (alias != side.alias) {
      side.alias = alias;
      if (given.evaluate_target_health) health_changed(world);
    }
    if (!side.checked) return;
    side.fleet.change(world.now(), probe.success, probe.silent, world.stream(*this, static_cast<std::uint16_t>(index)));
    wait_for_checkers(world, index);
  }
  void wait_for_checkers(World& world, std::size_t index) {
    Side& side = sides_[index];
    world.cancel(side.due);
    if (side.fleet.next() != Time::never())
      side.due = world.after(*this, side.fleet.next() - world.now(), checkers_due, Phase::notice, index);
  }

  void verdict_due(World& world, std::size_t index) {
    Side& side = sides_[index];
    side.due = {};
    const bool flipped = side.fleet.advance(world.now(), world.stream(*this, static_cast<std::uint16_t>(index)));
    wait_for_checkers(world, index);
    if (!flipped) return;
    const bool now_healthy = side.fleet.healthy();
    if (index == primary)
      world.publish(*this, now_healthy ? recovery_detection_seconds : detection_seconds, (world.now() - side.changed).seconds());
    if (world.telling())
      world.tell(*this, fmt::format("the checkers say that the {} is {}", index == primary ? "primary" : "secondary",
                                    now_healthy ? "healthy" : "unhealthy"));
    health_changed(world);
  }
  void health_changed(World& world) {
    decided_at_ = world.now();
    if (world.pending(publish_)) return;
    publish_ = world.after(*this, world.draw(*this, publish_time, given.publish_delay), publish, Phase::propagate);
  }

  /// The health that holds now reaches the name servers.
  void answer_by_health(World& world) {
    publish_ = {};
    const bool stays = given.failback == Failback::manual && answering_ == secondary && healthy(sides_[secondary]);
    const bool to_secondary = stays || (!healthy(sides_[primary]) && healthy(sides_[secondary]));
    if (order_ == Order::by_health) answer(world, to_secondary ? secondary : primary);
  }
  void record_is_changed(World& world, std::uint64_t order) {
    edit_ = {};
    order_ = static_cast<Order>(order);
    decided_at_ = world.now();
    if (world.telling()) world.tell(*this, "the edited record is answered");
    if (order_ == Order::by_health) {
      answer(world, healthy(sides_[primary]) || !healthy(sides_[secondary]) ? primary : secondary);
    } else {
      answer(world, order_ == Order::secondary ? secondary : primary);
    }
    if (auto* waiting = world.capability<Operator>(operator_)) waiting->operation_finished(world, ticket_, true);
  }
  void answer(World& world, Index side) {
    if (side == answering_) return;
    answering_ = side;
    const std::array<double, 2> answers = {side == primary ? 1.0 : 0.0, side == secondary ? 1.0 : 0.0};
    users_.change(world.now(), answers, given.ttl, given.ttl_violation.value);
    world.cancel(ttl_);
    world.cancel(violators_);
    ttl_ = world.after(*this, given.ttl, ttl_over, Phase::propagate);
    if (world.telling()) world.tell(*this, fmt::format("the name is answered with the {}", side == primary ? "primary" : "secondary"));
    update_router(world);
    world.condition_changed(*this);
  }
  void moved(World& world) {
    ttl_ = {};
    world.publish(*this, propagation_seconds, (world.now() - decided_at_).seconds());
    if (answering_ == secondary && sides_[primary].failing)
      world.publish(*this, failover_seconds, (world.now() - sides_[primary].changed).seconds());
    users_.drain_violators(world.now(), given.violators_stay);
    violators_ = world.after(*this, given.violators_stay, violators_gone, Phase::propagate);
    if (world.telling()) world.tell(*this, "the time to live is over: only clients that ignore it still hold the old answer");
    update_router(world);
  }
  void update_router(World& world) {
    traffic::Router& router = world.change_traffic().routers[router_];
    router.branches[primary] = users_.share(primary);
    router.branches[secondary] = users_.share(secondary);
  }

  std::array<Side, 2> sides_;
  DomainId control_plane_ = no_domain, home_control_plane_ = no_domain;
  traffic::RouterId router_ = traffic::none;
  std::string price_region_;
  CachedAnswers users_;
  Index answering_ = primary;
  Order order_ = Order::by_health;
  Time decided_at_;
  EventHandle publish_, edit_, ttl_, violators_;
  ComponentId operator_ = no_component;
  std::uint64_t ticket_ = 0;
};

}  // namespace

const ComponentType& route53_failover() { return component_type<Route53Failover>(); }

}  // namespace windtunnel::models
