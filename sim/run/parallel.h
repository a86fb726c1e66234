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
/// Begins no more after a failure and rethrows the first one by index, or throws Interruption. When time is up, it leaves the rest undone.
template <class MakeWorker>
void for_each_index(std::size_t count, const CampaignOptions& options, const MakeWorker& make_worker) {
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::size_t failed_index = count;
  std::exception_ptr failure;
  const auto loop = [&] {
    std::size_t i = 0;  // what fails before the first index fails for all of them
    try {
      auto worker = make_worker();
      for (i = next++; i < count && !is_told_to_stop(options); i = next++) worker(i);
    } catch (const Interruption&) {
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (i < failed_index) {
        failed_index = i;
        failure = std::current_exception();
      }
      next = count;  // whoever has begun one goes on to its end: it may be the earlier failure
    }
  };
  {
    std::vector<std::jthread> threads;
    for (std::size_t t = 1; t < std::min<std::size_t>(options.jobs, count); ++t) threads.emplace_back(loop);
    if (count > 0) loop();
  }
  if (options.interrupted && *options.interrupted) throw Interruption();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace windtunnel
