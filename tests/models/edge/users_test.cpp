// Users in places: shares of the rate, and distances that requests have to go.
#include "tests/support/bench.h"
#include "tests/support/scripted_run.h"

using namespace windtunnel;
using testing::Bench;
using testing::ScriptedRun;

namespace {

std::string shop_of_users(const std::string& within, const std::string& places) {
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
  CHECK(Bench(shop_of_users("100 ms", places)).sli() == Approx(0.7).margin(0.01));
  CHECK(Bench(shop_of_users("2 s", places)).sli() == Approx(1).margin(1e-6));
}

TEST_CASE("the mean latency is that of the places by their shares") {
  Bench bench(shop_of_users("2 s", "[{near: us-east-1, share: 50 %}, {near: ap-southeast-1, share: 50 %}]"));
  const double latency = bench.world().traffic().journey_load(bench.design().journeys[0].traffic).latency_seconds;
  CHECK(latency == Approx(0.010 + 0.233 / 2 + 0.001).margin(0.004));
}

TEST_CASE("shares that do not add up, and unknown regions, are errors") {
  CHECK(testing::problems_of(shop_of_users("1 s", "[{near: us-east-1, share: 70 %}]")).find("add up to 100 %") != std::string::npos);
  CHECK(testing::problems_of(shop_of_users("1 s", "[{near: moon-1, share: 100 %}]")).find("no region \"moon-1\"") != std::string::npos);
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

// A quarter of a second there and back would be 22 500 km; between zones it is the region's named figure.
TEST_CASE("a call goes to another zone as often as its parts stand in another, and takes the way between zones") {
  const auto latency = [](const std::string& front, const std::string& back) {
    Bench bench("design: shop\n"
                "regions:\n  primary: {name: us-east-1, zones: [a, b], stack: s, region: {zone_latency: 2 ms}}\n"
                "stacks:\n  s:\n"
                "    web: {type: ecs_fargate_service, service_time: 1 ms, tasks: {min: 2, max: 2}, zones: " + front + "}\n"
                "    back: {type: ecs_fargate_service, service_time: 1 ms, tasks: {min: 2, max: 2}, zones: " + back + "}\n"
                "journeys:\n  order: {path: [primary.web, primary.back], rate: 1 /s}\n");
    return bench.world().traffic().journey_load(bench.design().journeys[0].traffic).latency_seconds;
  };
  CHECK(latency("[a]", "[a]") == Approx(0.002).margin(1e-5));
  CHECK(latency("[a]", "[b]") == Approx(0.004).margin(1e-5));
  CHECK(latency("[a, b]", "[a, b]") == Approx(0.003).margin(1e-5));
  CHECK(latency("[a]", "[a, b]") == Approx(0.003).margin(1e-5));
}

// Dublin to Virginia: about 5 460 km, 82 ms there and back with a detour of one half. With both regions up everybody is near
// one; while the first is lost its users have to go to the second, within its objective only if that allows for the way.
TEST_CASE("in a run the users of a lost region are served by the other, as far away as it is") {
  const auto design = [](const std::string& within) {
    return testing::design_from(
        "design: shop\n"
        "regions:\n  primary: {name: us-east-1, zones: [a, b], stack: s}\n  standby: {name: eu-west-1, zones: [a, b], stack: s}\n"
        "stacks:\n  s:\n"
        "    alb: {type: application_load_balancer, targets: web}\n"
        "    web: {type: ecs_fargate_service, service_time: 1 ms, tasks: {min: 4, desired: 4, max: 4}}\n"
        "components:\n"
        "  people: {type: users, access: 10 ms, places: [{near: us-east-1, share: 70 %}, {near: eu-west-1, share: 30 %}]}\n"
        "  dns: {type: route53_latency, users: people, endpoints: [primary.alb, standby.alb], evaluate_target_health: true, "
        "ttl_violation: 0 %}\n"
        "journeys:\n  order: {path: [people, dns, alb, web], rate: 10 /s, objective: {success: 99.9 %, within: " + within + "}}\n");
  };
  const auto outcome = [&](const std::string& within) {
    const auto shop_of_users = design(within);
    const Plan plan = testing::script(*shop_of_users, {{"primary", "loss", {}, hours(6)}}, hours(8));
    const ScriptedRun run(*shop_of_users, plan, 3);
    return run.records()[0].journeys[0];
  };
  const JourneyRecord near = outcome("60 ms"), far = outcome("200 ms");
  CHECK(far.below_level_seconds < 600);
  CHECK(near.below_level_seconds > 5.5 * 3600);
  CHECK(near.below_level_seconds < 6.3 * 3600);
}
