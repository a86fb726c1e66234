// See outcome.h.
#include "reports/pipelines/outcome.h"

#include <fmt/format.h>

namespace windtunnel::reports {

Outcome outcome(const ExpectationResult& row) {
  if (row.verdict == Verdict::upheld) return Outcome::passed;
  if (row.verdict == Verdict::not_applicable) return Outcome::inapplicable;
  if (!row.suppressed.empty()) return Outcome::suppressed;
  if (row.level == ExpectationLevel::warn) return Outcome::warned;
  switch (row.verdict) {
    case Verdict::refuted:
      return Outcome::failed;
    case Verdict::not_measured:
    case Verdict::not_measurable:
      return Outcome::unmeasured;
    default:
      return Outcome::undecided;
  }
}

std::string sentence(const ExpectationResult& row) {
  const std::string owner = row.journey.empty() ? "" : " of " + row.journey;
  return fmt::format("{}{} was {}, expected {}", row.measure, owner,
                     row.measured_text.empty() ? "not measured" : row.measured_text, row.limit);
}

std::string excuse(const ExpectationResult& row) {
  switch (outcome(row)) {
    case Outcome::suppressed:
      return row.suppressed_until.empty()
                 ? fmt::format("suppressed: {}", row.suppressed)
                 : fmt::format("suppressed until {}: {}", row.suppressed_until, row.suppressed);
    case Outcome::warned:
      return row.verdict == Verdict::refuted ? "only a warning" : "only a warning, and not decided";
    case Outcome::undecided:
      return "inconclusive: the sample is too small to decide";
    case Outcome::unmeasured:
      return "nothing measures this";
    case Outcome::inapplicable:
      return "does not apply: " + row.because;
    default:
      return "";
  }
}

}  // namespace windtunnel::reports
