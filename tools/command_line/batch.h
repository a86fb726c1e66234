// A batch: designs times scenarios, run, estimated, judged and priced into one result.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "sim/measure/baseline.h"
#include "sim/measure/result.h"
#include "sim/measure/verdict.h"
#include "sim/run/campaign.h"
#include "tools/command_line/inputs.h"
#include "tools/command_line/run_cache.h"

namespace windtunnel::tools {

/// Years of a design that promises nothing: enough to see what fails first, not to judge an availability by.
inline constexpr std::uint64_t years_without_promise = 100;

/// Up to how many times as many years are simulated of a design whose budget the first ones leave undecided: as many again each time.
inline constexpr std::uint64_t more_years = 5;

struct BatchOptions {
  CampaignOptions campaign;
  std::uint64_t replications = 1000;
  /// Years simulated per design whose document promises an availability; 0: none.
  std::uint64_t years = 1000;
  /// Whether years that leave a design's budget undecided are followed by more (see more_years).
  bool until_decided = false;
  bool all_years = false;  ///< as many of every design, also of those that promise nothing
  bool ends = false;  ///< whether verdicts are tried at the ends of the assumptions that they rest on
  bool replays = false;  ///< whether typical replications are told, and what would shorten them is tried: work for reports alone
  CalendarDate today;   ///< on which suppressions hold or have expired; the engine reads no clock
  const Baseline* baseline = nullptr;  ///< whose designs increases are judged against; null: there is none
  RunCache* cache = nullptr;  ///< of runs that were made before; null: none
  std::string command;  ///< what makes the same result again, for whoever reads it
  /// Told what comes next: "replications", "years", "ends of assumptions", "replays". Null: nobody asks.
  std::function<void(const std::string& part)> next_part;
};

/// Runs every scenario on every design that it names.
Result run_batch(const Inputs& inputs, const BatchOptions& options);

/// Years of one design under nature; the target is the SLA's, or 99.99 % where none is documented.
Result run_availability(const Inputs& inputs, const std::shared_ptr<const Design>& design, const BatchOptions& options);

}  // namespace windtunnel::tools
