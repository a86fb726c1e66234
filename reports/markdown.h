// A result as a Markdown page: the answer first, the ledger of claims in full.
#pragma once

#include <string>

#include "sim/measure/result.h"

namespace windtunnel::reports {

std::string markdown(const Result& result);

}  // namespace windtunnel::reports
