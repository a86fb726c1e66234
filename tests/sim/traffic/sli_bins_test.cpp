// Seconds are reported once, in order, when nothing in them can change any more.
#include "sim/traffic/sli_bins.h"

#include <catch2/catch.hpp>

#include "tests/sim/traffic/networks.h"

using namespace windtunnel;
using namespace windtunnel::traffic;

TEST_CASE("A second waits for its last request, or for its objective") {
  SliBins bins;
  SliSums sums({1, 2, 10});
  bins.begin(at(0.25));
  bins.arrived(at(0.5));
  bins.arrived(at(0.9));
  bins.ended(at(0.5), true);
  bins.report(0, at(1), infinity, &sums);
  CHECK(sums.segments == 0);
  bins.arrived(at(1.5));
  bins.ended(at(1.5), true);
  bins.ended(at(0.9), false);
  bins.report(0, at(2), infinity, &sums);
  CHECK(sums.segments == 2);
  CHECK(sums.in_order);
  CHECK(sums.offered[0] == 2);
  CHECK(sums.good[0] == 1);
  CHECK(sums.sli(1) == 1);
  // One that is open beyond the objective cannot become good.
  bins.arrived(at(2.5));
  bins.report(0, at(3), 2, &sums);
  CHECK(sums.segments == 2);
  bins.report(0, at(5), 2, &sums);
  CHECK(sums.offered[2] == 1);
  bins.ended(at(2.5), true);
  CHECK(sums.good[2] == 0);
}
