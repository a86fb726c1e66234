// What verdicts would be at the ends of the assumptions that they rest on: the same drills once more, with one
// assumption moved.
#pragma once

#include "tools/command_line/evidence.h"

namespace windtunnel::tools {

/// Replications of every run by which it is seen whether an assumption moves anything, and those by which a verdict that
/// it seems to move is judged again: enough for one that no replication speaks against.
inline constexpr std::uint64_t replications_at_ends = 20, replications_of_moved = 80;
/// The same for years, of claims that are judged by years: tried where as many years of every design are asked for.
inline constexpr std::uint64_t years_at_ends = 50, years_of_moved = 200;

/// Tries the low and the high end of each assumption, alone, on the claims that name it, and notes in the claims what
/// they would be there. The faults, their instants and every draw stay as they were. Only runs and years that such a claim
/// is judged by are made. Assumptions that neither set a parameter nor scale demand are left out. Stops early when the
/// options' flags say so; what was not tried has no entry.
void try_assumption_ends(const Inputs& inputs, const Batch& batch, const std::vector<std::string>& scenario_keys,
                         const BatchOptions& options, Result& result);

}  // namespace windtunnel::tools
