// See evidence.h.
#include "tools/command_line/evidence.h"

#include "sim/design/resolved.h"
#include "sim/kernel/quantity.h"

namespace windtunnel::tools {

std::vector<std::string> texts_of(const Inputs& inputs, const std::vector<std::shared_ptr<const Design>>& designs) {
  std::vector<std::string> texts;
  for (const auto& design : designs) {
    const Document* document = inputs.environment.design_document(design->name);
    texts.push_back(document ? resolved_text(resolved_design(*document, inputs.environment, *design)) : "");
  }
  return texts;
}

DesignEvidence evidence_of(const Batch& batch, const Result& result, std::size_t d) {
  const PreparedDesign& prepared = batch.designs()[d];
  DesignEvidence evidence;
  evidence.design = prepared.design->name;
  for (std::size_t r = 0; r < batch.runs.size(); ++r)
    if (batch.runs[r].design == d)
      evidence.runs.push_back({&result.runs[r], &prepared.labels->labels(), batch.records[r]});
  for (const AvailabilityResult& availability : result.availability)
    if (availability.design == evidence.design) evidence.availability = &availability;
  evidence.year_labels = &prepared.labels->labels();
  evidence.years = batch.years[d];
  evidence.parameter = [design = prepared.design](const std::string& path) { return design->parameter(path); };
  evidence.findings = result.designs[d].findings;
  evidence.cost = &result.designs[d].cost_monthly;
  evidence.required_share = required_share_of(*prepared.design);
  return evidence;
}

double required_share_of(const Design& design) {
  for (const Assumption& assumption : design.assumptions)
    if (assumption.id == required_share_id)
      if (const auto share = parse_share(assumption.value)) return share->value;
  return DesignEvidence{}.required_share;
}

}  // namespace windtunnel::tools
