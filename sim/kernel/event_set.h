// The set of pending events: ordered by (time, sequence), cancellable, copyable for snapshots.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/kernel/time.h"

namespace windtunnel {

/// What the wait that ends in an event was spent on: the phases into which a recovery is split.
enum class Phase : std::uint8_t { none, notice, decide, act, propagate, warm_up, drain };

/// Number of an event within a replication, from 1; 0 is "no event". Causes refer to it.
using EventId = std::uint64_t;

/// A pending event. `target` is the number of a handler, `signal` and `argument` are the handler's own.
struct Event {
  Time time;
  EventId id = 0;
  EventId cause = 0;
  std::uint32_t target = 0;
  std::uint16_t signal = 0;
  Phase phase = Phase::none;
  std::uint64_t argument = 0;
};

/// Names a pending event for cancellation; stale handles are harmless. Value-initialised: none.
struct EventHandle {
  std::uint32_t slot = 0;
  std::uint32_t generation = 0;
  explicit operator bool() const { return generation != 0; }
};

/// A 4-ary heap of 16-byte keys over slots. Ties in time are broken by order of scheduling. After the first growth no
/// operation allocates. Copy assignment reuses storage.
class EventSet {
 public:
  /// Adds an event; `event.id` is ignored and given when it is popped.
  EventHandle schedule(const Event& event);
  /// Takes the event out if it is still pending; says whether it was.
  bool cancel(EventHandle handle);
  bool pending(EventHandle handle) const;
  bool empty() const;
  std::size_t size() const;
  /// Time::never() when empty.
  Time next_time() const;
  /// Removes and returns the earliest event, numbered; precondition: not empty.
  Event pop();
  void clear();
  /// Hash of (time, target, signal, argument) of every event popped so far: equal trajectories have equal fingerprints.
  std::uint64_t fingerprint() const;
  /// Number of the last event popped.
  EventId last_id() const;

 private:
  struct Key { std::int64_t time; std::uint64_t sequence_and_slot; };
  // Implementation is free to add members; see event_set.cpp.
  std::vector<Key> heap_;
  std::vector<Event> slots_;
  std::vector<std::uint32_t> generations_;
  std::vector<std::uint32_t> free_;
  std::uint64_t sequence_ = 0;
  std::uint64_t fingerprint_ = 0;
  EventId popped_ = 0;
  std::size_t live_ = 0;
};

}  // namespace windtunnel
