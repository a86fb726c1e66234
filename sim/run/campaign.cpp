// See campaign.h.
#include "sim/run/campaign.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "sim/run/long_run.h"

namespace windtunnel {
namespace {

/// Does `work(worker, index)` for every index, in any order, on several threads; rethrows the first failure by index, or
/// throws Interruption.
template <class MakeWorker>
void for_each_index(std::size_t count, unsigned jobs, InterruptFlag interrupted,
                    const MakeWorker& make_worker) {
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::size_t failed_index = count;
  std::exception_ptr failure;
  const auto loop = [&] {
    auto worker = make_worker();
    for (std::size_t i = next++; i < count; i = next++) {
      if (interrupted && *interrupted) return;
      try {
        worker(i);
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (i < failed_index) {
          failed_index = i;
          failure = std::current_exception();
        }
        return;
      }
    }
  };
  std::vector<std::thread> threads;
  for (unsigned t = 1; t < std::max(1u, jobs); ++t) threads.emplace_back(loop);
  loop();
  for (std::thread& thread : threads) thread.join();
  if (interrupted && *interrupted) throw Interruption();
  if (failure) std::rethrow_exception(failure);
}

/// Replications of one run that one thread does at a stretch: long enough to pay for its set-up.
constexpr std::uint64_t stretch = 50;

struct Chunk {
  std::size_t run = 0;
  std::uint64_t from = 0, to = 0;
};

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

std::vector<PreparedDesign> prepare(const std::vector<std::shared_ptr<const Design>>& designs,
                                    const CampaignOptions& options) {
  std::vector<PreparedDesign> prepared(designs.size());
  for_each_index(designs.size(), options.jobs, options.interrupted, [&] {
    return [&](std::size_t i) {
      prepared[i].design = designs[i];
      prepared[i].labels = std::make_unique<DesignLabels>(*designs[i]);
      prepared[i].week = std::make_unique<HealthyWeek>(*designs[i], options.seed, options.interrupted);
    };
  });
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
    records[r].resize(runs[r].replications);
    all += runs[r].replications;
    for (std::uint64_t from = 0; from < runs[r].replications; from += stretch)
      chunks.push_back({r, from, std::min(from + stretch, runs[r].replications)});
  }
  Progress progress(options, all);
  for_each_index(chunks.size(), options.jobs, options.interrupted, [&] {
    // A worker keeps the world of the design that it used last.
    return [&, drill = std::unique_ptr<Drill>(), of = ~std::size_t{0}](std::size_t c) mutable {
      const Chunk& chunk = chunks[c];
      const PlannedRun& run = runs[chunk.run];
      if (of != run.design) {
        drill = std::make_unique<Drill>(*designs[run.design].week, *designs[run.design].labels, options.seed,
                                        options.resolution, options.interrupted, options.bill);
        of = run.design;
      }
      for (std::uint64_t r = chunk.from; r < chunk.to; ++r) records[chunk.run][r] = drill->run(run.plan, r);
      progress.add(chunk.to - chunk.from);
    };
  });
  return records;
}

std::vector<ReplicationRecord> run_years(const PreparedDesign& design, std::uint64_t replications, Duration period,
                                         const CampaignOptions& options, const PeriodFold& fold) {
  std::vector<ReplicationRecord> records(replications);
  const std::size_t chunks = static_cast<std::size_t>((replications + stretch - 1) / stretch);
  Progress progress(options, replications);
  for_each_index(chunks, options.jobs, options.interrupted, [&] {
    return [&, run = std::make_unique<LongRun>(*design.week, *design.labels, options.seed, options.interrupted)](
               std::size_t c) {
      const std::uint64_t from = c * stretch, to = std::min<std::uint64_t>(from + stretch, replications);
      if (fold) run->keep_minutes();
      for (std::uint64_t r = from; r < to; ++r) {
        records[r] = run->run(r, period);
        if (!fold) continue;
        fold(records[r]);
        records[r].minutes = {};
      }
      progress.add(to - from);
    };
  });
  return records;
}

}  // namespace windtunnel
