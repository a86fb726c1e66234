// What a result comes down to: which targets and claims hold, what fell and why; the common ground of all reports.
#pragma once

#include <string>
#include <vector>

#include "sim/measure/result.h"

namespace windtunnel::reports {

/// How many verdicts of each kind.
struct Tally {
  std::uint64_t upheld = 0, refuted = 0, inconclusive = 0, not_measured = 0, not_measurable = 0;
  std::uint64_t not_applicable = 0;  ///< not in the total: there was nothing to judge
  void count(Verdict verdict);
  std::uint64_t total() const { return upheld + refuted + inconclusive + not_measured + not_measurable; }
};
/// "1 refuted, 2 upheld, 9 not measured": worst first, kinds without any left out.
std::string to_text(const Tally& tally);

/// The claims of one design, targets apart; each list with the worst verdicts first.
struct DesignAnswer {
  std::string design;
  std::vector<const ClaimResult*> targets, others;
  Tally target_tally, other_tally;
};
/// The assumptions that a claim names, without those at whose ends its verdict is another.
struct EndsTried {
  std::vector<std::string> holding, untried;
};
EndsTried ends_tried(const ClaimResult& claim);

/// The judgement that decided a claim: the one that it gives as its reason, or, of those as bad as the claim, the one that
/// was kept least; null without any.
const ClaimPart* deciding_part(const ClaimResult& claim);

/// In the order in which the designs appear in the result.
std::vector<DesignAnswer> answers(const Result& result);

/// One line: "2 designs: of 5 targets 2 refuted, 3 upheld; of 24 expectations 3 failed".
std::string headline(const Result& result);

/// Expectations that failed (errors first), then inconclusive ones and errors that were not measured; suppressed ones last.
std::vector<const ExpectationResult*> failures(const Result& result);
/// Without suppressed ones.
Tally expectation_tally(const Result& result);
/// "Expectations: 20 of 24 held, 1 suppressed, 2 not measured".
std::string expectation_heading(const Result& result);

/// What an expectation is about: "zone-loss on kasha, journey order", "kasha, contract shop", "policy gate".
std::string subject_text(const ExpectationResult& expectation);

/// The command that tells the worst replication behind a failed expectation as a story; empty where nothing is run.
std::string replay_command(const Result& result, const ExpectationResult& expectation);

/// "below its level for 3 s only; the last fault comes after 15 min": where a recovery counts from a first fault after which
/// users were well for long. Empty elsewhere.
std::string later_fault_text(const RunResult& run, const JourneyResult& journey);

struct DesignFinding {
  const DesignResult* design = nullptr;
  const FindingResult* finding = nullptr;
};
/// The most severe findings, different rules before more of one rule.
std::vector<DesignFinding> foremost_findings(const Result& result, std::size_t count);

/// "1 000", or "900 to 1 000" where runs differ; empty without measured runs. Of some scenarios, or (none given) of all.
std::string replications_text(const Result& result, const std::vector<std::string>& scenarios = {});
/// The number that most measured runs have, the larger where two are as frequent; 0 without any.
std::uint64_t usual_replications(const Result& result);
/// Which runs have another: "50 of steady-load and 80 of zone-loss on shop"; designs are named where the same scenario has
/// other numbers elsewhere. Empty where all have one number.
std::string other_replications_text(const Result& result);
/// One sentence on a long run, with its interval and what the downtime came from.
std::string availability_text(const AvailabilityResult& availability);
/// One sentence on the months of a contract: what is owed how often, and on the average.
std::string contract_text(const ContractResult& contract);
/// "180.22 USD a month; the prices of support and training are unknown".
std::string cost_text(const MonthlyCost& cost);

}  // namespace windtunnel::reports
