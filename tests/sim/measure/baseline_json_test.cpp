// Baseline files: sorted, one figure a line, read back as they were, and refused where they are none.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "sim/config/diagnostics.h"
#include "sim/measure/baseline.h"

using namespace windtunnel;

namespace {

Baseline sample_baseline() {
  Baseline baseline;
  baseline.windtunnel = "1.2.3";
  baseline.catalogue = "1.2.3+abc";
  baseline.seed = 7;
  baseline.replications = 100;
  baseline.scenarios = {{"zone-loss", "22"}, {"nat-loss", "11"}};
  BaselineDesign shop;
  Diagnostics diagnostics;
  shop.resolved = parse_document("a.json", R"({"design": "shop", "components": {"dns": {"ttl": "60 s", "n": 3, "on": true,
      "alias": null, "zones": ["a", "b"]}}})", diagnostics)->root;
  shop.monthly_cost = 12.5;
  const BaselineFigure figure{100, 2, 80.5, 70, 91, 75, 120, {}, 300};
  shop.runs = {{"zone-loss", {{"rto of ask", figure}, {"rpo", figure}}}};
  baseline.designs = {{"shop", shop}, {"bakery", {}}};
  baseline.designs[1].second.resolved.kind = Node::Kind::map;
  return baseline;
}

}  // namespace

TEST_CASE("a baseline reads back to the same text") {
  const std::string text = to_json(sample_baseline());
  CHECK(to_json(baseline_from_json(text)) == text);
}

TEST_CASE("a baseline is sorted, with a line for each figure and each field") {
  const std::string text = to_json(sample_baseline());
  CHECK(text.find("\"bakery\"") < text.find("\"shop\""));
  CHECK(text.find("\"nat-loss\"") < text.find("\"zone-loss\""));
  CHECK(text.find("\"rpo\": {\"count\":100,") < text.find("\"rto of ask\": {\"count\":100,"));
  CHECK(text.find("\"zones\": [\"a\",\"b\"]\n") != std::string::npos);
  CHECK(text.find("\"ttl\": \"60 s\",\n") != std::string::npos);
  CHECK(text.back() == '\n');
}

TEST_CASE("numbers, truth and nothing keep their kind, and text stays text") {
  const Baseline again = baseline_from_json(to_json(sample_baseline()));
  const Node& dns = *again.designs[1].second.resolved.find("components")->find("dns");
  CHECK(dns.find("ttl")->quoted);
  CHECK_FALSE(dns.find("n")->quoted);
  CHECK(dns.find("n")->text == "3");
  CHECK(dns.find("on")->text == "true");
  CHECK(dns.find("alias")->is_null());
  CHECK(dns.find("zones")->items.size() == 2);
}

TEST_CASE("figures are named by measure and journey") {
  CHECK(figure_key("rto", "ask") == "rto of ask");
  CHECK(figure_key("rpo", "") == "rpo");
}

TEST_CASE("what is no baseline is refused with the place") {
  CHECK_THROWS_WITH(baseline_from_json("{}"), Catch::Contains("/schema"));
  CHECK_THROWS(baseline_from_json("[]"));
  CHECK_THROWS(baseline_from_json("{"));
  CHECK_THROWS_WITH(baseline_from_json(R"({"schema": "windtunnel-baseline/1", "designs": {"a": {"runs": 3}}})"),
                    Catch::Contains("/designs/a/runs"));
}

TEST_CASE("the schema names every key of the file") {
  const auto schema = nlohmann::json::parse(baseline_schema());
  CHECK(schema.at("properties").contains("designs"));
  CHECK(schema.at("properties").at("schema").at("const") == "windtunnel-baseline/1");
}
