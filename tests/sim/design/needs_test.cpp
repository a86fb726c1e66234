// Block diagrams of journeys and launches: what stands in a row, and what side by side.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "sim/design/graph.h"
#include "sim/design/graph_algorithms.h"
#include "tests/support/small_catalogue.h"

using namespace windtunnel;
using testing::small_design;

namespace {

const JourneyDefinition& journey_of(const Design& design, const std::string& name) {
  const auto found = std::find_if(design.journeys.begin(), design.journeys.end(),
                                  [&](const JourneyDefinition& j) { return j.name == name; });
  REQUIRE(found != design.journeys.end());
  return *found;
}

using Names = std::vector<std::string>;

/// Names of the blocks on every way.
Names single(const Needs& needs) {
  Names names;
  for (const std::uint32_t node : dominators(needs.graph, Needs::start, Needs::end))
    if (needs.graph.nodes[node].component != no_component) names.push_back(needs.graph.nodes[node].name);
  return names;
}

std::set<std::string> smallest_cut(const Needs& needs) {
  std::set<std::string> names;
  const auto can_fail = [](const GraphNode& node) { return node.kind == GraphNode::Kind::part; };
  for (const std::uint32_t node : minimum_vertex_cut(needs.graph, Needs::start, Needs::end, can_fail).nodes)
    names.insert(needs.graph.nodes[node].name);
  return names;
}

bool works_without(const Needs& needs, const std::vector<std::string>& lost) {
  return reaches(needs.graph, Needs::start, Needs::end,
                 [&](const GraphNode& node) { return std::count(lost.begin(), lost.end(), node.name) > 0; });
}

const std::string one_region = R"(
design: single
regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}
stacks:
  s:
    front: {type: balancer, targets: web}
    web: {type: service}
    lone: {type: service, zones: [a]}
    db: {type: store, zones: [a]}
    copy: {type: store, zones: [b], copies: db}
    regional: {type: store}
)";

}  // namespace

TEST_CASE("what a request passes stands in a row, with its parts in several zones side by side") {
  const auto design = small_design(one_region + "journeys: {use: {path: [front, web, db], rate: 1 /s}}\n");
  const Needs needs = journey_needs(*design, journey_of(*design, "use"));
  CHECK(single(needs) == Names{"primary.db@us-east-1a"});
  CHECK(works_without(needs, {"primary.web@us-east-1a", "primary.front@us-east-1b"}));
  CHECK_FALSE(works_without(needs, {"primary.web@us-east-1a", "primary.web@us-east-1b"}));
}

TEST_CASE("several calls are all needed, optional ones are not, and a fallback stands beside") {
  const auto design = small_design(one_region + R"(
journeys:
  both: {path: [web, {calls: [db, {call: copy}]}], rate: 1 /s}
  maybe: {path: [web, {call: db, optional: true}], rate: 1 /s}
  either: {path: [web, {call: copy, fallback: db}], rate: 1 /s}
)");
  CHECK(single(journey_needs(*design, journey_of(*design, "both"))) ==
        Names{"primary.db@us-east-1a", "primary.copy@us-east-1b"});
  CHECK(single(journey_needs(*design, journey_of(*design, "maybe"))).empty());
  const Needs either = journey_needs(*design, journey_of(*design, "either"));
  CHECK(single(either).empty());
  CHECK(smallest_cut(either).size() == 2);
}

TEST_CASE("endpoints stand side by side behind the names that lead to them") {
  const auto design = small_design(testing::two_regions);
  const Needs needs = journey_needs(*design, journey_of(*design, "order"));
  CHECK(single(needs) == Names{"names"});
  CHECK(works_without(needs, {"east.db@us-east-1a", "east.db@us-east-1b"}));
  // Two parts in each of the two regions: whatever is cut, it takes two in the one and two in the other.
  CHECK(smallest_cut(needs).size() == 4);
}

TEST_CASE("a pool of one unit is one block wherever it may run") {
  const auto text = [](const char* count) {
    return std::string(
               "design: d\nregions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\nstacks: {s: {web: {type: "
               "service, count: ") +
           count + "}}}\njourneys: {use: {path: [web], rate: 1 /s}}\n";
  };
  const auto one = small_design(text("1")), two = small_design(text("2"));
  CHECK(single(journey_needs(*one, one->journeys[0])) == Names{"primary.web"});
  CHECK(single(journey_needs(*two, two->journeys[0])).empty());
}

TEST_CASE("structures are laid out exactly") {
  const auto text = [](const std::string& success) {
    return "design: d\nregions: {primary: {name: us-east-1, zones: [a], stack: s}}\nstacks:\n  s: {a: {type: provider, "
           "requires: [power]}, "
           "b: {type: provider, requires: [power]}, c: {type: provider}, power: {type: provider}}\njourneys: {use: "
           "{success: " +
           success + "}}\n";
  };
  const auto needs = [&](const std::string& success) {
    const auto design = small_design(text(success));
    return journey_needs(*design, design->journeys[0]);
  };
  CHECK(single(needs("{all: [primary.a, primary.c]}")) == Names{"primary.a", "primary.power", "primary.c"});
  CHECK(single(needs("{any: [primary.a, primary.c]}")).empty());
  const Needs two_of_three = needs("{at_least: 2, of: [primary.a, primary.b, primary.c]}");
  CHECK(works_without(two_of_three, {"primary.a"}));
  CHECK(works_without(two_of_three, {"primary.c"}));
  CHECK_FALSE(works_without(two_of_three, {"primary.a", "primary.c"}));
  CHECK_FALSE(works_without(two_of_three, {"primary.power"}));  // takes a and b with it
  CHECK(works_without(needs("{at_least: 1, of: [primary.a, primary.b, primary.c]}"), {"primary.power"}));
}

TEST_CASE("thresholds inside each other are exact as long as the diagram stays small") {
  const std::string shop = "design: d\nregions: {primary: {name: us-east-1, zones: [a], stack: s}}\nstacks:\n  s: {a: {type: provider}, "
                           "b: {type: provider}, c: {type: provider}}\njourneys: {use: {success: ";
  std::string nested = "{at_least: 2, of: [primary.a, primary.b, primary.c]}";
  const std::string once = nested;
  nested = "{at_least: 2, of: [" + once + ", " + once + ", primary.a]}";
  const auto twice = small_design(shop + nested + "}}\n");
  CHECK_FALSE(works_without(journey_needs(*twice, twice->journeys[0]), {"primary.b", "primary.c"}));
  CHECK(works_without(journey_needs(*twice, twice->journeys[0]), {"primary.c"}));
  // Each level of two out of three lays its parts five times: exact, nine levels would have 5^9 blocks.
  for (int level = 2; level < 9; ++level) nested = "{at_least: 2, of: [" + nested + ", " + nested + ", " + nested + "]}";
  const auto deep = small_design(shop + nested + "}}\n");
  const Needs needs = journey_needs(*deep, deep->journeys[0]);
  CHECK(needs.graph.nodes.size() < 500'000);
  CHECK(works_without(needs, {"primary.c"}));
  CHECK_FALSE(works_without(needs, {"primary.a", "primary.b", "primary.c"}));
}

TEST_CASE("a launch needs what its pool refers to, and what that refers to in turn") {
  const auto design = small_design(R"(
design: launches
regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}
stacks:
  s:
    web: {type: service, egress: routes, images: registry}
    routes: {type: routes, ways: [gateway-a, gateway-b]}
    narrow: {type: service, egress: narrow-routes}
    narrow-routes: {type: routes, ways: gateway-a}
    gateway-a: {type: provider, zone: a, requires: door}
    gateway-b: {type: provider, zone: b, requires: door}
    door: {type: provider}
    registry: {type: provider}
journeys: {use: {path: [primary.web], rate: 1 /s}}
)");
  const Needs wide = launch_needs(*design, design->find("primary.web"));
  CHECK(works_without(wide, {"primary.gateway-a@us-east-1a"}));
  CHECK_FALSE(works_without(wide, {"primary.gateway-a@us-east-1a", "primary.gateway-b@us-east-1b"}));
  CHECK_FALSE(works_without(wide, {"primary.door"}));
  CHECK(smallest_cut(wide) == std::set<std::string>{"primary.gateway-a@us-east-1a", "primary.gateway-b@us-east-1b"});
  CHECK(single(wide) == Names{"primary.routes", "primary.registry"});  // the door stands behind each gateway: twice
  const Needs narrow = launch_needs(*design, design->find("primary.narrow"));
  CHECK(single(narrow) == Names{"primary.narrow-routes", "primary.gateway-a@us-east-1a", "primary.door"});
}
