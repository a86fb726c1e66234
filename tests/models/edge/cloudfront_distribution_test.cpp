// Distributions: hits live on without the origin, misses need it or its substitute.
#include "tests/support/bench.h"
#include "tests/support/billing.h"

using namespace windtunnel;
using testing::Bench;

namespace {

std::string site(const std::string& distribution, const std::string& path) {
  return "design: site\n"
         "regions:\n"
         "  primary: {name: us-east-1, zones: [a, b], stack: s}\n"
         "  standby: {name: us-west-2, zones: [a, b], stack: s}\n"
         "stacks:\n  s:\n"
         "    assets: {type: ecs_fargate_service, tasks: {min: 2, desired: 2, max: 2}}\n"
         "components:\n"
         "  cdn: {type: cloudfront_distribution, origin: primary.assets, " + distribution + "}\n"
         "journeys:\n  static: {path: " + path + ", rate: 100 /s, objective: {within: 5 s}}\n";
}

double origin_rate(Bench& bench) {
  double rate = 0;
  const auto port = bench.world().component(bench.id("primary.assets")).port("");
  for (const auto station : port->stations) rate += bench.world().traffic().load(station).arrival_rate;
  return rate;
}

}  // namespace

TEST_CASE("Hits are served while the origin is down, misses are not") {
  Bench bench(site("hit_ratio: 90 %", "[cdn, primary.assets]"));
  bench.run(hours(1));
  CHECK(bench.sli() == Approx(1).margin(1e-3));
  CHECK(origin_rate(bench) == Approx(10).epsilon(0.01));
  bench.strike("primary", "loss");
  bench.run(minutes(1));
  CHECK(bench.sli() == Approx(0.9).margin(0.01));
}

// Fact cf.origin_shield: an extra cache layer between edges and origin.
TEST_CASE("A shield answers its share of the misses") {
  Bench bench(site("hit_ratio: 90 %, origin_shield: true, shield_hit_ratio: 50 %", "[cdn, primary.assets]"));
  bench.run(hours(1));
  CHECK(origin_rate(bench) == Approx(5).epsilon(0.02));
  // (1 - 0.9) (1 - 0.5) of the requests pass both caches.
  CHECK(bench.strike("cdn", "cache_flush"));
  REQUIRE(bench.values("cdn", "origin_share").size() == 1);
  CHECK(bench.values("cdn", "origin_share").front() == Approx(0.05).margin(1e-6));
}

// Facts cf.failover.stateless: each miss tries the primary first, then the secondary.
TEST_CASE("With a second origin misses are served too") {
  Bench bench(site("hit_ratio: 90 %, secondary_origin: standby.assets",
                   "[cdn, {call: primary.assets, timeout: 1 s, retries: 0, fallback: standby.assets}]"));
  bench.run(hours(1));
  bench.strike("primary", "loss");
  bench.run(minutes(1));
  CHECK(bench.sli() == Approx(1).margin(0.01));
}

// Facts cf.connect.attempts 3 and cf.connect.timeout 10 s: 30 s a request until the second origin is tried, each time anew.
TEST_CASE("An origin group needs no word in the path, and pays all attempts at the dead origin") {
  const auto grouped = [](const std::string& settings, const std::string& within) {
    std::string text = site("hit_ratio: 0 %, secondary_origin: standby.assets" + settings, "[cdn, assets]");
    return text.replace(text.find("within: 5 s"), 11, "within: " + within).replace(text.rfind("}"), 1, ", client: {timeout: 60 s}}");
  };
  Bench patient(grouped("", "35 s")), hasty(grouped("", "29 s"));
  Bench tuned(grouped(", connection_attempts: 1, connection_timeout: 1 s", "2 s"));
  for (Bench* bench : {&patient, &hasty, &tuned}) {
    bench->run(minutes(10));
    CHECK(bench->sli() == Approx(1).margin(1e-3));
    bench->strike("primary", "loss");
    bench->run(minutes(10));
  }
  CHECK(patient.sli() == Approx(1).margin(0.01));
  CHECK(hasty.sli() == Approx(0).margin(0.01));
  CHECK(tuned.sli() == Approx(1).margin(0.01));
}

TEST_CASE("A second origin behind a load balancer is reached through its own") {
  const std::string text =
      "design: site\n"
      "regions:\n"
      "  primary: {name: us-east-1, zones: [a, b], stack: s}\n"
      "  standby: {name: us-west-2, zones: [a, b], stack: s}\n"
      "stacks:\n  s:\n"
      "    alb: {type: application_load_balancer, targets: web}\n"
      "    web: {type: ecs_fargate_service, tasks: {min: 2, desired: 2, max: 2}}\n"
      "components:\n"
      "  cdn: {type: cloudfront_distribution, hit_ratio: 50 %, connection_attempts: 1, connection_timeout: 1 s,\n"
      "        origin: primary.alb, secondary_origin: standby.alb}\n"
      "journeys:\n  page: {path: [cdn, alb, web], rate: 10 /s, objective: {within: 3 s}}\n";
  Bench bench(text);
  bench.run(minutes(10));
  bench.strike("primary", "loss");
  bench.run(minutes(10));
  CHECK(bench.sli() == Approx(1).margin(0.01));
}

TEST_CASE("Distributions in front of each other with two origins each are refused before their number doubles too often") {
  const auto chain = [](int length) {
    std::string components = "design: chain\ncomponents:\n", path;
    for (int i = 0; i < length; ++i) {
      const std::string next = i + 1 < length ? "c" + std::to_string(i + 1) : "shop";
      components += "  c" + std::to_string(i) + ": {type: cloudfront_distribution, origin: " + next + ", secondary_origin: " + next + "}\n";
      path += "c" + std::to_string(i) + ", ";
    }
    return components + "  shop: {type: external_service}\njourneys:\n  use: {rate: 1 /s, path: [" + path + "shop]}\n";
  };
  CHECK(testing::problems_of(chain(8)) == "");
  const std::string said = testing::problems_of(chain(40));
  INFO(said);
  CHECK(said.find("expected at most 20000 visits of components in all journeys, found more") != std::string::npos);
  CHECK(std::count(said.begin(), said.end(), '\n') == 1);
}

// Facts cf.connect.timeout (10 s) and cf.response.timeout (30 s): the first is for a connection, which a load balancer accepts.
TEST_CASE("An answer that takes longer than a connection may is waited for") {
  for (const auto& [timeout, served] : {std::pair{"30 s", 1.0}, {"12 s", 0.0}}) {
    Bench bench(std::string("design: site\nregions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\n"
                            "stacks:\n  s:\n"
                            "    alb: {type: application_load_balancer, targets: web}\n"
                            "    web: {type: ecs_fargate_service, tasks: {min: 2, desired: 2, max: 2}, service_time: 15 s,\n"
                            "          service_time_variation: 0.05, workers: 1000, request_timeout: 60 s}\n"
                            "components:\n  cdn: {type: cloudfront_distribution, origin: primary.alb, hit_ratio: 0 %, response_timeout: ") +
                timeout + "}\njourneys:\n"
                "  page: {path: [cdn, alb, web], rate: 1 /s, objective: {within: 50 s}, client: {timeout: 60 s}}\n");
    bench.run(hours(1));
    CHECK(bench.sli() == Approx(served).margin(0.01));
  }
}

// Fact cf.connect.attempts counts connections: what a load balancer answers, an error too, is not asked for again.
TEST_CASE("An error that a load balancer answers is passed on at once") {
  Bench bench(
      "design: site\n"
      "regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\n"
      "stacks:\n  s:\n"
      "    alb: {type: application_load_balancer, targets: web}\n"
      "    web: {type: ecs_fargate_service, tasks: {min: 2, desired: 2, max: 2}}\n"
      "components:\n  cdn: {type: cloudfront_distribution, origin: primary.alb, hit_ratio: 0 %}\n"
      "journeys:\n  page: {path: [cdn, alb, web], rate: 10 /s}\n");
  bench.run(hours(1));
  bench.strike("primary.web", "task_failing", 1, 1);
  bench.run(seconds(1));
  CHECK(bench.sli() == Approx(0.5).margin(0.01));
}

TEST_CASE("A flush sends everything to the origin until the caches are warm again") {
  Bench bench(site("hit_ratio: 90 %, objects: 5000", "[cdn, primary.assets]"));
  bench.run(hours(1));
  CHECK(bench.strike("cdn", "cache_flush"));
  bench.run(seconds(1));
  CHECK(origin_rate(bench) > 90);
  bench.run(hours(2));
  CHECK(origin_rate(bench) == Approx(10).epsilon(0.05));
}

TEST_CASE("When the edges err, so does everything") {
  Bench bench(site("hit_ratio: 90 %", "[cdn, primary.assets]"));
  bench.run(hours(1));
  CHECK(bench.strike("cdn", "outage"));
  bench.run(seconds(1));
  CHECK(bench.sli() == Approx(0).margin(1e-9));
  CHECK(bench.as<Endpoint>("cdn").probe(bench.world(), Endpoint::Depth::answer).success == 0);
  CHECK(bench.as<Endpoint>("cdn").healthy_alias(bench.world()));  // cf.alias.health: it cannot be evaluated
  bench.relent("cdn", "outage");
  bench.run(seconds(1));
  CHECK(bench.sli() == Approx(1).margin(1e-3));
  CHECK(bench.settled("cdn"));
}

// Price book: 0.01 USD for 10 000 HTTPS requests, 0.085 USD a GB to users in North America.
TEST_CASE("A distribution pays for requests and for what goes to users") {
  const auto design = testing::design_from(site("response_size: 100 KB", "[cdn, primary.assets]"));
  const auto bill = testing::bill_of(*design, "cdn", 20e6);
  CHECK(testing::dollars_for(bill, "cloudfront.https_10k") == Approx(20));
  CHECK(testing::dollars_for(bill, "cloudfront.dto_first_10tb") == Approx((2000 - 1024) * 0.085));
  CHECK(testing::dollars_for(testing::bill_of(*design, "cdn", 1e6), "cloudfront.dto_first_10tb") == 0);
}

// Price key cloudfront.free_tier_gb_month holds for the account: two distributions share it. The book ends with the first 10 TB.
TEST_CASE("What is free of data to users is free once, and beyond the book's last price the line says so") {
  const auto design = testing::design_from(site("response_size: 100 KB", "[cdn, primary.assets]"));
  CostSheet sheet;
  const testing::FixedMeter meter(*design, 8e6);
  for (int i = 0; i < 2; ++i) design->component(design->find("cdn")).bill(meter, sheet);
  CHECK(testing::dollars_for(sheet.items(), "cloudfront.dto_first_10tb") == Approx((1600 - 1024) * 0.085));
  const auto large = testing::bill_of(*design, "cdn", 200e6);
  CHECK(std::any_of(large.begin(), large.end(), [](const CostItem& item) {
    return item.item == "cdn: data to users beyond the free 1 TB, all at the price of the first 10 TB";
  }));
}
