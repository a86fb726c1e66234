// From the quantities of a design to its monthly cost, by the dated price book.
#pragma once

#include "sim/measure/cost.h"
#include "sim/run/campaign.h"

namespace windtunnel::tools {

/// Every component's bill of a healthy month, in order of components; unknown prices stay unknown.
MonthlyCost price_design(const PreparedDesign& design);

/// USD that a month of this usage costs, without what has no known price.
double known_cost(const Design& design, const UsageMeter& usage);

}  // namespace windtunnel::tools
