// See campaign.h.
#include "sim/run/campaign.h"

#include <algorithm>
#include <mutex>
#include <numeric>

#include "sim/run/long_run.h"
#include "sim/run/parallel.h"

namespace windtunnel {
namespace {

/// Replications of one run that one thread does at a stretch: enough to pay for its set-up, and so few that no thread waits long for
/// the last one of another.
constexpr std::uint64_t stretch = 20;

struct Chunk {
  std::size_t run = 0;
  std::uint64_t from = 0, to = 0;
};

/// Which replications have been done; a byte each, since threads write beside each other.
using Done = std::vector<char>;

/// Keeps the records before the first that is not done.
void keep_first(std::vector<ReplicationRecord>& records, const Done& done) {
  records.resize(static_cast<std::size_t>(std::find(done.begin(), done.end(), 0) - done.begin()));
}

class Progress {
 public:
  Progress(const CampaignOptions& options, std::uint64_t all) : options_(options), all_(all) {}
  void add(std::uint64_t done) {
    if (!options_.progress) return;
    const std::lock_guard lock(mutex_);
    done_ += done;
    options_.progress(done_, all_);
  }

 private:
  const CampaignOptions& options_;
  std::mutex mutex_;
  std::uint64_t all_, done_ = 0;
};

}  // namespace

std::vector<PreparedDesign> prepare_labels(const std::vector<std::shared_ptr<const Design>>& designs) {
  std::vector<PreparedDesign> prepared(designs.size());
  for (std::size_t i = 0; i < designs.size(); ++i) {
    prepared[i].design = designs[i];
    prepared[i].labels = std::make_unique<DesignLabels>(*designs[i]);
  }
  return prepared;
}

void prepare_weeks(std::vector<PreparedDesign>& designs, const std::vector<std::size_t>& wanted,
                   const CampaignOptions& options, WeekPart part) {
  // Without its week nothing can be said of a design at all, so that a time limit does not stop this.
  CampaignOptions whole = options;
  whole.stop = nullptr;
  for_each_index(wanted.size(), whole, [&] {
    return [&](std::size_t i) {
      PreparedDesign& design = designs[wanted[i]];
      if (!design.week)
        design.week = std::make_unique<HealthyWeek>(*design.design, options.seed, options.interrupted, part);
    };
  });
}

std::vector<PreparedDesign> prepare(const std::vector<std::shared_ptr<const Design>>& designs,
                                    const CampaignOptions& options, WeekPart part) {
  std::vector<PreparedDesign> prepared = prepare_labels(designs);
  std::vector<std::size_t> all(designs.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  prepare_weeks(prepared, all, options, part);
  return prepared;
}

std::vector<std::vector<ReplicationRecord>> run_campaign(const std::vector<PreparedDesign>& designs,
                                                         const std::vector<PlannedRun>& runs,
                                                         const CampaignOptions& options) {
  std::vector<std::vector<ReplicationRecord>> records(runs.size());
  std::vector<Chunk> chunks;
  std::uint64_t all = 0;
  for (std::size_t r = 0; r < runs.size(); ++r) {
    if (!runs[r].plan.not_applicable.empty()) continue;
    if (runs[r].first >= runs[r].replications) continue;
    records[r].resize(runs[r].replications - runs[r].first);
    all += records[r].size();
    for (std::uint64_t from = runs[r].first; from < runs[r].replications; from += stretch)
      chunks.push_back({r, from, std::min(from + stretch, runs[r].replications)});
  }
  if (options.stop) std::stable_sort(chunks.begin(), chunks.end(), [](auto& a, auto& b) { return a.from < b.from; });
  std::vector<Done> done;
  for (const auto& of_run : records) done.emplace_back(of_run.size());
  Progress progress(options, all);
  for_each_index(chunks.size(), options, [&] {
    // A worker keeps the world of the design that it used last.
    return [&, drill = std::unique_ptr<Drill>(), of = ~std::size_t{0}](std::size_t c) mutable {
      const Chunk& chunk = chunks[c];
      const PlannedRun& run = runs[chunk.run];
      if (of != run.design) {
        drill = std::make_unique<Drill>(*designs[run.design].week, *designs[run.design].labels, options.seed,
                                        options.resolution, halting(options), options.bill);
        of = run.design;
      }
      for (std::uint64_t r = chunk.from; r < chunk.to; ++r) {
        records[chunk.run][r - run.first] = drill->run(run.plan, r);
        done[chunk.run][r - run.first] = 1;
      }
      progress.add(chunk.to - chunk.from);
    };
  });
  for (std::size_t r = 0; r < runs.size(); ++r) keep_first(records[r], done[r]);
  return records;
}

std::vector<ReplicationRecord> run_years(const PreparedDesign& design, std::uint64_t replications, Duration period,
                                         const CampaignOptions& options, const PeriodFold& fold) {
  std::vector<ReplicationRecord> records(replications);
  const std::size_t chunks = static_cast<std::size_t>((replications + stretch - 1) / stretch);
  Progress progress(options, replications);
  Done done(replications);
  for_each_index(chunks, options, [&] {
    return [&, run = std::make_unique<LongRun>(*design.week, *design.labels, options.seed, halting(options))](
               std::size_t c) {
      const std::uint64_t from = c * stretch, to = std::min<std::uint64_t>(from + stretch, replications);
      if (fold) run->keep_minutes();
      for (std::uint64_t r = from; r < to; ++r) {
        records[r] = run->run(r, period);
        if (fold) fold(records[r]);
        records[r].minutes = {};
        done[r] = 1;
      }
      progress.add(to - from);
    };
  });
  keep_first(records, done);
  return records;
}

}  // namespace windtunnel
