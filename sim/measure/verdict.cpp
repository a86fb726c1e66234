// The verdict rule.
#include "sim/measure/verdict.h"

namespace windtunnel {
namespace {

/// Worst first: refuted, inconclusive, not_measured, not_measurable; what holds and what does not apply are no worse.
int badness(Verdict verdict) {
  switch (verdict) {
    case Verdict::refuted:
      return 4;
    case Verdict::inconclusive:
      return 3;
    case Verdict::not_measured:
      return 2;
    case Verdict::not_measurable:
      return 1;
    case Verdict::upheld:
    case Verdict::not_applicable:
      return 0;
  }
  return 0;
}

}  // namespace

std::string_view to_text(Expectation::Aggregation aggregation) {
  using Aggregation = Expectation::Aggregation;
  switch (aggregation) {
    case Aggregation::p50:
      return "p50";
    case Aggregation::p95:
      return "p95";
    case Aggregation::p99:
      return "p99";
    case Aggregation::mean:
      return "mean";
    case Aggregation::max:
      return "max";
    case Aggregation::probability:
      return "probability";
    case Aggregation::total:
      return "total";
    case Aggregation::increase:
      return "increase";
  }
  return "";
}

Verdict judge_share(const Estimate& share, double required) {
  if (share.low && *share.low > required) return Verdict::upheld;
  if (share.high && *share.high < required) return Verdict::refuted;
  return Verdict::inconclusive;
}

Verdict worse(Verdict a, Verdict b) { return badness(a) >= badness(b) ? a : b; }

}  // namespace windtunnel
