// Generic queues: what waits while nothing handles, and for how long.
#include "tests/support/bench.h"
#include "tests/support/scripted_run.h"

using namespace windtunnel;
using testing::Bench;

namespace {

const char* const shop_with_queue = R"(
design: shop
components:
  workers: {type: node}
  orders: {type: queue, handling_rate: 20 /s, requires: [workers]}
  web: {type: pool, units: 2, service_time: 50 ms, workers: 10}
journeys: {order: {path: [web, orders], rate: 10 /s, objective: {within: 1 s}}}
)";

}  // namespace

TEST_CASE("while what handles is down messages wait, and nobody fails") {
  Bench bench(shop_with_queue);
  bench.run(minutes(1));
  bench.strike("workers", "failure");
  bench.run(minutes(10));
  CHECK(bench.sli() > 0.999);
  const traffic::QueueId queue = bench.design().component(bench.id("orders")).port("")->queue;
  CHECK(bench.world().traffic().backlog(queue) == Approx(10 * 600).epsilon(0.01));
  CHECK_FALSE(bench.settled("orders"));
  bench.relent("workers", "failure");
  REQUIRE(bench.values("orders", "oldest_age_seconds").size() == 1);
  CHECK(bench.values("orders", "oldest_age_seconds").front() == Approx(600).epsilon(0.01));
  // 10 /s more than come are handled: 6 000 messages are gone after ten minutes.
  bench.run(minutes(9));
  CHECK(bench.world().traffic().backlog(queue) == Approx(600).epsilon(0.05));
  bench.run(minutes(2));
  CHECK(bench.world().traffic().backlog(queue) == Approx(0).margin(1));
}

TEST_CASE("a stall and what handles being down are two causes") {
  Bench bench(shop_with_queue);
  CHECK(bench.strike("orders", "stall"));
  CHECK_FALSE(bench.strike("orders", "stall"));
  bench.strike("workers", "failure");
  bench.relent("orders", "stall");
  bench.relent("orders", "stall");
  CHECK_FALSE(bench.settled("orders"));
  bench.relent("workers", "failure");
  CHECK(bench.settled("orders"));
}

TEST_CASE("what follows a queue in a path is refused, since nobody would call it") {
  const auto problems = [](const std::string& path) {
    return testing::problems_of(
        "design: shop\ncomponents:\n  orders: {type: queue}\n  web: {type: pool, units: 2, workers: 10, service_time: 20 ms}\n"
        "  store: {type: pool, units: 1, workers: 10, service_time: 20 ms}\n"
        "journeys: {order: {rate: 10 /s, path: " + path + "}}\n");
  };
  CHECK(problems("[web, orders, store]") ==
        "test.yaml:6:53: error: nothing can follow \"orders\": a queue answers at once, and calls nobody\n");
  CHECK(problems("[web, {calls: [orders, store]}]").empty());
}
