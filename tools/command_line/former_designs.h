// The designs of a baseline as they do today, under the storms of a batch: what its expectations on increases compare
// with.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/measure/baseline.h"
#include "sim/measure/contract_months.h"
#include "sim/measure/verdict.h"
#include "tools/command_line/batch.h"
#include "tools/command_line/policies.h"

namespace windtunnel::tools {

/// What the batch has of one of its designs.
struct PresentDesign {
  const DesignEvidence* evidence = nullptr;
  const std::vector<ContractRun>* contracts = nullptr;
};

/// Only designs of which an increase is expected are run, with only the runs, years and bills that this needs. A design
/// that has not changed is not run again: both sides are what the batch has.
class FormerDesigns {
 public:
  /// All must outlive this. The baseline may be null: there is none.
  FormerDesigns(const Inputs& inputs, const Baseline* baseline, const BatchOptions& options);
  ~FormerDesigns();

  /// Runs what is needed for the designs of the batch. Throws BadInput where a recorded design cannot be read.
  void measure(const std::vector<PresentDesign>& present);
  /// Empty without a baseline.
  EvidenceOf evidence() const;
  /// The months of a contract on a design as it was; null where there are none.
  const ContractMonths* months(const std::string& design, const Contract& contract) const;

 private:
  struct Former;
  const Former* find(const std::string& design) const;

  const Inputs& inputs_;
  const Baseline* baseline_;
  const BatchOptions& options_;
  std::vector<std::unique_ptr<Former>> former_;
};

}  // namespace windtunnel::tools
