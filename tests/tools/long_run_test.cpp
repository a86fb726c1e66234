// How many years are simulated: as many as were asked for, or as many as a design's budget needs to be decided.
#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tests/tools/program.h"

using namespace windtunnel::testing;

namespace {

/// A node that fails so often a year, 5 min each time: 99.999 % (5.26 min) is kept in the years with one failure at most.
nlohmann::json years_of(double failures_a_year, const std::string& arguments) {
  const Folder folder;
  const std::string file = folder.write(
      "d.yaml", fmt::format("design: one\n"
                            "components: {{n: {{type: node, time_to_failure: exponential({:.6f} y), time_to_repair: 5 min}}}}\n"
                            "journeys: {{j: {{success: n}}}}\nsla: {{target: 99.999 %, journeys: [j]}}\n",
                            1 / failures_a_year));
  const Ended ended =
      windtunnel_program("availability '" + file + "' " + arguments + " --quiet --output json='" + (folder / "r.json") + "'");
  INFO(ended.out);
  REQUIRE(ended.status == 0);
  return nlohmann::json::parse(text_of(folder / "r.json"));
}

}  // namespace

TEST_CASE("years that leave a budget open are followed by more, until they decide it") {
  // Poisson: at 1 failure a year 2/e = 73.6 % of years have one at most; at 0.3555 it is the required 95 %; at 0.39 it is 94.1 %, which
  // an interval of 99.9 % (3.29 standard errors) tells from 95 % once there are some thousands of them.
  const auto clear = years_of(1, "")["availability"][0], near = years_of(0.39, "")["availability"][0],
             close = years_of(0.3555, "")["availability"][0];
  CHECK(clear["years"] == 1000);
  CHECK(clear["budget"]["probability"]["mean"].get<double>() == Approx(0.7358).margin(0.045));
  CHECK(near["years"] > 1000);
  CHECK(near["years"] < 5000);
  CHECK(near["budget"]["probability"]["mean"].get<double>() == Approx(0.941).margin(0.015));
  CHECK(close["years"] == 5000);
  CHECK(close["budget"]["probability"]["mean"].get<double>() == Approx(0.95).margin(0.01));
}

TEST_CASE("who says how many years means so many, and the command says it again") {
  const auto asked = years_of(0.3555, "--years 400");
  CHECK(asked["availability"][0]["years"] == 400);
  CHECK(asked["command"].get<std::string>().find("--years 400") != std::string::npos);
  CHECK(years_of(1, "")["command"].get<std::string>().find("--years") == std::string::npos);
}
