// Words for the states of a result.
#include "sim/measure/result.h"

namespace windtunnel {

std::string_view to_text(RunStatus status) {
  switch (status) {
    case RunStatus::measured:
      return "measured";
    case RunStatus::not_applicable:
      return "not_applicable";
    case RunStatus::inconclusive:
      return "inconclusive";
  }
  return "";
}

std::string_view to_text(Verdict verdict) {
  switch (verdict) {
    case Verdict::upheld:
      return "upheld";
    case Verdict::refuted:
      return "refuted";
    case Verdict::inconclusive:
      return "inconclusive";
    case Verdict::not_measured:
      return "not_measured";
    case Verdict::not_measurable:
      return "not_measurable";
    case Verdict::not_applicable:
      return "not_applicable";
  }
  return "";
}

std::string_view to_text(ExpectationLevel level) { return level == ExpectationLevel::error ? "error" : "warn"; }

}  // namespace windtunnel
