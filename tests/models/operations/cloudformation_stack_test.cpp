// Tests of CloudFormation stacks: the critical path of creations, and what they wait for.
#include "tests/support/bench.h"

using namespace windtunnel;
using testing::Bench;
using Outcome = Operable::Outcome;

namespace {

std::string redeployment(const std::string& creates) {
  return "design: store\n"
         "regions:\n"
         "  primary: {name: ap-southeast-1, zones: [a, b], stack: one}\n"
         "  standby: {name: us-east-1, zones: [a, b], stack: two}\n"
         "stacks:\n"
         "  one:\n    db: {type: aurora_cluster, class: db.t3.medium, instances: [a, b]}\n"
         "  two:\n"
         "    db: {type: aurora_cluster, class: db.t3.medium, instances: [a, b], replaces: primary.db}\n"
         "    template: {type: cloudformation_stack, creates: [" +
         creates +
         "]}\n"
         "journeys:\n  order: {path: [standby.db.write], rate: 10 /s}\n";
}

const std::string network_and_database =
    "{name: vpc, kind: network}, {name: alb, kind: load_balancer, after: [vpc]}, {name: nat, kind: nat_gateway, after: [vpc]}, "
    "{name: db, component: db, do: create, after: [vpc]}";

}  // namespace

TEST_CASE("A stack takes as long as the critical path of its resources") {
  for (std::uint64_t replication = 0; replication < 50; ++replication) {
    Bench bench(redeployment(network_and_database), replication);
    bench.run(hours(1));
    CHECK(bench.settled("standby.template"));
    bench.strike("primary", "loss");
    REQUIRE(bench.operate("standby.template", "create") == Outcome::started);
    CHECK(bench.operate("standby.template", "create") == Outcome::refused);
    bench.run(hours(1));
    const double whole = bench.values("standby.template", "creation_seconds").at(0);
    // rds.create: 315 to 1026 s, longer than any load balancer (alb.create) or gateway (nat.create); the network before it.
    const double database = bench.values("standby.db", "creation_seconds").at(0);
    CHECK(database >= 315);
    CHECK(whole > database);
    CHECK(whole < database + 300);
    CHECK(bench.sli() == Approx(1).margin(0.001));
    CHECK_FALSE(bench.settled("standby.template"));
  }
}

TEST_CASE("A load balancer of a stack takes 141 to 190 s") {
  std::vector<double> times;
  for (std::uint64_t replication = 0; replication < 100; ++replication) {
    Bench bench(redeployment("{name: alb, kind: load_balancer}"), replication);
    bench.operate("standby.template", "create");
    bench.run(minutes(10));
    times.push_back(bench.values("standby.template", "creation_seconds").at(0));
  }
  std::sort(times.begin(), times.end());
  CHECK(times.front() >= 141);  // alb.create: seven measured creations, median 176 s
  CHECK(times.back() <= 190);
  CHECK(times[50] == Approx(176).epsilon(0.05));
}

TEST_CASE("A stack is not created without the control plane of its region, and stalls when that is lost") {
  Bench bench(redeployment(network_and_database));
  bench.strike("standby", "control_plane_loss");
  CHECK(bench.operate("standby.template", "create") == Outcome::unavailable);
  bench.relent("standby", "control_plane_loss");
  REQUIRE(bench.operate("standby.template", "create") == Outcome::started);
  bench.strike("standby", "control_plane_loss");
  bench.run(hours(3));
  CHECK(bench.values("standby.template", "creation_seconds").empty());
  bench.relent("standby", "control_plane_loss");
  bench.run(hours(1));
  CHECK(bench.values("standby.template", "creation_seconds").at(0) > 3 * 3600);
}

TEST_CASE("Templates that cannot be carried out are refused") {
  CHECK(testing::problems_of(redeployment("{name: alb, after: [vpc]}")).find("not written before") != std::string::npos);
  CHECK(testing::problems_of(redeployment("{name: db, component: db, do: bake}")).find("cannot") != std::string::npos);
}

TEST_CASE("What a template holds costs nothing until the stack is created") {
  const std::string text =
      "design: store\n"
      "regions:\n"
      "  primary: {name: ap-southeast-1, zones: [a, b], stack: one}\n"
      "  standby: {name: us-east-1, zones: [a, b], stack: two}\n"
      "stacks:\n"
      "  one:\n    nat: {type: nat_gateway, zone: a}\n"
      "  two:\n"
      "    nat: {type: nat_gateway, zone: a}\n"
      "    template: {type: cloudformation_stack, holds: [nat], creates: [{name: nat, kind: nat_gateway}]}\n"
      "journeys:\n  use: {success: primary}\n";
  const auto design = testing::design_from(text);
  // A week in which it does not exist, and a month of which it exists for a tenth.
  class Meter final : public UsageMeter {
   public:
    explicit Meter(double existence) : existence_(existence) {}
    double requests(traffic::RouterId) const override { return 0; }
    double completions(traffic::StationId) const override { return 0; }
    double average_gauge(ComponentId, std::uint32_t) const override { return existence_; }
    std::vector<Caller> callers(ComponentId) const override { return {}; }
    std::string_view region_name(ComponentId) const override { return "us-east-1"; }

   private:
    double existence_;
  };
  const auto hours_of_gateways = [&](double existence) {
    double hours = 0;
    CostSheet sheet;
    bill(*design, Meter(existence), sheet);
    for (const CostItem& item : sheet.items())
      if (item.price_key == "nat.hour") hours += item.quantity;
    return hours;
  };
  CHECK(hours_of_gateways(0) == Approx(730));
  CHECK(hours_of_gateways(0.1) == Approx(803));
  Bench bench(text);
  const ComponentId stack = bench.id("standby.template");
  CHECK(bench.world().gauge(stack, 0) == 0);
  bench.operate("standby.template", "create");
  CHECK(bench.world().gauge(stack, 0) == 1);
}
