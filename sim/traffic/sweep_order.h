// In which order a sweep meets visits and stations on its way from callers to called.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/traffic/network.h"

namespace windtunnel::traffic {

/// A visit's requests arrive at its stations, a station answers what has arrived, a visit's requests go on to what they call.
struct SweepStep {
  enum class Kind : std::uint8_t { arrive, answer, send };
  Kind kind;
  std::uint32_t id;  ///< of a visit, or of the station that answers
};

struct SweepOrder {
  /// Each visit of the call order arrives and sends once, and each station answers once. A visit arrives when all its callers
  /// that come before it have sent; a station answers when all its visits have arrived; and a visit sends when its stations have
  /// answered, so that what goes on follows from what comes in within the same sweep.
  std::vector<SweepStep> steps;
  /// By station: visits send before it has answered, because requests come to it again behind itself. What goes on there follows
  /// from the sweep before.
  std::vector<char> late;
};

/// `order` is the call order of the network.
SweepOrder sweep_order(const Network& network, const std::vector<VisitId>& order);

}  // namespace windtunnel::traffic
