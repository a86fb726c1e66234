// Independent work on as many threads as a campaign has.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "sim/run/campaign.h"

namespace windtunnel {

/// Makes a worker on each thread, by `make_worker()`, and calls `worker(index)` for every index below `count`, in any order.
/// Rethrows the first failure by index, or throws Interruption. When time is up, it leaves the rest undone.
template <class MakeWorker>
void for_each_index(std::size_t count, const CampaignOptions& options, const MakeWorker& make_worker) {
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::size_t failed_index = count;
  std::exception_ptr failure;
  const auto loop = [&] {
    auto worker = make_worker();
    for (std::size_t i = next++; i < count; i = next++) {
      if (is_told_to_stop(options)) return;
      try {
        worker(i);
      } catch (const Interruption&) {
        return;
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
  for (std::size_t t = 1; t < std::min<std::size_t>(options.jobs, count); ++t) threads.emplace_back(loop);
  if (count > 0) loop();
  for (std::thread& thread : threads) thread.join();
  if (options.interrupted && *options.interrupted) throw Interruption();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace windtunnel
