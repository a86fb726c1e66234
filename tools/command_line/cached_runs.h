// Runs that a cache may know already: what comes from it is what would be computed, bit for bit.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/measure/cost.h"
#include "sim/measure/result.h"
#include "sim/run/campaign.h"
#include "sim/scenario/scenario.h"
#include "tools/command_line/run_cache.h"

namespace windtunnel::tools {

/// Designs that are prepared only as far as the runs need that the cache does not know.
class CachedRuns {
 public:
  /// `texts`: of each design its resolved text. The cache may be null.
  CachedRuns(const std::vector<std::shared_ptr<const Design>>& designs, const std::vector<std::string>& texts,
             const CampaignOptions& options, RunCache* cache);
  ~CachedRuns();
  CachedRuns(const CachedRuns&) = delete;
  CachedRuns& operator=(const CachedRuns&) = delete;

  const std::vector<PreparedDesign>& designs() const { return designs_; }
  /// From now on weeks are made for so many replications of every run, so that whoever comes back for more finds them.
  void foresee(std::uint64_t replications) { foreseen_ = replications; }
  /// A design with its whole healthy week.
  const PreparedDesign& prepared(std::size_t design);

  /// As run_campaign; `scenarios`: of each run the fingerprint of its scenario; `known`: of each run its first records as
  /// far as the caller has them, or nothing at all. Throws UsageError where the records would not fit into the memory.
  std::vector<std::vector<ReplicationRecord>> run(const std::vector<PlannedRun>& runs,
                                                  const std::vector<std::string>& scenarios,
                                                  std::vector<std::vector<ReplicationRecord>> known = {});
  /// Throws UsageError where the records of so many years of a design would not fit into the memory.
  void require_memory(std::size_t design, std::uint64_t years, const CampaignOptions& options) const;
  /// As run_years, of one year each; `known`: the first of them as far as the caller has them. Throws as require_memory does.
  std::vector<ReplicationRecord> years(std::size_t design, std::uint64_t count, const CampaignOptions& options,
                                       std::vector<ReplicationRecord> known = {});
  /// Fills in what a healthy week tells: the monthly cost, what each journey does, and what does not work. Of several designs at
  /// once, threads may ask this, and for their cost.
  void look_at_health(std::size_t design, DesignResult& result);
  MonthlyCost cost(std::size_t design);
  /// What `tell` tells of a replication, where the cache does not know it; kept unless the options' flags said to stop meanwhile.
  ReplayResult replay(const PlannedRun& run, const std::string& scenario, std::uint64_t replication,
                      const std::function<ReplayResult()>& tell);

 private:
  const PreparedDesign& with_week(std::size_t design);
  void require_memory(const std::vector<PlannedRun>& runs) const;
  void for_each_run(const std::vector<PlannedRun>& runs, const std::function<void(std::size_t)>& work) const;
  std::vector<ReplicationRecord> find(const std::string& key, std::uint64_t count) const;
  std::string key(std::size_t design, const std::string& what) const;
  std::string key(const PlannedRun& run, const std::string& scenario, const std::string& what) const;

  CampaignOptions options_;
  RunCache* cache_;
  std::uint64_t foreseen_ = 0;
  std::vector<PreparedDesign> designs_;
  std::vector<std::string> fingerprints_;
};

}  // namespace windtunnel::tools
