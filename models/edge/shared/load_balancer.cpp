// Where a load balancer's requests go: its nodes, its name, and the spread over targets that it believes healthy.
#include "models/edge/shared/load_balancer.h"

#include <fmt/format.h>

#include <algorithm>

#include "models/transfer.h"

namespace windtunnel::models {

void LoadBalancer::create_nodes(Wiring& wiring) {
  for (const Site& site : wiring.sites(self(), settings().zones)) nodes_.push_back({site, true, {}});
  if (nodes_.size() > places) wiring.error(self(), "zones", fmt::format("at most {} zones", places));
  regional_ = wiring.regional(self());
  router_ = wiring.router({});
}

void LoadBalancer::find_targets(Wiring& wiring, const LoadBalancerRules& rules) {
  rules_ = rules;
  pool_ = wiring.find(self(), settings().targets);
  if (settings().gateway) gateway_ = wiring.find(self(), *settings().gateway);
  auto* pool = wiring.capability<ServingPool>(pool_);
  pool->attach_balancer(self().id());
  stations_ = pool->stations();
  if (stations_.size() > places) wiring.error(self(), "targets", fmt::format("targets in at most {} zones", places));
  wiring.network().routers[router_].branches.resize(stations_.size());
  weights_ = RouterWeights(stations_.size());
  targets_.prepare(rules_.check, {probe_done, probe_phase}, pool->units().size());
  belongs_.resize(nodes_.size());
}

std::vector<Site> LoadBalancer::node_sites() const {
  std::vector<Site> sites;
  for (const Node& node : nodes_) sites.push_back(node.site);
  return sites;
}

bool LoadBalancer::break_down(World& world) {
  ++broken_;
  if (world.telling()) world.tell(self(), "no node of the load balancer answers");
  look_at_all(world);
  return broken_ == 1;
}

void LoadBalancer::mend(World& world) {
  if (broken_ > 0) --broken_;
  if (world.telling()) world.tell(self(), "the load balancer's own fault is over");
  look_at_all(world);
}

bool LoadBalancer::is_settled(const World& world) const {
  return broken_ == 0 && !failing_open_ && !strained_ && !looking_ && targets_.settled() && name_.settled(world.now());
}

void LoadBalancer::bill_nodes(const UsageMeter& meter, CostSheet& sheet, const CapacityUnits& units) const {
  constexpr double hours = UsageMeter::hours_per_month;
  add_line(sheet, meter, self(), "hours", hours, "h", units.hour_price);
  const double rate = meter.requests(router_) / (hours * 3600);
  const double connections = rate / settings().requests_per_connection / units.connections;
  const double used = std::max(connections, rate * 3600 * settings().request_size.value / 1e9);
  add_line(sheet, meter, self(), "capacity units", used * hours, units.unit, units.unit_price, true);
  if (settings().scheme == Scheme::internet_facing)
    add_line(sheet, meter, self(), "public addresses", hours * static_cast<double>(nodes_.size()), "h", "ipv4.public");
  bill_transfer(meter, sheet, units.pays_to_targets);
}

void LoadBalancer::bill_transfer(const UsageMeter& meter, CostSheet& sheet, bool pays_to_targets) const {
  const double gigabytes = meter.requests(router_) * settings().request_size.value / 1e9;
  const double users = share_of_users(meter, self()), answers = gigabytes * settings().answer_share.value;
  double edges = 0;
  for (const Caller& caller : meter.callers(self().id()))
    if (caller.component != no_component && caller.region == no_domain) edges += caller.share;
  if (settings().scheme == Scheme::internet_facing && users > 0) add_internet_lines(sheet, meter, self(), answers * users);
  if (edges > 0) add_line(sheet, meter, self(), "data to edges", answers * edges, "GB", "cloudfront.origin_fetch_from_aws", true);
  add_transfer_lines(sheet, meter, self(), gigabytes, ChargedSides::both);
  if (!pays_to_targets || !rules_.cross_zone) return;
  for (const Caller& caller : meter.callers(pool_))
    if (caller.component == self().id() && caller.between_zones > 0)
      add_line(sheet, meter, self(), "data to targets of other zones, paid on both sides", 2 * gigabytes * caller.between_zones, "GB",
               "dt.inter_az.each_direction", true);
}

Endpoint::Probe LoadBalancer::probe(const World& world, Depth depth) const {
  return probe(world, sight(world), depth);
}

Endpoint::Probe LoadBalancer::probe(const World& world, const Sight& sight, Depth depth) const {
  if (settings().scheme == Scheme::internal) return {0, true};
  double good = 0, silent = 0;
  for (std::size_t z = 0; z < nodes_.size(); ++z) {
    const double passed = name_.answer(z) * sight.passed[z];
    silent += name_.answer(z) - passed;
    // One that understands requests accepts connections itself; another passes them on.
    if (depth == Depth::connection && rules_.probes_are_requests) {
      good += passed;
      continue;
    }
    const Split& spread = split(sight, z);
    if (spread.total == 0) continue;
    silent += passed * spread.silent / spread.total;
    if (depth == Depth::connection) good += passed * spread.erring / spread.total;
    for (std::size_t s = 0; s < stations_.size(); ++s) {
      const double reaching = passed * spread.ok[s] / spread.total;
      const double served = reaching <= 0 ? 0 : depth == Depth::connection ? 1 : served_share(world, s);
      good += reaching * served;
      if (served == 0) silent += reaching;
    }
  }
  return {std::clamp(good, 0.0, 1.0), silent > 0.5 * (1 - good)};
}

bool LoadBalancer::healthy_alias(const World& world) const { return healthy_alias(sight(world)); }

bool LoadBalancer::healthy_alias(const Sight& sight) const {
  const auto end = sight.passed.begin() + static_cast<std::ptrdiff_t>(nodes_.size());
  return sight.believed.healthy > 0 && std::any_of(sight.passed.begin(), end, [](double passed) { return passed > 0; });
}

bool LoadBalancer::provides(const World& world, Site from) const {
  return broken_ == 0 && std::any_of(nodes_.begin(), nodes_.end(), [&](const Node& node) {
    if (!world.reach(from, node.site).connected) return false;
    const Split split = split_from(world, node);
    return std::any_of(split.ok.begin(), split.ok.end(), [](double weight) { return weight > 0; });
  });
}

Metric LoadBalancer::metric(std::string_view name) const {
  Metric metric;
  metric.router = router_;
  metric.counted = name == "request_count" || name == "elb_5xx" || name == "target_5xx";
  if (name == "request_count") metric.kind = Metric::Kind::request_rate;
  if (name == "elb_5xx") metric.kind = Metric::Kind::refused_rate;
  if (name == "target_5xx") metric.kind = Metric::Kind::failed_behind_rate;
  if (name == "healthy_hosts") metric.gauge = healthy_hosts;
  if (name == "unhealthy_hosts") metric.gauge = unhealthy_hosts;
  if (name != "target_response_time") return metric;
  metric.kind = Metric::Kind::latency;
  metric.stations = stations_;
  return metric;
}

/// A node that nobody reaches counts nothing of what its callers lack; hosts are counted by nodes that run.
bool LoadBalancer::emits(const World& world, std::string_view metric) const {
  const bool hosts = metric == "healthy_hosts" || metric == "unhealthy_hosts";
  return std::any_of(nodes_.begin(), nodes_.end(), [&](const Node& node) {
    return hosts ? broken_ == 0 && world.alive(node.site) : passes(world, node) > 0;
  });
}

LoadBalancer::Beliefs LoadBalancer::beliefs(const World& world, DomainId zone) const {
  Beliefs count;
  for (const ServingPool::Unit& unit : pool(world).units()) {
    if (zone != no_domain && unit.site.zone != zone) continue;
    const TargetHealth::State state = targets_.state(unit.id);
    count.initial += state == TargetHealth::State::initial;
    count.healthy += state == TargetHealth::State::healthy;
    count.unhealthy += state == TargetHealth::State::unhealthy;
  }
  return count;
}

LoadBalancer::Split LoadBalancer::split_from(const World& world, const Node& node) const {
  Split split;
  const DomainId zone = rules_.cross_zone ? no_domain : node.site.zone;
  const bool open = beliefs(world, zone).healthy < rules_.fail_open_below;
  const ServingPool& targets = pool(world);
  for (const ServingPool::Unit& unit : targets.units()) {
    const bool in_scope = zone == no_domain || unit.site.zone == zone;
    if (!in_scope || !targets_.is_probed(unit.id) || (!open && targets_.state(unit.id) != TargetHealth::State::healthy)) continue;
    split.total += 1;
    switch (targets.answer(world, unit.id, rules_.cross_zone ? regional_ : node.site)) {
      case Answer::ok: split.ok[unit.station] += 1; break;
      case Answer::silent: split.silent += 1; break;
      case Answer::error: split.erring += 1; break;
      default: split.refused += 1; break;
    }
  }
  return split;
}

/// Share of the requests for a node that arrive there.
double LoadBalancer::passes(const World& world, const Node& node) const {
  if (broken_ > 0) return 0;
  const Reach reach = world.reach(settings().scheme == Scheme::internal ? regional_ : Site::internet(), node.site);
  const auto* gateway = world.capability<Provider>(gateway_);
  return !reach.connected || (gateway != nullptr && !gateway->provides(world, node.site)) ? 0 : 1 - reach.loss;
}

LoadBalancer::Sight LoadBalancer::sight(const World& world) const {
  Sight sight;
  sight.believed = beliefs(world, no_domain);
  for (std::size_t z = 0; z < nodes_.size(); ++z) {
    sight.passed[z] = passes(world, nodes_[z]);
    if (z == 0 || !rules_.cross_zone) sight.splits[z] = split_from(world, nodes_[z]);
  }
  return sight;
}

/// Share of a checker's requests that a station serves in the checker's time; 0 where all wait too long.
double LoadBalancer::served_share(const World& world, std::size_t station) const {
  if (world.now() == started_at_) return 1;  // traffic begins after the components
  const traffic::StationLoad load = world.traffic().load(stations_[station]);
  return load.wait_seconds > checker_patience ? 0 : 1 - load.failure_share;
}

void LoadBalancer::name_changes(World& world, std::size_t node) {
  const bool named = name_.named(node);
  if (!named) world.publish(self(), zone_left_name_seconds, (world.now() - nodes_[node].changed).seconds());
  if (world.telling()) world.tell(self(), named ? "a zone's address is in DNS answers again" : "a zone's address has left DNS answers");
}

void LoadBalancer::refresh(World& world) {
  if (!started_) return;
  const Sight now = sight(world);
  for (std::size_t z = 0; z < nodes_.size(); ++z) {
    Node& node = nodes_[z];
    const bool has_targets = rules_.cross_zone || beliefs(world, node.site.zone).healthy >= rules_.fail_open_below;
    belongs_[z] = has_targets && now.passed[z] > 0;
    if (belongs_[z] != node.belongs) node.changed = world.now();
    node.belongs = belongs_[z];
  }
  name_.belong(world, self(), belongs_);
  update_router(world, now);
  const Beliefs& believed = now.believed;
  world.set_gauge(self(), healthy_hosts, static_cast<double>(believed.healthy));
  world.set_gauge(self(), unhealthy_hosts, static_cast<double>(believed.unhealthy));
  // Where nothing is registered there is nothing to send requests to.
  const bool any = believed.healthy + believed.unhealthy + believed.initial > 0;
  const bool open = any && believed.healthy < rules_.fail_open_below;
  if (open && !failing_open_ && world.now() != started_at_) {
    world.publish(self(), fail_open, 1);
    if (world.telling()) world.tell(self(), "no target is believed healthy: requests go to all that are registered");
  }
  failing_open_ = open;
  announce(world, now);
}

void LoadBalancer::update_router(World& world, const Sight& sight) {
  weights_.clear();
  for (std::size_t z = 0; z < nodes_.size(); ++z) {
    const traffic::Ramp& users = name_.share(z);
    const double passed = sight.passed[z];
    const Split& spread = split(sight, z);
    const double each = spread.total > 0 ? passed / spread.total : 0;
    for (std::size_t s = 0; s < stations_.size(); ++s) weights_.send(s, users, each * spread.ok[s]);
    weights_.refuse(users, spread.total > 0 ? each * spread.refused : passed);
    weights_.fail_behind(users, each * spread.erring);
    weights_.lose(users, 1 - passed + each * spread.silent);
  }
  weights_.write(world, router_);
}

}  // namespace windtunnel::models
