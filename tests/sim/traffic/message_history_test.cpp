// The age of the oldest message, from the course of arrivals.
#include "sim/traffic/message_history.h"

#include <catch2/catch.hpp>

#include "tests/sim/traffic/networks.h"

using namespace windtunnel;
using namespace windtunnel::traffic;

TEST_CASE("The oldest message is found on the broken line of arrivals") {
  MessageHistory history;
  history.begin(at(0));
  history.note(at(10), 1000);  // 100 per second
  history.note(at(20), 1100);  // then 10 per second
  CHECK(history.arrival_of_oldest(at(30), 1200, 1200).seconds() == Approx(0));
  CHECK(history.arrival_of_oldest(at(30), 1200, 700).seconds() == Approx(5));
  CHECK(history.arrival_of_oldest(at(30), 1200, 150).seconds() == Approx(15));
  CHECK(history.arrival_of_oldest(at(30), 1200, 0).seconds() == Approx(30));
}

TEST_CASE("A long history is thinned, not lost") {
  MessageHistory history;
  history.begin(at(0));
  for (int i = 1; i <= 1000; ++i) history.note(at(i), 10.0 * i);
  CHECK(history.arrival_of_oldest(at(1000), 10000, 9000).seconds() == Approx(100).epsilon(1e-6));
  CHECK(history.arrival_of_oldest(at(1000), 10000, 5).seconds() == Approx(999.5).epsilon(1e-6));
}
