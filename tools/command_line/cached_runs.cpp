// See cached_runs.h.
#include "tools/command_line/cached_runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "sim/measure/health.h"
#include "sim/measure/record_bytes.h"
#include "sim/measure/rounding.h"
#include "sim/run/parallel.h"
#include "tools/command_line/identity.h"
#include "tools/command_line/pricing.h"
#include "tools/command_line/record_memory.h"

namespace windtunnel::tools {
namespace {

std::vector<HealthResult> health_of(const PreparedDesign& prepared) {
  std::vector<HealthResult> health;
  for (std::uint32_t j = 0; j < prepared.design->journeys.size(); ++j) {
    const JourneyDefinition& journey = prepared.design->journeys[j];
    if (journey.structural) continue;
    // The flow is solved to six digits.
    health.push_back({journey.name, round_decimals(prepared.week->sli(j), 6), journey.objective_share, journey.recovery_level});
  }
  return health;
}

}  // namespace

CachedRuns::CachedRuns(const std::vector<std::shared_ptr<const Design>>& designs, const std::vector<std::string>& texts,
                       const CampaignOptions& options, RunCache* cache)
    : options_(options), cache_(cache != nullptr && !program_fingerprint().empty() ? cache : nullptr), designs_(prepare_labels(designs)) {
  for (const std::string& text : texts) fingerprints_.push_back(fingerprint_of(text));
}

// Weeks are tens of megabytes in small pieces, which take long to be given back.
CachedRuns::~CachedRuns() {
  CampaignOptions to_the_end;
  to_the_end.jobs = options_.jobs;
  for_each_index(designs_.size(), to_the_end, [&] { return [&](std::size_t design) { designs_[design].week.reset(); }; });
}

const PreparedDesign& CachedRuns::prepared(std::size_t design) {
  prepare_weeks(designs_, {design}, options_);
  return designs_[design];
}

/// A design with what its healthy week adds up to, and perhaps none of its states.
const PreparedDesign& CachedRuns::with_week(std::size_t design) {
  prepare_weeks(designs_, {design}, options_, {{}});
  return designs_[design];
}

std::string CachedRuns::key(std::size_t design, const std::string& what) const {
  if (!cache_) return {};  // nobody asks for it, and the program's fingerprint takes a while
  return fmt::format("program {}\ndesign {}\nseed {}\n{}\n", program_fingerprint(), fingerprints_[design],
                     options_.seed, what);
}

std::string CachedRuns::key(const PlannedRun& run, const std::string& scenario, const std::string& what) const {
  return key(run.design, fmt::format("scenario {}\nrun {}\nresolution {}\nbilled {}\n{}", scenario, run.plan.name,
                                     static_cast<int>(options_.resolution), static_cast<bool>(options_.bill), what));
}

/// The first `count` records of an entry, or as many as there are: what fewer replications would have given.
std::vector<ReplicationRecord> CachedRuns::find(const std::string& key, std::uint64_t count) const {
  const auto bytes = cache_ ? cache_->find(key) : std::nullopt;
  auto kept = bytes ? records_from_bytes(*bytes, count) : std::nullopt;
  return kept ? std::move(*kept) : std::vector<ReplicationRecord>();
}

/// A time limit ends what would not fit long before.
void CachedRuns::require_memory(const std::vector<PlannedRun>& runs) const {
  if (options_.stop) return;
  std::uint64_t records = 0;
  double bytes = 0;
  for (const PlannedRun& run : runs) {
    records += run.replications;
    bytes += static_cast<double>(run.replications) * record_memory(designs_[run.design].labels->labels());
  }
  tools::require_memory(records, bytes, "--replications");
}

/// On all threads, and for every run, whether a time limit has ended or not.
void CachedRuns::for_each_run(const std::vector<PlannedRun>& runs, const std::function<void(std::size_t)>& work) const {
  CampaignOptions all = options_;
  all.stop = nullptr;
  for_each_index(runs.size(), all, [&] { return [&](std::size_t r) { work(r); }; });
}

std::vector<std::vector<ReplicationRecord>> CachedRuns::run(const std::vector<PlannedRun>& runs,
                                                            const std::vector<std::string>& scenarios,
                                                            std::vector<std::vector<ReplicationRecord>> known) {
  std::vector<std::vector<ReplicationRecord>> records = std::move(known);
  records.resize(runs.size());
  const auto lacks = [&](std::size_t r) { return runs[r].plan.not_applicable.empty() && records[r].size() < runs[r].replications; };
  for_each_run(runs, [&](std::size_t r) {
    if (!cache_ || !lacks(r)) return;
    auto kept = find(key(runs[r], scenarios[r], "drills"), runs[r].replications);
    if (kept.size() > records[r].size()) records[r] = std::move(kept);
  });
  std::vector<PlannedRun> missing;
  std::vector<std::size_t> place, designs;
  for (std::size_t r = 0; r < runs.size(); ++r) {
    if (!lacks(r)) continue;
    missing.push_back(runs[r]);
    missing.back().first = records[r].size();
    place.push_back(r);
    if (designs.empty() || designs.back() != runs[r].design) designs.push_back(runs[r].design);
  }
  if (missing.empty()) return records;
  require_memory(missing);
  std::sort(designs.begin(), designs.end());
  designs.erase(std::unique(designs.begin(), designs.end()), designs.end());
  std::vector<PlannedRun> foreseen = missing;
  for (PlannedRun& run : foreseen) run.replications = std::max(run.replications, foreseen_);
  prepare_weeks(designs_, designs, options_, {hours_entered(foreseen, options_)});
  auto computed = run_campaign(designs_, missing, options_);
  for_each_run(missing, [&](std::size_t i) {
    const std::size_t r = place[i];
    std::move(computed[i].begin(), computed[i].end(), std::back_inserter(records[r]));
    if (cache_ && records[r].size() == runs[r].replications)
      cache_->keep(key(runs[r], scenarios[r], "drills"), to_bytes(records[r]));
  });
  return records;
}

void CachedRuns::require_memory(std::size_t design, std::uint64_t years, const CampaignOptions& options) const {
  if (options.stop) return;
  tools::require_memory(years, static_cast<double>(years) * record_memory(designs_[design].labels->labels()), "--years");
}

std::vector<ReplicationRecord> CachedRuns::years(std::size_t design, std::uint64_t count, const CampaignOptions& options,
                                                 std::vector<ReplicationRecord> known) {
  const std::string name = key(design, "years");
  if (auto kept = find(name, count); kept.size() == count) return kept;
  require_memory(design, count, options);
  std::vector<ReplicationRecord> records = std::move(known);
  auto more = run_years(prepared(design), count, windtunnel::years(1), options, nullptr, records.size());
  std::move(more.begin(), more.end(), std::back_inserter(records));
  if (cache_ && records.size() == count) cache_->keep(name, to_bytes(records));
  return records;
}

void CachedRuns::look_at_health(std::size_t design, DesignResult& result) {
  const std::string name = key(design, "health");
  Result kept;
  if (const auto text = cache_ ? cache_->find(name) : std::nullopt) {
    kept = from_json(*text);
  } else {
    kept.designs.emplace_back();
    kept.designs[0].cost_monthly = price_design(with_week(design));
    kept.designs[0].health = health_of(with_week(design));
    kept.designs[0].findings = health_findings(kept.designs[0].health);
    for (const auto& [pool, why] : with_week(design).week->held_up())
      kept.designs[0].findings.push_back(held_up_finding(with_week(design).design->component(pool).name(), why));
    if (cache_) cache_->keep(name, to_json(kept));
  }
  result.cost_monthly = std::move(kept.designs.at(0).cost_monthly);
  result.health = std::move(kept.designs[0].health);
  result.findings = std::move(kept.designs[0].findings);
}

MonthlyCost CachedRuns::cost(std::size_t design) {
  DesignResult healthy;
  look_at_health(design, healthy);
  return std::move(healthy.cost_monthly);
}

ReplayResult CachedRuns::replay(const PlannedRun& run, const std::string& scenario, std::uint64_t replication,
                                const std::function<ReplayResult()>& tell) {
  const std::string name = key(run, scenario, fmt::format("replay {}", replication));
  if (cache_)
    if (const auto text = cache_->find(name)) return std::move(from_json(*text).replays.at(0));
  Result kept;
  kept.replays.push_back(tell());
  // What the time limit cut short is not what another run would find.
  if (cache_ && !is_told_to_stop(options_)) cache_->keep(name, to_json(kept));
  return std::move(kept.replays[0]);
}

}  // namespace windtunnel::tools
