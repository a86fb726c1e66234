// What units that run lose when their way out of the network goes: public services, and nothing else.
#include "sim/design/graph.h"
#include "sim/design/rules.h"
#include "tests/support/bench.h"

using namespace windtunnel;
using testing::Bench;

namespace {

/// Tasks in private subnets of two zones that ask a table, or a cache in their network; and the endpoint that they may have.
std::string shop(const std::string& route, const std::string& endpoint = "") {
  return "design: shop\n"
         "regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\n"
         "stacks:\n  s:\n"
         "    nat-a: {type: nat_gateway, zone: a}\n"
         "    nat-b: {type: nat_gateway, zone: b}\n"
         "    private-subnets: {type: subnets, tier: private, zones: [a, b], route: " + route + "}\n" + endpoint +
         "    alb: {type: application_load_balancer, zones: [a, b], targets: app}\n"
         "    app: {type: ecs_fargate_service, zones: [a, b], tasks: {desired: 4}, egress: private-subnets}\n"
         "    table: {type: dynamodb_table, capacity: {on_demand: {}}}\n"
         "    cache: {type: elasticache_cluster, engine: redis, node_type: cache.t3.micro, zone: a, replica_zones: [b]}\n"
         "    jobs: {type: sqs_queue, consumer: app}\n"
         "journeys:\n"
         "  ask: {path: [alb, app, {call: table.read, timeout: 1 s}], rate: 10 /s}\n"
         "  look: {path: [alb, app, {call: cache.read}], rate: 10 /s}\n"
         "  fall: {path: [alb, app, {call: cache.read, fallback: table.read, timeout: 1 s}], rate: 10 /s}\n"
         "  order: {path: [alb, app, {call: jobs, timeout: 1 s}], rate: 10 /s}\n";
}

const std::string table_endpoint = "    door: {type: vpc_endpoint, kind: gateway, target: table}\n";

double handling_rate(Bench& bench) { return bench.world().traffic().network().queues[0].handling_rate; }

}  // namespace

// Fact nat.az_loss.breaks: inbound keeps working; public services without endpoints are gone at once, for what runs, too.
TEST_CASE("Without its NAT gateway what runs reaches its network only") {
  Bench bench(shop("[nat-a]"));
  bench.run(hours(1));
  for (std::size_t journey = 0; journey < 4; ++journey) CHECK(bench.sli(journey) > 0.99);
  const double before = handling_rate(bench);
  CHECK(before > 0);
  bench.strike("primary.nat-a", "outage");
  bench.run(minutes(1));
  CHECK(bench.sli(0) == 0);
  CHECK(bench.sli(1) > 0.99);
  CHECK(bench.sli(2) > 0.99);
  CHECK(bench.sli(3) == 0);
  CHECK(handling_rate(bench) == 0);  // consumers receive nothing either
  bench.strike("primary.cache", "flush");
  bench.relent("primary.nat-a", "outage");
  bench.run(minutes(1));
  for (std::size_t journey = 0; journey < 4; ++journey) CHECK(bench.sli(journey) > 0.99);
  CHECK(handling_rate(bench) == before);
}

TEST_CASE("A service endpoint leads to its service without a NAT gateway") {
  Bench bench(shop("[nat-a]", table_endpoint));
  bench.run(hours(1));
  bench.strike("primary.nat-a", "outage");
  bench.run(minutes(1));
  CHECK(bench.sli(0) > 0.99);
  CHECK(bench.sli(3) == 0);  // it leads to the table only
}

TEST_CASE("With a NAT gateway in each zone a half of what runs is cut off, and retries from there do not help") {
  Bench bench(shop("[nat-a, nat-b]"));
  bench.run(hours(1));
  const double before = handling_rate(bench);
  bench.strike("primary.nat-a", "outage");
  bench.run(minutes(1));
  CHECK(bench.sli(0) == Approx(0.5).margin(0.01));
  CHECK(bench.sli(1) > 0.99);
  CHECK(handling_rate(bench) == Approx(before / 2));
}

// The rule sees the way out of requests as well as that of launches.
TEST_CASE("A NAT gateway that requests for a public service pass is a single point of failure, unless an endpoint passes it by") {
  const auto found = [](const std::string& text) {
    std::string all;
    for (const Finding& finding : rules::single_point_of_failure(*testing::design_from(text)))
      if (finding.component == "primary.nat-a") all += finding.text + "\n";
    return all;
  };
  CHECK(found(shop("[nat-a]")).find("every request of ask and order needs primary.nat-a") != std::string::npos);
  CHECK(found(shop("[nat-a]", table_endpoint)).find("every request of order needs primary.nat-a") != std::string::npos);
  CHECK(found(shop("[nat-a, nat-b]")).empty());
}
