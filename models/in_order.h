// Messages of one sender that arrive in the order in which they were sent, however long each takes.
#pragma once

#include <algorithm>

#include "sim/design/world.h"

namespace windtunnel::models {

/// Copyable state of a model.
class InOrder {
 public:
  /// How long a message that is sent now is under way: as drawn, but not less than the one before it still needs.
  Duration under_way(const World& world, Duration drawn) {
    arrival_ = std::max(arrival_, world.now() + drawn);
    return arrival_ - world.now();
  }

 private:
  Time arrival_;
};

}  // namespace windtunnel::models
