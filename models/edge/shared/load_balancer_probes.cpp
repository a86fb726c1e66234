// What a load balancer believes of its targets, from probes that it never simulates, and what others may believe of it.
#include <algorithm>
#include <cmath>

#include "models/edge/shared/load_balancer.h"

namespace windtunnel::models {
namespace {

/// From this utilisation on, waits at the targets are looked at again and again, since they may outlast the probes' time-out.
constexpr double strained_utilisation = 0.9;
constexpr Duration strained_look = seconds(10), seldom_look = minutes(10);
/// Smaller changes of a share of failures are not passed on.
constexpr double noticed_share = 0.02;

}  // namespace

void LoadBalancer::begin(World& world) {
  started_ = true;
  started_at_ = world.now();
  look_wait_ = strained_look;
  const LoadBalancerParameters& given = settings();
  name_.start({given.dns_ttl, given.dns_update, given.ttl_violation.value, given.violators_stay},
              {name_updated, ttl_over, violators_gone, name_delay}, nodes_.size());
  for (const ServingPool::Unit& unit : pool(world).units())
    if (unit.registered && !unit.draining && targets_.state(unit.id) == TargetHealth::State::absent) targets_.add(world, unit.id, true);
  if (rules_.probes_are_requests) {
    MetricRule rule;
    rule.metric.kind = Metric::Kind::utilisation;
    rule.metric.stations = stations_;
    rule.comparison = MetricRule::Comparison::at_least;
    rule.threshold = strained_utilisation;
    rule.period = strained_look;
    world.watch(self(), rule, strained);
  }
  refresh(world);
}

void LoadBalancer::take(World& world, std::uint16_t signal, std::uint64_t argument) {
  switch (signal) {
    case probe_done: return belief_changes(world, argument);
    case drain_over: return drain_ends(world, TargetHealth::unit(argument));
    case strained:
      strained_ = argument != 0;
      look_wait_ = strained_look;
      return look_at_all(world);
    case look_again:
      looking_ = {};
      looked_at_ = world.now();
      return look_at_all(world);
    default:
      if (const int node = name_.handle(world, self(), signal, argument); node >= 0) name_changes(world, static_cast<std::size_t>(node));
      return refresh(world);
  }
}

void LoadBalancer::unit_registered(World& world, ServingPool::UnitId unit) {
  // What the design begins with has been healthy for long.
  targets_.add(world, unit, !started_ || world.now() == started_at_);
  unit_changed(world, unit);
}

void LoadBalancer::unit_deregistered(World& world, ServingPool::UnitId unit) {
  targets_.drain(world, unit);
  world.after(self(), settings().deregistration_delay, drain_over, Phase::propagate, TargetHealth::argument(unit));
  refresh(world);
}

void LoadBalancer::unit_changed(World& world, ServingPool::UnitId id) {
  if (!started_) return;
  for (const ServingPool::Unit& unit : pool(world).units())
    if (unit.id == id && probing(world)) look(world, unit);
  refresh(world);
}

/// Probes go on while any node runs, whether users reach it or not.
bool LoadBalancer::probing(const World& world) const {
  return broken_ == 0 && std::any_of(nodes_.begin(), nodes_.end(), [&](const Node& node) { return world.alive(node.site); });
}

/// A probe that is a request waits in the same queue as others, and goes the same slow way: longer than its time-out is
/// silence. One that only connects is content with whatever accepts it.
void LoadBalancer::look(World& world, const ServingPool::Unit& unit) {
  if (!targets_.is_probed(unit.id)) return;
  Answer answer = pool(world).answer(world, unit.id, regional_);
  double takes = unit.site.zone == no_domain ? 0 : world.domain(unit.site.zone).added_latency;
  if (!rules_.probes_are_requests && answer == Answer::error) answer = Answer::ok;
  const bool queued = strained_ && targets_.state(unit.id) != TargetHealth::State::initial;  // a new target has no queue yet
  if (queued) takes += world.traffic().load(stations_[unit.station]).wait_seconds;
  if (answer == Answer::ok && takes >= rules_.check.timeout.seconds()) answer = Answer::silent;
  targets_.look(world, self(), unit.id, answer);
}

void LoadBalancer::look_at_all(World& world) {
  if (!started_) return;
  if (!probing(world)) targets_.suspend(world);
  else for (const ServingPool::Unit& unit : pool(world).units()) look(world, unit);
  refresh(world);
}

void LoadBalancer::belief_changes(World& world, std::uint64_t argument) {
  const auto change = targets_.due(world, argument);
  if (!change) return;
  look_wait_ = strained_look;
  if (change->healthy) world.publish(self(), change->first ? first_pass_seconds : recovery_detection_seconds, change->took.seconds());
  else if (!change->first) world.publish(self(), detection_seconds, change->took.seconds());
  if (world.telling())
    world.tell(self(), change->healthy ? "a target has passed its health checks and gets requests"
                                       : "a target has failed its health checks and gets no more requests");
  pool(world).health_verdict(world, change->unit, change->healthy);
  refresh(world);
}

void LoadBalancer::drain_ends(World& world, ServingPool::UnitId unit) {
  if (targets_.state(unit) != TargetHealth::State::draining) return;
  targets_.remove(world, unit);
  pool(world).drained(world, unit);
}

/// Whether probes fare by the load of the targets: waits too long, or failures that no unit answers for.
bool LoadBalancer::loaded(const World& world) const {
  if (strained_) return true;
  if (world.now() == started_at_) return false;
  return std::any_of(stations_.begin(), stations_.end(), [&](traffic::StationId station) {
    const traffic::StationLoad load = world.traffic().load(station);
    return world.traffic().network().stations[station].servers > 0 &&
           (load.wait_seconds > checker_patience || load.failure_share > noticed_share);
  });
}

void LoadBalancer::announce(World& world, const Sight& sight) {
  // Loads follow the new spread only after this event: where they matter, look again at once, and then from time to time.
  const bool fresh = looked_at_ != world.now();
  if (loaded(world) && (fresh || !world.pending(looking_))) {
    world.cancel(looking_);
    looked_at_ = world.now();
    // Where nothing comes of looking, it is done less and less often.
    looking_ = world.after(self(), fresh ? Duration{} : look_wait_, look_again, Phase::notice);
    look_wait_ = std::min(2 * look_wait_, seldom_look);
  }
  const Probe now = probe(world, sight, Depth::answer), connection = probe(world, sight, Depth::connection);
  const bool alias = healthy_alias(sight);
  const auto as_told = [](const Probe& probe, const Probe& told) {
    const bool near = probe.success > 0 && probe.success < 1 && std::abs(probe.success - told.success) < noticed_share;
    return probe.silent == told.silent && (probe.success == told.success || near);
  };
  if (alias == told_alias_ && as_told(now, told_) && as_told(connection, told_connection_)) return;
  told_ = now;
  told_connection_ = connection;
  told_alias_ = alias;
  world.condition_changed(self());
}

}  // namespace windtunnel::models
