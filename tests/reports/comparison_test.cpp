// Comparisons in words.
#include "reports/comparison.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "reports/page/page.h"
#include "tests/reports/example_replay.h"

using namespace windtunnel;
using namespace windtunnel::reports;

namespace {

Comparison example() {
  Comparison comparison;
  comparison.first = "shop";
  comparison.second = "kiosk";
  Difference d;
  d.scenario = "zone-loss@a";
  d.measure = "rto";
  d.first = 212;
  d.second = 90;
  d.difference = {-122, -130, -114};
  d.pairs = 100;
  comparison.differences = {d};
  comparison.cost_first = 100;
  comparison.cost_second = 136.5;
  comparison.changed = {{"primary.web.tasks.min", "2", "4", -61, 0.5, {}, {}, 2}};
  comparison.changed_in_all = 3;
  comparison.orders = 2;
  return comparison;
}

}  // namespace

TEST_CASE("a comparison is one paragraph in plain words") {
  CHECK(comparison_text(example()) ==
        "Of the one run that both went through, kiosk recovers sooner than shop in 1, later in 0, and in 0 no "
        "difference shows. "
        "The largest difference is in zone-loss@a: -2.03 min in the mean (95 % interval -2.17 min to -114 s), from "
        "3.53 min to "
        "90 s. kiosk costs 36.50 USD more a month (136.50 USD against 100.00 USD). Of the 3 fields that differ, "
        "primary.web.tasks.min alone makes 50 % of the difference in recovery (2 to 4). 2 of them were not tried alone.");
}

TEST_CASE("a field that makes next to nothing of a difference is not named as its cause") {
  Comparison comparison = example();
  comparison.changed[0].share = 0.04;
  comparison.changed_in_all = 100;
  const std::string text = comparison_text(comparison);
  CHECK(text.ends_with("100 fields differ, and the one that was changed alone makes less than 10 % of the difference in recovery: it "
                       "comes of the others, or of several together. 99 of them were not tried alone."));
  CHECK(text.find("primary.web.tasks.min") == std::string::npos);
  comparison.changed_in_all = 1;  // the only one is, whatever its share
  CHECK(comparison_text(comparison).find("Of the one field that differs, ") != std::string::npos);
}

TEST_CASE("of how many orders an effect is the mean is said where not all could be tried") {
  Comparison comparison = example();
  comparison.changed[0].tried = 1;
  CHECK(comparison_text(comparison).find("(2 to 4; as 1 of 2 orders of changes say, in which it could be tried).") != std::string::npos);
  comparison.changed[0] = {"primary.web.tasks.min", "2", "4", {}, {}, {}, {}};
  CHECK(comparison_text(comparison).ends_with("none of the 3 that differ could be changed alone."));
  CHECK(comparison_terminal(comparison).find("not alone") != std::string::npos);
  comparison.orders = 0;  // nobody asked
  CHECK(comparison_text(comparison).ends_with("(136.50 USD against 100.00 USD)."));
}

TEST_CASE("a missing price makes no design cheaper than another") {
  Comparison comparison = example();
  comparison.cost_second = 0;
  comparison.unpriced_second = {"web: hours", "db: hours"};
  comparison.lack_the_same = false;
  CHECK(comparison_text(comparison).find("Which of both costs less is not known, since prices are missing: a month of shop costs "
                                         "100.00 USD, of kiosk at least 0.00 USD without the unknown prices of web: hours and db: "
                                         "hours.") !=
        std::string::npos);
  comparison.cost_second = 130;  // dearer already
  CHECK(comparison_text(comparison).find("kiosk costs at least 30.00 USD more a month (at least 130.00 USD without the unknown prices of "
                                         "web: hours and db: hours, against 100.00 USD).") != std::string::npos);
  comparison.unpriced_first = comparison.unpriced_second = {"canary: runs"};
  comparison.lack_the_same = true;
  CHECK(comparison_text(comparison).find("kiosk costs 30.00 USD more a month (at least 130.00 USD without the unknown price of canary: "
                                         "runs, against at least 100.00 USD without the unknown price of canary: runs).") !=
        std::string::npos);
}

TEST_CASE("the recovery of what never recovers is a dash, not nothing") {
  Comparison comparison = example();
  comparison.differences[0].first = comparison.differences[0].second = std::nullopt;
  comparison.differences[0].difference = {};
  comparison.differences[0].endless_first = comparison.differences[0].endless_second = 20;
  const std::string text = comparison_terminal(comparison);
  CHECK(text.find("zone-loss@a  RTO      –      –") != std::string::npos);
  CHECK(text.find("0 s") == std::string::npos);
}

TEST_CASE("its chart names who is sooner, or that nobody is shown to be") {
  const auto all = comparison_charts(example());
  REQUIRE(all.size() == 1);
  CHECK(all[0].title == "In zone-loss@a, kiosk is back 2.03 min sooner than shop");
  CHECK(nlohmann::json::parse(all[0].spec)["data"]["values"][0]["kind"] == "sooner");
  Comparison unclear = example();
  unclear.differences[0].difference = {-1, -3, 1};
  CHECK(comparison_charts(unclear)[0].title == "No run shows a difference between shop and kiosk");
  CHECK(comparison_charts(Comparison{}).empty());
}

TEST_CASE("names of strangers stay text in a terminal and in Markdown") {
  Comparison comparison = example();
  comparison.second = hostile_text;
  comparison.differences[0].scenario = hostile_text;
  CHECK(comparison_terminal(comparison).find('\x1b') == std::string::npos);
  CHECK(comparison_markdown(comparison).find("<script>") == std::string::npos);
  CHECK(comparison_markdown(comparison).find("\\<script\\>") != std::string::npos);
  comparison.first = "first" + hostile_text;
  comparison.changed = {{hostile_text, hostile_text, hostile_text, 3.0, 0.5, 0.0, 36.5}};
  const std::string page = html(Result{}, {comparison});
  CHECK(page.find("<img") == std::string::npos);
  CHECK(page.find("<script>window.owned") == std::string::npos);
  CHECK(page.find('\x1b') == std::string::npos);
  for (const auto& [name, table] : comparison_tables({comparison})) {
    INFO(name);
    CHECK(table.find("\"=") == std::string::npos);
    CHECK(table.find("\"'=cmd") != std::string::npos);
    CHECK(table.find('\x1b') == std::string::npos);
  }
  for (const Chart& chart : comparison_charts(comparison))
    CHECK(std::all_of(chart.spec.begin(), chart.spec.end(), [](unsigned char c) { return c >= 0x20 && c < 0x7f; }));
}
