// See aurora_instances.h.
#include "models/data/shared/aurora_instances.h"

#include <algorithm>
#include <cmath>

namespace windtunnel::models {

// --- the volume

void AuroraVolume::declare(Site region, std::vector<Site> zones) {
  region_ = region;
  zones_ = std::move(zones);
  constexpr std::size_t zones_of_copies = copies / copies_per_zone;
  if (zones_.size() > zones_of_copies) zones_.resize(zones_of_copies);
}

void AuroraVolume::lose(const Strike& strike) {
  Strike whole = strike;
  whole.severity = std::floor(std::clamp(strike.severity, 0.0, static_cast<double>(copies)));
  lost_.begin(whole);
}

int AuroraVolume::present(const World& world) const {
  if (!world.alive(region_)) return 0;
  int count = copies - static_cast<int>(lost_.sum());
  for (const Site& zone : zones_)
    if (!in_service(world, zone)) count -= copies_per_zone;
  return std::max(0, count);
}

// --- the instances

void AuroraInstances::declare(const std::vector<Site>& sites, Site spare, bool with_writer) {
  for (const Site site : sites) nodes_.push_back({site, State::running, {}, {}});
  configured_ = nodes_.size();
  nodes_.push_back({spare, State::absent, {}, {}});
  with_writer_ = with_writer;
  writer_ = with_writer ? 0 : nodes_.size();
}

std::vector<Site> AuroraInstances::sites() const {
  std::vector<Site> all;
  for (std::size_t i = 0; i < configured_; ++i) all.push_back(nodes_[i].site);
  return all;
}

std::size_t AuroraInstances::readers() const {
  std::size_t count = 0;
  for (std::size_t i = 0; i < nodes_.size(); ++i) count += i != writer_ && runs(i);
  return promoting_now_ ? 0 : count;
}

bool AuroraInstances::complete() const {
  if (promoting_now_ || has_writer() != with_writer_) return false;
  for (std::size_t i = 0; i < configured_; ++i)
    if (!runs(i)) return false;
  return true;
}

std::size_t AuroraInstances::candidate(const World& world) const {
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    if (i != writer_ && runs(i) && in_service(world, nodes_[i].site)) return i;
  return nodes_.size();
}

void AuroraInstances::stop(World& world, std::size_t place, State state) {
  world.cancel(nodes_[place].timer);
  nodes_[place].state = state;
}

bool AuroraInstances::lose(World& world, const Component& owner, const Times& times, std::size_t place) {
  const State was = nodes_[place].state;
  if (was == State::absent || was == State::lost) return false;
  stop(world, place, State::lost);
  recreate(world, owner, times, place);
  consider_promotion(world, owner, times);
  return was == State::running;
}

bool AuroraInstances::lose_readers(World& world, const Component& owner, const Times& times, const Strike& strike) {
  if (strike.unit >= 0) return lose_reader(world, owner, times, static_cast<std::size_t>(strike.unit));
  const std::size_t all = readers(), count = strike.units > 0 ? std::min(static_cast<std::size_t>(strike.units), all) : all;
  bool any = false;
  for (std::size_t i = 0; i < count; ++i) any |= lose_reader(world, owner, times, i);
  return any;
}

/// The reader whose turn it is, from 0, fails.
bool AuroraInstances::lose_reader(World& world, const Component& owner, const Times& times, std::size_t number) {
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    if (i != writer_ && nodes_[i].state != State::absent && number-- == 0) return lose(world, owner, times, i);
  return false;
}

bool AuroraInstances::pause(World& world, const Component& owner, std::size_t place, Duration time) {
  if (!runs(place)) return false;
  stop(world, place, State::paused);
  nodes_[place].timer = world.after(owner, time, instance_ready, Phase::act, place);
  return true;
}

/// A lost instance comes back where it was, which needs its place.
void AuroraInstances::recreate(World& world, const Component& owner, const Times& times, std::size_t place) {
  Node& node = nodes_[place];
  if (node.state != State::lost || world.pending(node.timer) || !in_service(world, node.site)) return;
  node.timer = world.after(owner, world.draw(owner, recreating, *times.recreation), instance_ready, Phase::act, place);
}

void AuroraInstances::consider_promotion(World& world, const Component& owner, const Times& times) {
  if (!has_writer() || nodes_[writer_].state != State::lost || promoting_now_ || candidate(world) == nodes_.size()) return;
  promoting_now_ = true;
  ordered_ = false;
  const Duration whole = world.draw(owner, promoting, *times.promotion);
  const Duration notice = from_seconds(whole.seconds() * times.detection_share);
  promotion_ =
      world.after(owner, notice, loss_noticed, Phase::notice, static_cast<std::uint64_t>((whole - notice).microseconds));
}

bool AuroraInstances::begin_promotion(World& world, const Component& owner, Duration time) {
  if (!writer_runs() || candidate(world) == nodes_.size()) return false;
  promoting_now_ = ordered_ = true;
  promotion_ = world.after(owner, time, promoted, Phase::act);
  return true;
}

void AuroraInstances::promote(World& world, const Component& owner, const Times& times) {
  promoting_now_ = false;
  const std::size_t next = candidate(world);
  // An ordered failover ends where it began when the reader has gone meanwhile.
  if (next < nodes_.size() && (ordered_ || !runs(writer_))) writer_ = next;
  consider_promotion(world, owner, times);
}

void AuroraInstances::follow(World& world, const Component& owner, const Times& times) {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    Node& node = nodes_[i];
    if (node.state == State::absent) continue;
    const PlaceWatch::Change change = node.watch.look(world, node.site);
    if (change == PlaceWatch::Change::lost) node.state = State::lost;
    // A repair or a restart goes on within a place that is only cut off.
    if (!world.alive(node.site)) world.cancel(node.timer);
    if (change == PlaceWatch::Change::regained) come_back(world, owner, times, i);
  }
  // While a promotion is under way its candidate may have been lost: then another is looked for when it is due.
  consider_promotion(world, owner, times);
}

/// The place of an instance is in service again: after a loss of power it starts anew, else it runs unless its repair goes on.
void AuroraInstances::come_back(World& world, const Component& owner, const Times& times, std::size_t place) {
  Node& node = nodes_[place];
  if (node.watch.take_power_loss()) recreate(world, owner, times, place);
  else if (!world.pending(node.timer)) node.state = State::running;
}

void AuroraInstances::handle(World& world, const Component& owner, const Times& times, std::uint16_t signal,
                             std::uint64_t argument) {
  switch (signal) {
    case loss_noticed:
      promotion_ = world.after(owner, Duration{static_cast<std::int64_t>(argument)}, promoted, Phase::act);
      return;
    case promoted: return promote(world, owner, times);
    case instance_ready:
      // In a place that is cut off nobody reaches it: it runs when the place is back.
      nodes_[argument].state = in_service(world, nodes_[argument].site) ? State::running : State::lost;
      return consider_promotion(world, owner, times);
    default: return;
  }
}

bool AuroraInstances::add(World& world, const Component& owner, Site site, Duration time) {
  const std::size_t spare = configured_;
  if (nodes_[spare].state != State::absent) return false;
  nodes_[spare].site = site;
  nodes_[spare].state = State::paused;
  nodes_[spare].watch.turn_to(world, site);
  nodes_[spare].timer = world.after(owner, time, instance_ready, Phase::act, spare);
  return true;
}

void AuroraInstances::begin_anew(World& world, const Component& owner, const Times& times) {
  world.cancel(promotion_);
  promoting_now_ = false;
  for (std::size_t i = 0; i < configured_; ++i) {
    stop(world, i, in_service(world, nodes_[i].site) ? State::running : State::lost);
    nodes_[i].watch.turn_to(world, nodes_[i].site);
  }
  writer_ = 0;
  if (!runs(writer_)) {
    const std::size_t other = candidate(world);
    if (other < nodes_.size()) writer_ = other;
  }
  consider_promotion(world, owner, times);
}

bool AuroraInstances::choose_writer() {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (!runs(i)) continue;
    writer_ = i;
    return true;
  }
  return false;
}

}  // namespace windtunnel::models
