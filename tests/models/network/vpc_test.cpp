// Networks: address blocks, and what flow logs cost.
#include "tests/support/bench.h"
#include "tests/support/billing.h"

using namespace windtunnel;
using testing::Bench;

namespace {

std::string network_with(const std::string& more) {
  return "design: net\n"
         "regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\n"
         "stacks:\n  s:\n    vpc: {type: vpc" +
         more +
         "}\n"
         "journeys:\n  j: {success: primary.vpc}\n";
}

}  // namespace

TEST_CASE("A network is where its region is") {
  Bench bench(network_with(", cidr: 10.0.0.0/16"));
  bench.run(hours(1));
  const auto& vpc = bench.as<Provider>("primary.vpc");
  const Site inside{bench.design().regions[0].domain, no_domain};
  CHECK(vpc.provides(bench.world(), inside));
  bench.strike("primary", "loss");
  CHECK_FALSE(vpc.provides(bench.world(), inside));
}

TEST_CASE("Flow logs are paid for when written and while kept") {
  const auto silent = testing::design_from(network_with(", cidr: 10.0.0.0/16"));
  CHECK(testing::bill_of(*silent, "primary.vpc").empty());
  const auto logging = testing::design_from(
      network_with(", cidr: 10.0.0.0/16, flow_logs: rejected, flow_log_volume: 10 GB, flow_log_retention: 730 h"));
  const auto bill = testing::bill_of(*logging, "primary.vpc");
  CHECK(testing::dollars_for(bill, "cloudwatch.logs.ingest_standard") == Approx(5.0));  // 0.50 USD a GB
  CHECK(testing::dollars_for(bill, "cloudwatch.logs.storage") == Approx(0.3));          // 0.03 USD a GB-month
}

TEST_CASE("A network needs its address block") {
  CHECK(testing::problems_of(network_with("")).find("cidr") != std::string::npos);
}
