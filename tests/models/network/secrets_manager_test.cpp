// Secrets: read by what starts; a replica serves its own region.
#include "tests/support/bench.h"
#include "tests/support/billing.h"

using namespace windtunnel;
using testing::Bench;

namespace {

std::string with_secrets(const std::string& more) {
  return "design: net\n"
         "regions:\n"
         "  primary: {name: us-east-1, zones: [a, b], stack: s}\n"
         "  standby: {name: us-west-2, zones: [a, b]}\n"
         "stacks:\n  s:\n    secrets: {type: secrets_manager, secrets: 2" +
         more +
         "}\n"
         "journeys:\n  read: {success: primary.secrets}\n";
}

}  // namespace

// Fact sm.replica: a replica is readable in its region on its own.
TEST_CASE("The standby reads its replica while the primary region is lost, and nothing without one") {
  for (const bool replicated : {false, true}) {
    Bench bench(with_secrets(replicated ? ", replicated: true" : ""));
    bench.run(hours(1));
    const auto& secrets = bench.as<Provider>("primary.secrets");
    const Site standby{bench.design().regions[1].domain, bench.design().regions[1].zones[0].domain};
    const Site primary{bench.design().regions[0].domain, bench.design().regions[0].zones[0].domain};
    CHECK(secrets.provides(bench.world(), standby));
    bench.strike("primary", "loss");
    CHECK(secrets.provides(bench.world(), standby) == replicated);
    CHECK_FALSE(secrets.provides(bench.world(), primary));
    bench.relent("primary", "loss");
    bench.strike("primary.secrets", "outage");
    CHECK_FALSE(secrets.provides(bench.world(), primary));
    CHECK(secrets.provides(bench.world(), standby) == replicated);
    bench.relent("primary.secrets", "outage");
    CHECK(bench.settled("primary.secrets"));
  }
}

// Price book: 0.40 USD a secret-month; every replica is a secret of its own.
TEST_CASE("Two secrets cost 0.80 USD a month, and as much again in a second region") {
  CHECK(testing::dollars_for(testing::bill_of(*testing::design_from(with_secrets("")), "primary.secrets"),
                             "secretsmanager.secret") == Approx(0.8));
  const auto replicated = testing::design_from(with_secrets(", replicated: true"));
  CHECK(testing::dollars_for(testing::bill_of(*replicated, "primary.secrets"), "secretsmanager.secret") == Approx(1.6));
}
