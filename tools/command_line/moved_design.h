// A design with one of its assumptions at an end of what is plausible, and nothing else changed.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/design/claim.h"
#include "sim/design/design.h"
#include "sim/run/campaign.h"
#include "tools/command_line/inputs.h"

namespace windtunnel::tools {

struct MovedDesign {
  std::shared_ptr<const Design> design;
  std::string text;  ///< what a cache knows it by; empty where none was asked for
};

/// The ends of what is plausible, the low one first; none where an end is the value that was taken.
std::vector<std::string> ends_of(const Assumption& assumption);

/// How many ends are tried at a time: each has a healthy week of its own, tens of megabytes of it.
inline std::size_t ends_together(const CampaignOptions& options) { return std::max<std::size_t>(8, options.jobs); }

/// Nothing where the design has no such assumption, where it neither sets a parameter nor scales demand, or where what it
/// makes there is refused.
std::optional<MovedDesign> moved_design(const Inputs& inputs, const Design& base, const std::string& assumption,
                                        const std::string& value, bool with_text);

}  // namespace windtunnel::tools
