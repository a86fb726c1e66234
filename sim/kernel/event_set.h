// The set of pending events: ordered by (time, sequence), cancellable, copyable for snapshots.
#pragma once

#include <cassert>
#include <cstddef>
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

/// Names a pending event for cancellation; stale handles are harmless. Value-initialised: none. A handle speaks to the
/// set that gave it and to copies made after that, until clear() or an assignment.
struct EventHandle {
  std::uint64_t number = 0;  ///< sequence and slot, so no two events of a set ever share one
  explicit operator bool() const { return number != 0; }
};

/// A 4-ary heap of 16-byte keys over slots. Ties in time are broken by order of scheduling. After the first growth no
/// operation allocates. Copy assignment reuses storage. Takes at most 64 bytes for each event of its fullest moment.
class EventSet {
 public:
  /// Adds an event; `event.id` is ignored and given when it is popped. Throws std::length_error beyond 2^24 pending
  /// events or 2^40 events in all.
  EventHandle schedule(const Event& event);
  /// Takes the event out if it is still pending; says whether it was.
  bool cancel(EventHandle handle);
  bool pending(EventHandle handle) const;
  bool empty() const { return live_ == 0; }
  std::size_t size() const { return live_; }
  /// Time::never() when empty.
  Time next_time() const { return live_ == 0 ? Time::never() : Time{heap_.front().time}; }
  /// Of the latest pending event, among all of which it is sought; Time{} when empty.
  Time last_time() const;
  /// Removes and returns the earliest event, numbered; precondition: not empty.
  Event pop();
  /// The same, faster, for sets whose fingerprint nobody asks for.
  Event take();
  /// As newly made, with its storage kept.
  void clear();
  /// Hash of (time, target, signal, argument) of every event popped so far: equal trajectories have equal fingerprints.
  std::uint64_t fingerprint() const;
  /// Number of the last event popped.
  EventId last_id() const { return popped_; }
  /// What the set holds of memory, used or not.
  std::size_t bytes() const { return heap_.capacity() * sizeof(Key) + slots_.capacity() * sizeof(Slot); }

 private:
  static constexpr unsigned slot_bits = 24;
  static constexpr std::uint64_t slot_mask = (std::uint64_t{1} << slot_bits) - 1;
  static constexpr std::uint64_t last_sequence = ~std::uint64_t{0} >> slot_bits;
  static constexpr std::uint32_t no_slot = ~std::uint32_t{0};

  struct Key {
    std::int64_t time;
    std::uint64_t number;
    __extension__ using Wide = __int128;
    // One number, so that comparing needs no branch, whose outcome would be anybody's guess.
    Wide whole() const { return static_cast<Wide>(time) << 64 | number; }
    bool before(const Key& other) const { return whole() < other.whole(); }
  };
  /// An event without its time, which its key holds; or a link of the chain of free slots.
  struct Slot {
    EventId cause;
    std::uint64_t argument;  // next free slot while free
    std::uint64_t number;    // 0 while free; a key in the heap that carries another number is stale
    std::uint32_t target;
    std::uint16_t signal;
    Phase phase;
  };

  void grow();
  void purge();
  void drop_stale();
  void release(std::size_t slot) {
    slots_[slot].number = 0;
    slots_[slot].argument = first_free_;
    first_free_ = static_cast<std::uint32_t>(slot);
    --live_;
  }
  bool stale(const Key& key) const { return slots_[key.number & slot_mask].number != key.number; }
  /// Half as many stale keys as live ones, so that clearing them away costs a few steps for each.
  bool stale_dominate() const { return heap_.size() > live_ + live_ / 2 + 4; }
  void sift_up(std::size_t hole, Key key, std::size_t top = 0);
  void sift_down(std::size_t top, Key key);
  void remove_first();
  void record(const Event& event);

  std::vector<Key> heap_;  // the first key is never stale
  std::vector<Slot> slots_;
  std::uint32_t first_free_ = no_slot;
  std::size_t live_ = 0;
  std::uint64_t sequence_ = 0;
  std::uint64_t fingerprint_ = 0;
  EventId popped_ = 0;
};

inline void EventSet::sift_up(std::size_t hole, Key key, std::size_t top) {
  while (hole > top) {
    const std::size_t parent = (hole - 1) / 4;
    if (!key.before(heap_[parent])) break;
    heap_[hole] = heap_[parent];
    hole = parent;
  }
  heap_[hole] = key;
}

/// Moves the hole down along the least children to the bottom, then the key up: a key taken from the end belongs near
/// the end.
inline void EventSet::sift_down(std::size_t top, Key key) {
  const std::size_t count = heap_.size();
  std::size_t hole = top;
  Key* const keys = heap_.data();
  std::size_t child = 4 * hole + 1;
  while (child + 3 < count) {
    const std::size_t left = child + static_cast<std::size_t>(keys[child + 1].before(keys[child]));
    const std::size_t right = child + 2 + static_cast<std::size_t>(keys[child + 3].before(keys[child + 2]));
    const std::size_t least = keys[right].before(keys[left]) ? right : left;
    keys[hole] = keys[least];
    hole = least;
    child = 4 * hole + 1;
  }
  if (child < count) {
    std::size_t least = child;
    for (std::size_t other = child + 1; other < count; ++other) least = keys[other].before(keys[least]) ? other : least;
    keys[hole] = keys[least];
    hole = least;
  }
  sift_up(hole, key, top);
}

inline void EventSet::remove_first() {
  const Key last = heap_.back();
  heap_.pop_back();
  if (!heap_.empty()) sift_down(0, last);
}

inline EventHandle EventSet::schedule(const Event& event) {
  if (first_free_ == no_slot || heap_.size() == heap_.capacity() || sequence_ == last_sequence) grow();
  const std::uint32_t slot = first_free_;
  const std::uint64_t number = ++sequence_ << slot_bits | slot;
  first_free_ = static_cast<std::uint32_t>(slots_[slot].argument);
  slots_[slot] = {event.cause, event.argument, number, event.target, event.signal, event.phase};
  ++live_;
  heap_.emplace_back();
  sift_up(heap_.size() - 1, {event.time.microseconds, number});
  return {number};
}

inline bool EventSet::pending(EventHandle handle) const {
  const std::uint64_t slot = handle.number & slot_mask;
  return handle.number != 0 && slot < slots_.size() && slots_[slot].number == handle.number;
}

inline void EventSet::record(const Event& event) {
  // The event is mixed by itself, off the chain that runs from one fingerprint to the next.
  const auto spread = [](std::uint64_t x) {
    x = (x ^ (x >> 32)) * 0xd6e8feb86659fd93;
    x = (x ^ (x >> 32)) * 0xd6e8feb86659fd93;
    return x ^ (x >> 32);
  };
  const std::uint64_t what = static_cast<std::uint64_t>(event.target) << 16 | event.signal;
  std::uint64_t mixed = spread(static_cast<std::uint64_t>(event.time.microseconds) + 0x9e3779b97f4a7c15);
  mixed = spread(mixed + what * 0xbf58476d1ce4e5b9);
  mixed = spread(mixed ^ event.argument);
  fingerprint_ = ((fingerprint_ << 7 | fingerprint_ >> 57) + mixed) * 0x2545f4914f6cdd1d;
}

inline Event EventSet::take() {
  assert(live_ > 0);
  const Key first = heap_.front();
  const std::size_t index = first.number & slot_mask;
  const Slot& slot = slots_[index];
  const Event event = {{first.time}, ++popped_, slot.cause, slot.target, slot.signal, slot.phase, slot.argument};
  release(index);
  remove_first();
  if (heap_.size() > live_) drop_stale();
  if (!heap_.empty()) __builtin_prefetch(&slots_[heap_.front().number & slot_mask]);
  return event;
}

inline Event EventSet::pop() {
  const Event event = take();
  record(event);
  return event;
}

}  // namespace windtunnel
