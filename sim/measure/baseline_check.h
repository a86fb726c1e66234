// What a check against a baseline found: better, same or worse by measure, the changes of the design that did it, and
// what the program itself has moved since.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/measure/baseline.h"
#include "sim/measure/baseline_values.h"

namespace windtunnel {

/// Inconclusive is what the time limit has cut, unknown what too few replications do not bound: a p95; missing is what the
/// baseline records and nothing measures any more.
enum class Change : std::uint8_t { same, better, worse, inconclusive, unknown, missing };
std::string_view to_text(Change);

/// What one change of the design does to a figure.
struct ChangeContribution {
  std::string path, before, after;
  std::optional<double> effect;  ///< null: it could not be tried alone
};

/// One figure, as it was designed and as it is designed now, both run today under the same storms.
struct BaselineRow {
  std::string design, run, journey, measure;
  std::string statistic;  ///< mean, p95, or share without end
  std::string unit;
  std::optional<double> before, now;
  Estimate difference;               ///< now - before, 95 %
  std::uint64_t pairs = 0;           ///< replications that both designs have
  std::uint64_t planned = 0;         ///< replications asked for; fewer pairs may also be those that struck nothing
  std::uint64_t look = 1;            ///< 1: settled by the first look at some of the replications; 2: by all of them
  double p = 1;                      ///< bound on the chance of such a difference between equals
  double least_p = 1;                ///< the least that p could have been
  double threshold = 0;              ///< what p must not exceed to be another figure
  double relevant = 0;               ///< differences below it are the same whatever their certainty
  std::optional<double> detectable;  ///< the smallest difference that this sample would have shown; null: none
  Change change = Change::same;
  bool gates = true;  ///< false: does not fail the check (costs, unless asked for; detection of what hurts for a shorter time)
  std::string reason;  ///< why it is missing
  std::vector<ChangeContribution> contributions;  ///< of a regression, the largest first
  double remainder = 0;           ///< of the difference, what belongs to no change alone
  std::uint64_t tried_pairs = 0;  ///< replications by which contributions were told apart; 0: there are none
};

/// A figure of the file that the recorded design no longer has when it is run today.
struct ProgramShift {
  std::string design, run, figure;
  std::optional<double> recorded, now;
};

struct CheckedDesign {
  std::string design;
  std::string status;  ///< unchanged, changed, missing (not among the inputs) or new (not in the baseline)
  std::vector<ChangeContribution> changes;  ///< without effects
  std::vector<std::string> only_before, only_now;  ///< runs that the other does not have
};

struct BaselineCheck {
  std::string schema = "windtunnel-baseline-check/1";
  std::string windtunnel, catalogue;                    ///< of today
  std::string recorded_windtunnel, recorded_catalogue;  ///< of the file
  std::uint64_t seed = 0, replications = 0, years = 0;
  double family_error = 0.001;  ///< chance of any false "better" or "worse" in the whole check
  std::uint64_t looks = 1;      ///< that rows may get; each has its part of that error
  double threshold = 0;         ///< what p must not exceed for that, in the look that asks most
  bool stopped = false;         ///< by the time limit
  std::vector<CheckedDesign> designs;
  std::vector<BaselineRow> rows;
  std::vector<ChangeContribution> defaults;  ///< of the catalogue, that designs rest on and that have changed
  std::vector<ProgramShift> shifts;
  std::uint64_t recorded_figures = 0;          ///< figures of the file that were measured again
  std::vector<std::string> changed_scenarios;  ///< whose text is another now; both sides met today's
  std::string command;
};

/// What nobody would call another figure: an absolute size or a share of what it was, whichever is larger.
double relevant_difference(const std::string& measure, const std::string& unit, double before);

/// Rows of one run on both designs, without verdicts but that a measure is missing which only the former design has.
std::vector<BaselineRow> paired_rows(const std::string& design, const std::string& run,
                                     const std::vector<MeasuredValues>& before,
                                     const std::vector<MeasuredValues>& now, std::uint64_t planned);
/// A row of two numbers that nothing is uncertain about: the month's bill.
BaselineRow exact_row(const std::string& design, const std::string& measure, double before, double now);

/// A row of what a baseline records and nothing measures any more; an empty run is all of the design, no journey all of the run.
BaselineRow missing_row(const std::string& design, const std::string& run, const std::string& journey, const std::string& reason);

/// Gives every row of a look its verdict, and what it could have detected. A row that was stopped before all its
/// replications were done is worse or inconclusive. The first look judges all runs; the second the rows that have taken the
/// place of the first's in runs that it left open.
void judge_rows(BaselineCheck& check, std::uint64_t look = 1);

/// The statistic of a row over one side alone, as `before` and `now` have it: what contributions are differences of.
std::optional<double> statistic_of(const BaselineRow& row, const std::vector<MeasuredValues>& values);

/// Figures of the file that differ by more than chance and relevance from those measured on the same design today.
std::vector<ProgramShift> program_shifts(const std::string& design, const std::string& run,
                                         const ByName<BaselineFigure>& recorded, const ByName<BaselineFigure>& now);

std::string to_json(const BaselineCheck& check);
std::string baseline_check_schema();

}  // namespace windtunnel
