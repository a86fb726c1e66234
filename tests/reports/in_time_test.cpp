// Which drills count, by what kind, between which designs the choice is, and which are left out of it.
#include "reports/in_time.h"

#include <catch2/catch.hpp>

#include "tests/reports/two_designs.h"

using namespace windtunnel;
using namespace windtunnel::reports;

namespace {

/// As the first drill of the two designs.
Result by_kind() {
  Result result = two_designs();
  for (RunResult& run : result.runs) run.disruption = "zone";
  add_drill(result, "region-loss", "region", std::nullopt, 60);
  add_drill(result, "surge", "load", 60, 1000);
  add_drill(result, "own", "", 60, 60);
  return result;
}

InTime design(const std::string& name, std::size_t kept, double cost) { return {name, cost, 10, kept, {}, {}}; }

}  // namespace

TEST_CASE("drills are counted by kind of disruption too, in a fixed order and those of no kind last") {
  const auto designs = in_time(by_kind(), 900);
  REQUIRE(designs.size() == 2);
  CHECK(designs[0].design == "shop");
  std::string kinds;
  for (const InTime::Kind& kind : designs[0].kinds)
    kinds += kind.name + " " + std::to_string(kind.kept) + "/" + std::to_string(kind.runs) + ", ";
  CHECK(kinds == "zone 1/1, region 0/1, load 1/1,  1/1, ");
}

TEST_CASE("where some kinds of drill alone count, another design may be the one to choose") {
  const auto designs = in_time(by_kind(), 900, {"region", "zone"});
  CHECK(designs[0].design == "kiosk");
  CHECK(designs[0].kept == 2);
  CHECK(designs[0].runs == 2);
  CHECK(designs[1].missed == std::vector<std::string>{"region-loss"});
}

TEST_CASE("the choice is between the first, those that none keeps as much for less, and those that keep as much") {
  CHECK(contenders({design("a", 6, 1100), design("b", 6, 1300), design("c", 5, 1200), design("d", 5, 900), design("e", 4, 950),
                    design("f", 3, 200), design("g", 0, 10)}) == std::vector<std::string>{"a", "d", "f", "b"});
  CHECK(contenders({design("a", 6, 1100)}).empty());
  CHECK(contenders({design("a", 9, 900), design("b", 8, 800), design("c", 7, 700), design("d", 6, 600), design("e", 5, 500)})
            .size() == 4);
}

TEST_CASE("a design whose prices are not all known comes after those that are priced in full, and excludes nobody") {
  Result result = by_kind();
  result.designs[0].cost_monthly.unknown = {"web: hours"};
  result.designs[0].cost_monthly.total = 0;
  const auto designs = in_time(result, 900);  // both keep three of four
  CHECK(designs[0].design == "kiosk");
  REQUIRE(perhaps_cheaper(designs).size() == 1);
  CHECK(perhaps_cheaper(designs)[0].unpriced == std::vector<std::string>{"web: hours"});
  for (const ScenarioInTime& one : by_scenario(result, 900)) {
    if (one.scenario != "own") continue;
    CHECK(one.cheapest == "kiosk");
    CHECK(one.perhaps_cheaper == std::vector<std::string>{"shop"});
  }
  InTime bound = design("c", 5, 100);
  bound.unpriced = {"web: hours"};
  CHECK(contenders({design("a", 6, 1100), bound, design("d", 4, 900)}) == std::vector<std::string>{"a", "c", "d"});
}

TEST_CASE("a variant that was put through few drills is left out, and what it kept of them is told") {
  Result result = by_kind();
  DesignResult variant = result.designs[0];
  variant.design = "shop-spare";
  result.designs.push_back(variant);
  RunResult run = result.runs[0];
  run.design = "shop-spare";
  result.runs.push_back(run);
  const auto out = left_out(result, 900);
  REQUIRE(out.size() == 1);
  CHECK(out[0].design == "shop-spare");
  CHECK(out[0].why == "put through 1 of the 4 drills");
  CHECK(out[0].kept == 1);
  CHECK(out[0].runs == 1);
  CHECK(left_out(by_kind(), 900).empty());
}

TEST_CASE("the drills that decide are those that apply to all and hurt somebody") {
  Result result = by_kind();
  add_drill(result, "quiet-week", "", 0, 0);
  const auto drills = deciding_drills(result);
  CHECK(drills.size() == 4);
  CHECK(std::find(drills.begin(), drills.end(), "quiet-week") == drills.end());
}

TEST_CASE("a share in time is said in one way everywhere, and never rounded up to what is required") {
  CHECK(in_time_text(0.455) == "45 % in time");
  CHECK(in_time_text(0.9499) == "94 % in time");
  // 100 times this quotient is a little less than 29.
  CHECK(in_time_text(29.0 / 100) == "29 % in time");
  CHECK(in_time_text(0) == "never in time");
  CHECK(in_time_text(0.005) == "under 1 % in time");
  CHECK(in_time_text(0.9996) == "99 % in time");
  CHECK(in_time_text(1) == "always in time");
}
