// What a first look at some of the replications says of a run: whether more of them could still matter.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sim/measure/baseline_check.h"

namespace windtunnel {

/// A design, and one of its runs.
using DesignRun = std::pair<std::string, std::string>;

/// Replications of the first look. Of a change that makes a share of all replications differ, so many show nothing of it
/// with a chance of (1 - share)^n: for the seventeen of a hundred on which a verdict rests, less than one in a hundred.
std::uint64_t first_look(std::uint64_t replications);

/// Whether any pair of the first `count` replications differs by more than could ever matter, in any measure: where none
/// does, no row of them can be better or worse.
bool differ(const std::vector<MeasuredValues>& before, const std::vector<MeasuredValues>& now, std::uint64_t count);

/// The values of the first `count` replications.
std::vector<MeasuredValues> first_of(const std::vector<MeasuredValues>& all, std::uint64_t count);

/// Of the judged rows of a first look, the runs that stay open: nothing that fails the check is worse yet, and some figure
/// that could is neither better nor surely the same. `all` is what a second look would have of replications.
std::set<DesignRun> open_runs(const BaselineCheck& check, std::uint64_t all);

}  // namespace windtunnel
