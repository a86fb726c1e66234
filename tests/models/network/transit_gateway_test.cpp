// Transit gateways: who reaches them, and what they cost.
#include "tests/support/bench.h"
#include "tests/support/billing.h"

using namespace windtunnel;
using testing::Bench;

namespace {
const std::string joined =
    "design: net\n"
    "regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\n"
    "stacks:\n  s:\n    tgw: {type: transit_gateway, zones: [a], attachments: 2, processed: 100 GB}\n"
    "journeys:\n  j: {success: primary.tgw}\n";
}

// Fact tgw.az_attachment: a zone without an attachment subnet is silently cut off.
TEST_CASE("A zone without an attachment does not reach it") {
  Bench bench(joined);
  bench.run(hours(1));
  const Region& region = bench.design().regions[0];
  const auto& tgw = bench.as<Provider>("primary.tgw");
  CHECK(tgw.provides(bench.world(), {region.domain, region.zones[0].domain}));
  CHECK_FALSE(tgw.provides(bench.world(), {region.domain, region.zones[1].domain}));
  bench.strike("primary", "loss");
  CHECK_FALSE(tgw.provides(bench.world(), {region.domain, region.zones[0].domain}));
}

// Price book: 0.05 USD an attachment-hour, 0.02 USD a GB.
TEST_CASE("Attachments are paid by the hour, data by the GB") {
  const auto bill = testing::bill_of(*testing::design_from(joined), "primary.tgw");
  CHECK(testing::dollars_for(bill, "tgw.attachment") == Approx(73));
  CHECK(testing::dollars_for(bill, "tgw.gb") == Approx(2));
}
