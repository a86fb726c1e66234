// See batch_years.h.
#include "tools/command_line/batch_years.h"

#include <algorithm>
#include <cmath>

#include "sim/measure/estimate.h"
#include "sim/measure/statistics.h"

namespace windtunnel::tools {
namespace {

double sla_target(const Design& design) { return design.sla.target > 0 ? design.sla.target : 0.9999; }

/// How many years of a design are simulated: as many as were asked for where its document promises an availability or
/// something is expected of it, else few.
std::uint64_t years_wanted(const Inputs& inputs, const BatchOptions& options, const Design& design, bool contracts) {
  const auto on_years = [](const Claim& claim) {
    return std::any_of(claim.judgements.begin(), claim.judgements.end(),
                       [](const Judgement& judgement) { return judgement.kind == Judgement::Kind::availability; });
  };
  const bool promises = design.sla.target > 0 || contracts || expects_of_years(inputs, design.name) ||
                        std::any_of(design.claims.begin(), design.claims.end(), on_years);
  return options.all_years || promises ? options.years : std::min(options.years, years_without_promise);
}

/// Whether years leave it open if the required share of them keeps the budget. A look before the last one may decide only by an
/// interval so wide (99.9 %) that next to nothing of the last one's confidence is spent on it (Haybittle 1971, Peto et al. 1976).
bool leave_open(const AvailabilityResult& found, double required) {
  const double kept = std::round(found.budget.probability.mean.value_or(0) * static_cast<double>(found.years));
  const Estimate wide = clopper_pearson(static_cast<std::uint64_t>(kept), found.years, 0.999);
  return wide.low.value_or(0) < required && required < wide.high.value_or(1);
}

}  // namespace

AvailabilityResult years_until_decided(CachedRuns& runs, std::size_t d, const BatchOptions& options,
                                       const CampaignOptions& campaign, std::vector<ReplicationRecord>& years) {
  const PreparedDesign& prepared = runs.designs()[d];
  const auto estimated = [&] {
    return estimate_availability(prepared.design->name, sla_target(*prepared.design), prepared.labels->labels(), years);
  };
  AvailabilityResult found = estimated();
  const double required = required_share_of(*prepared.design);
  std::uint64_t asked = options.years;
  // Fewer than were asked for: the time limit came first.
  while (options.until_decided && years.size() == asked && asked < options.years * more_years && leave_open(found, required)) {
    asked += options.years;
    years = runs.years(d, asked, campaign, std::move(years));
    found = estimated();
  }
  return found;
}

void simulate_years(const Inputs& inputs, const BatchOptions& options, Batch& batch, Result& result) {
  CampaignOptions quiet = options.campaign;
  quiet.progress = nullptr;
  batch.years.resize(batch.designs().size());
  batch.contracts.resize(batch.designs().size());
  for (std::size_t d = 0; d < batch.designs().size(); ++d) {
    const PreparedDesign& prepared = batch.designs()[d];
    const std::string& name = prepared.design->name;
    if (options.years == 0 || inputs.for_claims.count(name) > 0) continue;
    batch.contracts[d] = contracts_of(inputs, batch.cached, d);
    const std::uint64_t years = years_wanted(inputs, options, *prepared.design, !batch.contracts[d].empty());
    batch.years[d] = years_of(batch.cached, d, years, quiet, batch.contracts[d]);
    if (batch.years[d].empty()) continue;  // the time limit came first
    BatchOptions own = options;
    own.until_decided &= batch.contracts[d].empty();
    result.availability.push_back(years_until_decided(batch.cached, d, own, quiet, batch.years[d]));
    for (const ContractRun& run : batch.contracts[d])
      result.contracts.push_back(estimate_contract(*run.contract, run.policy->name, name, run.months));
  }
}

}  // namespace windtunnel::tools
