// Who calls a component, and how much of it crosses zones.
#include "sim/design/callers.h"

#include <catch2/catch.hpp>

#include "sim/design/cost_sheet.h"
#include "tests/support/small_catalogue.h"

using namespace windtunnel;
using testing::small_design;

namespace {

/// Every station served the same number of requests.
class EvenMeter final : public UsageMeter {
 public:
  explicit EvenMeter(const Design& design) : calls_(design) {}
  double requests(traffic::RouterId) const override { return 1; }
  double completions(traffic::StationId) const override { return 1; }
  double average_gauge(ComponentId, std::uint32_t) const override { return 0; }
  std::vector<Caller> callers(ComponentId component) const override { return calls_.to(component, *this); }
  std::string_view region_name(ComponentId) const override { return {}; }

 private:
  JourneyCalls calls_;
};

std::vector<Caller> callers(const Design& design, const std::string& component) {
  return EvenMeter(design).callers(design.find(component));
}

const std::string two_regions = R"(
design: pair
regions:
  primary: {name: us-east-1, zones: [a, b], stack: s}
  standby: {name: us-west-2, zones: [a, b], stack: s}
stacks:
  s:
    front: {type: balancer, targets: web}
    web: {type: service}
    db: {type: store, zones: [a]}
)";

}  // namespace

TEST_CASE("users call what a path begins with, and each component what follows it") {
  const auto design = small_design(two_regions + "journeys: {use: {path: [primary.front, primary.web, primary.db], rate: 1 /s}}\n");
  const auto of_front = callers(*design, "primary.front");
  REQUIRE(of_front.size() == 1);
  CHECK(of_front[0].component == no_component);
  CHECK(of_front[0].share == 1);
  const auto of_web = callers(*design, "primary.web");
  REQUIRE(of_web.size() == 1);
  CHECK(of_web[0].component == design->find("primary.front"));
  // Half of what the tasks in two zones ask goes to a database in one of them; balancer and tasks are in two zones each.
  CHECK(of_web[0].between_zones == 0.5);
  const auto of_db = callers(*design, "primary.db");
  REQUIRE(of_db.size() == 1);
  CHECK(of_db[0].component == design->find("primary.web"));
  CHECK(of_db[0].between_zones == 0.5);
  CHECK(callers(*design, "standby.db").empty());
}

TEST_CASE("callers of two regions share a store by what each of them served, however often journeys take each way") {
  const auto design = small_design(two_regions + R"(
journeys:
  here: {path: [primary.front, primary.web, primary.db], rate: 3 /s}
  there: {path: [standby.front, standby.web, primary.db], rate: 1 /s}
  twice: {path: [standby.front, standby.web, {call: primary.db, times: 2}], rate: 1 /s}
)");
  const auto of_db = callers(*design, "primary.db");
  REQUIRE(of_db.size() == 2);
  // The meter has as many requests at each service; the one in the other region makes three calls for two requests.
  CHECK(of_db[0].share == Approx(0.4));
  CHECK(of_db[1].share == Approx(0.6));
  CHECK(of_db[1].component == design->find("standby.web"));
  CHECK(of_db[1].region == design->component(design->find("standby.web")).region());
  CHECK(of_db[1].between_zones == 0);
}
