// A region that looks misspelt is taken as it stands, and told.
#include <catch2/catch.hpp>

#include "tests/tools/program.h"

using namespace windtunnel::testing;

namespace {

std::string design_in(const std::string& region) {
  return "design: shop\nregions: {primary: {name: " + region + ", zones: [a], stack: s}}\n"
         "stacks: {s: {vpc: {type: vpc, cidr: 10.0.0.0/16}, gateway: {type: internet_gateway, vpc: vpc}}}\n"
         "journeys: {ask: {success: primary.gateway, rate: 1 /s}}\n";
}

}  // namespace

TEST_CASE("a region that is almost one of the price book's or the geography's gets a warning, one's own name none") {
  const Folder folder;
  const std::string file = folder.write("shop.yaml", design_in("eu-zentral-1"));
  const std::string warning = file + ":2:27: warning: the region \"eu-zentral-1\" has neither prices nor a place that distances are "
                                     "counted from; did you mean \"eu-central-1\"?";
  for (const std::string& command : {"validate " + file, "trace " + file + " zone-loss -q"}) {
    const Ended ended = windtunnel_program(command);
    INFO(ended.out);
    CHECK(ended.status == 0);
    CHECK(ended.out.find(warning) != std::string::npos);
  }
  for (const char* region : {"eu-central-1", "ap-south-1", "cellar", "eu", "data-centre-1"}) {
    folder.write("shop.yaml", design_in(region));
    CHECK(windtunnel_program("validate " + file).out.find("warning") == std::string::npos);
  }
}
