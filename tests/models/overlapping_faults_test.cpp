// Two faults of one kind at once: the end of one does not end the other.
#include "models/catalogue.h"
#include "tests/support/shipped.h"

using namespace windtunnel;
using namespace windtunnel::testing;

namespace {

Strike numbered(std::uint16_t mode, std::uint64_t id) {
  Strike strike;
  strike.mode = mode;
  strike.id = id;
  strike.severity = 2;
  return strike;
}

/// Modes of a design's components that one end of two brings back, as "type: mode".
std::vector<std::string> ended_too_early(const Design& design) {
  std::vector<std::string> found;
  Runner runner(design, traffic::flow_resolution(design.network), 1);
  runner.begin(Time{}, 0);
  runner.run_until(Time{} + hours(1));
  const Snapshot healthy = runner.snapshot();
  for (ComponentId c = 0; c < design.components().size(); ++c) {
    const ComponentType& type = design.component(c).type();
    for (std::uint16_t mode = 0; mode < type.fault_modes.size(); ++mode) {
      runner.restore(healthy, 0);
      const auto settled = [&] { return runner.world().component(c).settled(runner.world()); };
      runner.strike(c, numbered(mode, 1));
      runner.deliver();
      if (settled()) continue;  // nothing to come back from
      // A service has one version: whoever rolls back returns to the last that worked, past all bad ones.
      if (type.fault_modes[mode].name == "bad_deployment") continue;
      runner.strike(c, numbered(mode, 2));
      runner.deliver();
      runner.relent(c, numbered(mode, 1));
      runner.deliver();
      if (settled()) found.push_back(std::string(type.name) + ": " + std::string(type.fault_modes[mode].name));
    }
  }
  return found;
}

}  // namespace

TEST_CASE("of two overlapping faults of one mode the second goes on when the first is over") {
  for (const char* name : {"kasha", "multi-region", "multi-region-aurora", "lamp-dr", "ecia-prod", "ecs-aurora-active-active"}) {
    INFO(name);
    CHECK(ended_too_early(*shipped_design(name)) == std::vector<std::string>{});
  }
}

TEST_CASE("the worse of two overlapping slownesses counts until it is over") {
  const auto design = shipped_design("kasha");
  Runner runner(*design, traffic::flow_resolution(design->network), 1);
  runner.begin(Time{}, 0);
  const ComponentId database = design->find("primary.db");
  REQUIRE(database != no_component);
  const auto modes = design->component(database).type().fault_modes;
  const auto slow = std::find_if(modes.begin(), modes.end(), [](const FaultMode& mode) { return mode.name == "slow"; });
  REQUIRE(slow != modes.end());
  const auto mode = static_cast<std::uint16_t>(slow - modes.begin());
  const auto service_rate = [&] {
    runner.deliver();
    return runner.world().traffic().network().stations[design->component(database).port("write")->stations.at(0)].service_rate;
  };
  const double healthy = service_rate();
  Strike mild = numbered(mode, 1), grave = numbered(mode, 2);
  grave.severity = 8;
  runner.strike(database, mild);
  CHECK(service_rate() == Approx(healthy / 2));
  runner.strike(database, grave);
  CHECK(service_rate() == Approx(healthy / 8));
  runner.relent(database, grave);
  CHECK(service_rate() == Approx(healthy / 2));
  runner.relent(database, mild);
  CHECK(service_rate() == Approx(healthy));
}
