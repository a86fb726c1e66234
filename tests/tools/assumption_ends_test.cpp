// What a run notes of the assumptions that a verdict rests on: the same drills with each of them at its ends.
#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/support/takeover.h"
#include "tests/tools/program.h"

using namespace windtunnel::testing;
using Json = nlohmann::json;

namespace {

/// What is assumed of the takeover, and claims that rest on it.
constexpr const char* assumed_and_claimed = R"(
assumptions:
  required-share: {meaning: Share of replications., value: 95 %, low: 90 %, high: 99 %}
  takeover: {meaning: Time to take over., value: 90 s, low: 30 s, high: 10 min, parameter: database.failover}
  orders: {meaning: Orders a second., value: 100 /s, low: 50 /s, high: 200 /s, scales: [order]}
  habit: {meaning: What nobody knows., value: unknown}
claims:
  - id: lamp-01
    measured: {scenario: loss, measure: rto, limit: < 120 s}
    assumptions: [takeover, orders, habit, required-share]
  - id: lamp-02
    measured: {scenario: loss, measure: rto, limit: < 60 s}
    assumptions: [takeover]
  - id: lamp-03
    configured: {database.failover: 90 s}
    assumptions: [takeover]
  - id: lamp-04
    availability: 99.9 %
    assumptions: [takeover]
  - id: lamp-05
    measured: {scenario: region-loss, measure: rto, limit: < 60 s}
    assumptions: [takeover, required-share]
)";

std::map<std::string, Json> claims_of(const std::string& options, const std::string& years = "0", int replications = 100) {
  const Folder folder;
  const std::string design = folder.write("pair.yaml", takeover_design + std::string(assumed_and_claimed));
  const Ended ended = windtunnel_program("run " + design + " " + folder.write("loss.yaml", takeover_scenario) + " -n " +
                                         std::to_string(replications) + " --years " + years + " -q -o json=" +
                                         (folder / "result.json") + " " + options);
  INFO(ended.out);
  REQUIRE(ended.status == 0);
  std::map<std::string, Json> claims;
  const Json result = Json::parse(text_of(folder / "result.json"));
  for (const Json& claim : result.at("claims")) claims[claim.at("id")] = claim;
  return claims;
}

}  // namespace

TEST_CASE("a verdict says at which end of an assumption it would be another") {
  const auto claims = claims_of("");
  CHECK(claims.at("lamp-01").at("verdict") == "upheld");
  CHECK(claims.at("lamp-01").at("changes_at") == Json{"takeover = 10 min: refuted"});
  CHECK(claims.at("lamp-02").at("verdict") == "refuted");
  CHECK(claims.at("lamp-02").at("changes_at") == Json{"takeover = 30 s: upheld"});
  CHECK(claims.at("lamp-03").at("changes_at") == Json({"takeover = 30 s: refuted", "takeover = 10 min: refuted"}));
}

TEST_CASE("each end that was tried is noted, in the claim's order; what moves nothing is not tried") {
  const auto claims = claims_of("");
  std::vector<std::string> tried;
  for (const Json& end : claims.at("lamp-01").at("tried_ends"))
    tried.push_back(end.at("assumption").get<std::string>() + " " + end.at("value").get<std::string>() + " " +
                    end.at("verdict").get<std::string>() + " " + std::to_string(end.at("replications").get<int>()));
  CHECK(tried == std::vector<std::string>{"takeover 30 s upheld 20", "takeover 10 min refuted 4", "orders 50 /s upheld 20",
                                          "orders 200 /s upheld 20", "required-share 90 % upheld 0",
                                          "required-share 99 % upheld 0"});
  CHECK(claims.at("lamp-01").at("tried_ends")[1].at("measured").get<std::string>().find("10 min") != std::string::npos);
  CHECK(claims.at("lamp-03").at("tried_ends")[0].at("replications") == 0);
}

TEST_CASE("an end is looked at until it is clear: four replications refute, and it takes eighty to uphold") {
  const auto claims = claims_of("");
  const auto tried = [&](const char* id, std::size_t end) {
    const Json& at = claims.at(id).at("tried_ends")[end];
    return at.at("verdict").get<std::string>() + " by " + std::to_string(at.at("replications").get<int>());
  };
  CHECK(tried("lamp-02", 0) == "upheld by 80");  // 30 s, of a limit of 60
  CHECK(tried("lamp-02", 1) == "refuted by 4");  // 10 min
  CHECK(tried("lamp-01", 0) == "upheld by 20");  // as it is without the move
}

TEST_CASE("no more replications are noted of an end than the run has") {
  const auto claims = claims_of("", "0", 3);
  CHECK(claims.at("lamp-01").at("tried_ends")[0].at("replications") == 3);
}

TEST_CASE("who asks for no ends gets none") {
  const auto claims = claims_of("--no-ends");
  CHECK(claims.at("lamp-01").at("verdict") == "upheld");
  CHECK(claims.at("lamp-01").at("tried_ends").empty());
  CHECK(claims.at("lamp-01").at("changes_at").empty());
}

TEST_CASE("the ends do not depend on the number of threads") { CHECK(claims_of("--jobs 1") == claims_of("--jobs 2")); }

TEST_CASE("claims about years are tried at the ends where years of every design are asked for") {
  CHECK(claims_of("", "5").at("lamp-04").at("tried_ends").empty());
  const Json ends = claims_of("--all-years", "5").at("lamp-04").at("tried_ends");
  REQUIRE(ends.size() == 2);
  CHECK(ends[0].at("value") == "30 s");
  CHECK(ends[1].at("value") == "10 min");
  CHECK(ends[0].at("measured").get<std::string>().find("of years keep the budget") != std::string::npos);
}

TEST_CASE("what is not measured is not tried either") {
  const auto claims = claims_of("");
  CHECK(claims.at("lamp-05").at("verdict") == "not_measured");
  CHECK(claims.at("lamp-05").value("tried_ends", Json::array()).empty());
  CHECK_FALSE(claims.at("lamp-01").at("tried_ends").empty());
}
