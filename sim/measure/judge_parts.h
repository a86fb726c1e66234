// One way of judging each: by measure, by availability, by configuration, by finding, by cost.
#pragma once

#include <vector>

#include "sim/measure/verdict.h"

namespace windtunnel {

/// One part per run that matches and per series of the measure.
std::vector<ClaimPart> judge_measured(const Judgement& judgement, const DesignEvidence& evidence);
ClaimPart judge_availability(const Judgement& judgement, const DesignEvidence& evidence);
/// One part per parameter.
std::vector<ClaimPart> judge_configured(const Judgement& judgement, const DesignEvidence& evidence);
ClaimPart judge_finding(const Judgement& judgement, const DesignEvidence& evidence);
ClaimPart judge_cost(const Judgement& judgement, const DesignEvidence& evidence);
/// What the variant that the judgement names costs less.
ClaimPart judge_saving(const Judgement& judgement, const DesignEvidence& evidence, const DesignEvidence& variant);

}  // namespace windtunnel
