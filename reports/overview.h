// Designs side by side, as a terminal shows them: what each scenario does to each design, and what to know of each design.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/measure/result.h"

namespace windtunnel::reports {

/// A table of scenarios (lines) and designs (columns): recovery time p50/p95, data loss p95, users hurt. Of several targets
/// and journeys of a scenario it has the worst. Designs that do not fit into `width` columns follow in another table below.
/// Without two designs that went through half of the scenarios there is nothing to compare, and no line.
std::vector<std::string> comparison_lines(const Result& result, std::size_t width);

/// What a reader should know of one design.
struct DesignOverview {
  std::string design;
  std::string figures;                ///< availability, probability of its budget, cost
  std::string fallen;                 ///< the refuted claims, or that there are none; empty without claims
  std::vector<std::string> findings;  ///< the three sentences that matter most
};
/// Every design that comparison_lines has, in the same order.
std::vector<DesignOverview> design_overviews(const Result& result);

}  // namespace windtunnel::reports
