// From measured series, parameters, findings and costs to verdicts, each with one sentence that says why.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/design/claim.h"
#include "sim/measure/record.h"
#include "sim/measure/result.h"
#include "sim/scenario/expectation.h"

namespace windtunnel {

struct Contract;
struct ContractMonths;

std::string_view to_text(Expectation::Aggregation);

/// One run with the records that its estimates came from.
struct RunEvidence {
  const RunResult* result = nullptr;
  const RunLabels* labels = nullptr;
  std::span<const ReplicationRecord> records;
};

/// All that is known of one design when its claims are judged.
struct DesignEvidence {
  std::string design;
  std::vector<RunEvidence> runs;
  const AvailabilityResult* availability = nullptr;  ///< null: no long run was made
  const RunLabels* year_labels = nullptr;            ///< with `years`, to judge a target other than the result's
  std::span<const ReplicationRecord> years;
  /// The canonical text of a parameter of the resolved design; nothing when the path does not exist.
  std::function<std::optional<std::string>(const std::string& path)> parameter;
  std::vector<FindingResult> findings;
  const MonthlyCost* cost = nullptr;
  double required_share = 0.95;
  /// Too few replications for intervals: a share counts as what was seen. Says whether something moves, decides nothing.
  bool at_face_value = false;
};

/// The evidence on a design by name; null when that design was not run.
using EvidenceOf = std::function<const DesignEvidence*(const std::string& design)>;

/// The rule: upheld when the interval of the share lies above what is required, refuted when it lies below.
Verdict judge_share(const Estimate& share, double required);
/// The worse of two: refuted, inconclusive, not_measured, not_measurable, upheld.
Verdict worse(Verdict a, Verdict b);

/// One row per matching journey (or published value). A quantile p95 <= L asks whether at least 95 % keep the limit and
/// is judged by the interval of that share; a mean by its interval; `max` by the worst replication seen. An increase by the
/// pairs of replications that `former`, the evidence on a baseline's designs, has too; without it it is not judged.
std::vector<ExpectationResult> judge_expectation(const Expectation& expectation, const RunEvidence& run,
                                                 const EvidenceOf& former = nullptr);

/// Of a design's years under nature: availability (a share of the year) or yearly_downtime. A mean is judged by its log-t
/// interval, and is inconclusive below 400 incidents, where every interval of a mean is too narrow.
ExpectationResult judge_years(const Expectation& expectation, const DesignEvidence& evidence,
                              const EvidenceOf& former = nullptr);

/// Of the months of a contract: monthly_uptime or credits. Months of one year are a cluster, not independent.
/// `former`: the months of the same contract on the baseline's design, or null.
ExpectationResult judge_contract(const Expectation& expectation, const Contract& contract, const std::string& design,
                                 const ContractMonths& months, const ContractMonths* former = nullptr);

/// Of a healthy month's bill. What has no known price can only add to it: an upper limit that holds is inconclusive then.
ExpectationResult judge_bill(const Expectation& expectation, const std::string& design, const MonthlyCost& cost,
                             const EvidenceOf& former = nullptr);

/// The ledger's row of a claim for a design. `changes_at` is left to the caller.
ClaimResult judge_claim(const Claim& claim, const std::string& design, const EvidenceOf& evidence);

}  // namespace windtunnel
