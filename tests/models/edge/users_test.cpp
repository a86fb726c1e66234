// Users in places: shares of the rate, and distances that requests have to go.
#include "tests/support/bench.h"

using namespace windtunnel;
using testing::Bench;

namespace {

std::string shop(const std::string& within, const std::string& places) {
  return "design: shop\n"
         "regions:\n  primary: {name: us-east-1, zones: [a], stack: s}\n"
         "stacks:\n  s:\n    web: {type: ecs_fargate_service, service_time: 1 ms, tasks: {min: 2, max: 2}}\n"
         "components:\n  people: {type: users, access: 10 ms, places: " + places + "}\n"
         "journeys:\n  order: {path: [people, primary.web], rate: 10 /s, objective: {within: " + within + "}}\n";
}

}  // namespace

// Virginia to Singapore: about 15 500 km, 233 ms with a detour of one half; users near the region wait for their access only.
TEST_CASE("the objective is met by those who are near enough") {
  const std::string places = "[{near: us-east-1, share: 70 %}, {near: ap-southeast-1, share: 30 %}]";
  CHECK(Bench(shop("100 ms", places)).sli() == Approx(0.7).margin(0.01));
  CHECK(Bench(shop("2 s", places)).sli() == Approx(1).margin(1e-6));
}

TEST_CASE("the mean latency is that of the places by their shares") {
  Bench bench(shop("2 s", "[{near: us-east-1, share: 50 %}, {near: ap-southeast-1, share: 50 %}]"));
  const double latency = bench.world().traffic().journey_load(bench.design().journeys[0].traffic).latency_seconds;
  CHECK(latency == Approx(0.010 + 0.233 / 2 + 0.001).margin(0.004));
}

TEST_CASE("shares that do not add up, and unknown regions, are errors") {
  CHECK(testing::problems_of(shop("1 s", "[{near: us-east-1, share: 70 %}]")).find("add up to 100 %") != std::string::npos);
  CHECK(testing::problems_of(shop("1 s", "[{near: moon-1, share: 100 %}]")).find("no region \"moon-1\"") != std::string::npos);
}

TEST_CASE("a call into another region takes the way there") {
  const std::string two = "design: shop\n"
                          "regions:\n  primary: {name: us-east-1, zones: [a], stack: front}\n"
                          "  standby: {name: ap-southeast-1, zones: [a], stack: behind}\n"
                          "stacks:\n"
                          "  front: {web: {type: ecs_fargate_service, service_time: 1 ms, tasks: {min: 2, max: 2}}}\n"
                          "  behind: {back: {type: ecs_fargate_service, service_time: 1 ms, tasks: {min: 2, max: 2}}}\n"
                          "journeys:\n  order: {path: [primary.web, standby.back], rate: 10 /s}\n";
  Bench bench(two);
  const double latency = bench.world().traffic().journey_load(bench.design().journeys[0].traffic).latency_seconds;
  CHECK(latency == Approx(0.233 + 0.002).margin(0.004));
}
