// What a pipeline is told of an expectation, the same in every format.
#pragma once

#include <cstdint>
#include <string>

#include "sim/measure/result.h"

namespace windtunnel::reports {

enum class Outcome : std::uint8_t {
  passed,
  failed,      ///< fails whoever runs it
  undecided,   ///< an error-level expectation that the sample could not decide
  unmeasured,  ///< an error-level expectation that nothing measures: a mistake of whoever set it
  warned,      ///< a failure that only warns, or a warning that could not be decided
  inapplicable,  ///< there was nothing that the limit could speak of; fails nothing
  suppressed,  ///< would fail, and counts for nothing until a date
};

Outcome outcome(const ExpectationResult& row);

/// "rto.p95 of order was 212 s, expected <= 120 s".
std::string sentence(const ExpectationResult& row);
/// Why the row does not count as a failure or could not be decided; empty where it passed or failed.
std::string excuse(const ExpectationResult& row);

}  // namespace windtunnel::reports
