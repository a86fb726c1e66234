// What happens seldom in the set of pending events: growth, cancellation, clearing away stale keys.
#include "sim/kernel/event_set.h"

#include <algorithm>
#include <stdexcept>

namespace windtunnel {

bool EventSet::cancel(EventHandle handle) {
  if (!pending(handle)) return false;
  release(handle.number & slot_mask);
  if (heap_.front().number == handle.number) {
    drop_stale();
  } else if (stale_dominate()) {
    purge();
  }
  return true;
}

/// Restores that the first key is not stale.
void EventSet::drop_stale() {
  while (!heap_.empty() && stale(heap_.front())) remove_first();
}

/// Takes every stale key out and rebuilds the heap; the order of events does not change, since no two keys are equal.
void EventSet::purge() {
  heap_.erase(std::remove_if(heap_.begin(), heap_.end(), [this](const Key& key) { return stale(key); }), heap_.end());
  if (heap_.size() < 2) return;
  for (std::size_t i = (heap_.size() - 2) / 4 + 1; i-- > 0;) sift_down(i, heap_[i]);
}

/// Makes room for one more event: an eighth more than before, to keep within the promised memory.
void EventSet::grow() {
  if (sequence_ == last_sequence) throw std::length_error("more than 2^40 events in one replication");
  if (heap_.size() == heap_.capacity()) {
    if (stale_dominate()) {
      purge();
    } else {
      heap_.reserve(heap_.size() + heap_.size() / 8 + 4);
    }
  }
  if (first_free_ != no_slot) return;
  if (slots_.size() > slot_mask) throw std::length_error("more than 2^24 events pending at once");
  const std::size_t slot = slots_.size();
  if (slot == slots_.capacity()) slots_.reserve(slot + slot / 8 + 4);
  slots_.push_back({});
  slots_[slot].argument = no_slot;
  first_free_ = static_cast<std::uint32_t>(slot);
}

Time EventSet::last_time() const {
  Time last{};
  for (const Key& key : heap_) {
    if (!stale(key)) last = std::max(last, Time{key.time});
  }
  return last;
}

void EventSet::clear() {
  heap_.clear();
  slots_.clear();
  first_free_ = no_slot;
  live_ = 0;
  sequence_ = fingerprint_ = popped_ = 0;
}

std::uint64_t EventSet::fingerprint() const {
  const std::uint64_t mixed = (fingerprint_ ^ (fingerprint_ >> 32) ^ popped_) * 0xd6e8feb86659fd93;
  return mixed ^ (mixed >> 32);
}

}  // namespace windtunnel
