// The two resolutions on whole designs: requests one by one check the flow, within one percentage point of users served.
#include <catch2/catch.hpp>
#include <cmath>
#include <nlohmann/json.hpp>

#include "tests/tools/program.h"

using namespace windtunnel::testing;
using Json = nlohmann::json;

namespace {

Json runs(const std::string& design, const std::string& scenario, const std::string& resolution) {
  Folder folder;
  const std::string file = folder / "result.json";
  const Ended ended = windtunnel_program("run --quiet --no-ends --years 0 --replications 6 --designs " + design + " --scenarios " +
                                         scenario + " --resolution " + resolution + " --output json='" + file + "'");
  INFO(ended.out);
  REQUIRE(ended.status == 0);
  return Json::parse(text_of(file))["runs"];
}

}  // namespace

TEST_CASE("flow and requests agree on designs that lose a unit and on a retry storm") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"kasha", "task-loss"}, {"kasha", "retry-storm"}, {"multi-region", "task-loss"}};
  for (const auto& [design, scenario] : cases) {
    // The same seeds: either resolution is struck at the same instants and draws the same detection and starts.
    const Json flow = runs(design, scenario, "flow"), requests = runs(design, scenario, "request");
    REQUIRE(flow.size() == requests.size());
    for (std::size_t i = 0; i < flow.size(); ++i) {
      if (flow[i]["status"] != "measured") continue;
      for (const auto& [journey, figures] : flow[i]["journeys"].items()) {
        const double served = figures["availability"]["mean"];
        const double arbiter = requests[i]["journeys"][journey]["availability"]["mean"];
        INFO(design << ", " << flow[i]["scenario"] << ", " << journey);
        CHECK(std::abs(served - arbiter) < 0.01);
      }
    }
  }
}
