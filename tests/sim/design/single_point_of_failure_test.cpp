// Single points of failure: designs that have one, and the same designs with it doubled.
#include <algorithm>
#include <catch2/catch.hpp>

#include "sim/design/rules.h"
#include "tests/support/small_catalogue.h"

using namespace windtunnel;
using testing::small_design;

namespace {

/// Warnings as "component: text"; notes are left out.
std::vector<std::string> warnings(const Design& design) {
  std::vector<std::string> all;
  for (const Finding& finding : apply_rules(design, structural_rules()))
    if (finding.rule == "single_point_of_failure" && finding.severity == Finding::Severity::warning)
      all.push_back(finding.text);
  return all;
}

std::vector<std::string> notes(const Design& design) {
  std::vector<std::string> all;
  for (const Finding& finding : apply_rules(design, structural_rules()))
    if (finding.severity == Finding::Severity::note) all.push_back(finding.text);
  return all;
}

using Texts = std::vector<std::string>;

std::string design_with(const std::string& components) {
  return "design: d\nregions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\nstacks:\n  s:\n" + components +
         "journeys: {order: {path: [front, web, db], rate: 1 /s}, look: {path: [front, web], rate: 1 /s}}\n";
}

const std::string front = "    front: {type: balancer, targets: web}\n";

}  // namespace

TEST_CASE("a database in one zone is found, one with a standby in another is not") {
  CHECK(warnings(*small_design(design_with(front + "    web: {type: service}\n    db: {type: store, zones: [a]}\n"))) ==
        Texts{"every request of order needs primary.db, which stands in the one zone us-east-1a: nothing stands in for "
              "it"});
  CHECK(warnings(*small_design(design_with(front + "    web: {type: service}\n    db: {type: store, zones: [a, b]}\n")))
            .empty());
  CHECK(warnings(*small_design(design_with(front + "    web: {type: service}\n    db: {type: store}\n")))
            .empty());  // a regional service
}

TEST_CASE("a pool of one unit, or in one zone, is found with every journey that needs it") {
  CHECK(warnings(*small_design(design_with(front + "    web: {type: service, count: 1}\n    db: {type: store}\n"))) ==
        Texts{"every request of order and look needs primary.web, which runs one unit: nothing stands in for it"});
  CHECK(warnings(*small_design(design_with(front + "    web: {type: service, zones: [b]}\n    db: {type: store}\n"))) ==
        Texts{"every request of order and look needs primary.web, which stands in the one zone us-east-1b: nothing "
              "stands in for it"});
}

TEST_CASE("one gateway that every launch needs is found, one per zone is not") {
  const std::string rest =
      front + "    db: {type: store}\n    gateway: {type: provider, zone: a}\n    other: {type: provider, zone: b}\n";
  CHECK(warnings(*small_design(design_with(
            rest + "    web: {type: service, egress: routes}\n    routes: {type: routes, ways: gateway}\n"))) ==
        Texts{"every launch of primary.web needs primary.gateway, which stands in the one zone us-east-1a: while it or "
              "that zone is down, "
              "no replacement starts in any zone"});
  CHECK(warnings(*small_design(design_with(
                     rest +
                     "    web: {type: service, egress: routes}\n    routes: {type: routes, ways: [gateway, other]}\n")))
            .empty());
}

TEST_CASE("where something could be built anew does not stand in for where it is") {
  const std::string rest = front + "    db: {type: store}\n    web: {type: service, egress: gateway}\n";
  CHECK(warnings(*small_design(design_with(rest + "    gateway: {type: provider, zone: b, movable: true}\n"))).size() ==
        1);
}

TEST_CASE("a store that several calls share is found behind any of them") {
  const auto design = small_design(R"(
design: shared
regions:
  east: {name: us-east-1, zones: [a, b], stack: s}
  west: {name: us-west-2, zones: [a, b], stack: s, with: {db: null}}
stacks: {s: {front: {type: balancer, targets: web}, web: {type: service}, db: {type: store, zones: [a]}}}
components: {names: {type: names, endpoints: [east.front, west.front]}}
journeys: {order: {path: [names, front, web, east.db], rate: 1 /s}}
)");
  CHECK(
      warnings(*design) ==
      Texts{"every request of order needs east.db, which stands in the one zone us-east-1a: nothing stands in for it"});
  CHECK(notes(*design) == Texts{"as long as nobody fails over, order can be served from the region us-east-1 only"});
}

TEST_CASE("journeys that one region alone can serve are noted, those with a second are not") {
  CHECK(notes(*small_design(design_with(front + "    web: {type: service}\n    db: {type: store}\n"))) ==
        Texts{"as long as nobody fails over, order and look can be served from the region us-east-1 only"});
  CHECK(notes(*small_design(testing::two_regions)).empty());
}

TEST_CASE("each leaf that a structure cannot do without is found") {
  const auto text = [](const std::string& success) {
    return "design: d\nregions: {primary: {name: us-east-1, zones: [a], stack: s}}\nstacks: {s: {one: {type: provider, "
           "requires: [mains]}, "
           "two: {type: provider, requires: [mains]}, mains: {type: provider}}}\njourneys: {use: {success: " +
           success + "}}\n";
  };
  CHECK(warnings(*small_design(text("{any: [primary.one, primary.two]}"))) ==
        Texts{"every request of use needs primary.mains: nothing stands in for it"});
  CHECK(warnings(*small_design(text("{all: [primary.one, primary.two]}"))).size() == 3);
}
