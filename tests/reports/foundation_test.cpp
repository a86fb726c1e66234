// What a report rests on: the chosen design first.
#include <catch2/catch.hpp>

#include "reports/choice.h"
#include "tests/reports/two_designs.h"

using namespace windtunnel;
using namespace windtunnel::reports;

TEST_CASE("what a report rests on begins with the assumptions that move the design to choose") {
  Result result = two_designs();
  CHECK(foundation_text(result).starts_with("Where documents are silent, "));
  ChoiceEnd end{"shop", "resolver-cache", "10 s", 32.85, {}};
  result.choice_ends = {end};
  CHECK(foundation_text(result).starts_with("shop keeps 1 of 1 drills at either end of each value that was assumed of it. Where"));
  MovedRun moved{result.runs[0].scenario, 2, {{"order", {901.0, 901.0}}}, {{"order", {60.0, 60.0}}}};
  end.value = "300 s";
  end.moved = {moved};
  result.choice_ends.push_back(end);
  INFO(foundation_text(result));
  CHECK(foundation_text(result).starts_with(
      "shop keeps 1 of 1 drills as assumed; the assumption of its own that changes this most, and how many it keeps there: "
      "resolver-cache (how long resolvers keep an answer; taken as 60 s, low confidence, from a survey): 0 at 300 s. Where"));
}
