// See campaign.h.
#include "sim/run/campaign.h"

#include <algorithm>
#include <iterator>
#include <mutex>
#include <numeric>

#include "sim/run/long_run.h"
#include "sim/run/parallel.h"

namespace windtunnel {
namespace {

/// Replications of one run that one thread does at a stretch: enough to pay for its set-up, and so few that no thread waits long for
/// the last one of another. There are never so many stretches of a run that they take room themselves.
std::uint64_t stretch_of(std::uint64_t replications) { return std::max<std::uint64_t>(20, replications / 4096); }

/// Some replications of a run, one after the other, and the records of those that are done. There is room for none before its
/// turn has come: of very many that somebody asks for, few may ever be done.
struct Stretch {
  std::size_t run = 0;
  std::uint64_t from = 0, to = 0;
  std::vector<ReplicationRecord> records;
  bool done() const { return records.size() == to - from; }
};

void add_stretches(std::size_t run, std::uint64_t first, std::uint64_t replications, std::vector<Stretch>& stretches) {
  const std::uint64_t length = stretch_of(replications);
  for (std::uint64_t from = first; from < replications; from += length)
    stretches.push_back({run, from, std::min(from + length, replications), {}});
}

/// The records of each run before the first one that is missing.
std::vector<std::vector<ReplicationRecord>> joined(std::vector<Stretch> stretches, std::size_t runs) {
  std::vector<std::vector<ReplicationRecord>> records(runs);
  std::vector<std::size_t> done(runs, 0);
  for (const Stretch& stretch : stretches) done[stretch.run] += stretch.records.size();
  for (std::size_t r = 0; r < runs; ++r) records[r].reserve(done[r]);
  std::vector<char> cut(runs, 0);
  for (Stretch& stretch : stretches) {
    if (!cut[stretch.run]) std::move(stretch.records.begin(), stretch.records.end(), std::back_inserter(records[stretch.run]));
    cut[stretch.run] |= !stretch.done();
    stretch.records = {};
  }
  return records;
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
      if (!design.week || !design.week->keeps(part.hours))
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

WeekHours hours_entered(const std::vector<PlannedRun>& runs, const CampaignOptions& options) {
  WeekHours entered;
  for (const PlannedRun& run : runs)
    for (std::uint64_t r = run.first; r < run.replications && !entered.are_all(); ++r)
      entered.add(drill_times(run.plan, options.seed, r, options.resolution).start);
  return entered;
}

std::vector<std::vector<ReplicationRecord>> run_campaign(const std::vector<PreparedDesign>& designs,
                                                         const std::vector<PlannedRun>& runs,
                                                         const CampaignOptions& options) {
  std::vector<Stretch> stretches;
  std::uint64_t all = 0;
  for (std::size_t r = 0; r < runs.size(); ++r) {
    if (!runs[r].plan.not_applicable.empty() || runs[r].first >= runs[r].replications) continue;
    all += runs[r].replications - runs[r].first;
    add_stretches(r, runs[r].first, runs[r].replications, stretches);
  }
  if (options.stop) std::stable_sort(stretches.begin(), stretches.end(), [](auto& a, auto& b) { return a.from < b.from; });
  Progress progress(options, all);
  for_each_index(stretches.size(), options, [&] {
    // A worker keeps the world of the design that it used last.
    return [&, drill = std::unique_ptr<Drill>(), of = ~std::size_t{0}](std::size_t i) mutable {
      Stretch& stretch = stretches[i];
      const PlannedRun& run = runs[stretch.run];
      if (of != run.design) {
        drill = std::make_unique<Drill>(*designs[run.design].week, *designs[run.design].labels, options.seed,
                                        options.resolution, halting(options), options.bill);
        of = run.design;
      }
      stretch.records.reserve(stretch.to - stretch.from);
      for (std::uint64_t r = stretch.from; r < stretch.to; ++r) stretch.records.push_back(drill->run(run.plan, r));
      progress.add(stretch.records.size());
    };
  });
  return joined(std::move(stretches), runs.size());
}

std::vector<ReplicationRecord> run_years(const PreparedDesign& design, std::uint64_t replications, Duration period,
                                         const CampaignOptions& options, const PeriodFold& fold, std::uint64_t first) {
  std::vector<Stretch> stretches;
  add_stretches(0, first, replications, stretches);
  Progress progress(options, replications - std::min(first, replications));
  for_each_index(stretches.size(), options, [&] {
    return [&, run = std::make_unique<LongRun>(*design.week, *design.labels, options.seed, halting(options))](std::size_t i) {
      Stretch& stretch = stretches[i];
      if (fold) run->keep_minutes();
      stretch.records.reserve(stretch.to - stretch.from);
      for (std::uint64_t r = stretch.from; r < stretch.to; ++r) {
        ReplicationRecord& record = stretch.records.emplace_back(run->run(r, period));
        if (fold) fold(record);
        record.minutes = {};
      }
      progress.add(stretch.records.size());
    };
  });
  return std::move(joined(std::move(stretches), 1).front());
}

}  // namespace windtunnel
