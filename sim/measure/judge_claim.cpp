// Claims of a document against everything that was measured of the design.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/measure/estimate.h"
#include "sim/measure/glob.h"
#include "sim/measure/judge_parts.h"
#include "sim/measure/verdict.h"
#include "sim/measure/wording.h"

namespace windtunnel {
namespace {

constexpr std::size_t measured_parts_shown = 3;

ClaimPart unanswered(std::string subject, Verdict verdict, std::string because) {
  return {std::move(subject), verdict, "nothing", std::move(because)};
}

std::vector<ClaimPart> judge(const Judgement& judgement, const std::string& design, const EvidenceOf& evidence_of) {
  using Kind = Judgement::Kind;
  if (judgement.kind == Kind::not_measured) return {unanswered("", Verdict::not_measured, judgement.reason)};
  if (judgement.kind == Kind::not_measurable) return {unanswered("", Verdict::not_measurable, judgement.reason)};
  const std::string& judged = judgement.overlay.empty() ? design : judgement.overlay;
  const DesignEvidence* evidence = evidence_of(judged);
  if (!evidence)
    return {unanswered(judged, Verdict::not_measured, fmt::format("the design {} is not part of this batch", judged))};
  switch (judgement.kind) {
    case Kind::measured:
      return judge_measured(judgement, *evidence);
    case Kind::availability:
      return {judge_availability(judgement, *evidence)};
    case Kind::configured:
      return judge_configured(judgement, *evidence);
    case Kind::finding:
      return {judge_finding(judgement, *evidence)};
    case Kind::cost:
      if (judgement.saving_by.empty()) return {judge_cost(judgement, *evidence)};
      if (const DesignEvidence* variant = evidence_of(judgement.saving_by)) return {judge_saving(judgement, *evidence, *variant)};
      return {unanswered(judgement.saving_by, Verdict::not_measured,
                         fmt::format("the design {} is not part of this batch", judgement.saving_by))};
    default:
      return {};
  }
}

/// The measured texts of the parts, each once, the deciding one first.
std::string measured_of(const std::vector<ClaimPart>& parts, const ClaimPart& deciding) {
  std::vector<std::string> texts = {deciding.measured};
  for (const ClaimPart& part : parts) {
    if (std::find(texts.begin(), texts.end(), part.measured) == texts.end() && part.measured != "nothing") {
      texts.push_back(part.measured);
    }
  }
  std::string result = texts.front();
  for (std::size_t i = 1; i < std::min(texts.size(), measured_parts_shown); ++i) result += "; " + texts[i];
  if (texts.size() > measured_parts_shown) result += fmt::format("; and {} more", texts.size() - measured_parts_shown);
  return result;
}

}  // namespace

ClaimResult judge_claim(const Claim& claim, const std::string& design, const EvidenceOf& evidence) {
  ClaimResult result;
  result.id = claim.id;
  result.design = design;
  result.claimed = claim.quote;
  result.assumptions = claim.assumptions;
  result.document = claim.document;
  result.kind = claim.kind;
  result.line = claim.line;
  std::vector<bool> shown;  // by a run, a rule or the bill, not only written in the design
  for (const Judgement& judgement : claim.judgements) {
    for (ClaimPart& part : judge(judgement, design, evidence)) {
      result.parts.push_back(std::move(part));
      shown.push_back(judgement.kind != Judgement::Kind::configured);
    }
  }
  if (result.parts.empty()) {
    result.verdict = Verdict::not_measured;
    result.measured = "nothing";
    result.because = claim.judged_by.empty()
                         ? "the design does not say how it is judged"
                         : fmt::format("the design does not say how it is judged: {}", claim.judged_by);
    return result;
  }
  // The first of the worst; among equals what was shown says more than what is written down.
  std::size_t deciding = 0;
  for (std::size_t i = 1; i < result.parts.size(); ++i) {
    const Verdict so_far = result.parts[deciding].verdict, verdict = result.parts[i].verdict;
    if (worse(so_far, verdict) != so_far || (verdict == so_far && shown[i] && !shown[deciding])) deciding = i;
  }
  result.verdict = result.parts[deciding].verdict;
  result.because = result.parts[deciding].because;
  result.measured = measured_of(result.parts, result.parts[deciding]);
  return result;
}

}  // namespace windtunnel
