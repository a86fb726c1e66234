// A check in words: the answer comes first, and names what changed.
#include "reports/baseline.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/support/consumers.h"

using namespace windtunnel;

namespace {

BaselineCheck sample() {
  BaselineCheck check;
  check.windtunnel = check.recorded_windtunnel = "1.0";
  check.catalogue = check.recorded_catalogue = "1.0+aa";
  check.seed = 3;
  check.replications = 60;
  check.threshold = 1e-4;
  check.designs = {{"shop", "changed", {{"primary.net.route", "[nat, nat-2]", "[nat]", {}}}, {}, {"nat-loss@primary.nat"}}};
  BaselineRow row;
  row.design = "shop";
  row.run = "zone-loss";
  row.journey = "order";
  row.measure = "rto";
  row.statistic = "mean";
  row.unit = "s";
  row.before = 100;
  row.now = 4000;
  row.difference = {3900, 3200, 4600};
  row.pairs = row.planned = 60;
  row.p = 1e-9;
  row.relevant = 1;
  row.detectable = 900;
  row.change = Change::worse;
  row.contributions = {{"primary.net.route", "[nat, nat-2]", "[nat]", 3900}};
  check.rows = {row};
  return check;
}

}  // namespace

TEST_CASE("the answer comes first, then figure, difference, interval and field") {
  const std::string text = reports::baseline_terminal(sample());
  CHECK(text.rfind("Worse than the baseline: 1 figure is worse", 0) == 0);
  CHECK(text.find("shop: RTO of order in zone-loss: +65 min in the mean (95 % interval +53.3 min to +76.7 min; 60 pairs)") !=
        std::string::npos);
  CHECK(text.find("+65 min by primary.net.route: [nat, nat-2] -> [nat]") != std::string::npos);
  CHECK(text.find("only today's shop meets nat-loss@primary.nat") != std::string::npos);
}

TEST_CASE("nothing worse, higher costs, and what is left open are told apart") {
  BaselineCheck check = sample();
  check.rows[0].gates = false;
  CHECK(reports::baseline_terminal(check).find("no figure is worse, 1 figure of cost higher") != std::string::npos);
  check.rows[0].change = Change::inconclusive;
  CHECK(reports::baseline_terminal(check).rfind("Inconclusive: the time limit left 1 figure or run open", 0) == 0);
  check.rows[0].change = Change::same;
  CHECK(reports::baseline_terminal(check).rfind("Not worse than the baseline", 0) == 0);
  const auto sight = [&] {
    std::string text = reports::baseline_terminal(check);
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
  };
  CHECK(sight().find("The one mean time that is the same would have shown a difference of 15 min (") != std::string::npos);
  check.rows.push_back(check.rows[0]);
  CHECK(sight().find("Of 2 mean times that are the same, the least certain would have shown") != std::string::npos);
}

TEST_CASE("a p95 that is not known is counted apart from what is the same") {
  BaselineCheck check = sample();
  check.rows.push_back(check.rows[0]);
  BaselineRow& row = check.rows.back();
  row.statistic = "p95";
  row.before.reset(), row.now.reset();
  row.difference = {};
  row.pairs = 30;
  row.change = Change::unknown;
  std::string text = reports::baseline_terminal(check);
  std::replace(text.begin(), text.end(), '\n', ' ');
  CHECK(text.find("0 the same, 1 p95 not known from so few pairs.") != std::string::npos);
  CHECK(text.find("1 p95 is not known from fewer pairs than bound one (72)") != std::string::npos);
}

TEST_CASE("what is no longer measured is named, together where designs miss it alike, and passes nothing") {
  BaselineCheck check = sample();
  check.rows.clear();
  for (const char* design : {"shop", "stall"})
    for (const char* run : {"dark@a", "dark@b"}) check.rows.push_back(missing_row(design, run, "", "no scenario dark"));
  check.rows.push_back(missing_row("kiosk", "", "", "no design of this name"));
  check.rows.push_back(missing_row("shop", "", "order", "no such journey"));
  std::string text = reports::baseline_terminal(check);
  std::replace(text.begin(), text.end(), '\n', ' ');
  INFO(text);
  CHECK(text.rfind("Inconclusive: 6 recorded figures, runs or designs are no longer measured", 0) == 0);
  CHECK(text.find("dark@a and dark@b of shop and stall: no scenario dark") != std::string::npos);
  CHECK(text.find("  kiosk: no design of this name") != std::string::npos);
  CHECK(text.find("journey order of shop: no such journey") != std::string::npos);
  const std::string markdown = reports::baseline_markdown(check);
  CHECK(markdown.find("### Recorded and no longer measured") < markdown.find("<details>"));
  for (BaselineRow& row : check.rows) row.gates = false;
  CHECK(reports::baseline_terminal(check).rfind("Not worse than the baseline", 0) == 0);
}

TEST_CASE("what the program moved is said to be no design's doing") {
  BaselineCheck check = sample();
  check.catalogue = "1.1+bb";
  check.recorded_figures = 40;
  check.shifts = {{"shop", "zone-loss", "rto of order", 100, 120}};
  std::string text = reports::baseline_terminal(check);
  INFO(text);
  std::replace(text.begin(), text.end(), '\n', ' ');  // lines are broken anywhere
  CHECK(text.find("The catalogue has changed (1.0+aa -> 1.1+bb)") != std::string::npos);
  CHECK(text.find("moves 1 of 40 recorded figures") != std::string::npos);
}

TEST_CASE("names from files are harmless in both forms") {
  BaselineCheck check = sample();
  check.rows[0].design = "sh\x1b[31mop|<b>";
  CHECK(reports::baseline_terminal(check).find('\x1b') == std::string::npos);
  const std::string markdown = reports::baseline_markdown(check);
  CHECK(markdown.find('\x1b') == std::string::npos);
  CHECK(markdown.find("\\|\\<b\\>") != std::string::npos);
  CHECK(markdown.find("<details>") != std::string::npos);
}

TEST_CASE("the comment is tables with the difference first, and details folded, as GitHub renders it") {
  const std::string html = testing::rendered_markdown(reports::baseline_markdown(sample()));
  const std::size_t table = html.find("<table>"), details = html.find("<details>");
  REQUIRE(table != std::string::npos);
  REQUIRE(details != std::string::npos);
  CHECK(html.find("<h3>Worse</h3>") < table);
  CHECK(table < details);
  CHECK(html.find("</details>", details) != std::string::npos);
  // Every row has as many cells as the head.
  const std::string worse = html.substr(table, html.find("</table>", table) - table);
  const auto count = [&](const std::string& what) {
    std::size_t found = 0;
    for (std::size_t at = worse.find(what); at != std::string::npos; at = worse.find(what, at + 1)) ++found;
    return found;
  };
  CHECK(count("<th>") == 7);
  CHECK(count("<td>") == 7 * (count("<tr>") - 1));
}
