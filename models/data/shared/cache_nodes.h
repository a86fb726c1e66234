// The nodes of an in-memory cluster: one primary that takes writes, replicas that copy it, and who takes over from whom.
#pragma once

#include <algorithm>
#include <vector>

#include "models/store_support.h"
#include "sim/kernel/distribution.h"

namespace windtunnel::models {

/// Copyable state of a model. The model passes its own timers' signals in `Signals`, and asks what an event meant.
class CacheNodes {
 public:
  enum Signal : std::uint16_t { promoted, node_ready, signals };  ///< a model's own signals begin at `signals`
  enum Purpose : std::uint16_t { promoting, rebuilding, synchronising, purposes };
  struct Times {
    const DurationDistribution* promotion;    ///< from the loss of the primary until a replica takes writes
    const DurationDistribution* rebuild;      ///< of a node
    const DurationDistribution* synchronise;  ///< of a replica with a new primary
    bool automatic;                           ///< whether replicas take over at all
  };
  /// What has become of the cluster.
  enum class Change : std::uint8_t {
    none,
    lost_replica,
    lost_primary,
    took_over,  ///< a replica is the primary now
    emptied,    ///< the primary is back, without contents
    restored,   ///< a replica is back
  };

  void declare(std::vector<Site> sites) {
    for (const Site site : sites) nodes_.push_back({site, State::serving, {}});
  }
  std::vector<Site> sites() const {
    std::vector<Site> all;
    for (const Node& node : nodes_) all.push_back(node.site);
    return all;
  }
  std::size_t size() const { return nodes_.size(); }
  Site primary_site() const { return nodes_[primary_].site; }
  bool primary_serves() const { return nodes_[primary_].state == State::serving; }
  /// Nodes that answer reads beside the primary.
  std::size_t serving_replicas() const {
    std::size_t count = 0;
    for (std::size_t i = 0; i < nodes_.size(); ++i) count += i != primary_ && nodes_[i].state == State::serving;
    return count;
  }
  bool complete() const { return primary_serves() && serving_replicas() + 1 == nodes_.size(); }

  /// Node number `index`, counted from the primary as 0, fails.
  Change lose(World& world, const Component& owner, const Times& times, std::size_t index) {
    Node& node = nodes_[(primary_ + index) % nodes_.size()];
    if (node.state == State::lost) return Change::none;
    const bool served = node.state == State::serving;
    world.cancel(node.timer);
    node.state = State::lost;
    const bool primary = &node == &nodes_[primary_];
    if (primary) consider_takeover(world, owner, times);
    if (primary && world.pending(take_over_)) return Change::lost_primary;
    rebuild(world, owner, times, node);
    return primary ? Change::lost_primary : served ? Change::lost_replica : Change::none;
  }
  /// Nodes fail without replacement: among those that serve, within the place that is meant, or the very one. Each change goes
  /// to `take`, which says whether it matters. What still synchronises serves nobody, and fails where it is named or all do.
  template <class Take>
  bool lose_some(World& world, const Component& owner, const Times& times, const Strike& strike, std::uint16_t choosing, Take take) {
    std::vector<std::size_t> candidates;  // by their places, since a takeover moves what is counted from the primary
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      const bool named = strike.unit < 0 || static_cast<std::size_t>(strike.unit) == i;
      const bool whatever = strike.unit >= 0 || strike.units == 0;
      const bool can_fail = nodes_[i].state == State::serving || (whatever && nodes_[i].state == State::synchronising);
      if (named && can_fail && nodes_[i].site.lies_in(strike.within)) candidates.push_back(i);
    }
    std::size_t left = strike.units == 0 ? candidates.size() : std::min(static_cast<std::size_t>(strike.units), candidates.size());
    bool changed = false;
    for (; left > 0; --left) {
      std::size_t chosen = 0;
      if (left < candidates.size())
        chosen = std::min(static_cast<std::size_t>(world.uniform(owner, choosing) * static_cast<double>(candidates.size())),
                          candidates.size() - 1);
      const std::size_t place = candidates[chosen];
      candidates.erase(candidates.begin() + static_cast<std::ptrdiff_t>(chosen));
      changed |= take(lose(world, owner, times, (nodes_.size() - primary_ + place) % nodes_.size()));
    }
    return changed;
  }
  /// Domains have changed: nodes in lost places fail, lost ones in places that are back are rebuilt there.
  Change follow(World& world, const Component& owner, const Times& times) {
    Change worst = Change::none;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      const std::size_t index = (nodes_.size() - primary_ + i) % nodes_.size();
      Node& node = nodes_[i];
      if (node.state != State::lost && !in_service(world, node.site)) worst = std::max(worst, lose(world, owner, times, index));
      const bool replaced = i == primary_ && world.pending(take_over_);
      if (node.state == State::lost && !replaced) rebuild(world, owner, times, node);
    }
    consider_takeover(world, owner, times);
    return worst;
  }
  Change handle(World& world, const Component& owner, const Times& times, std::uint16_t signal, std::uint64_t argument) {
    const Change change = signal == promoted ? promote(world, owner, times) : restore(argument);
    consider_takeover(world, owner, times);
    return change;
  }
  /// A replica takes over though the primary is well (a test of the failover).
  bool begin_takeover(World& world, const Component& owner, const Times& times) {
    if (!primary_serves() || candidate(world) == nodes_.size()) return false;
    nodes_[primary_].state = State::lost;
    take_over_ = world.after(owner, world.draw(owner, promoting, *times.promotion), promoted, Phase::act);
    return true;
  }

 private:
  enum class State : std::uint8_t { serving, synchronising, lost };
  struct Node {
    Site site;
    State state = State::serving;
    EventHandle timer;
  };
  /// The replica that would take over, or size() when none can.
  std::size_t candidate(const World& world) const {
    for (std::size_t i = 0; i < nodes_.size(); ++i)
      if (i != primary_ && nodes_[i].state == State::serving && in_service(world, nodes_[i].site)) return i;
    return nodes_.size();
  }
  /// A lost primary is replaced as soon as some replica can take its place.
  void consider_takeover(World& world, const Component& owner, const Times& times) {
    if (!times.automatic || nodes_[primary_].state != State::lost || world.pending(take_over_) || candidate(world) == nodes_.size())
      return;
    world.cancel(nodes_[primary_].timer);
    take_over_ = world.after(owner, world.draw(owner, promoting, *times.promotion), promoted, Phase::act);
  }
  /// A node is created anew where it was, which needs its place.
  void rebuild(World& world, const Component& owner, const Times& times, Node& node) {
    if (world.pending(node.timer) || !in_service(world, node.site)) return;
    const auto number = static_cast<std::uint64_t>(&node - nodes_.data());
    node.timer = world.after(owner, world.draw(owner, rebuilding, *times.rebuild), node_ready, Phase::act, number);
  }
  Change promote(World& world, const Component& owner, const Times& times) {
    const std::size_t next = candidate(world);
    Node& old = nodes_[primary_];
    if (next == nodes_.size()) {
      rebuild(world, owner, times, old);
      return Change::none;
    }
    primary_ = next;
    rebuild(world, owner, times, old);
    // The other replicas copy the whole of the new primary, and answer nothing meanwhile.
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (i == primary_ || nodes_[i].state != State::serving) continue;
      nodes_[i].state = State::synchronising;
      nodes_[i].timer = world.after(owner, world.draw(owner, synchronising, *times.synchronise), node_ready, Phase::act, i);
    }
    return Change::took_over;
  }
  Change restore(std::uint64_t number) {
    Node& node = nodes_[number];
    const bool lost = node.state == State::lost;
    node.state = State::serving;
    return number == primary_ && lost ? Change::emptied : Change::restored;
  }

  std::vector<Node> nodes_;
  std::size_t primary_ = 0;
  EventHandle take_over_;
};

}  // namespace windtunnel::models
