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

TEST_CASE("what a parameter saves does not depend on the number of threads") {
  CHECK(recovery_of("--jobs 1") == recovery_of("--jobs 2"));
}
