// A run with a time limit ends with what it has, says how far it came, and passes nothing.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/tools/program.h"

using namespace windtunnel::testing;
using Json = nlohmann::json;

TEST_CASE("a run that is cut is inconclusive, with the replications that there are") {
  const Folder folder;
  folder.write("loss.yaml",
               "scenario: loss\ntitle: The database crashes\ndesigns: kasha\nfaults: [{strike: component db, mode: crash}]\n"
               "expect: [{journey: order, rto: {p50: \"<= 2 h\"}, level: error, why: a test}]\n");
  const std::string file = folder / "result.json";
  // These replications would take the better part of an hour, and all their records more memory than is made room for at once.
  const Ended ended = windtunnel_program("run '" + (folder / "") + "' --replications 10000000 --years 0 --no-ends --time-limit '2 s' "
                                         "--output json='" + file + "'");
  INFO(ended.out);
  CHECK(ended.status == 2);
  const Json result = Json::parse(text_of(file));
  const Json& run = result.at("runs").at(0);
  CHECK(run.at("status") == "inconclusive");
  CHECK(run.at("replications").get<std::uint64_t>() > 0);
  CHECK(run.at("replications").get<std::uint64_t>() < 10000000);
  CHECK(run.at("reason").get<std::string>().find("stopped by the time limit after ") == 0);
  CHECK(result.at("expectations").at(0).at("verdict") == "inconclusive");
}

TEST_CASE("a limit that is not reached changes nothing") {
  const Folder folder;
  const std::string run = "run --designs kasha --scenarios nat-loss --replications 4 --years 0 --quiet --output json='";
  CHECK(windtunnel_program(run + (folder / "a.json") + "'").status <= 2);
  for (const char* limit : {"1 h", "300 y"}) {  // the latter is beyond what a clock of nanoseconds can say
    CHECK(windtunnel_program(run + (folder / "b.json") + "' --time-limit '" + limit + "'").status <= 2);
    CHECK(text_of(folder / "a.json") == text_of(folder / "b.json"));
  }
}

TEST_CASE("a limit that is no duration is wrong usage") {
  const Ended ended = windtunnel_program("run --time-limit soon");
  CHECK(ended.status == 64);
  CHECK(ended.out.find("expected a duration") != std::string::npos);
}
