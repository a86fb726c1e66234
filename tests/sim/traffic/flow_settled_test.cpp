// When the flow says that nothing is left over from the past.
#include <catch2/catch.hpp>

#include "sim/traffic/flow.h"
#include "tests/sim/traffic/networks.h"

using namespace windtunnel;
using namespace windtunnel::traffic;

TEST_CASE("Less than one message is nothing that is left over") {
  Network network = single(8, 1, 10);
  network.queues.push_back({.handling_rate = 0});
  // A rate that goes up and down makes pieces in which the flow stands at none of their instants.
  network.journeys[0].rate = Ramp(8, 6, at(0), at(3600));
  Flow flow(network);
  flow.begin(at(0));
  run_to(flow, at(1000));
  CHECK(flow.settled());
  flow.move_messages(0, 0.7);
  CHECK(flow.settled());
  flow.move_messages(0, 0.3);
  CHECK_FALSE(flow.settled());
}

TEST_CASE("Asking whether traffic has settled changes nothing of it") {
  // A queue at 80 % of its capacity that has lost two thirds of it for a minute, and gets it back.
  Network network = single(8, 10, 1);
  network.journeys[0].rate = Ramp(8, 7, at(0), at(7200));
  Flow asked(network), left_alone(network);
  for (Flow* flow : {&asked, &left_alone}) {
    flow->begin(at(0));
    run_to(*flow, at(600));
    flow->network().stations[0].servers = 3;
    flow->settle();
    run_to(*flow, at(660));
    CHECK_FALSE(flow->settled());
    flow->network().stations[0].servers = 10;
    flow->settle();
  }
  int unsettled = 0;
  for (int second = 661; second < 3600; second += 60) {
    run_to(asked, at(second));
    unsettled += !asked.settled();
  }
  CHECK(unsettled > 0);
  CHECK(asked.settled());
  run_to(left_alone, at(3600));
  run_to(asked, at(3600));
  CHECK(asked.journey_totals(0).good == Approx(left_alone.journey_totals(0).good).epsilon(1e-5));
}
