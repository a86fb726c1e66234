// Load balancers against the documented behaviour of their probes, nodes, names and fail-open.
#include "tests/support/bench.h"
#include "tests/support/billing.h"

using namespace windtunnel;
using testing::Bench;

namespace {

const std::string two_tasks = "type: ecs_fargate_service, tasks: {min: 2, desired: 2, max: 2}";
/// Launches and notices of silent tasks take so long that replacements do not come into it.
const std::string no_replacement = two_tasks + ", silence_notice: 10 h, launch: {application_start: 10 h}";

std::string shop(const std::string& balancer = "", const std::string& web = no_replacement, int rate = 20) {
  return "design: shop\n"
         "regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\n"
         "stacks:\n  s:\n"
         "    igw: {type: internet_gateway}\n"
         "    alb: {type: application_load_balancer, targets: web" + std::string(balancer.empty() ? "" : ", ") + balancer + "}\n"
         "    web: {" + web + "}\n"
         "journeys:\n  order: {path: [primary.alb, primary.web], rate: " + std::to_string(rate) + " /s, objective: {within: 2 s}}\n";
}

std::vector<double> detections(const std::string& yaml, const std::string& component, const std::string& mode) {
  std::vector<double> all;
  for (std::uint64_t r = 0; r < 200; ++r) {
    Bench bench(yaml, r);
    bench.run(hours(1));
    bench.strike(component, mode, 1, 1);
    bench.run(minutes(5));
    for (const double seconds : bench.values("primary.alb", "detection_seconds")) all.push_back(seconds);
  }
  std::sort(all.begin(), all.end());
  return all;
}

double median(const std::vector<double>& sorted) { return testing::ScriptedRun::quantile(sorted, 0.5); }

}  // namespace

// Fact alb.hc.detect.default: U(0,30) + 30 + time-out 5, without the 5 where the target answers at once.
TEST_CASE("An erring target is out after 30 to 60 s, a silent one after 35 to 65 s") {
  const auto erring = detections(shop(), "primary.web", "task_failing");
  CHECK(erring.size() == 200);
  CHECK(erring.front() >= 30);
  CHECK(erring.back() <= 60);
  CHECK(median(erring) == Approx(45).margin(3));
  const auto silent = detections(shop(), "primary.zone-1", "power_loss");
  CHECK(silent.size() == 200);
  CHECK(silent.front() >= 35);
  CHECK(silent.back() <= 65);
  CHECK(median(silent) == Approx(50).margin(3));
}

// Fact alb.hc.detect.fast: U(0,5) + 5 + 2.
TEST_CASE("The fastest settings detect silence in 7 to 12 s") {
  const auto fast = detections(shop("health_check: {interval: 5 s, timeout: 2 s}"), "primary.zone-1", "power_loss");
  CHECK(fast.front() >= 7);
  CHECK(fast.back() <= 12);
  CHECK(median(fast) == Approx(9.5).margin(0.5));
}

// Fact alb.hc.recover.default: U(0,30) + 4 x 30.
TEST_CASE("A target that was unhealthy needs five passes: 120 to 150 s") {
  std::vector<double> all;
  for (std::uint64_t r = 0; r < 100; ++r) {
    Bench bench(shop("", "type: auto_scaling_group, instances: {min: 2, desired: 2, max: 2}", 1), r);
    bench.run(hours(1));
    bench.strike("primary.zone-2", "isolation");
    bench.run(minutes(3));
    bench.relent("primary.zone-2", "isolation");
    bench.run(minutes(10));
    for (const double seconds : bench.values("primary.alb", "recovery_detection_seconds")) all.push_back(seconds);
    CHECK(bench.values("primary.alb", "fail_open").empty());
  }
  std::sort(all.begin(), all.end());
  CHECK(all.size() == 100);
  CHECK(all.front() >= 120);
  CHECK(all.back() <= 150);
  CHECK(median(all) == Approx(135).margin(4));
}

// Fact alb.hc.first_check: one pass suffices for a new target.
TEST_CASE("A new target gets requests after its first pass, within one interval") {
  std::vector<double> all;
  for (std::uint64_t r = 0; r < 100; ++r) {
    Bench bench(shop("", two_tasks, 1), r);
    bench.run(hours(1));
    bench.strike("primary.web", "task_loss", 1, 1);
    bench.run(hours(1));
    for (const double seconds : bench.values("primary.alb", "first_pass_seconds")) all.push_back(seconds);
  }
  std::sort(all.begin(), all.end());
  CHECK(all.size() >= 100);
  CHECK(all.front() >= 0);
  CHECK(all.back() <= 30);
  CHECK(median(all) == Approx(15).margin(3));
}

TEST_CASE("While nobody knows, half of the requests go to the dead one of two targets") {
  Bench bench(shop());
  bench.run(hours(1));
  REQUIRE(bench.sli() == Approx(1).margin(1e-6));
  bench.strike("primary.web", "task_failing", 1, 1);
  bench.run(seconds(1));
  CHECK(bench.sli() == Approx(0.5).margin(1e-6));
  bench.run(seconds(60));
  CHECK(bench.sli() == Approx(1).margin(1e-6));
}

// CloudWatch metrics of an ALB: HTTPCode_Target_5XX_Count is what targets answer, HTTPCode_ELB_5XX_Count what it answers for want of one.
TEST_CASE("An error that a target answers counts as the target's, one for want of a target as the load balancer's") {
  Bench bench(shop());
  bench.run(hours(1));
  const auto rates = [&] {
    const auto router = bench.as<MetricSource>("primary.alb").metric("target_5xx").router;
    return bench.world().traffic().router_rates(router, traffic::Instant::now);
  };
  bench.strike("primary.web", "task_failing", 1, 1);
  bench.run(seconds(1));
  CHECK(rates().failed_behind == Approx(10).epsilon(1e-3));
  CHECK(rates().refused == Approx(0).margin(1e-9));
  bench.strike("primary.web", "task_loss", 1, 0);
  bench.run(minutes(2));  // no target is left
  CHECK(rates().failed_behind == Approx(0).margin(1e-9));
  CHECK(rates().refused + rates().timed_out == Approx(20).epsilon(1e-3));
}

// It accepts connections itself, whatever its targets answer: Route 53 checkers of type TCP want no more.
TEST_CASE("A probe that wants no more than a connection gets it from a load balancer whose targets all err") {
  Bench bench(shop());
  bench.run(hours(1));
  const auto& alb = bench.as<Endpoint>("primary.alb");
  bench.strike("primary.web", "task_failing");
  CHECK(alb.probe(bench.world(), Endpoint::Depth::answer).success == 0);
  CHECK(alb.probe(bench.world(), Endpoint::Depth::connection).success == Approx(1));
  bench.strike("primary.alb", "outage");
  CHECK(alb.probe(bench.world(), Endpoint::Depth::connection).success == 0);
  CHECK(alb.probe(bench.world(), Endpoint::Depth::connection).silent);
}

// Facts alb.failopen, r53.alias.evaluate_target_health.alb.
TEST_CASE("With no healthy target it fails open, and reads unhealthy to an alias") {
  Bench bench(shop());
  bench.run(hours(1));
  const auto& alb = bench.as<Endpoint>("primary.alb");
  CHECK(alb.healthy_alias(bench.world()));
  CHECK(alb.probe(bench.world(), Endpoint::Depth::answer).success == Approx(1));
  bench.strike("primary.web", "task_failing");
  CHECK(alb.probe(bench.world(), Endpoint::Depth::answer).success == 0);
  CHECK_FALSE(alb.probe(bench.world(), Endpoint::Depth::answer).silent);
  CHECK(alb.healthy_alias(bench.world()));  // its own probes have not failed yet
  bench.run(seconds(61));
  CHECK_FALSE(alb.healthy_alias(bench.world()));
  CHECK(bench.values("primary.alb", "fail_open") == std::vector<double>{1});
  CHECK_FALSE(bench.as<Provider>("primary.alb").provides(bench.world(), Site::internet()));
}

// Facts alb.dns.split, alb.dns.ttl, dns.resolver.residual_ttl.
TEST_CASE("A lost zone takes its node's share of users along until its address has left the caches") {
  Bench bench(shop("dns_update: 30 s, ttl_violation: 4 %"));
  bench.run(hours(1));
  bench.strike("primary.zone-1", "power_loss");
  bench.run(seconds(1));
  CHECK(bench.sli() == Approx(0.25).margin(0.001));  // the living node still tries the dead target
  bench.run(seconds(28));
  CHECK(bench.values("primary.alb", "zone_left_name_seconds").empty());
  bench.run(seconds(2) + seconds(30));  // half of the time to live
  CHECK(bench.values("primary.alb", "zone_left_name_seconds") == std::vector<double>{30});
  bench.run(seconds(35));  // caches are through, and the target is known to be dead
  CHECK(bench.sli() == Approx(1 - 0.5 * 0.04).margin(0.002));
  bench.run(minutes(30));
  CHECK(bench.sli() == Approx(1 - 0.5 * 0.02).margin(0.002));
  bench.run(minutes(31));
  CHECK(bench.sli() == Approx(1).margin(1e-6));
  bench.relent("primary.zone-1", "power_loss");
  bench.run(minutes(90));
  CHECK(bench.sli() == Approx(1).margin(1e-6));
}

// Each side of a cut has believed the other's targets dead. Users who come to the cut zone's node once it is back are served
// whichever of its beliefs it goes by, so that one belief for all nodes is enough.
TEST_CASE("After a zone was cut off nobody is hurt, though beliefs need five passes to mend") {
  Bench bench(shop("dns_update: 30 s, ttl_violation: 0 %", two_tasks + ", silence_notice: 10 h"));
  bench.run(hours(1));
  bench.strike("primary.zone-1", "isolation");
  bench.run(minutes(5));
  for (int minute = 0; minute < 55; ++minute) {
    CHECK(bench.sli() == Approx(1).margin(1e-6));
    bench.run(minutes(1));
  }
  bench.relent("primary.zone-1", "isolation");
  for (int step = 0; step < 30; ++step) {
    bench.run(seconds(10));
    CHECK(bench.sli() == Approx(1).margin(1e-6));
  }
}

// Facts alb.crosszone.default, alb.dnsfailover.threshold: without cross-zone the count of healthy targets is per zone.
TEST_CASE("Without cross-zone, a zone whose only target fails drops its half until its address has left") {
  Bench bench(shop("cross_zone: false, dns_update: 30 s, ttl_violation: 0 %"));
  bench.run(hours(1));
  bench.strike("primary.web", "task_failing", 1, 1);
  bench.run(seconds(61));
  CHECK(bench.sli() < 0.99);  // the zone fails open towards its failing target
  bench.run(seconds(30) + seconds(61));
  CHECK(bench.sli() == Approx(1).margin(1e-6));
}

TEST_CASE("With cross-zone, a zone whose targets are dead stays in the name") {
  Bench bench(shop());
  bench.run(hours(1));
  bench.strike("primary.web", "task_failing", 1, 1);
  bench.run(minutes(30));
  CHECK(bench.values("primary.alb", "zone_left_name_seconds").empty());
  CHECK(bench.sli() == Approx(1).margin(1e-6));
}

// Fact fault.gray.crossaz_loss is 15 %; a fifth makes the arithmetic plain. Half of the users enter by the lossy zone (0.8 of
// them arrive), and half of all requests go to its target (0.8 arrive): 0.9 x 0.9.
TEST_CASE("Loss at a zone's border hurts those who enter there and those who are sent there") {
  Bench bench(shop());
  bench.run(hours(1));
  bench.strike("primary.zone-1", "lossy", 0.2);
  bench.run(seconds(1));
  CHECK(bench.sli() == Approx(0.81).margin(0.001));
}

TEST_CASE("A region cut off leaves checkers in silence; inside, probes pass") {
  Bench bench(shop("gateway: igw"));
  bench.run(hours(1));
  bench.strike("primary", "isolation");
  const auto probe = bench.as<Endpoint>("primary.alb").probe(bench.world(), Endpoint::Depth::answer);
  CHECK(probe.success == 0);
  CHECK(probe.silent);
  bench.run(minutes(10));
  CHECK(bench.sli() == Approx(0).margin(1e-9));
  CHECK(bench.values("primary.alb", "detection_seconds").empty());
  bench.relent("primary", "isolation");
  bench.run(hours(2));
  CHECK(bench.sli() == Approx(1).margin(1e-6));
  CHECK(bench.settled("primary.alb"));
}

TEST_CASE("Users need the internet gateway; callers of an internal load balancer do not, nor do checkers reach it") {
  Bench open(shop("gateway: igw"));
  open.run(hours(1));
  open.strike("primary.igw", "detached");
  open.run(seconds(1));
  CHECK(open.sli() == Approx(0).margin(1e-9));
  Bench inner(shop("scheme: internal"));
  inner.run(hours(1));
  inner.strike("primary.igw", "detached");
  inner.run(seconds(1));
  CHECK(inner.sli() == Approx(1).margin(1e-6));
  CHECK(inner.as<Endpoint>("primary.alb").probe(inner.world(), Endpoint::Depth::answer).success == 0);  // r53.hc.private
}

// A queue of 4 000 requests before 160 requests a second makes probes wait 25 s: they fail, although the target lives.
TEST_CASE("A saturated target fails its probes when they wait longer than their time-out") {
  Bench bench(shop("connect_timeout: 60 s", no_replacement + ", waiting_places: 500, request_timeout: 60 s", 280));
  bench.run(hours(1));
  CHECK(bench.values("primary.alb", "detection_seconds").empty());
  CHECK(bench.as<Endpoint>("primary.alb").probe(bench.world(), Endpoint::Depth::answer).success == Approx(1).margin(0.01));
  bench.strike("primary.web", "task_failing", 1, 1);
  bench.run(minutes(10));
  CHECK(bench.values("primary.alb", "detection_seconds").size() >= 2);
  CHECK_FALSE(bench.values("primary.alb", "fail_open").empty());
}

TEST_CASE("A load balancer that is down reaches nobody, and comes back with what it believed") {
  Bench bench(shop());
  bench.run(hours(1));
  CHECK(bench.strike("primary.alb", "outage"));
  CHECK_FALSE(bench.strike("primary.alb", "outage"));
  bench.run(minutes(10));
  CHECK(bench.sli() == Approx(0).margin(1e-9));
  bench.relent("primary.alb", "outage");
  bench.run(seconds(1));
  CHECK(bench.sli() == Approx(0).margin(1e-9));
  bench.relent("primary.alb", "outage");
  bench.run(hours(2));
  CHECK(bench.sli() == Approx(1).margin(1e-6));
  CHECK(bench.settled("primary.alb"));
}

TEST_CASE("Its metrics count believed health") {
  Bench bench(shop("", "type: auto_scaling_group, instances: {min: 2, desired: 2, max: 2}"));
  bench.run(hours(1));
  const auto& source = bench.as<MetricSource>("primary.alb");
  const auto gauge = [&](std::string_view name) { return bench.world().gauge(bench.id("primary.alb"), source.metric(name).gauge); };
  CHECK(gauge("healthy_hosts") == 2);
  CHECK(gauge("unhealthy_hosts") == 0);
  bench.strike("primary.zone-1", "isolation");
  bench.run(seconds(66));
  CHECK(gauge("healthy_hosts") == 1);
  CHECK(gauge("unhealthy_hosts") == 1);
  for (const auto& metric : source.metrics())
    CHECK((source.metric(metric.name).kind == Metric::Kind::gauge) == metric.name.ends_with("hosts"));
}

// Fact alb.hc.deregister_metric: the service deregisters what was found unhealthy, which no alarm on the count then sees.
TEST_CASE("A target that has left is not counted as unhealthy") {
  Bench bench(shop());
  bench.run(hours(1));
  bench.strike("primary.zone-1", "power_loss");
  bench.run(minutes(2));
  CHECK(bench.values("primary.alb", "detection_seconds").size() == 1);
  const auto gauge = bench.as<MetricSource>("primary.alb").metric("unhealthy_hosts").gauge;
  CHECK(bench.world().gauge(bench.id("primary.alb"), gauge) == 0);
}

TEST_CASE("What no load balancer can be is refused where it is written") {
  CHECK(testing::problems_of(shop("health_check: {interval: 5 s, timeout: 5 s}")).find("shorter than the interval") != std::string::npos);
  CHECK(testing::problems_of(shop("scheme: internal, gateway: igw")).find("internal load balancer") != std::string::npos);
  CHECK(testing::problems_of(shop("health_check: {unhealthy_threshold: 1}")).find("between 2 and 10") != std::string::npos);
}

// Price book: 0.0225 USD an hour, 0.008 USD a capacity unit and hour; ipv4.public: a public address in each zone.
TEST_CASE("A public load balancer pays for its hours, its addresses and what it carries; an internal one for no address") {
  const auto design = testing::design_from(shop("requests_per_connection: 1, request_size: 1 KB"));
  const double requests = 100 * 730 * 3600.0;  // 100 new connections a second are four capacity units
  const auto bill = testing::bill_of(*design, "primary.alb", requests);
  CHECK(testing::dollars_for(bill, "alb.hour") == Approx(16.425));
  CHECK(testing::dollars_for(bill, "alb.lcu") == Approx(4 * 730 * 0.008));
  CHECK(testing::dollars_for(bill, "ipv4.public") == Approx(7.3));
  const auto inner = testing::design_from(shop("scheme: internal"));
  CHECK(testing::dollars_for(testing::bill_of(*inner, "primary.alb"), "ipv4.public") == 0);
}

// Price book, us-east-1: 0.09 USD a GB, falling to 0.085 beyond 10 TB; dt.internet.free: 100 GB of a month are free.
TEST_CASE("What a load balancer answers to users leaves for the internet, beyond what is free and cheaper in bulk") {
  const auto answers = [](double requests) {
    const auto design = testing::design_from(shop("request_size: 10 KB, answer_share: 80 %"));
    return testing::bill_of(*design, "primary.alb", requests);
  };
  CHECK(testing::dollars_for(answers(10e6), "dt.internet_out.tier1_first_10tb") == 0);
  CHECK(testing::dollars_for(answers(100e6), "dt.internet_out.tier1_first_10tb") == Approx((800 - 100) * 0.09));
  CHECK(testing::dollars_for(answers(2000e6), "dt.internet_out.tier1_first_10tb") == Approx(10240 * 0.09));
  CHECK(testing::dollars_for(answers(2000e6), "dt.internet_out.tier2_next_40tb") == Approx((16000 - 100 - 10240) * 0.085));
  // An internal one sends nothing there.
  const auto inner = testing::design_from(shop("scheme: internal, request_size: 10 KB"));
  CHECK(testing::dollars_for(testing::bill_of(*inner, "primary.alb", 100e6), "dt.internet_out.tier1_first_10tb") == 0);
}

namespace {

/// Two regions with a load balancer each, and a service whose callers are the tasks of the first.
std::string tiers(const std::string& path, const std::string& components = "") {
  return "design: tiers\n"
         "regions:\n"
         "  primary: {name: us-east-1, zones: [a, b], stack: s}\n"
         "  standby: {name: us-west-2, zones: [a, b], stack: s}\n"
         "stacks:\n  s:\n"
         "    alb: {type: application_load_balancer, targets: web, request_size: 10 KB, answer_share: 80 %}\n"
         "    web: {type: ecs_fargate_service, tasks: {min: 2, max: 2}}\n"
         "    inner: {type: application_load_balancer, scheme: internal, targets: api, request_size: 10 KB}\n"
         "    api: {type: ecs_fargate_service, tasks: {min: 2, max: 2}}\n" + components +
         "journeys:\n  order: {path: " + path + ", rate: 20 /s}\n";
}

}  // namespace

TEST_CASE("What is free of the way to the internet is free once, whatever sends it and from wherever") {
  const auto design = testing::design_from(
      tiers("[dns, alb, web]", "components:\n  dns: {type: route53_failover, primary: primary.alb, secondary: standby.alb}\n"));
  const testing::FixedMeter meter(*design, 50e6);  // 400 GB of answers each
  CostSheet sheet;
  for (const char* name : {"primary.alb", "standby.alb"}) design->component(design->find(name)).bill(meter, sheet);
  CHECK(testing::dollars_for(sheet.items(), "dt.internet_out.tier1_first_10tb") == Approx((800 - 100) * 0.09));
}

// Price book: cloudfront.origin_fetch_from_aws is 0 USD a GB.
TEST_CASE("What a load balancer sends to a distribution in front of it is free") {
  const std::string edges = "components:\n  cdn: {type: cloudfront_distribution, origin: primary.alb}\n";
  const auto design = testing::design_from(tiers("[cdn, primary.alb, primary.web]", edges));
  const auto bill = testing::bill_of(*design, "primary.alb", 100e6);
  CHECK(testing::dollars_for(bill, "dt.internet_out.tier1_first_10tb") == 0);
  CHECK(std::any_of(bill.begin(), bill.end(), [](const CostItem& item) {
    return item.price_key == "cloudfront.origin_fetch_from_aws" && item.quantity == Approx(800);
  }));
}

// dt.inter_az.sides: 0.01 USD a GB where it leaves and where it arrives; dt.inter_az.alb: nothing between node and targets.
TEST_CASE("Callers in other zones pay for the way to a load balancer, and nobody for its way to targets") {
  const auto design = testing::design_from(tiers("[primary.alb, primary.web, primary.inner, primary.api]"));
  const auto inner = testing::bill_of(*design, "primary.inner", 100e6);
  CHECK(testing::dollars_for(inner, "dt.inter_az.each_direction") == Approx(1000 * 0.5 * 2 * 0.01));
  CHECK(testing::dollars_for(inner, "dt.internet_out.tier1_first_10tb") == 0);
  CHECK(testing::dollars_for(testing::bill_of(*design, "primary.alb", 100e6), "dt.inter_az.each_direction") == 0);
}

// dt.inter_region.side: us-east-1 has 0.02 USD a GB to another region.
TEST_CASE("Callers in another region are answered across the border of the region") {
  const auto design = testing::design_from(tiers("[standby.alb, standby.web, primary.inner, primary.api]"));
  const auto inner = testing::bill_of(*design, "primary.inner", 100e6);
  CHECK(testing::dollars_for(inner, "dt.inter_region.out") == Approx(1000 * 0.02));
  CHECK(testing::dollars_for(inner, "dt.inter_az.each_direction") == 0);
}
