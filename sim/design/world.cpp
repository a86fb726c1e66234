// See world.h.
#include "sim/design/world.h"

#include "sim/design/component.h"
#include "sim/design/design.h"

namespace windtunnel {

World::World(const Design& design, std::unique_ptr<traffic::Resolution> traffic, std::uint64_t seed)
    : design_(&design), traffic_(std::move(traffic)), seed_(seed), domains_(design.domains.size()) {
  const std::size_t count = design.components().size();
  components_.reserve(count);
  entities_.reserve(count);
  for (const auto& prototype : design.components()) {
    components_.push_back(prototype->clone());
    entities_.push_back(hash_name(prototype->name()));
  }
  streams_.resize(count);
  gauges_.resize(count);
}

EventHandle World::after(const Component& component, Duration delay, std::uint16_t signal, Phase phase,
                         std::uint64_t argument) {
  return after_because(cause_, component, delay, signal, phase, argument);
}

EventHandle World::after_because(EventId cause, const Component& component, Duration delay, std::uint16_t signal,
                                 Phase phase, std::uint64_t argument) {
  Event event;
  event.time = now_ + delay;
  event.cause = cause;
  event.target = component.id();
  event.signal = signal;
  event.phase = phase;
  event.argument = argument;
  return events_.schedule(event);
}

bool World::cancel(EventHandle& handle) {
  const bool was_pending = events_.cancel(handle);
  handle = {};
  return was_pending;
}

Stream& World::stream(const Component& component, std::uint16_t purpose) {
  auto& slots = streams_[component.id()];
  for (StreamSlot& slot : slots)
    if (slot.purpose == purpose) return slot.stream;
  slots.push_back({purpose, Stream({seed_, replication_, entities_[component.id()], purpose})});
  return slots.back().stream;
}

double World::uniform(const Component& component, std::uint16_t purpose) {
  return stream(component, purpose).uniform();
}

Duration World::draw(const Component& component, std::uint16_t purpose, const DurationDistribution& distribution) {
  return distribution.draw(stream(component, purpose));
}

DomainState& World::change_domain(DomainId id) {
  changed_domains_.push_back(id);
  return domains_[id];
}

bool World::alive(Site site) const {
  if (site.on_internet()) return true;
  if (domains_[site.region].down > 0) return false;
  return site.zone == no_domain || domains_[site.zone].down == 0;
}

Reach World::reach(Site from, Site to) const {
  Reach reach;
  if (!alive(from) || !alive(to)) return {.connected = false};
  if (from.region != to.region) {
    for (const Site site : {from, to})
      if (!site.on_internet() && domains_[site.region].isolated > 0) reach.connected = false;
  }
  const bool same_zone = from.zone == to.zone && from.zone != no_domain;
  for (const Site site : {from, to}) {
    if (site.zone == no_domain) continue;
    const DomainState& zone = domains_[site.zone];
    reach.added_latency += zone.added_latency;
    if (same_zone) break;
    if (zone.isolated > 0) reach.connected = false;
    reach.loss = 1 - (1 - reach.loss) * (1 - zone.loss);
  }
  return reach;
}

bool World::control_plane(DomainId region) const {
  if (region == no_domain) return true;
  for (const Region& r : design_->regions)
    if (r.domain == region) return domains_[r.control_plane].impaired == 0;
  return true;
}

bool World::has_capacity(Site site) const {
  if (site.on_internet()) return true;
  return domains_[site.region].no_capacity == 0 && (site.zone == no_domain || domains_[site.zone].no_capacity == 0);
}

traffic::Network& World::change_traffic() {
  traffic_changed_ = true;
  return traffic_->network();
}

void World::set_station(traffic::StationId id, const traffic::Station& numbers) {
  if (numbers != station(id)) change_traffic().stations[id] = numbers;
}

void World::limit_admission(traffic::StationId station, double rate, double burst) {
  traffic_changed_ |= traffic_->limit_admission(station, rate, burst);
}

void World::move_messages(traffic::QueueId queue, double count) {
  traffic_changed_ |= traffic_->move_messages(queue, count);
  levels_changed_ = true;
}

WatchId World::watch(const Component& owner, const MetricRule& rule, std::uint16_t signal) {
  return watcher_->watch(owner.id(), rule, signal);
}
void World::enable_watch(WatchId watch, bool enabled) { watcher_->set_enabled(watch, enabled); }
void World::restart_watch(WatchId watch) { watcher_->restart(watch); }
void World::set_watch_threshold(WatchId watch, double threshold) { watcher_->set_threshold(watch, threshold); }
double World::watched_average(WatchId watch) { return watcher_->average(watch); }

void World::set_gauge(const Component& component, std::uint32_t gauge, double value) {
  auto& gauges = gauges_[component.id()];
  if (gauges.size() <= gauge) gauges.resize(gauge + 1);
  if (gauges[gauge] == value) return;
  if (observer_) observer_->gauge(component.id(), gauge, gauges[gauge], value);
  gauges[gauge] = value;
  levels_changed_ = true;
}

double World::gauge(ComponentId component, std::uint32_t gauge) const {
  const auto& gauges = gauges_[component];
  return gauge < gauges.size() ? gauges[gauge] : 0;
}

Component& World::component(ComponentId id) { return *components_[id]; }
const Component& World::component(ComponentId id) const { return *components_[id]; }

void World::condition_changed(const Component& component) { changed_components_.push_back(component.id()); }

void World::tell(const Component& component, std::string_view text) {
  if (observer_) observer_->note(component.id(), text);
}
void World::publish(const Component& component, std::uint32_t measure, double value) {
  if (observer_) observer_->value(component.id(), measure, value);
}
void World::unfinished(const Component& component, std::uint32_t measure, Time since) {
  if (observer_) observer_->unfinished(component.id(), measure, since);
}
void World::lose_data(const Component& component, const DataLoss& loss) {
  if (observer_) observer_->data_loss(component.id(), loss);
}
void World::alarm(const Component& component, bool fired) {
  if (observer_) observer_->alarm(component.id(), fired);
}

}  // namespace windtunnel
