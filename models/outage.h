// A component's own faults, of which several may overlap: it works while there is none.
#pragma once

#include <string_view>

#include "sim/design/component.h"

namespace windtunnel::models {

/// Copyable state of a model.
class Outage {
 public:
  bool any() const { return faults_ > 0; }
  /// One more fault; says whether it is the first.
  bool begin(World& world, const Component& component, std::string_view text) {
    ++faults_;
    say(world, component, text);
    return faults_ == 1;
  }
  void end(World& world, const Component& component, std::string_view text) {
    if (faults_ > 0) --faults_;
    say(world, component, text);
  }
  /// What was broken has been replaced.
  void clear() { faults_ = 0; }

 private:
  static void say(World& world, const Component& component, std::string_view text) {
    if (world.telling()) world.tell(component, text);
    world.condition_changed(component);
  }
  int faults_ = 0;
};

}  // namespace windtunnel::models
