// Configuration: carried, and billed, without behaviour.
#include "tests/support/billing.h"

using namespace windtunnel;

TEST_CASE("What no failure depends on is carried with what it costs") {
  const auto design = testing::design_from(
      "design: net\n"
      "regions: {primary: {name: us-east-1, zones: [a], stack: s}}\n"
      "stacks:\n  s:\n    net: {type: vpc, cidr: 10.0.0.0/16}\n"
      "components:\n"
      "  keys: {type: configuration, settings: {rotation: yearly}, monthly: {kms.key: 2}}\n"
      "journeys:\n  j: {success: primary.net}\n");
  const auto bill = testing::bill_of(*design, "keys");
  CHECK(testing::dollars_for(bill, "kms.key") == Approx(2.0));  // 1 USD a key-month
  CHECK_FALSE(bill.at(0).assumed);
  CHECK(design->parameter("keys.settings.rotation") == "yearly");
}
