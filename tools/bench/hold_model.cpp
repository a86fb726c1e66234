// The hold model: N events are pending, and each one that happens schedules another. Times the event set of the kernel
// against a bare 4-ary heap of 16-byte keys, which no event set can beat by much, and against the standard library's
// queue.
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <queue>
#include <vector>

#include "sim/kernel/event_set.h"
#include "sim/kernel/random.h"

namespace {

using namespace windtunnel;

/// Times between events, drawn beforehand so that only queues are timed; long, so that no two events share a
/// microsecond.
class Increments {
 public:
  Increments() : values_(count) {
    Stream stream({.seed = 1});
    for (std::int64_t& value : values_) value = static_cast<std::int64_t>(stream.exponential() * 1e12) + 1;
  }
  std::int64_t next() { return values_[position_++ & (count - 1)]; }

 private:
  static constexpr std::size_t count = 1 << 16;
  std::vector<std::int64_t> values_;
  std::size_t position_ = 0;
};

struct Key {
  std::int64_t time;
  std::uint64_t payload;
};

/// A textbook 4-ary heap: no ties, no cancellation, nothing but keys.
class BareHeap {
 public:
  void push(Key key) {
    keys_.push_back(key);
    std::size_t hole = keys_.size() - 1;
    for (; hole > 0 && key.time < keys_[(hole - 1) / 4].time; hole = (hole - 1) / 4)
      keys_[hole] = keys_[(hole - 1) / 4];
    keys_[hole] = key;
  }
  Key pop() {
    const Key first = keys_.front(), last = keys_.back();
    keys_.pop_back();
    std::size_t hole = 0;
    for (std::size_t child = 1; child < keys_.size(); child = 4 * hole + 1) {
      const std::size_t end = std::min(child + 4, keys_.size());
      std::size_t least = child;
      for (std::size_t other = child + 1; other < end; ++other) {
        if (keys_[other].time < keys_[least].time) least = other;
      }
      if (last.time <= keys_[least].time) break;
      keys_[hole] = keys_[least];
      hole = least;
    }
    if (!keys_.empty()) keys_[hole] = last;
    return first;
  }

 private:
  std::vector<Key> keys_;
};

struct Later {
  bool operator()(const Key& a, const Key& b) const { return a.time > b.time; }
};

class StandardQueue {
 public:
  void push(Key key) { queue_.push(key); }
  Key pop() {
    const Key first = queue_.top();
    queue_.pop();
    return first;
  }

 private:
  std::priority_queue<Key, std::vector<Key>, Later> queue_;
};

/// The public kernel, used as a model would use it.
class Kernel {
 public:
  void push(Key key) {
    events_.schedule({.time = {key.time}, .target = static_cast<std::uint32_t>(key.payload), .argument = key.payload});
  }
  Key pop() {
    const Event event = events_.pop();
    return {event.time.microseconds, event.argument};
  }
  std::size_t bytes() const { return events_.bytes(); }

 private:
  EventSet events_;
};

/// Nanoseconds per event, the best of some rounds; `check` keeps the work from being optimised away.
template <class Queue>
double nanoseconds_per_event(Queue& queue, std::size_t pending, std::uint64_t& check) {
  Increments increments;
  Stream first({.seed = 2});
  for (std::size_t i = 0; i < pending; ++i) queue.push({static_cast<std::int64_t>(first.exponential() * 1e12), i});
  double best = 1e9;
  constexpr int events = 1'000'000, rounds = 7;
  for (int round = 0; round < rounds; ++round) {
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < events; ++i) {
      const Key key = queue.pop();
      check += static_cast<std::uint64_t>(key.time) ^ key.payload;
      queue.push({key.time + increments.next(), key.payload});
    }
    const std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - start;
    best = std::min(best, spent.count() / events);
  }
  return best;
}

}  // namespace

int main() {
  fmt::print("{:>8} {:>12} {:>12} {:>12} {:>14} {:>14} {:>14}\n", "pending", "kernel", "bare heap", "std queue",
             "kernel / bare", "kernel / std", "bytes / event");
  for (const std::size_t pending : {std::size_t{64}, std::size_t{1000}, std::size_t{100'000}}) {
    Kernel kernel;
    BareHeap heap;
    StandardQueue standard;
    std::uint64_t checks[3] = {};
    const double ours = nanoseconds_per_event(kernel, pending, checks[0]);
    const double bare = nanoseconds_per_event(heap, pending, checks[1]);
    const double library = nanoseconds_per_event(standard, pending, checks[2]);
    fmt::print("{:>8} {:>9.1f} ns {:>9.1f} ns {:>9.1f} ns {:>14.2f} {:>14.2f} {:>14.1f}\n", pending, ours, bare,
               library, ours / bare, ours / library,
               static_cast<double>(kernel.bytes()) / static_cast<double>(pending));
    if (checks[0] != checks[1] || checks[0] != checks[2]) {
      fmt::print(stderr, "the queues disagree about the order of events\n");
      return 1;
    }
  }
}
