// A result as a Markdown page: the answer and what failed first, the evidence and the ledger of claims folded behind it.
#pragma once

#include <string>

#include "sim/measure/result.h"

namespace windtunnel::reports {

std::string markdown(const Result& result);

}  // namespace windtunnel::reports
