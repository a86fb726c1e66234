// Address blocks: private, apart, inside their network, large enough.
#include <catch2/catch.hpp>

#include "sim/design/rules.h"
#include "tests/support/small_catalogue.h"

using namespace windtunnel;
using testing::small_design;

namespace {

std::vector<std::string> findings(const std::string& east, const std::string& west = "") {
  const std::string regions =
      "design: d\nregions:\n  east: {name: us-east-1, zones: [a, b], stack: east}\n" +
      std::string(west.empty() ? "" : "  west: {name: us-west-2, zones: [a, b], stack: west}\n");
  const auto design =
      small_design(regions + "stacks:\n  east:\n    web: {type: service, count: 10, egress: inner}\n" + east +
                   (west.empty() ? "" : "  west:\n" + west) + "journeys: {use: {path: [east.web], rate: 1 /s}}\n");
  std::vector<std::string> all;
  for (const Finding& finding : apply_rules(*design, structural_rules()))
    if (finding.rule == "address_space") all.push_back(std::string(to_text(finding.severity)) + " " + finding.text);
  return all;
}

using Texts = std::vector<std::string>;

const std::string network = "    net: {type: network, cidr: 10.0.0.0/16}\n";

}  // namespace

TEST_CASE("blocks in order give no finding") {
  CHECK(findings(network + "    inner: {type: subnets, cidrs: [10.0.0.0/24, 10.0.1.0/24], network: net}\n",
                 "    net: {type: network, cidr: 10.1.0.0/16}\n")
            .empty());
  CHECK(findings("    inner: {type: provider}\n").empty());
}

TEST_CASE("addresses of others, and networks that overlap, are found") {
  CHECK(findings("    net: {type: network, cidr: 172.32.0.0/16}\n    inner: {type: provider}\n") ==
        Texts{"warning east.net uses 172.32.0.0/16, which is not private: whoever owns these addresses cannot be "
              "reached from inside"});
  CHECK(
      findings(network + "    inner: {type: provider}\n", "    net: {type: network, cidr: 10.0.128.0/17}\n") ==
      Texts{
          "warning 10.0.128.0/17 of west.net overlaps 10.0.0.0/16 of east.net: the two networks cannot be connected"});
}

TEST_CASE("subnets outside their network, and subnets that overlap, are found") {
  CHECK(findings(network + "    inner: {type: subnets, cidrs: [10.0.0.0/24, 10.1.0.0/24], network: net}\n") ==
        Texts{"error 10.1.0.0/24 of east.inner lies outside 10.0.0.0/16 of east.net"});
  CHECK(findings(network + "    inner: {type: subnets, cidrs: [10.0.0.0/24, 10.0.0.128/25]}\n") ==
        Texts{"error 10.0.0.0/24 and 10.0.0.128/25 of east.inner overlap"});
  CHECK(findings(
            network +
            "    inner: {type: subnets, cidrs: [10.0.0.0/24]}\n    outer: {type: subnets, cidrs: [10.0.0.0/23]}\n") ==
        Texts{"error 10.0.0.0/23 of east.outer overlaps 10.0.0.0/24 of east.inner"});
}

TEST_CASE("a pool that may outgrow its subnets is found") {
  // Two /29 hold 16 addresses; ten units at the start, and twice as many at the most.
  CHECK(findings(network + "    inner: {type: subnets, cidrs: [10.0.0.0/29, 10.0.0.8/29]}\n") ==
        Texts{"warning east.inner has 16 addresses, and the pools in it may grow to 20 units"});
  CHECK(findings(network + "    inner: {type: subnets, cidrs: [10.0.0.0/28, 10.0.0.16/28]}\n").empty());
}
