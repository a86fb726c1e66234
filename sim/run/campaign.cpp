// See campaign.h.
#include "sim/run/campaign.h"

#include <algorithm>
#include <iterator>
#include <mutex>
#include <numeric>
#include <tuple>
#include <utility>

#include "sim/run/long_run.h"
#include "sim/run/parallel.h"

namespace windtunnel {
namespace {

/// Replications that one thread does at a stretch: enough to pay for its set-up, and so few that no thread waits long for the last
/// one of another. Of very many there are never so many stretches that they take room themselves.
constexpr std::uint64_t usual_stretch = 20, most_stretches = 4096;

/// Some replications of runs of one design, and the records of those that are done, by run. There is room for none before its
/// turn has come: of very many that somebody asks for, few may ever be done.
struct Stretch {
  std::size_t group = 0;
  std::uint64_t from = 0, to = 0;
  std::vector<std::vector<ReplicationRecord>> records;
};

/// Runs of one design, of which a thread takes one replication after the other, each in all runs in turn.
struct RunGroup {
  std::size_t design = 0;
  std::vector<std::size_t> runs;
  std::uint64_t first = 0, replications = 0;  // of any of them
};

/// Those of a stretch that a run has.
std::pair<std::uint64_t, std::uint64_t> part_of(const PlannedRun& run, const Stretch& stretch) {
  const std::uint64_t from = std::max(run.first, stretch.from);
  return {from, std::max(from, std::min(run.replications, stretch.to))};
}

std::vector<RunGroup> grouped(const std::vector<PlannedRun>& runs) {
  std::vector<RunGroup> groups;
  for (std::size_t r = 0; r < runs.size(); ++r) {
    const PlannedRun& run = runs[r];
    if (!run.plan.not_applicable.empty() || run.first >= run.replications) continue;
    if (groups.empty() || groups.back().design != run.design) groups.push_back({run.design, {}, run.first, run.replications});
    RunGroup& group = groups.back();
    group.runs.push_back(r);
    group.first = std::min(group.first, run.first);
    group.replications = std::max(group.replications, run.replications);
  }
  // What begins at one time is one and the same until it strikes.
  const auto begins = [&](std::size_t r) {
    const Plan& plan = runs[r].plan;
    return std::tuple(!plan.clients.empty(), plan.start.kind, plan.start.time, plan.lead.microseconds);
  };
  for (RunGroup& group : groups)
    std::stable_sort(group.runs.begin(), group.runs.end(), [&](std::size_t a, std::size_t b) { return begins(a) < begins(b); });
  return groups;
}

void add_stretches(std::size_t index, const RunGroup& group, std::vector<Stretch>& stretches) {
  const std::uint64_t usual = usual_stretch / std::min<std::uint64_t>(group.runs.size(), usual_stretch);
  const std::uint64_t length = std::max(usual, (group.replications - group.first) / most_stretches);
  for (std::uint64_t from = group.first; from < group.replications; from += length)
    stretches.push_back({index, from, std::min(from + length, group.replications), {}});
}

/// The records of each run before the first one that is missing.
std::vector<std::vector<ReplicationRecord>> joined(std::vector<Stretch> stretches, const std::vector<RunGroup>& groups,
                                                   const std::vector<PlannedRun>& runs) {
  std::vector<std::vector<ReplicationRecord>> records(runs.size());
  std::stable_sort(stretches.begin(), stretches.end(), [](const Stretch& a, const Stretch& b) { return a.from < b.from; });
  std::vector<char> cut(runs.size(), 0);
  for (Stretch& stretch : stretches) {
    const std::vector<std::size_t>& members = groups[stretch.group].runs;
    for (std::size_t i = 0; i < members.size(); ++i) {
      const std::size_t r = members[i];
      const auto [from, to] = part_of(runs[r], stretch);
      const std::size_t done = stretch.records.empty() ? 0 : stretch.records[i].size();
      if (!cut[r] && done > 0) std::move(stretch.records[i].begin(), stretch.records[i].end(), std::back_inserter(records[r]));
      cut[r] |= done < to - from;
    }
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
  constexpr std::size_t many = 84;
  WeekHours entered;
  for (const PlannedRun& run : runs) {
    const bool at_one_time = run.plan.start.kind == StartTime::Kind::fixed;
    const std::uint64_t end = at_one_time ? std::min(run.first + 1, run.replications) : run.replications;
    for (std::uint64_t r = run.first; r < end; ++r) {
      entered.add(drill_times(run.plan, options.seed, r, options.resolution).start);
      if (entered.count() > many) return WeekHours::all();
    }
  }
  return entered;
}

std::vector<std::vector<ReplicationRecord>> run_campaign(const std::vector<PreparedDesign>& designs,
                                                         const std::vector<PlannedRun>& runs,
                                                         const CampaignOptions& options) {
  const std::vector<RunGroup> groups = grouped(runs);
  std::vector<Stretch> stretches;
  std::uint64_t all = 0;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    add_stretches(g, groups[g], stretches);
    for (const std::size_t r : groups[g].runs) all += runs[r].replications - runs[r].first;
  }
  if (options.stop) std::stable_sort(stretches.begin(), stretches.end(), [](auto& a, auto& b) { return a.from < b.from; });
  Progress progress(options, all);
  for_each_index(stretches.size(), options, [&] {
    // A worker keeps the world of the design that it used last.
    return [&, drill = std::unique_ptr<Drill>(), of = ~std::size_t{0}](std::size_t i) mutable {
      Stretch& stretch = stretches[i];
      const RunGroup& group = groups[stretch.group];
      if (of != group.design) {
        drill = std::make_unique<Drill>(*designs[group.design].week, *designs[group.design].labels, options.seed,
                                        options.resolution, halting(options), options.bill);
        of = group.design;
      }
      stretch.records.resize(group.runs.size());
      for (std::uint64_t r = stretch.from; r < stretch.to; ++r) {
        std::uint64_t done = 0;
        for (std::size_t m = 0; m < group.runs.size(); ++m) {
          const PlannedRun& run = runs[group.runs[m]];
          if (r < run.first || r >= run.replications) continue;
          stretch.records[m].push_back(group.runs.size() > 1 ? drill->run_in_turn(run.plan, r) : drill->run(run.plan, r));
          ++done;
        }
        progress.add(done);
      }
    };
  });
  return joined(std::move(stretches), groups, runs);
}

std::vector<ReplicationRecord> run_years(const PreparedDesign& design, std::uint64_t replications, Duration period,
                                         const CampaignOptions& options, const PeriodFold& fold, std::uint64_t first) {
  const std::vector<PlannedRun> runs = {{0, {}, replications, first}};
  const std::vector<RunGroup> groups = grouped(runs);
  std::vector<Stretch> stretches;
  for (const RunGroup& group : groups) add_stretches(0, group, stretches);
  Progress progress(options, replications - std::min(first, replications));
  for_each_index(stretches.size(), options, [&] {
    return [&, run = std::make_unique<LongRun>(*design.week, *design.labels, options.seed, halting(options))](std::size_t i) {
      Stretch& stretch = stretches[i];
      if (fold) run->keep_minutes();
      std::vector<ReplicationRecord>& records = stretch.records.emplace_back();
      for (std::uint64_t r = stretch.from; r < stretch.to; ++r) {
        ReplicationRecord& record = records.emplace_back(run->run(r, period));
        if (fold) fold(record);
        record.minutes = {};
      }
      progress.add(records.size());
    };
  });
  return std::move(joined(std::move(stretches), groups, runs).front());
}

}  // namespace windtunnel
