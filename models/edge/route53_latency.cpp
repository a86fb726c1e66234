// Route 53 latency records: users of each place get the healthy endpoint with the lowest latency for them.
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

class Route53Latency final : public Model<Route53Latency>, public Operable, public Provider {
 public:
  static constexpr std::string_view type_name = "route53_latency";
  static constexpr std::string_view summary =
      "Route 53 latency records: users go to the nearest endpoint that is healthy; caches make them follow late.";

  struct Parameters {
    std::vector<Reference> endpoints;
    Reference users;
    std::vector<std::string> records;
    bool alias = true;
    Duration ttl = seconds(60);
    std::optional<Route53HealthCheck> health_check;
    bool evaluate_target_health = false;
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
          parameter<&P::endpoints>("endpoints", "What the records point at, each in its region.", required, references("endpoint")),
          parameter<&P::users>("users", "Where users are: latency decides, place by place.", required, references("user_places")),
          parameter<&P::records>("records", "Names that are answered so; carried as configuration."),
          parameter<&P::alias>("alias", "Whether the records are aliases of the endpoints: queries are then free.", "document"),
          parameter<&P::ttl>("ttl", "How long resolvers keep an answer; 60 s for an alias of a load balancer.", "r53.alias.ttl.elb"),
          parameter<&P::health_check>("health_check", "How every endpoint is checked; without it records count as healthy."),
          parameter<&P::evaluate_target_health>("evaluate_target_health", "Whether an alias also takes over its target's health.",
                                                "r53.alias.evaluate_target_health.alb"),
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
      {"control_plane_loss", "Records cannot be edited; answers, health checks and routing by health go on."}};
  enum Figure : std::uint32_t { detection_seconds, propagation_seconds };
  static constexpr Measure measures[] = {
      {"detection_seconds", "s", "from an endpoint's failure until its health check said unhealthy"},
      {"propagation_seconds", "s", "from a health verdict or record edit until caches that keep the time to live had moved"},
  };
  static constexpr std::string_view offered_operations[] = {"withdraw", "restore"};

  Parameters given;

  // --- set-up
  void declare(Wiring& wiring) override {
    control_plane_ = wiring.add_domain(*this, Domain::Kind::global_control_plane, "control-plane");
    for (const Region& region : wiring.design().regions)
      if (region.label == given.control_plane_region) home_control_plane_ = region.control_plane;
    price_region_ = price_region(wiring, *this);
  }
  void connect(Wiring& wiring) override {
    if (given.endpoints.size() < 2 || given.endpoints.size() > CachedAnswers::limit)
      wiring.error(*this, "endpoints", fmt::format("2 to {} endpoints", CachedAnswers::limit));
    for (const Reference& reference : given.endpoints) {
      if (sides_.size() == CachedAnswers::limit) break;
      Side side;
      side.endpoint = wiring.find(*this, reference);
      sides_.push_back(side);
    }
    const auto* users = wiring.capability<UserPlaces>(wiring.find(*this, given.users));
    for (std::size_t p = 0; p < users->places(); ++p) {
      Place place;
      for (const Side& side : sides_) {
        const DomainId region = wiring.component(side.endpoint).region();
        place.latency.push_back(users->latency(p, region));
      }
      traffic::Router router;
      router.branches.assign(sides_.size(), 0.0);
      router.branches[nearest(place)] = 1.0;
      routers_.push_back(wiring.router(router));
      places_.push_back(place);
    }
  }
  std::optional<Port> port(std::string_view name) const override {
    if (!name.empty() || routers_.empty()) return std::nullopt;
    Port port;
    port.kind = Port::Kind::select;
    port.router = routers_.front();
    port.by_place = routers_;
    for (const Side& side : sides_) port.endpoints.push_back(side.endpoint);
    return port;
  }

  // --- behaviour
  void start(World& world) override {
    for (Side& side : sides_) side.fleet.start(given.health_check ? given.health_check->rule() : CheckerRule());
    for (Place& place : places_) {
      place.answering = nearest(place);
      place.users.start(answers_of(place));
    }
    update_routers(world);
  }
  void reference_changed(World& world, ComponentId component) override {
    for (std::size_t i = 0; i < sides_.size(); ++i)
      if (sides_[i].endpoint == component) look(world, i);
  }
  void handle(World& world, std::uint16_t signal, std::uint64_t argument) override {
    switch (signal) {
      case checkers_due: verdict_due(world, argument); break;
      case publish: publish_ = {}, answer(world); break;
      case record_changed: record_is_changed(world, argument); break;
      case ttl_over: moved(world); break;
      case violators_gone: update_routers(world); break;
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
  /// Edits the records: "withdraw" takes the endpoint at a position (1: the first) out of the answers, "restore" puts it back.
  Outcome operate(World& world, std::string_view operation, double argument, ComponentId by, std::uint64_t ticket) override {
    const auto position = static_cast<std::int64_t>(argument);
    if (position < 1 || position > static_cast<std::int64_t>(sides_.size()) || world.pending(edit_)) return Outcome::refused;
    const bool withdraws = operation == offered_operations[0];
    const auto side = static_cast<std::uint64_t>(position - 1);
    if (sides_[side].withdrawn == withdraws) return Outcome::refused;
    if (!editable(world)) return Outcome::unavailable;
    operator_ = by;
    ticket_ = ticket;
    edit_ = world.after(*this, world.draw(*this, edit_delay, given.change_propagation), record_changed, Phase::act,
                        side << 1 | (withdraws ? 1 : 0));
    if (world.telling()) world.tell(*this, fmt::format("the records are being edited: {}", operation));
    return Outcome::started;
  }
  bool provides(const World& world, Site) const override { return editable(world); }

  bool settled(const World& world) const override {
    for (const Side& side : sides_)
      if (!side.fleet.settled() || !side.alias || side.failing || side.withdrawn) return false;
    for (const Place& place : places_)
      if (!place.users.settled(world.now())) return false;
    return !publish_ && !edit_ && world.domain(control_plane_).impaired == 0;
  }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    sheet.add({id(), fmt::format("{}: hosted zone", name()), 1, "zone-month", "route53.hosted_zone", price_region_, false});
    double requests = 0;
    for (const traffic::RouterId router : routers_) requests += meter.requests(router);
    if (!given.alias)
      sheet.add({id(), fmt::format("{}: queries", name()), requests * given.queries_per_request / 1e6, "million queries",
                 "route53.query_latency", price_region_, true});
    if (!given.health_check) return;
    const auto checks = static_cast<double>(sides_.size());
    sheet.add({id(), fmt::format("{}: health checks", name()), checks, "check-month", "route53.health_check_aws_endpoint", price_region_,
               false});
    const double features = (given.health_check->type == CheckType::https ? 1 : 0) + (given.health_check->interval < seconds(30) ? 1 : 0);
    if (features > 0)
      sheet.add({id(), fmt::format("{}: optional features of health checks", name()), checks * features, "feature-month",
                 "route53.health_check_optional_feature_aws", price_region_, false});
  }

 private:
  enum Signal : std::uint16_t { checkers_due, publish, record_changed, ttl_over, violators_gone };
  enum Purpose : std::uint16_t { publish_time, edit_delay, first_probes };
  struct Side {
    ComponentId endpoint = no_component;
    CheckerFleet fleet;
    EventHandle due;
    bool alias = true;       ///< health that an alias takes over
    bool failing = false;    ///< probes fail now
    bool withdrawn = false;  ///< somebody has taken its record out
    Time changed;            ///< since when probes fail, or succeed again
  };
  struct Place {
    std::vector<double> latency;  ///< of each endpoint
    std::size_t answering = 0;
    CachedAnswers users;
  };

  bool editable(const World& world) const {
    const bool home = home_control_plane_ == no_domain || world.domain(home_control_plane_).impaired == 0;
    return home && world.domain(control_plane_).impaired == 0;
  }
  bool healthy(const Side& side) const {
    return (!given.health_check || side.fleet.healthy()) && (!given.evaluate_target_health || side.alias);
  }
  /// The endpoint that users of a place are answered: the nearest healthy one; where none is, all count as healthy
  /// (r53.failover.all_unhealthy).
  std::size_t nearest(const Place& place) const {
    bool any = false;
    for (const Side& side : sides_) any |= !side.withdrawn && healthy(side);
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < sides_.size(); ++i) {
      if (sides_[i].withdrawn || (any && !healthy(sides_[i]))) continue;
      if (!best || place.latency[i] < place.latency[*best]) best = i;
    }
    return best.value_or(0);
  }
  std::span<const double> answers_of(const Place& place) {
    scratch_ = {};
    scratch_[place.answering] = 1;
    return {scratch_.data(), sides_.size()};
  }

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
    if (!given.health_check) return;
    side.fleet.change(world.now(), probe.success, probe.silent, probes(world, index));
    wait_for_checkers(world, index);
  }
  Stream& probes(World& world, std::size_t index) {
    return world.stream(*this, static_cast<std::uint16_t>(first_probes + index));
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
    const bool flipped = side.fleet.advance(world.now(), probes(world, index));
    wait_for_checkers(world, index);
    if (!flipped) return;
    const bool well = side.fleet.healthy();
    if (!well) world.publish(*this, detection_seconds, (world.now() - side.changed).seconds());
    if (world.telling())
      world.tell(*this, fmt::format("the checkers say that {} is {}", world.component(side.endpoint).name(),
                                    well ? "healthy" : "unhealthy"));
    health_changed(world);
  }
  void health_changed(World& world) {
    decided_at_ = world.now();
    if (world.pending(publish_)) return;
    publish_ = world.after(*this, world.draw(*this, publish_time, given.publish_delay), publish, Phase::propagate);
  }
  void record_is_changed(World& world, std::uint64_t argument) {
    edit_ = {};
    sides_[argument >> 1].withdrawn = (argument & 1) != 0;
    decided_at_ = world.now();
    answer(world);
    if (auto* waiting = world.capability<Operator>(operator_)) waiting->operation_finished(world, ticket_, true);
  }

  /// What holds now reaches the name servers.
  void answer(World& world) {
    bool changed = false;
    for (Place& place : places_) {
      const std::size_t best = nearest(place);
      if (best == place.answering) continue;
      place.answering = best;
      changed = true;
      place.users.change(world.now(), answers_of(place), given.ttl, given.ttl_violation.value);
    }
    if (!changed) return;
    world.cancel(ttl_);
    world.cancel(violators_);
    ttl_ = world.after(*this, given.ttl, ttl_over, Phase::propagate);
    if (world.telling()) world.tell(*this, "users are answered with the nearest endpoint that is left");
    update_routers(world);
    world.condition_changed(*this);
  }
  void moved(World& world) {
    ttl_ = {};
    world.publish(*this, propagation_seconds, (world.now() - decided_at_).seconds());
    for (Place& place : places_) place.users.drain_violators(world.now(), given.violators_stay);
    violators_ = world.after(*this, given.violators_stay, violators_gone, Phase::propagate);
    update_routers(world);
  }
  void update_routers(World& world) {
    traffic::Network& network = world.change_traffic();
    for (std::size_t p = 0; p < places_.size(); ++p)
      for (std::size_t i = 0; i < sides_.size(); ++i) network.routers[routers_[p]].branches[i] = places_[p].users.share(i);
  }

  std::vector<Side> sides_;
  std::vector<Place> places_;
  std::vector<traffic::RouterId> routers_;  // by place
  std::array<double, CachedAnswers::limit> scratch_{};
  DomainId control_plane_ = no_domain, home_control_plane_ = no_domain;
  std::string price_region_;
  Time decided_at_;
  EventHandle publish_, edit_, ttl_, violators_;
  ComponentId operator_ = no_component;
  std::uint64_t ticket_ = 0;
};

}  // namespace

const ComponentType& route53_latency() { return component_type<Route53Latency>(); }

}  // namespace windtunnel::models
