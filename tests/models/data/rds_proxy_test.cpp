// RDS Proxy: how much sooner the callers of a database are back, and what the proxy itself needs.
#include "tests/support/bench.h"
#include "tests/support/billing.h"
#include "tests/support/scripted_run.h"

using namespace windtunnel;
using testing::Bench;
using testing::design_from;
using testing::ScriptedRun;

namespace {

const std::string aurora = "type: aurora_cluster, class: db.t3.medium, instances: [a, b]";
const std::string rds =
    "type: rds_instance, class: db.t3.micro, zone: a, standby_zone: b, failover: {stuck_after_zone_loss: 0 %, "
    "stuck_after_host_fault: 0 %}";

std::string store(const std::string& database, bool proxied) {
  return "design: store\n"
         "regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\n"
         "stacks:\n  s:\n"
         "    db: {" + database + "}\n"
         "    password: {type: secrets_manager}\n" +
         (proxied ? "    proxy: {type: rds_proxy, target: db, secret: password}\n" : "") +
         "journeys:\n  order: {path: [" + (proxied ? "primary.proxy, " : "") + "primary.db.write], rate: 50 /s}\n";
}

/// The time from a crash of the writer until the last client works again, in many replications, sorted.
std::vector<double> client_failover(const std::string& database, bool proxied) {
  const auto design = design_from(store(database, proxied));
  ScriptedRun run(*design, testing::script(*design, {{"primary.db", "crash", {}, hours(2)}}), 400);
  return run.values("primary.db.client_failover_seconds");
}

}  // namespace

// Fact rds.proxy.improvement: a failover takes up to 66 % less, since no name is waited for.
TEST_CASE("A proxy shortens a failover for clients by the wait for the name and for their pools") {
  for (const std::string& database : {aurora, rds}) {
    const auto direct = client_failover(database, false), proxied = client_failover(database, true);
    REQUIRE(direct.size() == 400);
    REQUIRE(proxied.size() == 400);
    const double usual = ScriptedRun::quantile(direct, 0.5), shorter = ScriptedRun::quantile(proxied, 0.5);
    CHECK(shorter < usual - 5);  // rds.dns.ttl alone is 5 s
    CHECK(shorter > (1 - 0.66) * usual);
    CHECK(ScriptedRun::quantile(proxied, 0.95) < ScriptedRun::quantile(direct, 0.95));
  }
}

TEST_CASE("A proxy does not make the database itself any quicker, and its writes count as the database's") {
  const auto direct = design_from(store(rds, false)), proxied = design_from(store(rds, true));
  ScriptedRun a(*direct, testing::script(*direct, {{"primary.db", "crash", {}, hours(2)}}), 50);
  ScriptedRun b(*proxied, testing::script(*proxied, {{"primary.db", "crash", {}, hours(2)}}), 50);
  CHECK(a.values("primary.db.failover_seconds") == b.values("primary.db.failover_seconds"));
  CHECK(ScriptedRun::quantile(b.rto(), 0.5) < ScriptedRun::quantile(a.rto(), 0.5));

  Bench bench(store(rds, true));
  bench.run(hours(1));
  CHECK(bench.as<DataStore>("primary.db").write_rate(bench.world()) == Approx(50).epsilon(1e-6));
}

TEST_CASE("An outage of the proxy fails its callers, whatever the database does") {
  Bench bench(store(rds, true));
  bench.run(minutes(1));
  CHECK(bench.strike("primary.proxy", "outage"));
  CHECK(bench.sli() == Approx(0).margin(1e-9));
  CHECK(bench.as<DataStore>("primary.db").accepts_writes(bench.world()));
  bench.relent("primary.proxy", "outage");
  CHECK(bench.sli() == Approx(1).margin(1e-6));
  CHECK(bench.settled("primary.proxy"));
}

TEST_CASE("Without its secret a proxy opens no connections to a new writer") {
  Bench bench(store(aurora, true));
  bench.run(minutes(1));
  bench.strike("primary.password", "outage");
  CHECK(bench.sli() == Approx(1).margin(1e-6));  // open connections stay
  bench.strike("primary.db", "crash");
  bench.run(minutes(30));
  CHECK(bench.as<DataStore>("primary.db").accepts_writes(bench.world()));
  CHECK(bench.sli() == Approx(0).margin(1e-6));
  bench.relent("primary.password", "outage");
  bench.run(minutes(2));
  CHECK(bench.sli() == Approx(1).margin(1e-6));
}

TEST_CASE("A proxy serves from the zones that are left, whichever its database was in") {
  for (const char* zone : {"primary.zone-1", "primary.zone-2"}) {
    Bench bench(store(rds, true));
    bench.run(minutes(1));
    bench.strike(zone, "power_loss");
    bench.run(minutes(10));
    CHECK(bench.sli() == Approx(1).margin(1e-6));
  }
}

TEST_CASE("A proxy is paid for by the processors of its database, at a price that the book may lack") {
  const auto design = design_from(store(rds, true));
  const auto items = testing::bill_of(*design, "primary.proxy");
  REQUIRE(items.size() == 1);
  CHECK(items.front().price_key == "rds.proxy.vcpu");
  CHECK(items.front().quantity == Approx(2 * 730));
}
