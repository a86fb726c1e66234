// An operation that someone has ordered and waits for: remembered by the model that carries it out.
#pragma once

#include <cstdint>
#include <string_view>

#include "sim/design/capability.h"
#include "sim/design/world.h"

namespace windtunnel::models {

/// Copyable state of a model; at most one operation is under way at a time.
class OrderedOperation {
 public:
  bool under_way() const { return by_ != no_component; }
  void begin(ComponentId by, std::uint64_t ticket) {
    by_ = by;
    ticket_ = ticket;
  }
  /// Tells whoever ordered it; nothing happens when nobody did.
  void finish(World& world, bool success) {
    if (!under_way()) return;
    const ComponentId by = by_;
    by_ = no_component;
    if (auto* waiting = world.capability<Operator>(by)) waiting->operation_finished(world, ticket_, success);
  }
  /// Tells the story why nothing comes of it, and whoever ordered it that nothing does.
  void give_up(World& world, const Component& self, std::string_view why) {
    if (world.telling()) world.tell(self, why);
    finish(world, false);
  }

 private:
  ComponentId by_ = no_component;
  std::uint64_t ticket_ = 0;
};

}  // namespace windtunnel::models
