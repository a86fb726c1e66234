// What each component, and each of its parts, is like while a story is told: up, changing, degraded or down.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/design/world.h"

namespace windtunnel {

/// As seen from outside, and against what it was when the watch began.
enum class ComponentState : std::uint8_t {
  up,
  changing,  ///< it works, and something is under way in it
  degraded,  ///< it does less than it did
  down,
};

/// Looks at all components after each event. It reads only what components offer to each other, so that a new type of
/// component needs nothing for it.
class StateWatch {
 public:
  /// One change of a state.
  struct Change {
    Time time;
    std::uint32_t lane = 0;
    ComponentState state = ComponentState::up;
  };
  /// A component as a whole (site: the internet), or its part in a zone.
  struct Lane {
    ComponentId component = no_component;
    Site site;
    bool whole = true;
  };

  /// Takes what everything is like now as usual.
  void begin(const World& world);
  /// Notes what has changed; `time` is that of the last event.
  void look(const World& world, Time time);

  const std::vector<Lane>& lanes() const { return lanes_; }
  const std::vector<Change>& changes() const { return changes_; }

 private:
  /// What can be seen of a lane at one instant.
  struct View {
    bool powered = true, works = true, settled = true, sound = true;
    std::int64_t units = 0, wanted = 0;  ///< of a pool: units that answer, and how many there are meant to be
  };
  View view(const World& world, const Lane& lane) const;
  static ComponentState state(const View& usual, const View& now);

  std::vector<Lane> lanes_;
  std::vector<View> usual_;
  std::vector<ComponentState> states_;
  std::vector<Change> changes_;
};

}  // namespace windtunnel
