// What a run notes of the parameters that its recoveries waited for: the same replication with each of them halved.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/takeover.h"
#include "tests/tools/program.h"

using namespace windtunnel::testing;
using Json = nlohmann::json;

namespace {

Json recovery_of(const std::string& options) {
  const Folder folder;
  const Ended ended = windtunnel_program("run " + folder.write("pair.yaml", takeover_design) + " " +
                                         folder.write("loss.yaml", takeover_scenario) + " -n 3 --years 0 -q -o json=" +
                                         (folder / "result.json") + " " + options);
  INFO(ended.out);
  REQUIRE(ended.status == 0);
  return Json::parse(text_of(folder / "result.json")).at("replays").at(0);
}

}  // namespace

TEST_CASE("halving the one duration that a recovery waits for saves half of it") {
  const Json replay = recovery_of("");
  const Json& recovery = replay.at("recoveries").at(0);
  CHECK(recovery.at("seconds") == 90);
  CHECK(replay.at("parameters_tried").get<int>() >= 1);
  REQUIRE(recovery.at("savings").size() == 1);
  CHECK(recovery["savings"][0]["parameter"] == "database.failover");
  CHECK(recovery["savings"][0]["value"] == "90 s");
  CHECK(recovery["savings"][0]["tried"] == "45 s");
  CHECK(recovery["savings"][0]["seconds"] == 45);
}

TEST_CASE("of two designs of one name nothing is told of what parameters of the first save by what the second says") {
  const Folder folder;
  std::filesystem::create_directories(folder / "old");
  std::filesystem::create_directories(folder / "new");
  folder.write("old/shop.yaml", "design: shop\nextends: kasha\njourneys: {look: {success: primary.nat, rate: 1 /s}}\n");
  folder.write("new/shop.yaml", "design: shop\nextends: kasha\n");
  const Ended ended = windtunnel_program("compare " + (folder / "old/shop.yaml") + " " + (folder / "new/shop.yaml") +
                                         " --scenarios nat-loss -n 4 --years 0 --fields 0 -q -o json=" + (folder / "result.json"));
  INFO(ended.out);
  REQUIRE(ended.status == 0);
  const Json result = Json::parse(text_of(folder / "result.json"));
  REQUIRE(result.at("replays").size() == 2);
  CHECK(result["replays"][0].at("recoveries").size() == 3);
  CHECK(result["replays"][0]["parameters_tried"] == 0);
  CHECK(result["replays"][1]["parameters_tried"] > 0);
}

TEST_CASE("what a parameter saves does not depend on the number of threads") {
  CHECK(recovery_of("--jobs 1") == recovery_of("--jobs 2"));
}
