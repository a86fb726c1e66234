// Whether what policies and scenarios name exists: designs, scenarios, journeys.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/config/diagnostics.h"
#include "sim/config/document.h"
#include "sim/scenario/scenario.h"

namespace windtunnel {

/// What globs may name.
struct KnownNames {
  std::vector<std::string> designs, scenarios;
  std::map<std::string, std::vector<std::string>> journeys;  ///< by design; where no design is known, none is looked for
  /// By design, its runs by name: "zone-loss@primary.a". Where none of a scenario is known, none of it is looked for.
  std::map<std::string, std::vector<std::string>> runs = {};
};

/// Globs of a policy that name no design, scenario (or run of one) or journey there is are mistakes: each is reported at its place,
/// with the nearest name; without `each`, only lists of which nothing fits. Those of suppressions are not looked at: they outlive
/// what they were written for, and a run tells.
void check_policy_names(const Document& document, const KnownNames& known, bool each, Diagnostics& diagnostics);

/// The same for the names in a scenario: journeys that no design on which it runs has, and designs. The globs that choose its designs
/// may fit none, since it lies beside designs that come and go; a plain name among them must be one that there is.
void check_scenario_names(const Document& document, const Scenario& scenario, const KnownNames& known,
                          Diagnostics& diagnostics);

}  // namespace windtunnel
