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

/// The page as a reader takes it, to whom a space that keeps a number with its unit is a space.
std::string read_page(const Result& result) {
  static const std::regex no_break("\u00a0");
  return std::regex_replace(html(result), no_break, " ");
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("the policy allows the scripts and the style of the page by their hashes, and nothing else") {
  const std::string page = read_page(example_report());
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
  const std::string page = read_page(example_report());
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

TEST_CASE("an empty result is a page too") { CHECK(holds(read_page(Result{}), "</html>")); }

TEST_CASE("nothing that a stranger writes becomes markup or script") {
  const std::string page = read_page(hostile(example_report()));
  const std::string usual = read_page(example_report());
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
  const std::string page = read_page(result);
  CHECK(holds(page, "<section id=\"expectations\""));
  CHECK(holds(page, "10 % below 99.9 %: 3 %"));
  CHECK(holds(page, "3.50 USD"));
  CHECK(holds(page, "<td>2029-06-30</td><td>accepted &lt;by&gt; the board</td>"));
  CHECK(holds(page, "700 of 1 000 replications kept &lt;= 15 min"));
  CHECK_FALSE(holds(read_page(Result{}), "<section id=\"expectations\""));
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
  const std::string page = read_page(two_targets());
  const auto cells = between(page, "<td class=\"share half\">", "</td>");
  REQUIRE(cells.size() == 2);
  // Three of four replications were back within 15 min; the sample bounds no 95th percentile, so the longest stands there.
  CHECK(holds(cells[0], "<b>◐ 10 min</b><small>75 % in time</small><small>longest 80 min</small>"));
  CHECK(holds(cells[0], "<small>lost 4 min (zone-a)</small>"));
  CHECK(holds(cells[0], "<small class=\"of\">order, zone-b</small>"));
}

TEST_CASE("writes that come back with the place where they were left are stranded, not lost") {
  Result result = two_targets();
  for (RunResult& run : result.runs) run.rpo.lost_writes = 0, run.rpo.stranded_writes = 7;
  const std::string page = read_page(result);
  CHECK(holds(page, "<small>stranded 4 min (zone-a)</small>"));
  CHECK_FALSE(holds(page, "<small>lost 4 min"));
}

TEST_CASE("a cell says when users were hurt for far less than the recovery that counts from the first of several faults") {
  Result result = two_targets();
  for (RunResult& run : result.runs) {
    run.last_fault_seconds = 590;
    for (auto& [name, journey] : run.journeys) journey.below_level_seconds = 3;
  }
  CHECK(holds(read_page(result), "<small>below its level for 3 s only; the last fault comes after 9.83 min</small>"));
  for (RunResult& run : result.runs) run.last_fault_seconds = 0;
  CHECK_FALSE(holds(read_page(result), "below its level for 3 s only"));
}

TEST_CASE("the comparison has one limit for all drills; that of a scenario's file stands with its verdict") {
  const std::string page = read_page(two_targets());
  CHECK(holds(page, "One limit holds for the whole table: 15 min."));
  const auto matrices = between(page, "<table class=\"matrix\">", "</table>");
  REQUIRE_FALSE(matrices.empty());
  for (const std::string& matrix : matrices) CHECK_FALSE(holds(matrix, "36 h"));
  CHECK(holds(page, "limit of its file"));
  CHECK(holds(page, "≤ 36 h"));
}

TEST_CASE("names of lanes stand above the cursor, which would strike them through") {
  const std::string page = read_page(example_report());
  CHECK(page.find("class=\"lane-name\"") > page.find("class=\"cursor\""));
}

namespace {

FailureRateResult power_loss(std::uint64_t units) {
  FailureRateResult rate;
  rate.type = "zone";
  rate.mode = "power_loss";
  rate.meaning = "a zone loses its power";
  rate.interval = "exponential(291708 h)";
  rate.duration = "lognormal(p50: 264 min, p95: 906 min)";
  rate.per_year = 0.03;
  rate.units = units;
  rate.sources = {{"power_loss_interval", "failure_rates.az_outage_major", false, "fifteen <published> outages", "medium for counts"},
                  {"power_loss_duration", "failure_rates.az_outage_major", false, "fifteen <published> outages", "medium for counts"}};
  return rate;
}

}  // namespace

TEST_CASE("the failure rates of designs that were run over years stand on the page, each once, with what they rest on") {
  Result result = example_report();
  FailureRateResult stated = power_loss(1);
  stated.mode = "isolation";
  stated.duration = "";
  stated.sources = {{"isolation_interval", "assumption:isolation", true, "", ""}};
  for (DesignResult& design : result.designs) design.failure_rates = {power_loss(design.design == "shop" ? 3 : 1), stated};
  DesignResult never = result.designs[0];
  never.design = "never-run";
  never.failure_rates[0].type = "never-drawn";
  result.designs.push_back(never);
  const std::string page = read_page(result);
  const auto tables = between(page, "<details class=\"rates\">", "</details>");
  REQUIRE(tables.size() == 1);
  const auto rows = between(tables[0], "<tr><td", "</tr>");
  REQUIRE(rows.size() == 2);
  CHECK(holds(rows[0], "zone: isolation"));
  CHECK(holds(rows[0], "as recovery takes"));
  CHECK(holds(rows[0], "stated by the design"));
  CHECK(holds(rows[1], "zone: power loss"));
  CHECK(holds(rows[1], ">0.03<"));
  CHECK(holds(rows[1], ">exponential(33.3 y)<"));
  CHECK(holds(rows[1], ">lognormal(p50: 4.4 h, p95: 15.1 h)<"));
  CHECK(holds(rows[1], ">shop (3), kiosk<"));
  CHECK(between(rows[1], "failure_rates.az_outage_major", ";").size() == 1);
  CHECK(holds(rows[1], "fifteen &lt;published&gt; outages"));
  CHECK(holds(rows[1], ">medium for counts<"));
  CHECK(holds(page, "from 2 rates: 1 on sourced facts and 1 on what a design states."));
  CHECK(holds(page, "<a href=\"#rates\">"));
  CHECK_FALSE(holds(page, "never-drawn:"));
  CHECK_FALSE(holds(read_page(example_report()), "#rates"));
}

TEST_CASE("no line ends between a number and its unit") {
  CHECK(holds(html(two_targets()), "75\u00a0% in time"));
  CHECK(holds(html(two_targets()), "longest 80\u00a0min"));
}

TEST_CASE("p50 and p95 are explained where they stand first") {
  Result result = example_report();
  result.claims[1].because = "the time was 105 s at p50 and 2.47 min at p95";
  const std::string page = read_page(result);
  CHECK(holds(page, ">p50</a> and 2.47 min at p95"));
  CHECK(holds(page, "href=\"#word-p50-and-p95\""));
  CHECK(holds(page, "<dt id=\"word-p50-and-p95\">p50 and p95</dt>"));
}

TEST_CASE("the list of what a design misses and the grid say one share alike") {
  Result result = two_targets();
  // 91 of 200 are in time: 45.5 %, which two roundings made 45 % in one place and 46 % in the other.
  for (RunResult& run : result.runs)
    for (auto& [journey, values] : run.replication_values.rto_seconds) {
      values.assign(200, std::nullopt);
      std::fill_n(values.begin(), 91, std::optional(60.0));
    }
  const std::string page = read_page(result);
  CHECK(holds(page, "<small>45 % in time</small>"));
  CHECK(between(page, "<li data-kind=\"\">zone-loss <small>", "</small>").at(0) == "45 % in time");
  CHECK_FALSE(holds(page, "46 % "));
}
