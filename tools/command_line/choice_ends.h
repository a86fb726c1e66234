// Whether the choice between designs would be another at the ends of what was assumed of them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tools/command_line/evidence.h"

namespace windtunnel::tools {

/// Replications of a drill by which it is seen whether an assumption moves its recoveries, where the first was not the same event
/// by event; and those by which a drill that it moves is judged.
inline constexpr std::uint64_t replications_to_look = 4, replications_at_choice_ends = 20;

/// Moves each assumption of the designs that could be chosen (see reports::contenders), alone, to either end of what is
/// plausible, puts them through the first replications of the drills that decide again, and notes in the result which
/// recoveries are others there, and the bill. The faults, their instants and every draw stay as they were. A drill that
/// no replication survives in time is looked at once; so is one that goes the same way there. Assumptions that neither set a
/// parameter nor scale demand are left out; so is everything where there are no two designs to choose from. Stops early when
/// the options' flags say so; what was not tried to its end has no entry.
void try_choice_ends(const Inputs& inputs, const Batch& batch, const std::vector<std::string>& scenario_keys,
                     const BatchOptions& options, Result& result);

}  // namespace windtunnel::tools
