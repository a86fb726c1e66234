// Access lists: what stands before everything takes everything along, unless it fails open.
#include "sim/run/healthy_week.h"
#include "tests/support/bench.h"
#include "tests/support/billing.h"

using namespace windtunnel;
using testing::Bench;

namespace {

std::string guarded(const std::string& list) {
  return "design: shop\n"
         "regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\n"
         "stacks:\n  s:\n"
         "    web: {type: ecs_fargate_service, tasks: {min: 2, desired: 2, max: 2}}\n"
         "    waf: {type: web_acl, protects: web" + list + "}\n"
         "journeys:\n  order: {path: [primary.waf, primary.web], rate: 10 /s}\n";
}

/// What a list publishes of an hour of ten times the usual 40 requests a second, in each of five replications.
std::vector<double> blocked_in_a_flood(const std::string& addresses, const std::string& path) {
  const auto design = testing::design_from(
      "design: shop\n"
      "regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\n"
      "stacks:\n  s:\n"
      "    alb: {type: application_load_balancer, zones: all, targets: web}\n"
      "    web: {type: ecs_fargate_service, zones: all, tasks: {min: 20, desired: 20, max: 20}}\n"
      "    waf: {type: web_acl, protects: alb, rate_limit: {requests: 2000, window: 5 min, addresses: " + addresses + "}}\n"
      "journeys:\n  order: {path: " + path + ", rate: 40 /s}\n");
  Plan plan = testing::script(*design, {}, hours(3), hours(3));
  plan.traffic.push_back({0, 10, {}, {}, hours(1)});
  return testing::ScriptedRun(*design, plan, 5).values("primary.waf.blocked_share");
}

}  // namespace

// Fact alb.waf.fail: requests fail when the list cannot be asked, unless fail-open is chosen.
TEST_CASE("An access list that cannot be asked fails requests, unless it fails open") {
  Bench closed(guarded(""));
  closed.run(hours(1));
  CHECK(closed.sli() == Approx(1).margin(1e-4));
  CHECK(closed.strike("primary.waf", "outage"));
  closed.run(seconds(1));
  CHECK(closed.sli() == Approx(0).margin(1e-9));
  CHECK_FALSE(closed.settled("primary.waf"));
  closed.relent("primary.waf", "outage");
  closed.run(seconds(1));
  CHECK(closed.sli() == Approx(1).margin(1e-4));
  Bench open(guarded(", fail_open: true"));
  open.run(hours(1));
  CHECK_FALSE(open.strike("primary.waf", "outage"));
  open.run(seconds(1));
  CHECK(open.sli() == Approx(1).margin(1e-4));
}

TEST_CASE("A rate limit below what the service allows is refused") {
  CHECK(testing::problems_of(guarded(", rate_limit: {requests: 5}")).find("at least 10") != std::string::npos);
  CHECK(testing::problems_of(guarded(", rate_limit: {requests: 2000, window: 5 min}")).empty());
}

// Price book: 5 USD a list, 1 USD a rule, 0.60 USD a million requests.
TEST_CASE("An access list pays for itself, its rules and the requests that it sees") {
  const auto design = testing::design_from(guarded(", rules: [sql-injection, cross-site-scripting], rate_limit: {requests: 2000}"));
  const auto bill = testing::bill_of(*design, "primary.waf", 5e6);
  CHECK(testing::dollars_for(bill, "waf.web_acl") == Approx(5));
  CHECK(testing::dollars_for(bill, "waf.rule") == Approx(3));
  CHECK(testing::dollars_for(bill, "waf.request_million") == Approx(3));
}

TEST_CASE("An access list that no journey passes pays for what its load balancer counts") {
  const auto design = testing::design_from(
      "design: shop\nregions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\n"
      "stacks:\n  s:\n    alb: {type: application_load_balancer, targets: web}\n"
      "    web: {type: ecs_fargate_service, tasks: {min: 2, desired: 2, max: 2}}\n"
      "    waf: {type: web_acl, protects: alb}\n"
      "journeys:\n  order: {path: [primary.alb, primary.web], rate: 10 /s}\n");
  CostSheet sheet;
  design->component(design->find("primary.waf")).bill(HealthyWeek(*design, 1), sheet);
  // 10 a second, in a month of 730 h.
  CHECK(testing::dollars_for(sheet.items(), "waf.request_million") == Approx(0.6 * 10 * 730 * 3600 / 1e6).epsilon(1e-6));
}

// With exponentially spread rates of mean m, addresses above the limit L send (1 + L/m) exp(-L/m) of all requests: here
// L = 2000 / 300 s, m = 100 / 20 a second, so z = 4/3 and 61.5 % are blocked.
TEST_CASE("A rate limit blocks what comes from addresses above it, and nobody where there are many") {
  const auto limited = [](const std::string& addresses) {
    std::string text = guarded(", rate_limit: {requests: 2000, window: 5 min, addresses: " + addresses + "}");
    text.replace(text.find("rate: 10 /s"), 11, "rate: 100 /s");
    return text;
  };
  Bench few(limited("20"));
  few.run(hours(1));
  CHECK(few.sli() == Approx(1 - 0.615).margin(0.003));
  Bench many(limited("10000"));
  many.run(hours(1));
  CHECK(many.sli() == Approx(1).margin(1e-4));
  CHECK(many.values("primary.waf", "blocked_share").empty());
  CHECK(many.settled("primary.waf"));
}

// As above: z = 2000 / 300 s * 20 / 400 a second = 1/3 under the flood, and 95.5 % are blocked; 15 % of the usual requests before it
// and after it, without end.
TEST_CASE("What a rate limit blocked in a flood is known when the flood is over, though it goes on to block") {
  const auto blocked = blocked_in_a_flood("20", "[primary.waf, primary.alb, web]");
  REQUIRE(blocked.size() == 5);
  for (const double share : blocked) CHECK(share == Approx(0.955).margin(0.01));
}

TEST_CASE("A flood of which a rate limit blocks nothing is measured as such") {
  CHECK(blocked_in_a_flood("10000", "[primary.waf, primary.alb, web]") == std::vector<double>(5, 0.0));
}

TEST_CASE("A list beside the paths of journeys goes by the requests that reach what it protects") {
  CHECK(blocked_in_a_flood("10000", "[primary.alb, web]") == std::vector<double>(5, 0.0));
  const auto blocked = blocked_in_a_flood("20", "[primary.alb, web]");
  REQUIRE(blocked.size() == 5);
  for (const double share : blocked) CHECK(share == Approx(0.955).margin(0.01));
}
