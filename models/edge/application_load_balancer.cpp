// Application load balancer: one node per zone; each user reaches a node by DNS, each node spreads requests over the
// targets that probes have found healthy.
#include "models/edge/application_load_balancer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "models/billing.h"
#include "models/catalogue_entries.h"
#include "models/edge/shared/router_weights.h"
#include "models/edge/shared/target_health.h"
#include "models/edge/shared/zonal_name.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class ApplicationLoadBalancer final : public Model<ApplicationLoadBalancer>,
                                      public Balancer,
                                      public Endpoint,
                                      public Provider,
                                      public MetricSource {
 public:
  static constexpr std::string_view type_name = "application_load_balancer";
  static constexpr std::string_view summary =
      "An application load balancer with its target group: a node per zone, probes of targets, fail-open, connection draining.";
  using Parameters = ApplicationLoadBalancerSettings;

  enum Mode : std::uint16_t { outage };
  static constexpr FaultMode fault_modes[] = {{"outage", "No node of the load balancer answers."}};
  enum Figure : std::uint32_t { detection_seconds, recovery_detection_seconds, first_pass_seconds, fail_open, zone_left_name_seconds };
  static constexpr auto& measures = application_load_balancer_measures;

  Parameters given;

  // --- set-up
  void declare(Wiring& wiring) override {
    for (const Site& site : wiring.sites(*this, given.zones)) nodes_.push_back({site, true, {}});
    if (nodes_.size() > places) wiring.error(*this, "zones", fmt::format("at most {} zones", places));
    regional_ = wiring.regional(*this);
    traffic::Router router;
    router_ = wiring.router(router);
  }
  void connect(Wiring& wiring) override {
    pool_ = wiring.find(*this, given.targets);
    if (given.gateway) gateway_ = wiring.find(*this, *given.gateway);
    auto* pool = wiring.capability<ServingPool>(pool_);
    pool->attach_balancer(id());
    stations_ = pool->stations();
    if (stations_.size() > places) wiring.error(*this, "targets", fmt::format("targets in at most {} zones", places));
    wiring.network().routers[router_].branches.resize(stations_.size());
    weights_ = RouterWeights(stations_.size());
    const TargetCheck& check = given.health_check;
    targets_.prepare({check.interval, check.timeout, check.healthy_threshold, check.unhealthy_threshold}, {probe_done, probe_phase},
                     pool->units().size());
    belongs_.resize(nodes_.size());
  }
  std::optional<Port> port(std::string_view name) const override {
    if (!name.empty()) return std::nullopt;
    Port port;
    port.kind = Port::Kind::balance;
    port.router = router_;
    port.latency = given.latency.seconds();
    port.client.timeout = given.connect_timeout.seconds();
    return port;
  }
  std::vector<Site> sites() const override {
    std::vector<Site> sites;
    for (const Node& node : nodes_) sites.push_back(node.site);
    return sites;
  }

  // --- behaviour
  void start(World& world) override {
    started_ = true;
    started_at_ = world.now();
    name_.start({given.dns_ttl, given.dns_update, given.ttl_violation.value, given.violators_stay},
                {name_updated, ttl_over, violators_gone, name_delay}, nodes_.size());
    for (const ServingPool::Unit& unit : pool(world).units())
      if (unit.registered && !unit.draining && targets_.state(unit.id) == TargetHealth::State::absent) targets_.add(world, unit.id, true);
    MetricRule rule;
    rule.metric.kind = Metric::Kind::utilisation;
    rule.metric.stations = stations_;
    rule.comparison = MetricRule::Comparison::at_least;
    rule.threshold = strained_utilisation;
    rule.period = strained_look;
    world.watch(*this, rule, strained);
    refresh(world);
  }

  void unit_registered(World& world, ServingPool::UnitId unit) override {
    // What the design begins with has been healthy for long.
    targets_.add(world, unit, !started_ || world.now() == started_at_);
    unit_changed(world, unit);
  }
  void unit_deregistered(World& world, ServingPool::UnitId unit) override {
    targets_.drain(world, unit);
    world.after(*this, given.deregistration_delay, drain_over, Phase::propagate, TargetHealth::argument(unit));
    refresh(world);
  }
  void unit_changed(World& world, ServingPool::UnitId id) override {
    if (!started_) return;
    for (const ServingPool::Unit& unit : pool(world).units())
      if (unit.id == id && probing(world)) look(world, unit);
    refresh(world);
  }

  void handle(World& world, std::uint16_t signal, std::uint64_t argument) override {
    switch (signal) {
      case probe_done: belief_changes(world, argument); break;
      case drain_over: drain_ends(world, TargetHealth::unit(argument)); break;
      case strained:
        strained_ = argument != 0;
        look_wait_ = strained_look;
        look_at_all(world);
        break;
      case look_again:
        looking_ = {};
        looked_at_ = world.now();
        look_at_all(world);
        break;
      default:
        if (const int z = name_.handle(world, *this, signal, argument); z >= 0) name_changes(world, nodes_[static_cast<std::size_t>(z)], z);
        refresh(world);
        break;
    }
  }

  bool strike(World& world, const Strike&) override {
    ++broken_;
    if (world.telling()) world.tell(*this, "no node of the load balancer answers");
    look_at_all(world);
    return broken_ == 1;
  }
  void relent(World& world, const Strike&) override {
    if (broken_ > 0) --broken_;
    if (world.telling()) world.tell(*this, "the load balancer's own fault is over");
    look_at_all(world);
  }
  void domain_changed(World& world, DomainId) override { look_at_all(world); }
  void reference_changed(World& world, ComponentId) override { look_at_all(world); }
  bool settled(const World& world) const override {
    return broken_ == 0 && !failing_open_ && !strained_ && !looking_ && targets_.settled() && name_.settled(world.now());
  }

  // --- what others ask
  Probe probe(const World& world) const override {
    if (given.scheme == Scheme::internal) return {0, true};
    double good = 0, silent = 0;
    for (std::size_t z = 0; z < nodes_.size(); ++z) {
      const double passed = name_.answer(z) * passes(world, nodes_[z]);
      silent += name_.answer(z) - passed;
      const Split split = split_from(world, nodes_[z]);
      if (split.total == 0) continue;
      silent += passed * split.silent / split.total;
      for (std::size_t s = 0; s < stations_.size(); ++s) {
        const double reaching = passed * split.ok[s] / split.total;
        const double served = reaching > 0 ? served_share(world, s) : 0;
        good += reaching * served;
        if (served == 0) silent += reaching;
      }
    }
    return {std::clamp(good, 0.0, 1.0), silent > 0.5 * (1 - good)};
  }
  bool healthy_alias(const World& world) const override {
    const bool answers = std::any_of(nodes_.begin(), nodes_.end(), [&](const Node& node) { return passes(world, node) > 0; });
    return answers && believed_healthy(world, no_domain) > 0;
  }
  bool provides(const World& world, Site from) const override {
    return broken_ == 0 && std::any_of(nodes_.begin(), nodes_.end(), [&](const Node& node) {
      if (!world.reach(from, node.site).connected) return false;
      const Split split = split_from(world, node);
      return std::any_of(split.ok.begin(), split.ok.end(), [](double weight) { return weight > 0; });
    });
  }

  std::span<const NamedMetric> metrics() const override { return application_load_balancer_metrics; }
  Metric metric(std::string_view name) const override { return application_load_balancer_metric(name, router_, stations_); }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    constexpr double hours = UsageMeter::hours_per_month;
    add_line(sheet, meter, *this, "hours", hours, "h", "alb.hour");
    // A capacity unit is 25 new connections a second, or 1 GB an hour, whichever is more.
    const double rate = meter.requests(router_) / (hours * 3600);
    const double units = std::max(rate / given.requests_per_connection / 25, rate * 3600 * given.request_size.value / 1e9);
    add_line(sheet, meter, *this, "capacity units", units * hours, "LCU-h", "alb.lcu", true);
    if (given.scheme == Scheme::internal) return;
    add_line(sheet, meter, *this, "public addresses", hours * static_cast<double>(nodes_.size()), "h", "ipv4.public");
  }

 private:
  enum Signal : std::uint16_t { probe_done, drain_over, strained, look_again, name_updated, ttl_over, violators_gone };
  enum Purpose : std::uint16_t { probe_phase, name_delay };
  static constexpr std::size_t places = CachedAnswers::limit;
  /// Seconds that a checker on the internet waits for an answer once connected (r53.hc.http.response_timeout).
  static constexpr double checker_patience = 2;
  /// From this utilisation on, waits at the targets are looked at again and again, since they may outlast the probes' time-out.
  static constexpr double strained_utilisation = 0.9;
  static constexpr Duration strained_look = seconds(10), seldom_look = minutes(10);
  /// Smaller changes of a share of failures are not passed on.
  static constexpr double noticed_share = 0.02;

  struct Node {
    Site site;
    bool reached = true;  ///< callers reach it
    Time changed;         ///< when it was last lost or came back
  };
  /// How one node spreads requests now: weights of stations, and of targets that will fail them.
  struct Split {
    std::array<double, places> ok{};
    double refused = 0, silent = 0, total = 0;
  };

  ServingPool& pool(World& world) const { return *world.capability<ServingPool>(pool_); }
  const ServingPool& pool(const World& world) const { return *world.capability<ServingPool>(pool_); }

  std::int64_t believed(const World& world, TargetHealth::State state, DomainId zone) const {
    std::int64_t count = 0;
    for (const ServingPool::Unit& unit : pool(world).units())
      count += (zone == no_domain || unit.site.zone == zone) && targets_.state(unit.id) == state;
    return count;
  }
  std::int64_t believed_healthy(const World& world, DomainId zone) const {
    return believed(world, TargetHealth::State::healthy, zone);
  }

  Split split_from(const World& world, const Node& node) const {
    Split split;
    const DomainId zone = given.cross_zone ? no_domain : node.site.zone;
    const bool open = believed_healthy(world, zone) < given.fail_open_below;
    const ServingPool& targets = pool(world);
    for (const ServingPool::Unit& unit : targets.units()) {
      const auto state = targets_.state(unit.id);
      const bool registered = state != TargetHealth::State::absent && state != TargetHealth::State::draining;
      const bool in_scope = zone == no_domain || unit.site.zone == zone;
      if (!in_scope || !registered || (!open && state != TargetHealth::State::healthy)) continue;
      split.total += 1;
      switch (targets.answer(world, unit.id, given.cross_zone ? regional_ : node.site)) {
        case Answer::ok: split.ok[unit.station] += 1; break;
        case Answer::silent: split.silent += 1; break;
        default: split.refused += 1; break;
      }
    }
    return split;
  }

  /// Share of the requests for a node that arrive there.
  double passes(const World& world, const Node& node) const {
    if (broken_ > 0) return 0;
    const Reach reach = world.reach(given.scheme == Scheme::internal ? regional_ : Site::internet(), node.site);
    const auto* gateway = world.capability<Provider>(gateway_);
    return !reach.connected || (gateway != nullptr && !gateway->provides(world, node.site)) ? 0 : 1 - reach.loss;
  }
  /// Share of a checker's requests that a station serves in the checker's time; 0 where all wait too long.
  double served_share(const World& world, std::size_t s) const {
    if (world.now() == started_at_) return 1;  // traffic begins after the components
    const traffic::StationLoad load = world.traffic().load(stations_[s]);
    return load.wait_seconds > checker_patience ? 0 : 1 - load.failure_share;
  }

  /// Probes go on while any node runs, whether users reach it or not.
  bool probing(const World& world) const {
    return broken_ == 0 && std::any_of(nodes_.begin(), nodes_.end(), [&](const Node& node) { return world.alive(node.site); });
  }
  /// A probe waits in the same queue as requests, and goes the same slow way: longer than its time-out is silence.
  void look(World& world, const ServingPool::Unit& unit) {
    Answer answer = pool(world).answer(world, unit.id, regional_);
    double takes = unit.site.zone == no_domain ? 0 : world.domain(unit.site.zone).added_latency;
    const bool queued = strained_ && targets_.state(unit.id) != TargetHealth::State::initial;  // a new target has no queue yet
    if (queued) takes += world.traffic().load(stations_[unit.station]).wait_seconds;
    if (answer == Answer::ok && takes >= given.health_check.timeout.seconds()) answer = Answer::silent;
    targets_.look(world, *this, unit.id, answer);
  }
  void look_at_all(World& world) {
    if (!started_) return;
    if (!probing(world)) targets_.suspend(world);
    else for (const ServingPool::Unit& unit : pool(world).units()) look(world, unit);
    refresh(world);
  }

  void belief_changes(World& world, std::uint64_t argument) {
    const auto change = targets_.due(world, argument);
    if (!change) return;
    look_wait_ = strained_look;
    if (change->healthy) world.publish(*this, change->first ? first_pass_seconds : recovery_detection_seconds, change->took.seconds());
    else if (!change->first) world.publish(*this, detection_seconds, change->took.seconds());
    if (world.telling())
      world.tell(*this, change->healthy ? "a target has passed its health checks and gets requests"
                                        : "a target has failed its health checks and gets no more requests");
    pool(world).health_verdict(world, change->unit, change->healthy);
    refresh(world);
  }
  void drain_ends(World& world, ServingPool::UnitId unit) {
    if (targets_.state(unit) != TargetHealth::State::draining) return;
    targets_.remove(world, unit);
    pool(world).drained(world, unit);
  }
  void name_changes(World& world, const Node& node, int z) {
    const bool named = name_.named(static_cast<std::size_t>(z));
    if (!named) world.publish(*this, zone_left_name_seconds, (world.now() - node.changed).seconds());
    if (world.telling()) world.tell(*this, named ? "a zone's address is in DNS answers again" : "a zone's address has left DNS answers");
  }

  /// Brings the name, the spread of requests and what others were told in line with what holds now.
  void refresh(World& world) {
    if (!started_) return;
    for (std::size_t z = 0; z < nodes_.size(); ++z) {
      Node& node = nodes_[z];
      const bool reached = passes(world, node) > 0;
      if (reached != node.reached) node.changed = world.now();
      node.reached = reached;
      belongs_[z] = reached && (given.cross_zone || believed_healthy(world, node.site.zone) >= given.fail_open_below);
    }
    name_.belong(world, *this, belongs_);
    update_router(world);
    const std::int64_t healthy = believed_healthy(world, no_domain);
    world.set_gauge(*this, ApplicationLoadBalancerGauge::healthy_hosts, static_cast<double>(healthy));
    const auto unhealthy = believed(world, TargetHealth::State::unhealthy, no_domain);
    world.set_gauge(*this, ApplicationLoadBalancerGauge::unhealthy_hosts, static_cast<double>(unhealthy));
    const bool open = healthy < given.fail_open_below;
    if (open && !failing_open_ && world.now() != started_at_) {
      world.publish(*this, fail_open, 1);
      if (world.telling()) world.tell(*this, "no target is believed healthy: requests go to all that are registered");
    }
    failing_open_ = open;
    announce(world);
  }
  /// Whether probes fare by the load of the targets: waits too long, or failures that no unit answers for.
  bool loaded(const World& world) const {
    if (strained_) return true;
    if (world.now() == started_at_) return false;
    return std::any_of(stations_.begin(), stations_.end(), [&](traffic::StationId station) {
      const traffic::StationLoad load = world.traffic().load(station);
      return world.traffic().network().stations[station].servers > 0 &&
             (load.wait_seconds > checker_patience || load.failure_share > noticed_share);
    });
  }
  void announce(World& world) {
    // Loads follow the new spread only after this event: where they matter, look again at once, and then from time to time.
    const bool fresh = looked_at_ != world.now();
    if (loaded(world) && (fresh || !world.pending(looking_))) {
      world.cancel(looking_);
      looked_at_ = world.now();
      // Where nothing comes of looking, it is done less and less often.
      looking_ = world.after(*this, fresh ? Duration{} : look_wait_, look_again, Phase::notice);
      look_wait_ = std::min(2 * look_wait_, seldom_look);
    }
    const Probe now = probe(world);
    const bool alias = healthy_alias(world);
    const bool near = now.success > 0 && now.success < 1 && std::abs(now.success - told_.success) < noticed_share;
    if (now.silent == told_.silent && alias == told_alias_ && (now.success == told_.success || near)) return;
    told_ = now;
    told_alias_ = alias;
    world.condition_changed(*this);
  }

  void update_router(World& world) {
    weights_.clear();
    for (std::size_t z = 0; z < nodes_.size(); ++z) {
      const traffic::Ramp& users = name_.share(z);
      const double passed = passes(world, nodes_[z]);
      const Split split = split_from(world, nodes_[z]);
      const double each = split.total > 0 ? passed / split.total : 0;
      for (std::size_t s = 0; s < stations_.size(); ++s) weights_.send(s, users, each * split.ok[s]);
      weights_.refuse(users, split.total > 0 ? each * split.refused : passed);
      weights_.lose(users, 1 - passed + each * split.silent);
    }
    weights_.write(world, router_);
  }

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
  Duration look_wait_ = strained_look;
  int broken_ = 0;
  Probe told_;
  bool told_alias_ = true;
};

}  // namespace

const ComponentType& application_load_balancer() { return component_type<ApplicationLoadBalancer>(); }

}  // namespace windtunnel::models
