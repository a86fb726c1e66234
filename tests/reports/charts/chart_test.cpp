// Charts: well-formed specifications whose titles state findings, and whose data are the result's.
#include "reports/charts/chart.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/reports/example_replay.h"

using namespace windtunnel;
using namespace windtunnel::reports;
using Json = nlohmann::json;

TEST_CASE("every chart of a result is Vega-Lite in ASCII, with a title, a description and a name of its own") {
  for (const Result& result : {example_report(), hostile(example_report())}) {
    std::set<std::string> names, sections;
    for (const Chart& chart : charts(result)) {
      INFO(chart.name << ": " << chart.title);
      const Json spec = Json::parse(chart.spec);
      CHECK(spec["$schema"] == "https://vega.github.io/schema/vega-lite/v6.json");
      CHECK(spec["title"]["text"] == chart.title);
      CHECK(spec.contains("layer"));
      CHECK(chart.description.size() > chart.title.size() / 2);
      CHECK(names.insert(chart.name).second);
      sections.insert(chart.section);
      CHECK(std::all_of(chart.spec.begin(), chart.spec.end(), [](unsigned char c) { return c >= 0x20 && c < 0x7f; }));
      CHECK(chart.title.find("\x1b") == std::string::npos);
    }
    CHECK(sections == std::set<std::string>{"recovery", "waits", "availability", "causes", "loss", "replay"});
  }
}

TEST_CASE("the distribution of recoveries counts those that never ended") {
  // Of five replications four recovered: the line ends at 80 %.
  const Chart chart = recovery_charts(example_report()).front();
  double highest = 0;
  const Json spec = Json::parse(chart.spec);
  for (const Json& point : spec["layer"][0]["data"]["values"])
    if (point["line"] == "shop") highest = std::max(highest, point["share"].get<double>());
  CHECK(highest == Approx(0.8));
}

TEST_CASE("the line of best designs leaves out none that is better, and marks those that are beaten") {
  Result result = example_report();
  for (DesignResult& design : result.designs) design.cost_monthly.unknown.clear();
  const Json spec = Json::parse(pareto_charts(result).at(0).spec);
  for (const Json& point : spec["data"]["values"]) CHECK(point["kind"] == "no other is cheaper and more available");
  result.availability[1].unavailability = {1e-2, 9e-3, 2e-2};  // the dearer design is now the worse one
  const Json beaten = Json::parse(pareto_charts(result).at(0).spec);
  CHECK(beaten["data"]["values"][1]["kind"] == "another beats it");
  CHECK(beaten["layer"][0]["data"]["values"].size() == 1);
}

TEST_CASE("shares of causes are stacked without gaps") {
  const Json spec = Json::parse(cause_charts(example_report()).at(0).spec);
  double end = 0;
  for (const Json& value : spec["data"]["values"]) {
    if (value["row"] != "shop") continue;
    CHECK(value["from"].get<double>() == Approx(end));
    end = value["until"].get<double>();
  }
  CHECK(end == Approx(0.78));  // 48 % and 30 % in the example
}

TEST_CASE("rounded shares that add up to more than the whole do not pass the end of the axis") {
  Result result = example_report();
  result.availability[0].causes = {{"a:outage", 0.6, 30, 5}, {"b:outage", 0.41, 20, 5}};
  const Json spec = Json::parse(cause_charts(result).at(0).spec);
  for (const Json& value : spec["data"]["values"]) CHECK(value["until"].get<double>() <= 1 + 1e-12);
}

TEST_CASE("a cause is named in its bar, and planned work is called so") {
  Result result = example_report();
  result.availability[0].causes = {{"primary.db:os_patch", 0.6, 30, 5, true}, {"a:crash", 0.4, 20, 5}};
  const Chart chart = cause_charts(result).at(0);
  const Json spec = Json::parse(chart.spec);
  CHECK(spec["data"]["values"][0]["long"] == "60 % planned os patch of primary.db");
  CHECK(chart.title.starts_with("Planned os patch of primary.db costs shop"));
}

TEST_CASE("names of designs keep clear of the dashed line of the best ones") {
  // The line rises at 1 000 USD, just left of a beaten design whose right side is taken by another.
  Result result = example_report();
  const auto add = [&](const char* name, double cost, double unavailability) {
    DesignResult design = result.designs[0];
    design.design = name;
    design.cost_monthly.total = cost;
    design.cost_monthly.unknown.clear();
    AvailabilityResult years = result.availability[0];
    years.design = name;
    years.unavailability = {unavailability, unavailability * 0.97, unavailability * 1.03};
    return std::pair(design, years);
  };
  const std::pair<DesignResult, AvailabilityResult> all[] = {add("cheap", 200, 1e-4), add("best", 1000, 1e-5),
                                                             add("a-beaten-design", 1020, 4e-5), add("another", 1040, 4e-5)};
  result.designs.clear();
  result.availability.clear();
  for (const auto& [design, years] : all) {
    result.designs.push_back(design);
    result.availability.push_back(years);
  }
  const Json spec = Json::parse(pareto_charts(result).at(0).spec);
  for (const Json& value : spec["data"]["values"])
    if (value["design"] == "a-beaten-design") CHECK_FALSE(value["side"].get<std::string>().starts_with("left"));
}

TEST_CASE("a design whose prices are not all known neither beats another nor is the cheapest") {
  Result result = example_report();
  result.designs[0].cost_monthly.unknown.clear();
  result.designs[1].cost_monthly.total = 1;
  REQUIRE_FALSE(result.designs[1].cost_monthly.unknown.empty());
  const Chart chart = pareto_charts(result).at(0);
  CHECK(chart.title.find("the cheapest design whose prices are all known and costs at least ") != std::string::npos);
  CHECK(chart.description.find("kiosk: at least 1.00 USD a month without the unknown price of support plan") != std::string::npos);
  const Json spec = Json::parse(chart.spec);
  CHECK(spec["data"]["values"][0]["kind"] == "costs more: a price is unknown");
  CHECK(spec["data"]["values"][1]["kind"] == "no other is cheaper and more available");
}

TEST_CASE("a saving is drawn to the right and a delay to the left, and the title names the largest saving") {
  const Chart chart = saving_charts(example_report()).at(0);
  CHECK(chart.title == "In this replication, halving primary.alb.health_check.interval saves 29.5 s of 84 s");
  const Json spec = Json::parse(chart.spec);
  const Json& values = spec["data"]["values"];
  REQUIRE(values.size() == 3);
  CHECK(values[0]["row"] == "primary.alb.health_check.interval: 30 s → 15 s");
  CHECK(values[1]["row"] == "primary.web.boot: p50: 10 s → p50: 5 s");
  CHECK(values[2]["seconds"] == -12);
  CHECK(values[2]["text"] == "12 s later");
}

TEST_CASE("names of neighbouring designs stand on different sides of their points") {
  Result result = example_report();
  result.designs[1].cost_monthly.total = result.designs[0].cost_monthly.total + 1;
  result.availability[1].unavailability = result.availability[0].unavailability;
  const Json spec = Json::parse(pareto_charts(result).at(0).spec);
  CHECK(spec["data"]["values"][0]["side"] != spec["data"]["values"][1]["side"]);
}

TEST_CASE("a loss without bound is drawn at the right edge, beyond all that have one") {
  Result result = example_report();
  result.runs[1].rpo.unbounded = 3;
  result.runs[1].rpo.seconds = {};
  const Json spec = Json::parse(loss_charts(result).at(0).spec);
  const Json& values = spec["data"]["values"];
  CHECK(values[0]["text"] == "no bound");
  for (std::size_t i = 1; i < values.size(); ++i)
    CHECK(values[0]["p50"].get<double>() > values[i]["p95"].get<double>());
}

TEST_CASE("a result without anything to draw has no charts") { CHECK(charts(Result{}).empty()); }
