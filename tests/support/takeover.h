// A small design for tests of what recovery waits for: one node takes over from another in ninety seconds, and nothing else delays
// anybody.
#pragma once

namespace windtunnel::testing {

/// Further keys of the file may follow.
inline constexpr const char* takeover_design = R"(
design: pair
components:
  first: {type: node}
  second: {type: node}
  database: {type: failover_group, members: [first, second], failover: 90 s}
journeys:
  order: {success: {all: [database]}, rate: 100 /s}
)";
/// The first node fails for an hour.
inline constexpr const char* takeover_scenario = R"(
scenario: loss
designs: [pair]
faults:
  - {strike: component first, mode: failure, at: random time of day, for: 1 h}
)";

}  // namespace windtunnel::testing
