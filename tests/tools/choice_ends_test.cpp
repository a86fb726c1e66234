// What a run notes of the choice between designs: those that could be chosen, at the ends of what was assumed of them.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/takeover.h"
#include "tests/tools/program.h"

using namespace windtunnel::testing;
using Json = nlohmann::json;

namespace {

constexpr const char* assumed = R"(
assumptions:
  takeover: {meaning: Time to take over., value: 90 s, low: 30 s, high: 20 min, parameter: database.failover}
  orders: {meaning: Orders a second., value: 100 /s, low: 50 /s, high: 200 /s, scales: [order]}
  habit: {meaning: What nobody knows., value: unknown, low: rare, high: common}
)";

/// The takeover, and another that takes ten minutes and assumes nothing.
Json result_of(const std::string& options, bool both = true) {
  const Folder folder;
  const std::string pair = folder.write("pair.yaml", takeover_design + std::string(assumed));
  std::string slow = takeover_design;
  slow.replace(slow.find("design: pair"), 12, "design: slow");
  slow.replace(slow.find("90 s"), 4, "10 min");
  std::string loss = takeover_scenario;
  if (both) loss.replace(loss.find("[pair]"), 6, "[pair, slow]");
  const std::string other = folder.write("slow.yaml", slow);
  const Ended ended = windtunnel_program("run " + pair + " " + (both ? other : "") + " " + folder.write("loss.yaml", loss) +
                                         " -n 30 --years 0 -q -o json=" + (folder / "result.json") + " " + options);
  INFO(ended.out);
  REQUIRE(ended.status == 0);
  return Json::parse(text_of(folder / "result.json"));
}

}  // namespace

TEST_CASE("the choice is tried at both ends of each assumption that makes another design") {
  const Json ends = result_of("").at("choice_ends");
  std::string tried;
  for (const Json& end : ends)
    tried += end.at("design").get<std::string>() + " " + end.at("assumption").get<std::string>() + " = " +
             end.at("value").get<std::string>() + "; ";
  CHECK(tried == "pair takeover = 30 s; pair takeover = 20 min; pair orders = 50 /s; pair orders = 200 /s; ");
  REQUIRE(ends[1].at("moved").size() == 1);
  const Json& moved = ends[1].at("moved")[0];
  CHECK(moved.at("scenario") == "loss");
  CHECK(moved.at("replications") == 20);
  // The same faults and draws: nothing but the time to take over is another.
  const Json &there = moved.at("rto_seconds").at("order"), &usual = moved.at("usual_rto_seconds").at("order");
  for (std::size_t i = 0; i < 20; ++i) CHECK(there[i].get<double>() - usual[i].get<double>() == Approx(1200 - 90));
  CHECK(ends[2].at("moved").empty());
}

TEST_CASE("who asks for no ends has none of the choice either; one design alone is no choice") {
  CHECK(result_of("--no-ends").at("choice_ends").empty());
  CHECK(result_of("", false).at("choice_ends").empty());
}

TEST_CASE("the ends of the choice do not depend on the number of threads") {
  CHECK(result_of("--jobs 1").at("choice_ends") == result_of("--jobs 2").at("choice_ends"));
}

TEST_CASE("runs name the kind of disruption that their scenario is about") {
  const Folder folder;
  windtunnel_program("run --designs kasha --scenarios zone-loss -n 2 --years 0 --no-ends -q -o json=" + (folder / "result.json"));
  const Json result = Json::parse(text_of(folder / "result.json"));
  CHECK_FALSE(result.at("runs").empty());
  for (const Json& run : result.at("runs")) CHECK(run.at("disruption") == "zone");
}
