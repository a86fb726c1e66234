// Selectors: their grammar, and what they mean in a design.
#include "sim/scenario/selector.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "tests/support/small_catalogue.h"

using namespace windtunnel;
using testing::small_design;

namespace {

Selector parsed(const std::string& text) {
  std::string because;
  const auto selector = parse_selector(text, because);
  INFO(text << because);
  REQUIRE(selector);
  return *selector;
}

std::string reason_against(const std::string& text) {
  std::string because;
  CHECK_FALSE(parse_selector(text, because));
  return because;
}

/// The names of what a selector hits, or the reason why it hits nothing or too much.
std::vector<std::string> hits(const std::string& text, const Design& design) {
  const Selection selection = resolve_selector(parsed(text), design);
  if (!selection.not_applicable.empty()) return {"not applicable: " + selection.not_applicable};
  if (!selection.ambiguous.empty()) return {"ambiguous: " + selection.ambiguous};
  std::vector<std::string> names;
  for (const auto& hit : selection.hits) names.push_back(design.component(hit.component).name());
  return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("zones and regions are chosen by name, rank and what is in them") {
  const auto design = small_design(testing::two_regions);
  CHECK(hits("each zone", *design) == Names{"east.zone-1", "east.zone-2", "west.zone-1", "west.zone-2"});
  CHECK(hits("each zone of primary", *design) == Names{"east.zone-1", "east.zone-2"});
  CHECK(hits("zone c", *design) == Names{"west.zone-2"});
  CHECK(hits("zone b of east", *design) == Names{"east.zone-2"});
  CHECK(hits("zone 2 of standby", *design) == Names{"west.zone-2"});
  CHECK(hits("region primary", *design) == Names{"east"});
  CHECK(hits("region west", *design) == Names{"west"});
  CHECK(hits("each region", *design) == Names{"east", "west"});
  CHECK(hits("control plane of region primary", *design) == Names{"east"});
  CHECK(hits("control plane of standby", *design) == Names{"west"});
  CHECK(hits("region of component west.db", *design) == Names{"west"});
}

TEST_CASE("the zone of a component is that of its first unit, and each zone all of its zones") {
  const auto design = small_design(testing::two_regions);
  CHECK(hits("zone of database primary", *design) == Names{"east.zone-2"});  // the writer is in b
  CHECK(hits("zone of component east.gateway", *design) == Names{"east.zone-1"});
  CHECK(hits("each zone of database primary", *design) == Names{"east.zone-2", "east.zone-1"});
  CHECK(hits("zone of component east.registry", *design) ==
        Names{"not applicable: no unit of east.registry lies in one zone"});
}

TEST_CASE("the zone of a component is where it is, not where it could be") {
  const auto design = small_design(R"(
design: movable
regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}
stacks: {s: {gateway: {type: provider, zone: b, movable: true}}}
journeys: {use: {success: primary.gateway}}
)");
  CHECK(hits("each zone of component gateway", *design) == Names{"primary.zone-2"});
}

TEST_CASE("roles come from capabilities and ports") {
  const auto design = small_design(testing::two_regions);
  CHECK(hits("every service", *design) == Names{"east.web", "west.web"});
  CHECK(hits("each load balancer", *design) == Names{"east.front", "west.front"});
  CHECK(hits("each database", *design) == Names{"east.db", "west.db"});
  CHECK(hits("replica", *design) == Names{"west.db"});
  CHECK(hits("dns", *design) == Names{"names"});
  CHECK(hits("each queue", *design) == Names{"not applicable: the design has no queue"});
  CHECK(hits("each type provider of west", *design) == Names{"west.gateway", "west.registry"});
  CHECK(hits("every component gateway", *design) == Names{"east.gateway", "west.gateway"});
  CHECK(hits("each component east.*", *design).size() == 7);  // five components and two zones
}

TEST_CASE("originals come before the stores that copy them, wherever they are written") {
  const auto design = small_design(R"(
design: two-stores
regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}
stacks: {s: {replica: {type: store, zones: [b], copies: original}, original: {type: store, zones: [a]}}}
journeys: {use: {path: [primary.original], rate: 1 /s}}
)");
  CHECK(hits("database primary", *design) == Names{"primary.original"});
  CHECK(hits("zone of database primary", *design) == Names{"primary.zone-1"});
}

TEST_CASE("a role means what journeys pass through before what stands beside them, wherever it is written") {
  const auto design = small_design(R"(
design: two-stores
regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}
stacks: {s: {archive: {type: store, zones: [a]}, orders: {type: store, zones: [b]}}}
journeys: {use: {path: [primary.orders], rate: 1 /s}}
)");
  CHECK(hits("database primary", *design) == Names{"primary.orders"});
  CHECK(hits("zone of database primary", *design) == Names{"primary.zone-2"});
  CHECK(hits("each database", *design) == Names{"primary.orders", "primary.archive"});
}

TEST_CASE("without each, every or first exactly one must match") {
  const auto design = small_design(testing::two_regions);
  CHECK(hits("service", *design) ==
        Names{"ambiguous: \"service\" matches east.web, west.web in design twins; write \"each\", \"every\" or "
              "\"first\" before it, or say which"});
  CHECK(hits("first service", *design) == Names{"east.web"});
  CHECK(hits("service primary", *design) == Names{"east.web"});
  CHECK(hits("type provider of primary", *design).front().starts_with("ambiguous"));
  CHECK(hits("zone a", *design).front().starts_with("ambiguous"));
}

TEST_CASE("units can be chosen by their zone") {
  const auto design = small_design(testing::two_regions);
  const Selection selection = resolve_selector(parsed("every service in zone c"), *design);
  REQUIRE(selection.hits.size() == 1);  // only the west has a zone c
  CHECK(design->component(selection.hits[0].component).name() == "west.web");
  CHECK(design->label(selection.hits[0].within) == "us-west-2c");
  CHECK(hits("every service in zone z", *design) ==
        Names{"not applicable: east.web, west.web has no unit in zone \"z\""});
}

TEST_CASE("a design without what is named is not applicable") {
  const auto design = small_design(
      "design: empty\nregions: {primary: {name: us-east-1, zones: [a]}}\njourneys: {use: {success: primary}}\n");
  CHECK(hits("region standby", *design) == Names{"not applicable: the design has no second region"});
  CHECK(hits("each service", *design) == Names{"not applicable: the design has no service"});
  CHECK(hits("dns", *design) == Names{"not applicable: the design has no dns"});
  CHECK(hits("zone q", *design) == Names{"not applicable: the design has no zone \"q\""});
  const auto global = small_design("design: global\ncomponents: {front: {type: provider}}\njourneys: {use: {success: front}}\n");
  for (const char* text : {"region", "first region", "each region", "every region"})
    CHECK(hits(text, *global) == Names{"not applicable: the design has no regions"});
}

TEST_CASE("what is no selector is refused with the way out") {
  CHECK(reason_against("each datbase").find("did you mean \"database\"") != std::string::npos);
  CHECK(reason_against("").find("expected one of zone, control plane") == std::string::npos);
  CHECK(reason_against("zone of") == "; expected a region or a component at the end");
  CHECK(reason_against("control plane") == "; expected \"of\" and a region at the end");
  CHECK(reason_against("zone a of database primary").find("either by its name or by what is in it") !=
        std::string::npos);
  CHECK(reason_against("each zone of primary today") == "; expected the end instead of \"today\"");
  CHECK(reason_against("component") == "; expected the name of a component at the end");
  CHECK(reason_against("service in region a") == "; expected \"zone\" instead of \"region\"");
}

TEST_CASE("every example of the reference page is a selector") {
  const std::string page = selector_reference();
  std::size_t examples = 0;
  for (std::size_t row = page.find("\n| `"); row != std::string::npos; row = page.find("\n| `", row + 1)) {
    const std::string line = page.substr(row + 1, page.find('\n', row + 1) - row - 1);
    if (std::count(line.begin(), line.end(), '|') != 4) continue;
    const std::size_t begin = line.rfind("| `") + 3;
    CHECK(parsed(line.substr(begin, line.rfind('`') - begin)).text.size() > 3);
    ++examples;
  }
  CHECK(examples == 8);
  for (const Role& role : roles()) CHECK(page.find("`" + std::string(role.word) + "`") != std::string::npos);
}

TEST_CASE("the page beside the scenarios is the generated one") {
  std::ifstream file(std::string(WINDTUNNEL_SOURCE_DIR) + "/scenarios/selectors.md");
  const std::string page((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  CHECK(page == selector_reference());
}
