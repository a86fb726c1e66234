// A queue that keeps its order while it grows and wraps.
#include "sim/traffic/ring.h"

#include <catch2/catch.hpp>

using windtunnel::traffic::Ring;

TEST_CASE("A ring keeps the order in which items came") {
  Ring<int> ring;
  int next = 0, expected = 0;
  for (int round = 0; round < 50; ++round) {
    for (int i = 0; i < 7; ++i) ring.push(next++);
    for (int i = 0; i < 5; ++i) CHECK(ring.pop() == expected++);
  }
  CHECK(ring.size() == 100);
  CHECK(ring.front() == expected);
  CHECK(ring.at(99) == next - 1);
  CHECK(ring.pop_back() == next - 1);
  while (ring.size() > 0) CHECK(ring.pop() == expected++);
  CHECK(ring.empty());
}
