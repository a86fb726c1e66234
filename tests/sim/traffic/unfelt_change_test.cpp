// Changes that no request feels: traffic need not settle for them, but what they change is remembered exactly.
#include <catch2/catch.hpp>

#include "sim/traffic/flow.h"
#include "tests/sim/traffic/networks.h"

using namespace windtunnel;
using namespace windtunnel::traffic;

namespace {

Network admitting(Ramp rate, double admitted, double burst) {
  Network network = single(0, infinity, 1000);
  network.journeys[0].rate = rate;
  network.stations[0].admitted_rate = admitted;
  network.stations[0].admitted_burst = burst;
  return network;
}

// Seconds from now until the bucket of a flow is empty when this many requests more come than it admits.
double lasts(Flow& flow, double now, double excess) {
  rate(flow.network().stations[0].admitted_rate + excess)(flow);
  flow.settle();
  return flow.next_change().seconds() - now;
}

}  // namespace

TEST_CASE("A bucket that lets everything in fills without being looked at") {
  Flow flow(admitting(50, 1000, 10000));
  flow.begin(at(0));
  run_to(flow, at(10));
  CHECK_FALSE(flow.limit_admission(0, 2000, 20000));
  CHECK(flow.next_change() == Time::never());
  run_to(flow, at(12));
  CHECK(lasts(flow, 12, 1000) == Approx((10000 + 2 * (2000 - 50)) / 1000.0).epsilon(1e-6));
}

TEST_CASE("A bucket that fills unseen is full in the end, and no fuller") {
  Flow flow(admitting(50, 1000, 10000));
  flow.begin(at(0));
  run_to(flow, at(10));
  CHECK_FALSE(flow.limit_admission(0, 2000, 20000));
  run_to(flow, at(500));
  CHECK(lasts(flow, 500, 1000) == Approx(20).epsilon(1e-6));
}

TEST_CASE("A smaller bucket holds no more than it can") {
  Flow flow(admitting(50, 1000, 10000));
  flow.begin(at(0));
  run_to(flow, at(10));
  CHECK_FALSE(flow.limit_admission(0, 500, 5000));
  CHECK(lasts(flow, 10, 1000) == Approx(5).epsilon(1e-6));
}

// The load is 50 + t: it leaves the admission less 50 and less t.
TEST_CASE("A bucket fills by what a moving load leaves of the admission, from each change of the limit on") {
  Flow flow(admitting(Ramp(50, 150, at(0), at(100)), 1000, 1000));
  flow.begin(at(0));
  run_to(flow, at(50));
  CHECK_FALSE(flow.limit_admission(0, 1000, 50000));
  run_to(flow, at(60));
  CHECK_FALSE(flow.limit_admission(0, 2000, 60000));
  run_to(flow, at(80));
  const double at_60 = 1000 + 10 * 950 - (3600 - 2500) / 2.0, at_80 = at_60 + 20 * 1950 - (6400 - 3600) / 2.0;
  CHECK(lasts(flow, 80, 1000) == Approx(at_80 / 1000).epsilon(1e-6));
}

TEST_CASE("A limit that is felt has traffic settle") {
  const auto [load, limit] = GENERATE(std::pair(1500.0, 1000.0), std::pair(950.0, 900.0), std::pair(99.9, 100.0));
  Flow flow(admitting(load, 2000, 100));
  flow.begin(at(0));
  run_to(flow, at(10));
  CHECK(flow.limit_admission(0, limit, 100));
  flow.settle();
  run_to(flow, at(100));
  const double before = flow.journey_totals(0).good;
  run_to(flow, at(200));
  CHECK((flow.journey_totals(0).good - before) / (100 * load) < std::min(1.0, limit / load) + 1e-3);
}

TEST_CASE("Messages that are moved while nobody handles any change the backlog alone") {
  Flow flow(queueing(800, 0));
  flow.begin(at(0));
  run_to(flow, at(100));
  const Time next = flow.next_change();
  CHECK_FALSE(flow.move_messages(0, -30000));
  CHECK(flow.next_change() == next);
  CHECK(flow.backlog(0) == Approx(50000));
  CHECK_FALSE(flow.move_messages(0, -60000));
  CHECK(flow.backlog(0) == 0);
  run_to(flow, at(150));
  CHECK(flow.backlog(0) == Approx(40000));
  flow.network().queues[0].handling_rate = 1000;
  flow.settle();
  run_to(flow, at(200));
  // They drain now, and are gone sooner where some are taken out.
  CHECK(flow.backlog(0) == Approx(30000));
  CHECK(flow.move_messages(0, -10000));
  flow.settle();
  CHECK(flow.next_change().seconds() == Approx(300));
}

TEST_CASE("Messages that are moved in one instant are all moved") {
  Flow flow(queueing(800, 1000));
  flow.begin(at(0));
  CHECK(flow.move_messages(0, 20000));
  flow.settle();
  run_to(flow, at(50));
  CHECK(flow.move_messages(0, -4000));
  CHECK(flow.backlog(0) == Approx(6000));
  CHECK(flow.move_messages(0, -2000));
  flow.settle();
  CHECK(flow.backlog(0) == Approx(4000));
  CHECK(flow.next_change().seconds() == Approx(70));
}
