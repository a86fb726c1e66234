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

/// How many ends are tried at a time, so that no thread waits long for another: each has a healthy week, some megabytes of it.
inline std::size_t ends_together(const CampaignOptions& options) { return std::max<std::size_t>(32, options.jobs); }

/// A design, and the assumption of it that is to be moved to a value.
struct Move {
  const Design* base = nullptr;
  std::string assumption, value;
};

/// The designs moved, on all threads. Nothing where a design has no such assumption, where it neither sets a parameter nor scales
/// demand, or where what it makes there is refused.
std::vector<std::optional<MovedDesign>> moved_designs(const Inputs& inputs, const std::vector<Move>& moves, bool with_text,
                                                      const CampaignOptions& options);

}  // namespace windtunnel::tools
