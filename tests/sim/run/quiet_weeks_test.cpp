// Weeks that go by one like the other away from health, and years that leave them out.
#include "sim/run/quiet_weeks.h"

#include "sim/run/campaign.h"
#include "tests/support/scripted_run.h"
#include "tests/support/shipped.h"

using namespace windtunnel;
using namespace windtunnel::testing;

namespace {

/// A server with load by the time of day, and two nodes that nothing needs. One breaks in the first weeks, if at all, and stays so;
/// the other after every thirty days or so, for an hour.
std::shared_ptr<const Design> with_idle_nodes(const std::string& first, const std::string& second) {
  return design_from(R"(
design: idle
components:
  server: {type: pool, units: 10, service_time: 50 ms}
  first: {type: node, time_to_failure: )" + first + R"(, time_to_repair: 3000 d}
  second: {type: node, time_to_failure: )" + second + R"(, time_to_repair: 1 h}
journeys:
  ask: {path: [server], rate: {daily: {peak: "56 /s at 20:00 UTC", trough: 14 /s}}}
)");
}

ReplicationRecord year_of(const std::shared_ptr<const Design>& design) {
  CampaignOptions options;
  options.seed = 3;
  const auto prepared = prepare({design}, options);
  return run_years(prepared.front(), 1, years(1), options).front();
}

}  // namespace

TEST_CASE("a week is like the one before by what it brought and left, and nothing waits for longer") {
  const auto design = with_idle_nodes("0 s", "0 s");
  Runner runner(*design, traffic::flow_resolution(design->network), 1);
  runner.begin(Time{}, 0);
  ReplicationRecord record;
  record.journeys.resize(1);
  QuietWeeks weeks;
  weeks.begin();
  const auto look = [&](std::size_t below) { return weeks.look(runner.world().now(), runner, record, below); };
  const auto week = [&](double good, std::size_t below = 0) {
    record.journeys[0].offered += 1e6;
    record.journeys[0].good += good;
    runner.run_until(runner.world().now() + days(7));
    return look(below);
  };
  CHECK_FALSE(look(0));
  CHECK_FALSE(week(9e5));  // the first has none before it
  CHECK(week(9e5));
  CHECK(weeks.offered(0) == 1e6);
  CHECK(weeks.good(0) == 9e5);
  CHECK(week(9e5 + 0.9));  // within a millionth of the requests
  CHECK_FALSE(week(9e5 - 9));
  CHECK(week(9e5 - 9));

  record.incidents.emplace_back();
  CHECK_FALSE(week(9e5 - 9));
  CHECK(week(9e5 - 9));
  record.losses.emplace_back();
  CHECK_FALSE(week(9e5 - 9));
  record.minutes.emplace_back();
  CHECK_FALSE(week(9e5 - 9));
  CHECK_FALSE(week(9e5 - 9, 1));  // a journey has fallen below its level
  CHECK(week(9e5 - 9, 1));

  // Half a week later something happens: the week begins anew, and one like the last suffices.
  runner.run_until(runner.world().now() + hours(84));
  CHECK_FALSE(look(1));
  weeks.interrupt();
  CHECK_FALSE(look(1));
  runner.run_until(runner.world().now() + days(6));
  CHECK_FALSE(look(1));
  record.journeys[0].offered += 1e6;
  record.journeys[0].good += 9e5 - 9;
  runner.run_until(runner.world().now() + days(1));
  CHECK(look(1));

  runner.schedule(runner.world().now() + days(15), 0, 0);
  CHECK_FALSE(week(9e5 - 9, 1));  // eight days ahead
  CHECK(week(9e5 - 9, 1));

  weeks.begin();
  CHECK_FALSE(look(1));
  CHECK_FALSE(week(9e5 - 9, 1));
}

TEST_CASE("a gauge that is not what it was a week ago says that weeks differ") {
  const auto design = shipped_design("lamp-dr");
  Runner runner(*design, traffic::flow_resolution(design->network), 1);
  runner.begin(Time{}, 0);
  std::size_t owner = 0;
  while (runner.gauges()[owner].empty()) ++owner;
  const ReplicationRecord record;
  QuietWeeks weeks;
  weeks.begin();
  const auto week = [&](double value) {
    runner.run_until(runner.world().now() + days(7));
    runner.world().set_gauge(runner.world().component(static_cast<ComponentId>(owner)), 0, value);
    return weeks.look(runner.world().now(), runner, record, 0);
  };
  week(1);
  week(1);
  CHECK(week(1));
  CHECK_FALSE(week(2));
  CHECK(week(2));
}

TEST_CASE("a year away from health has all its requests, and no more events than some weeks of it") {
  const ReplicationRecord health = year_of(with_idle_nodes("0 s", "0 s"));
  const ReplicationRecord broken = year_of(with_idle_nodes("10 d", "0 s"));
  const ReplicationRecord disturbed = year_of(with_idle_nodes("10 d", "exponential(30 d)"));
  // A day between 14 and 56 requests per second brings their mean, 35, as often as it has seconds.
  CHECK(health.journeys[0].offered == Approx(35 * 365 * 86400.0).epsilon(1e-4));
  for (const ReplicationRecord& year : {broken, disturbed}) {
    CHECK(year.journeys[0].offered == Approx(health.journeys[0].offered).epsilon(1e-9));
    CHECK(year.journeys[0].good == Approx(health.journeys[0].good).epsilon(1e-9));
    CHECK(year.downtime_seconds == 0);
  }
  // A day has 48 turns of its rates; three weeks are simulated where nothing disturbs them, up to one more for each disturbance.
  CHECK(health.events < 100);
  CHECK(broken.events > 10 * 48);
  CHECK(broken.events < 30 * 48);
  CHECK(disturbed.events > broken.events);
  CHECK(disturbed.events < 150 * 48);
}
