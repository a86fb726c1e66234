// See suppress.h.
#include "sim/measure/suppress.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/config/wording.h"
#include "sim/measure/glob.h"
#include "sim/measure/wording.h"

namespace windtunnel {
namespace {

template <class Fits>
bool any_fits(const std::vector<std::string>& globs, const Fits& fits) {
  return std::any_of(globs.begin(), globs.end(), fits);
}

bool names(const Suppression& suppression, const ExpectationResult& row) {
  const std::string bare = row.measure.substr(0, row.measure.rfind('.'));
  return any_fits(suppression.design, [&](const auto& glob) { return glob_matches(glob, row.design); }) &&
         any_fits(suppression.scenario, [&](const auto& glob) { return run_matches(glob, row.scenario); }) &&
         any_fits(suppression.measure,
                  [&](const auto& glob) { return glob_matches(glob, row.measure) || glob_matches(glob, bare); }) &&
         glob_matches(suppression.journey, row.journey);
}

/// A row about the suppression itself, at its `expires`.
ExpectationResult row_about(const Suppression& suppression) {
  ExpectationResult row;
  row.measure = "suppression";
  row.verdict = Verdict::refuted;
  row.why = suppression.reason;
  row.policy = suppression.policy;
  row.file = suppression.file;
  row.line = suppression.expires.place.position.line;
  row.column = suppression.expires.place.position.column;
  return row;
}

std::string target_text(const Suppression& suppression) {
  return fmt::format("{} on {} ({})", listed(suppression.scenario), listed(suppression.design),
                     listed(suppression.measure));
}

}  // namespace

void apply_suppressions(std::span<const Suppression> suppressions, const CalendarDate& today,
                        std::vector<ExpectationResult>& rows) {
  std::vector<ExpectationResult> about;
  for (const Suppression& suppression : suppressions) {
    const bool expired = suppression.expires.before(today);
    std::uint64_t named = 0, failing = 0;
    for (ExpectationResult& row : rows) {
      if (!names(suppression, row)) continue;
      ++named;
      if (row.is_kept()) continue;
      ++failing;
      if (expired || !row.suppressed.empty()) continue;
      row.suppressed = suppression.reason;
      row.suppressed_until = suppression.expires.text;
    }
    if (expired) {
      ExpectationResult& row = about.emplace_back(row_about(suppression));
      row.limit = "expires " + suppression.expires.text;
      row.measured_text = "today is " + today.text;
      row.because = fmt::format("the suppression of {} expired on {}; {} of the {} expectations that it names {} not "
                                "held and {} again",
                                target_text(suppression), suppression.expires.text, count_text(failing),
                                count_text(named), failing == 1 ? "is" : "are", failing == 1 ? "counts" : "count");
    } else if (named == 0) {
      ExpectationResult& row = about.emplace_back(row_about(suppression));
      row.level = ExpectationLevel::warn;
      row.limit = "names an expectation";
      row.measured_text = "none";
      row.because = fmt::format("the suppression of {} names no expectation of this run", target_text(suppression));
    }
  }
  rows.insert(rows.end(), about.begin(), about.end());
}

}  // namespace windtunnel
