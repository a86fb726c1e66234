// The recovery time that a scenario's file expects of a journey, as a number.
#pragma once

#include <optional>
#include <string>

#include "sim/measure/result.h"

namespace windtunnel::reports {

/// The limit in seconds that the run's expectations set for the recovery of this journey; nothing when they set none.
std::optional<double> rto_limit(const Result& result, const RunResult& run, const std::string& journey);

}  // namespace windtunnel::reports
