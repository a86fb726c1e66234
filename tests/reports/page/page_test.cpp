// The page: its policy names exactly its scripts, its sections answer what they should, and strangers' text stays text.
#include "reports/page/page.h"

#include <catch2/catch.hpp>
#include <regex>

#include "reports/digest.h"
#include "reports/page/parts.h"
#include "tests/reports/example_replay.h"

using namespace windtunnel;
using namespace windtunnel::reports;

namespace {

std::vector<std::string> between(const std::string& text, const std::string& begin, const std::string& end) {
  std::vector<std::string> found;
  for (std::size_t at = text.find(begin); at != std::string::npos; at = text.find(begin, at)) {
    at += begin.size();
    const std::size_t stop = text.find(end, at);
    if (stop == std::string::npos) break;
    found.push_back(text.substr(at, stop - at));
  }
  return found;
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("the policy allows the scripts and the style of the page by their hashes, and nothing else") {
  const std::string page = html(example_report());
  const auto policies = between(page, "<meta http-equiv=\"Content-Security-Policy\" content=\"", "\"");
  REQUIRE(policies.size() == 1);
  CHECK(policies[0].starts_with("default-src 'none';"));
  CHECK_FALSE(holds(policies[0], "unsafe"));
  const auto scripts = between(page, "<script>", "</script>");
  REQUIRE_FALSE(scripts.empty());
  for (const std::string& script : scripts) CHECK(holds(policies[0], "'sha256-" + sha256_base64(script) + "'"));
  const auto styles = between(page, "<style>", "</style>");
  REQUIRE(styles.size() == 1);
  CHECK(holds(policies[0], "style-src 'sha256-" + sha256_base64(styles[0]) + "'"));
  CHECK_FALSE(holds(page, " style=\""));
  CHECK_FALSE(std::regex_search(page, std::regex(" on[a-z]+=\"")));
}

TEST_CASE("the page answers first, and has every section") {
  const std::string page = html(example_report());
  std::size_t at = 0;
  for (const char* id :
       {"answer", "designs", "recovery", "replay", "availability", "loss", "cost", "expectations", "claims", "assumptions", "origin"}) {
    INFO(id);
    const std::size_t next = page.find("<section id=\"" + std::string(id) + "\"");
    REQUIRE(next != std::string::npos);
    CHECK(next > at);
    at = next;
  }
  CHECK(holds(page, "does not keep “quote of shop-02”"));
  CHECK(holds(page, "<h1 id=\"answer-title\">1 of 2 documented targets does not hold</h1>"));
  CHECK(holds(page, "<h2>For a recovery within 15 min</h2>"));
  CHECK(holds(page, "What this rests on."));
  CHECK(holds(page, "href=\"#assumption-shop-resolver-cache\""));
  CHECK(holds(page, "id=\"assumption-shop-resolver-cache\""));
  CHECK(holds(page, "windtunnel run shop.yaml --seed 42"));
  CHECK(holds(page, "<code>9f86d081</code>"));
}

TEST_CASE("an empty result is a page too") { CHECK(holds(html(Result{}), "</html>")); }

TEST_CASE("nothing that a stranger writes becomes markup or script") {
  const std::string page = html(hostile(example_report()));
  const std::string usual = html(example_report());
  CHECK(between(page, "<script>", "</script>").size() == between(usual, "<script>", "</script>").size());
  CHECK(between(page, "<script", ">").size() == between(usual, "<script", ">").size());
  CHECK_FALSE(holds(page, "<img"));
  CHECK_FALSE(holds(page, "\x1b"));
  CHECK_FALSE(holds(page, "\xe2\x80\xae"));
  CHECK(holds(page, "&lt;img src=x onerror=window.owned=1&gt;"));
  // Attributes of ours end where they should: the number of elements does not depend on the names in them.
  CHECK(between(page, "<td", ">").size() == between(usual, "<td", ">").size());
  CHECK(between(page, "<section", ">").size() == between(usual, "<section", ">").size());
}

TEST_CASE("contracts, suppressed failures and failed limits stand on the page with who accepted them and until when") {
  Result result = example_report();
  result.expectations[0].suppressed = "accepted <by> the board";
  result.expectations[0].suppressed_until = "2029-06-30";
  const std::string page = html(result);
  CHECK(holds(page, "<section id=\"expectations\""));
  CHECK(holds(page, "10 % below 99.9 %: 3 %"));
  CHECK(holds(page, "3.50 USD"));
  CHECK(holds(page, "<td>2029-06-30</td><td>accepted &lt;by&gt; the board</td>"));
  CHECK(holds(page, "700 of 1 000 replications kept &lt;= 15 min"));
  CHECK_FALSE(holds(html(Result{}), "<section id=\"expectations\""));
}

namespace {

/// A zone is lost at either of two targets: users of "order" wait longest at zone b, writes are lost at zone a.
Result two_targets() {
  Result result = example_report();
  result.runs.clear();
  for (const char* design : {"shop", "kiosk"})
    for (const bool second : {false, true}) {
      RunResult run = example_run(second ? "zone-loss@zone-b" : "zone-loss@zone-a", second ? 600 : 60, second ? 4800 : 90, 0);
      run.design = design;
      run.replications = 60;
      run.rpo.seconds.p50 = run.rpo.seconds.p95 = run.rpo.seconds.max = second ? 0.0 : 240.0;
      run.journeys[1].second.rto_seconds.p50 = 5;
      for (auto& [name, journey] : run.journeys) journey.hurt = 1;
      run.journeys[0].second.rto_seconds.p95 = std::nullopt;
      const std::optional<double> slow = second ? 4800 : 90;
      run.replication_values.rto_seconds = {{"order", {20.0, 60.0, 60.0, slow}}, {"browse", {5.0, 5.0, 5.0, 5.0}}};
      result.runs.push_back(run);
    }
  ExpectationResult own = result.expectations[0];
  own.scenario = "zone-loss@zone-b";
  own.journey = "order";
  own.limit = "<= 36 h";
  result.expectations = {own};
  return result;
}

}  // namespace

TEST_CASE("a cell of the comparison tells one journey after one fault, and names both") {
  const std::string page = html(two_targets());
  const auto cells = between(page, "<td class=\"share half\">", "</td>");
  REQUIRE(cells.size() == 2);
  // Three of four replications were back within 15 min; the sample bounds no 95th percentile, so the longest stands there.
  CHECK(holds(cells[0], "<b>◐ 10 min</b><small>75 % in time</small><small>longest 80 min</small>"));
  CHECK(holds(cells[0], "<small>lost 4 min (zone-a)</small>"));
  CHECK(holds(cells[0], "<small class=\"of\">order, zone-b</small>"));
}

TEST_CASE("the comparison has one limit for all drills; that of a scenario's file stands with its verdict") {
  const std::string page = html(two_targets());
  CHECK(holds(page, "One limit holds for the whole table: 15 min."));
  const auto matrices = between(page, "<table class=\"matrix\">", "</table>");
  REQUIRE_FALSE(matrices.empty());
  for (const std::string& matrix : matrices) CHECK_FALSE(holds(matrix, "36 h"));
  CHECK(holds(page, "limit of its file"));
  CHECK(holds(page, "≤ 36 h"));
}

TEST_CASE("names of lanes stand above the cursor, which would strike them through") {
  const std::string page = html(example_report());
  CHECK(page.find("class=\"lane-name\"") > page.find("class=\"cursor\""));
}
