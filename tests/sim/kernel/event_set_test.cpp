// The set of pending events against a plain ordered map, and what it promises about ties, handles, copies and memory.
#include "sim/kernel/event_set.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <stdexcept>
#include <utility>
#include <vector>

using namespace windtunnel;

namespace {

Event event_at(std::int64_t microseconds, std::uint64_t argument = 0) {
  return {.time = {microseconds}, .argument = argument};
}

std::uint64_t fingerprint_of(const std::vector<Event>& events) {
  EventSet set;
  for (const Event& event : events) set.schedule(event);
  while (!set.empty()) set.pop();
  return set.fingerprint();
}

/// The same operations on the event set and on a map ordered by (time, order of scheduling).
class Twins {
 public:
  explicit Twins(std::uint64_t seed) : bits_(seed) {}

  void schedule(std::int64_t spread) {
    const Time time = now_ + Duration{static_cast<std::int64_t>(bits_() % static_cast<std::uint64_t>(spread))};
    const std::uint64_t number = ++scheduled_;
    const EventHandle handle = set_.schedule(event_at(time.microseconds, number));
    reference_.emplace(std::pair{time, number}, handle);
    handles_.push_back({handle, {time, number}});
  }

  /// Any handle ever given, so most are stale when the set is small.
  void cancel() {
    if (handles_.empty()) return;
    const auto& [handle, key] = handles_[bits_() % handles_.size()];
    const bool pending = reference_.erase(key) == 1;
    REQUIRE(set_.pending(handle) == pending);
    REQUIRE(set_.cancel(handle) == pending);
    REQUIRE_FALSE(set_.pending(handle));
  }

  void pop() {
    if (reference_.empty()) return;
    const Event event = set_.pop();
    const auto first = reference_.begin();
    REQUIRE(event.time == first->first.first);
    REQUIRE(event.argument == first->first.second);
    REQUIRE(event.id == ++popped_);
    REQUIRE(set_.last_id() == popped_);
    REQUIRE_FALSE(set_.pending(first->second));
    now_ = event.time;
    reference_.erase(first);
  }

  void compare() const {
    REQUIRE(set_.size() == reference_.size());
    REQUIRE(set_.empty() == reference_.empty());
    REQUIRE(set_.next_time() == (reference_.empty() ? Time::never() : reference_.begin()->first.first));
    REQUIRE(set_.last_time() == (reference_.empty() ? Time{} : reference_.rbegin()->first.first));
  }

  std::size_t size() const { return reference_.size(); }
  EventSet& set() { return set_; }

 private:
  std::mt19937_64 bits_;
  EventSet set_;
  std::map<std::pair<Time, std::uint64_t>, EventHandle> reference_;
  std::vector<std::pair<EventHandle, std::pair<Time, std::uint64_t>>> handles_;
  Time now_;
  std::uint64_t scheduled_ = 0;
  EventId popped_ = 0;
};

}  // namespace

TEST_CASE("events happen in the order of their times") {
  EventSet set;
  for (const std::int64_t time : {50, -20, 40, 10, 30}) set.schedule(event_at(time));
  std::vector<std::int64_t> times;
  while (!set.empty()) times.push_back(set.pop().time.microseconds);
  CHECK(times == std::vector<std::int64_t>{-20, 10, 30, 40, 50});
}

TEST_CASE("events of one instant happen in the order of their scheduling") {
  EventSet set;
  for (std::uint64_t i = 0; i < 100; ++i) set.schedule(event_at(7, i));
  for (std::uint64_t i = 0; i < 50; ++i) REQUIRE(set.pop().argument == i);
  // Slots freed by then are used again; the order must not follow them.
  for (std::uint64_t i = 100; i < 150; ++i) set.schedule(event_at(7, i));
  for (std::uint64_t i = 50; i < 150; ++i) REQUIRE(set.pop().argument == i);
}

TEST_CASE("an event comes back as it was scheduled, with its number") {
  EventSet set;
  set.schedule({.time = {5},
                .id = 99,
                .cause = 3,
                .target = 4'000'000'000,
                .signal = 65'535,
                .phase = Phase::drain,
                .argument = ~std::uint64_t{0}});
  const Event event = set.pop();
  CHECK(event.time == Time{5});
  CHECK(event.id == 1);
  CHECK(event.cause == 3);
  CHECK(event.target == 4'000'000'000);
  CHECK(event.signal == 65'535);
  CHECK(event.phase == Phase::drain);
  CHECK(event.argument == ~std::uint64_t{0});
}

TEST_CASE("a cancelled event never happens, and its handle is harmless ever after") {
  EventSet set;
  CHECK_FALSE(set.cancel({}));
  const EventHandle first = set.schedule(event_at(1)), second = set.schedule(event_at(2));
  CHECK(static_cast<bool>(first));
  CHECK(set.cancel(first));
  CHECK_FALSE(set.cancel(first));
  CHECK(set.size() == 1);
  CHECK(set.next_time() == Time{2});
  const EventHandle third = set.schedule(event_at(3));
  CHECK_FALSE(set.pending(first));
  CHECK_FALSE(set.cancel(first));
  CHECK(set.pop().time == Time{2});
  CHECK_FALSE(set.cancel(second));
  CHECK(set.cancel(third));
  CHECK(set.empty());
  CHECK(set.next_time() == Time::never());
}

TEST_CASE("random schedules, cancellations and pops agree with an ordered map") {
  // Few distinct times make many ties; rare pops make the set grow, frequent ones empty it.
  struct Mix {
    std::uint64_t schedule, cancel, pop;
    std::int64_t spread;
  };
  for (const Mix& mix :
       {Mix{4, 1, 4, 5}, Mix{5, 3, 2, 1000}, Mix{3, 9, 1, 100'000}, Mix{6, 0, 5, 1'000'000'000}, Mix{2, 1, 3, 50}}) {
    Twins twins(mix.schedule * 100 + mix.cancel * 10 + mix.pop);
    std::mt19937_64 choices(42);
    for (int step = 0; step < 20'000; ++step) {
      const std::uint64_t choice = choices() % (mix.schedule + mix.cancel + mix.pop);
      if (choice < mix.schedule) {
        twins.schedule(mix.spread);
      } else if (choice < mix.schedule + mix.cancel) {
        twins.cancel();
      } else {
        twins.pop();
      }
      twins.compare();
    }
    while (twins.size() > 0) twins.pop();
    twins.compare();
  }
}

TEST_CASE("cancelling almost everything keeps the order of what is left") {
  EventSet set;
  std::mt19937_64 bits(3);
  std::vector<EventHandle> handles;
  for (int i = 0; i < 10'000; ++i)
    handles.push_back(set.schedule(event_at(static_cast<std::int64_t>(bits() % 1'000'000))));
  for (std::size_t i = 0; i < handles.size(); ++i) {
    if (i % 100 != 0) {
      REQUIRE(set.cancel(handles[i]));
    }
  }
  CHECK(set.size() == 100);
  Time before = {-1};
  for (int i = 0; i < 100; ++i) {
    const Time time = set.pop().time;
    REQUIRE(time >= before);
    before = time;
  }
  CHECK(set.empty());
}

TEST_CASE("a copy goes on exactly as the original does") {
  EventSet original;
  std::mt19937_64 bits(5);
  std::vector<EventHandle> handles;
  for (int i = 0; i < 1000; ++i)
    handles.push_back(
        original.schedule(event_at(static_cast<std::int64_t>(bits() % 100), static_cast<std::uint64_t>(i))));
  for (int i = 0; i < 300; ++i) original.pop();
  EventSet copy;
  copy = original;
  for (EventSet* set : {&original, &copy}) {
    for (std::size_t i = 0; i < handles.size(); i += 3) set->cancel(handles[i]);
    for (int i = 0; i < 50; ++i) set->schedule(event_at(100, 7));
  }
  while (!original.empty()) {
    const Event a = original.pop(), b = copy.pop();
    REQUIRE(a.time == b.time);
    REQUIRE(a.id == b.id);
    REQUIRE(a.argument == b.argument);
  }
  CHECK(copy.empty());
  CHECK(original.fingerprint() == copy.fingerprint());
}

TEST_CASE("assignment and clearing keep the storage, and a cleared set is as new") {
  EventSet set, snapshot;
  for (int i = 0; i < 500; ++i) snapshot.schedule(event_at(i));
  for (int i = 0; i < 1000; ++i) set.schedule(event_at(i));
  const std::size_t bytes = set.bytes();
  set = snapshot;
  CHECK(set.bytes() == bytes);
  CHECK(set.size() == 500);
  set.pop();
  set.clear();
  CHECK(set.bytes() == bytes);
  CHECK(set.empty());
  CHECK(set.last_id() == 0);
  CHECK(set.fingerprint() == EventSet().fingerprint());
  set.schedule(event_at(9));
  CHECK(set.pop().id == 1);
}

TEST_CASE("memory stays within 64 bytes for each event of the fullest moment, whatever is cancelled") {
  for (const std::size_t pending : {64, 1'000, 30'000, 100'000}) {
    EventSet set;
    std::mt19937_64 bits(11);
    std::vector<EventHandle> handles;
    for (std::size_t i = 0; i < pending; ++i)
      handles.push_back(set.schedule(event_at(static_cast<std::int64_t>(bits() % 1'000'000'000))));
    INFO(pending);
    CHECK(set.bytes() <= 64 * pending);
    // Time-outs that never happen: each is cancelled and set anew, far in the future.
    for (std::size_t i = 0; i < 5 * pending; ++i) {
      const std::size_t chosen = bits() % pending;
      REQUIRE(set.cancel(handles[chosen]));
      handles[chosen] = set.schedule(event_at(static_cast<std::int64_t>(bits() % 1'000'000'000)));
    }
    CHECK(set.size() == pending);
    CHECK(set.bytes() <= 64 * pending);
  }
}

TEST_CASE("what is taken is what would be popped") {
  EventSet popped, taken;
  for (const std::int64_t time : {7, 3, 7, 1, 5}) {
    popped.schedule(event_at(time, 40 + static_cast<std::uint64_t>(time)));
    taken.schedule(event_at(time, 40 + static_cast<std::uint64_t>(time)));
  }
  while (!popped.empty()) {
    const Event a = popped.pop(), b = taken.take();
    CHECK((a.time == b.time && a.id == b.id && a.argument == b.argument));
  }
  CHECK(taken.empty());
}

TEST_CASE("the fingerprint tells trajectories apart by time, target, signal, argument and order") {
  const Event base = {.time = {10}, .target = 1, .signal = 2, .argument = 3};
  Event other_time = base, other_target = base, other_signal = base, other_argument = base, other_cause = base;
  other_time.time = {11};
  other_target.target = 2;
  other_signal.signal = 3;
  other_argument.argument = 4;
  other_cause.cause = 8;
  const std::uint64_t expected = fingerprint_of({base});
  CHECK(fingerprint_of({base}) == expected);
  CHECK(fingerprint_of({other_cause}) == expected);
  CHECK(fingerprint_of({}) != expected);
  CHECK(fingerprint_of({base, base}) != expected);
  for (const Event& event : {other_time, other_target, other_signal, other_argument})
    CHECK(fingerprint_of({event}) != expected);
  // Both orders are possible at one instant.
  CHECK(fingerprint_of({base, other_argument}) != fingerprint_of({other_argument, base}));
}

TEST_CASE("fingerprints of small differences share no pattern") {
  // Among 200 000 neighbouring single events, the top 32 bits collide about n^2 / 2^33 = 4.7 times by chance.
  std::vector<std::uint64_t> tops;
  for (std::int64_t time = 0; time < 500; ++time) {
    for (std::uint64_t argument = 0; argument < 400; ++argument)
      tops.push_back(fingerprint_of({event_at(time, argument)}) >> 32);
  }
  std::sort(tops.begin(), tops.end());
  std::size_t collisions = 0;
  for (std::size_t i = 1; i < tops.size(); ++i) collisions += tops[i] == tops[i - 1] ? 1 : 0;
  CHECK(collisions < 16);
}

TEST_CASE("the fingerprint is the same in every build") {
  // Computed apart, in big integers: a change of the mixing must be a decision.
  CHECK(fingerprint_of({{.time = {1}, .target = 2, .signal = 3, .argument = 4},
                        {.time = {5}, .target = 6, .signal = 7, .argument = 8}}) == 0x5e9dca987c52c23a);
}
