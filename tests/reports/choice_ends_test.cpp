// Whether the choice stands at the ends of what was assumed.
#include "reports/choice_ends.h"

#include <catch2/catch.hpp>

#include "reports/choice.h"
#include "tests/reports/two_designs.h"

using namespace windtunnel;
using namespace windtunnel::reports;

namespace {

using Values = std::vector<std::optional<double>>;

/// An end at which the drill of the two designs takes others so long, of twenty replications.
ChoiceEnd end_of(const std::string& design, const std::string& value, Values moved, Values usual = Values(20, 60.0)) {
  MovedRun run{"zone-loss@a", 20, {{"order", std::move(moved)}}, {{"order", std::move(usual)}}};
  return {design, "resolver-cache", value, design == "shop" ? 32.85 : 500, {std::move(run)}};
}

Result tried(std::vector<ChoiceEnd> ends) {
  Result result = two_designs();
  for (ChoiceEnd& end : ends)
    for (MovedRun& run : end.moved) run.scenario = result.runs[0].scenario;
  result.choice_ends = std::move(ends);
  return result;
}

}  // namespace

TEST_CASE("where the chosen design is late at an end, the other one would be chosen") {
  const Result result = tried({end_of("shop", "10 s", Values(20, 30.0)), end_of("shop", "300 s", Values(20, 901.0))});
  const auto ends = at_ends(result, 900);
  REQUIRE(ends.size() == 2);
  CHECK(ends[0].kept == 1);
  CHECK(ends[0].choice == "shop");
  CHECK(ends[1].taken == "60 s");
  CHECK(ends[1].usually == 1);
  CHECK(ends[1].kept == 0);
  CHECK(ends[1].lost == std::vector<std::string>{"zone-loss"});
  CHECK(ends[1].choice == "kiosk");
  CHECK(ends_text(result, 900) ==
        "The choice was tried with the one value assumed for shop at the ends of what is plausible: it stays shop at 1 of 2 ends, "
        "and would be kiosk at resolver-cache = 300 s of shop.");
  CHECK(ends_text(result, 1000).ends_with("it stays shop at all 2."));
}

TEST_CASE("a drill is judged anew only where its tried replications are judged otherwise than the same ones as assumed") {
  Values late(20, 60.0);
  late[3] = late[4] = std::nullopt;
  CHECK(at_ends(tried({end_of("shop", "10 s", late, late)}), 900)[0].kept == 1);
  CHECK(at_ends(tried({end_of("shop", "10 s", late)}), 900)[0].kept == 0);
}

TEST_CASE("a bill that grows at an end can change the choice between designs that keep the same") {
  Result result = tried({end_of("shop", "300 s", Values(20, 60.0))});
  result.choice_ends[0].cost_monthly = 501;
  CHECK(at_ends(result, 900)[0].choice == "kiosk");
}

TEST_CASE("what moves a design is told once for each assumption, at the end that changes more") {
  Result result = tried({end_of("shop", "10 s", Values(20, 30.0)), end_of("shop", "300 s", Values(20, 901.0))});
  const auto moving = movers(result, "shop", 900);
  REQUIRE(moving.size() == 1);
  CHECK(moving[0].end->value == "300 s");
  CHECK(movers(result, "kiosk", 900).empty());
  CHECK(ends_text(two_designs(), 900).empty());
}

namespace {

/// The shop and the kiosk assume the same of resolvers, and at the end both or one of them are late.
Result shared(const char* meaning_of_kiosk, double kiosk_seconds) {
  Result result = tried({end_of("shop", "300 s", Values(20, 901.0)), end_of("kiosk", "300 s", Values(20, kiosk_seconds))});
  AssumptionResult same = result.designs[0].assumptions[0];
  same.meaning = meaning_of_kiosk;
  for (DesignResult& design : result.designs)
    if (design.design == "kiosk") design.assumptions = {same};
  return result;
}

}  // namespace

TEST_CASE("what two designs assume is moved in both at once, and counts once") {
  Result result = two_designs();
  const std::string meaning = result.designs[0].assumptions.at(0).meaning;
  const auto both_late = at_ends(shared(meaning.c_str(), 901), 900);
  REQUIRE(both_late.size() == 2);
  // Neither keeps the drill there, and the shop is the cheaper.
  CHECK(both_late[0].choice == "shop");
  CHECK(both_late[1].choice == "shop");
  CHECK(both_late[0].shared_with == std::vector<std::string>{"kiosk"});
  CHECK_FALSE(both_late[0].repeated);
  CHECK(both_late[1].repeated);
  CHECK(ends_text(shared(meaning.c_str(), 901), 900) ==
        "The choice was tried with the one value assumed for shop and kiosk at the ends of what is plausible (what several of them "
        "share is moved in all of these at once): it stays shop at all 1.");
  CHECK(ends_text(shared(meaning.c_str(), 60), 900).ends_with("and would be kiosk at resolver-cache = 300 s of shop and kiosk."));
}

TEST_CASE("an assumption of the same name that means another thing is moved by itself") {
  const auto ends = at_ends(shared("something else", 901), 900);
  CHECK(ends[0].shared_with.empty());
  CHECK(ends[0].choice == "kiosk");
  CHECK(ends[1].choice == "shop");
}
