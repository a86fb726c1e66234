// Many replications of many plans on many threads: the same records in the same order, whatever the number of threads.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "sim/design/design.h"
#include "sim/measure/record.h"
#include "sim/run/drill.h"
#include "sim/run/healthy_week.h"
#include "sim/run/labels.h"
#include "sim/scenario/plan.h"

namespace windtunnel {

/// A design with what every run on it needs: computed once, then shared by all threads.
struct PreparedDesign {
  std::shared_ptr<const Design> design;
  std::unique_ptr<const DesignLabels> labels;
  std::unique_ptr<const HealthyWeek> week;
};

struct CampaignOptions {
  std::uint64_t seed = 1;
  unsigned jobs = 1;
  TrafficResolution resolution = TrafficResolution::flow;
  /// Told from any thread, one call at a time: replications done and to do.
  std::function<void(std::uint64_t done, std::uint64_t all)> progress;
  /// Whatever is done with these options throws Interruption, soon after this is set.
  InterruptFlag interrupted = nullptr;
  /// Set, where given, whenever `interrupted` is, and also when time is up: then run_campaign and run_years return what
  /// they have. They take runs in turns, so that each has some replications.
  InterruptFlag stop = nullptr;
  /// What a month costs; without it incidents cost nothing.
  MonthlyBill bill;
};

/// What stops a replication half-way.
inline InterruptFlag halting(const CampaignOptions& options) { return options.stop ? options.stop : options.interrupted; }

/// Whether one of the options' flags says to end soon.
inline bool is_told_to_stop(const CampaignOptions& options) {
  return (options.interrupted && *options.interrupted) || (options.stop && *options.stop);
}

/// Labels and healthy weeks of designs, or a part of their weeks, computed in parallel.
std::vector<PreparedDesign> prepare(const std::vector<std::shared_ptr<const Design>>& designs,
                                    const CampaignOptions& options, WeekPart part = {});
/// The same without the healthy weeks, which only those need that are run.
std::vector<PreparedDesign> prepare_labels(const std::vector<std::shared_ptr<const Design>>& designs);
/// Computes the healthy weeks of some designs, by their indices, where they are missing or do not keep the part's hours.
void prepare_weeks(std::vector<PreparedDesign>& designs, const std::vector<std::size_t>& wanted,
                   const CampaignOptions& options, WeekPart part = {});

/// One plan on one of the prepared designs.
struct PlannedRun {
  std::size_t design = 0;
  Plan plan;
  std::uint64_t replications = 1000;
  std::uint64_t first = 0;  ///< those before this one are known already, and left out
};

/// The hours of the healthy week in which these replications begin; all of them where they are many: those that years and replays
/// enter would be wanted next.
WeekHours hours_entered(const std::vector<PlannedRun>& runs, const CampaignOptions& options);

/// Records of each run by replication, from the run's first on; runs whose plan is not applicable have none. Stopped, it returns of
/// each run the replications before the first that was not done: what fewer replications would have given. Throws what a
/// replication threw.
std::vector<std::vector<ReplicationRecord>> run_campaign(const std::vector<PreparedDesign>& designs,
                                                         const std::vector<PlannedRun>& runs,
                                                         const CampaignOptions& options);

/// Told each period's record, from any thread, with the minutes in which a journey did worse than in health; these are
/// dropped from the record afterwards.
using PeriodFold = std::function<void(ReplicationRecord& record)>;

/// Years (or other periods) of one design under nature, without those before `first`, which are known already.
std::vector<ReplicationRecord> run_years(const PreparedDesign& design, std::uint64_t replications, Duration period,
                                         const CampaignOptions& options, const PeriodFold& fold = nullptr, std::uint64_t first = 0);

}  // namespace windtunnel
