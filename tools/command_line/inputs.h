// The designs, scenarios and policies that a command works on: shipped ones by name, others from files and folders.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "models/environment.h"
#include "sim/config/diagnostics.h"
#include "sim/design/design.h"
#include "sim/scenario/policy.h"
#include "sim/scenario/scenario.h"

namespace windtunnel::tools {

struct Selection {
  std::vector<std::string> paths;  ///< files, folders, or names of what is shipped; empty: all of that
  std::string designs = "*";       ///< glob over names
  std::string scenarios = "*";
  bool variants = false;  ///< without paths and with "*": shipped variants too, not only those that claims speak of
};

struct Inputs {
  models::Environment environment;
  std::vector<std::shared_ptr<const Design>> designs;       ///< by name, then those of for_claims
  std::vector<Scenario> scenarios;                          ///< by name
  std::vector<Policy> policies;                             ///< by name
  std::vector<std::pair<std::string, std::string>> hashes;  ///< file: hash of its text, by file
  /// Designs that nobody selected and that claims of selected ones speak of ("switch to Spot"), with the globs of those
  /// runs that the claims need.
  std::map<std::string, std::vector<std::string>> for_claims;
};

/// Reads everything that the selection names. With paths, designs, scenarios and policies of the files are taken; where
/// the files hold no designs, or no scenarios, these are what is shipped. Without paths there are no policies. Throws
/// BadInput with all that is wrong.
void read_inputs(const Selection& selection, Inputs& inputs);

/// A design or scenario by name or file; throws BadInput (missing) with the nearest name. `bases`: files of designs that it may
/// build on, beside those that are shipped or stand beside it in files of their names.
std::shared_ptr<const Design> read_design(const std::string& name_or_file, Inputs& inputs, const std::vector<std::string>& bases = {});
Scenario read_scenario(const std::string& name_or_file, Inputs& inputs);

}  // namespace windtunnel::tools
