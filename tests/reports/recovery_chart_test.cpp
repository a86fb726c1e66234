// The picture of recovery times: every measured run is in it, at its place, and nothing from outside becomes markup.
#include "reports/recovery_chart.h"

#include <catch2/catch.hpp>
#include <regex>

#include "tests/reports/example.h"

using namespace windtunnel;
using reports::example_run;
using reports::recovery_chart;

namespace {

Result with(std::vector<RunResult> runs) {
  Result result;
  DesignResult design;
  design.design = "shop";
  result.designs = {design};
  result.runs = std::move(runs);
  return result;
}

/// Horizontal places of the dots of runs; the legend's dots are not counted.
std::vector<double> dots(const std::string& svg) {
  std::vector<double> places;
  const std::regex dot("<circle cx=\"([0-9.]+)\" cy=\"[0-9.]+\" r=\"4\" fill=\"#[0-9a-f]+\" stroke");
  for (std::sregex_iterator it(svg.begin(), svg.end(), dot), end; it != end; ++it)
    places.push_back(std::stod((*it)[1]));
  return places;
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a longer recovery stands further to the right, by the logarithm") {
  const std::string svg = recovery_chart(
      with({example_run("a", 10, 20, 0), example_run("b", 100, 200, 0), example_run("c", 1000, 2000, 0)}));
  const auto places = dots(svg);
  REQUIRE(places.size() == 3);
  CHECK(places[1] - places[0] == Approx(places[2] - places[1]).margin(0.2));
  CHECK(places[1] > places[0]);
  CHECK(contains(svg, "10 s to 20 s"));
}

TEST_CASE("targets of one scenario share a row, which shows the slowest") {
  const std::string svg =
      recovery_chart(with({example_run("zone-loss@a", 10, 20, 0), example_run("zone-loss@b", 50, 60, 0)}));
  CHECK(dots(svg).size() == 1);
  CHECK(contains(svg, ">zone-loss</text>"));
  CHECK(contains(svg, "50 s to 60 s"));
}

TEST_CASE("what nobody noticed and what never ended are said in words") {
  CHECK(contains(recovery_chart(with({example_run("calm", 0, 0, 0)})), "not noticed"));
  CHECK(contains(recovery_chart(with({example_run("storm", 100, 200, 900)})), "900 of 1000 never"));
  RunResult none = example_run("other", 1, 2, 0);
  none.status = RunStatus::not_applicable;
  CHECK_FALSE(contains(recovery_chart(with({none})), ">other<"));
}

TEST_CASE("names are text, never markup") {
  const std::string svg = recovery_chart(with({example_run("<script>&", 10, 20, 0)}));
  CHECK_FALSE(contains(svg, "<script>"));
  CHECK(contains(svg, "&lt;script&gt;&amp;"));
}
