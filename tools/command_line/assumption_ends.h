// What verdicts would be at the ends of the assumptions that they rest on: the same drills once more, with one
// assumption moved.
#pragma once

#include <array>
#include <cstdint>

#include "tools/command_line/evidence.h"

namespace windtunnel::tools {

/// How much of every run is made before verdicts at an end are looked at, and years beside it, of claims that are judged by
/// years: tried where as many years of every design are asked for.
struct LookAtEnds {
  std::uint64_t replications, years;
};
/// A look ends the trial of a claim that is clear there by the rule of verdicts. The second also ends that of claims that come
/// out as they do without the move, taken at face value; the last is enough for one that no replication speaks against.
inline constexpr std::array<LookAtEnds, 3> looks_at_ends = {{{4, 10}, {20, 50}, {80, 200}}};

/// Tries the low and the high end of each assumption, alone, on the claims that name it, and notes in the claims what
/// they would be there. The faults, their instants and every draw stay as they were. Only runs and years that such a claim
/// is judged by are made. Assumptions that neither set a parameter nor scale demand are left out. Stops early when the
/// options' flags say so; what was not tried has no entry.
void try_assumption_ends(const Inputs& inputs, const Batch& batch, const std::vector<std::string>& scenario_keys,
                         const BatchOptions& options, Result& result);

}  // namespace windtunnel::tools
