// Years of repairable systems against the exact answers of tests/data/validation/analytic_suite.json, by their ids.
#include "tests/support/known_answers.h"

using namespace windtunnel;
using namespace windtunnel::testing;

namespace {

/// The share or figure of a case, to half a per cent or to the precision that the case needs.
void check_near(const Mean& found, const std::string& id, double precision = 0.005) {
  testing::check_near(found, exact(id), precision, id);
}

std::string one_node(const std::string& laws) {
  return "design: one\ncomponents: {n: {type: node, " + laws + "}}\njourneys: {j: {success: n, rate: 1 /s}}\n";
}

}  // namespace

TEST_CASE("A-ARP-1: availability depends on the mean of the repair law only") {
  // Mean 4 h and coefficient of variation 1.5, as median and 95 % point: exp(mu) and exp(mu + 1.644854 sigma).
  const auto records = histories(one_node("time_to_failure: exponential(1000 h), time_to_repair: \"lognormal(p50: "
                                          "7987.682826 s, p95: 47638.940175 s)\""),
                                 400, years(50));
  check_near(mean_of(records, up_share), "A-ARP-1");
}

TEST_CASE("A-point: the chance to be up some hours after the start") {
  const std::string node = one_node("time_to_failure: exponential(100 h), time_to_repair: exponential(2 h)");
  const auto up_at_end = [](const ReplicationRecord& record) {
    return record.incidents.empty() || record.incidents.back().recovered ? 1.0 : 0.0;
  };
  check_near(mean_of(histories(node, 100'000, hours(1)), up_at_end), "A-point-1");
  check_near(mean_of(histories(node, 100'000, hours(5)), up_at_end), "A-point-5");
}

TEST_CASE("A-IA: the law of a period's downtime") {
  const auto longer_than = [](Duration limit) {
    return [limit](const ReplicationRecord& record) { return record.downtime_seconds > limit.seconds() ? 1.0 : 0.0; };
  };
  const auto short_horizon = histories(
      one_node("time_to_failure: exponential(25 h), time_to_repair: exponential(30 min)"), 200'000, hours(100));
  check_near(mean_of(short_horizon, longer_than(hours(3))), "A-IA-exp-5");
  const auto fixed =
      histories(one_node("time_to_failure: exponential(730 h), time_to_repair: 5 min"), 40'000, hours(8760));
  check_near(mean_of(fixed, longer_than(from_seconds(52.6 * 60))), "A-IA-det");
  const auto rare =
      histories(one_node("time_to_failure: exponential(4380 h), time_to_repair: 1 h"), 300'000, hours(8760));
  check_near(mean_of(rare, [](const ReplicationRecord& record) { return record.downtime_seconds == 0 ? 1.0 : 0.0; }),
             "A-IA-none");
}

TEST_CASE("A-RBD-1: one balancer, one of two instances, one of two databases") {
  // Availabilities a as failures after a / (1 - a) hours and repairs of an hour.
  const auto records = histories(R"(
design: row
components:
  balancer: {type: node, time_to_failure: exponential(9999 h), time_to_repair: exponential(1 h)}
  app-1: {type: node, time_to_failure: exponential(199 h), time_to_repair: exponential(1 h)}
  app-2: {type: node, time_to_failure: exponential(199 h), time_to_repair: exponential(1 h)}
  db-1: {type: node, time_to_failure: exponential(1999 h), time_to_repair: exponential(1 h)}
  db-2: {type: node, time_to_failure: exponential(1999 h), time_to_repair: exponential(1 h)}
journeys:
  j: {success: {all: [balancer, {any: [app-1, app-2]}, {any: [db-1, db-2]}]}, rate: 1 /s}
)",
                                 400, years(50));
  check_near(mean_of(records, up_share), "A-RBD-1");
}

TEST_CASE("A-RBD-bridge: a part that stands in two ways is one part") {
  const std::string part = "{type: node, time_to_failure: exponential(9 h), time_to_repair: exponential(1 h)}";
  const auto records =
      histories("design: bridge\ncomponents:\n  a: " + part + "\n  b: " + part + "\n  c: " + part + "\n  d: " + part +
                    "\n  e: " + part +
                    "\njourneys:\n  j: {success: {any: [{all: [a, d]}, {all: [b, e]}, {all: [a, c, e]}, "
                    "{all: [b, c, d]}]}, rate: 1 /s}\n",
                200, years(5));
  check_near(mean_of(records, up_share), "A-RBD-bridge");
}

TEST_CASE("A-series: outages of parts that overlap are one outage of the whole") {
  const auto records = histories(R"(
design: series
components:
  a: {type: node, time_to_failure: exponential(1000 h), time_to_repair: exponential(1 h)}
  b: {type: node, time_to_failure: exponential(5000 h), time_to_repair: exponential(4 h)}
  c: {type: node, time_to_failure: exponential(300 h), time_to_repair: exponential(6 min)}
journeys:
  j: {success: {all: [a, b, c]}, rate: 1 /s}
)",
                                 400, years(50));
  check_near(mean_of(records,
                     [](const ReplicationRecord& record) {
                       return static_cast<double>(record.incidents.size()) / (record.window_seconds / 3600);
                     }),
             "A-series-freq");
  double downtime = 0, incidents = 0;
  for (const ReplicationRecord& record : records) {
    downtime += record.downtime_seconds / 3600;
    incidents += static_cast<double>(record.incidents.size());
  }
  CHECK(downtime / incidents == Approx(exact("A-series-outage")).epsilon(0.02));
}
