// A small design for tests of the program: either of two nodes is enough, and scenarios make both fail.
#pragma once

namespace windtunnel::testing {

inline constexpr const char* pair_design = R"(
design: pair
components:
  left: {type: node, time_to_failure: exponential(100 d), time_to_repair: 1 h}
  right: {type: node, time_to_failure: exponential(100 d), time_to_repair: 1 h}
journeys:
  ask: {success: {any: [left, right]}, rate: 10 /s}
)";

}  // namespace windtunnel::testing
