// The common ground of reports: order, counts, commands.
#include "reports/answer.h"

#include <catch2/catch.hpp>

#include "tests/reports/example.h"

using namespace windtunnel;
using namespace windtunnel::reports;

TEST_CASE("the headline counts targets, claims and expectations, worst first") {
  CHECK(headline(example_result()) ==
        "1 design: 2 targets (1 refuted, 1 upheld); 3 other claims (1 inconclusive, 1 upheld, 1 not measured); "
        "3 expectations (2 failed, 1 held).");
  CHECK(headline(Result{}) == "0 designs.");
}

TEST_CASE("claims stand with the worst first, targets apart") {
  const Result result = example_result();  // the answers point into it
  const auto all = answers(result);
  REQUIRE(all.size() == 1);
  CHECK(all[0].targets[0]->id == "shop-02");
  CHECK(all[0].others[0]->id == "shop-03");
}

TEST_CASE("errors fail before warnings, and failures stand before what is inconclusive") {
  Result result = example_result();
  result.expectations[2].verdict = Verdict::inconclusive;
  std::swap(result.expectations[0], result.expectations[2]);
  const auto failed = failures(result);
  REQUIRE(failed.size() == 3);
  CHECK(failed[0]->level == ExpectationLevel::error);
  CHECK(failed[1]->level == ExpectationLevel::warn);
  CHECK(failed[2]->verdict == Verdict::inconclusive);
}

TEST_CASE("a failed expectation names the replication to replay") {
  Result result = example_result();
  CHECK(replay_command(result, result.expectations[1]) ==
        "windtunnel trace shop region-loss --seed 42 --replication 417");
  CHECK(replay_command(result, result.expectations[0]) ==
        "windtunnel trace shop zone-loss@a --seed 42 --replication 3");
  ExpectationResult hostile = result.expectations[0];
  hostile.scenario = "a; rm 'b'";
  CHECK(replay_command(result, hostile) == "windtunnel trace shop 'a; rm '\\''b'\\''' --seed 42 --replication 0");
  hostile.replay = "windtunnel trace x";
  CHECK(replay_command(result, hostile) == "windtunnel trace x");
}

TEST_CASE("the foremost findings are the most severe, of different rules") {
  const Result result = example_result();
  const auto findings = foremost_findings(result, 3);
  REQUIRE(findings.size() == 3);
  CHECK(findings[0].finding->severity == "error");
  CHECK(findings[1].finding->component == "primary.nat");
  CHECK(findings[2].finding->rule == "naming");
}

TEST_CASE("a long run is one sentence with interval, budget and causes") {
  const std::string text = availability_text(example_result().availability[0]);
  CHECK(text ==
        "99.988 % available (95 % interval 99.987 % to 99.989 %); a year's downtime is 63 min in the mean, 55 min at "
        "p50, not bounded at p95; "
        "61 % of 1 000 years keep the budget of 52.6 min that 99.99 % allows (95 % interval 58 % to 64 %); "
        "it comes from maintenance of primary.db 48 % and loss of zone a 30 %; the mean is not resolved: 120 incidents "
        "seen, 400 are needed");
}

TEST_CASE("what has no price is named beside the total") {
  CHECK(cost_text(example_result().designs[0].cost_monthly) ==
        "32.85 USD a month without what has no known price: support plan");
}

TEST_CASE("the number of replications is told once") {
  Result result = example_result();
  CHECK(replications_text(result) == "1 000");
  result.runs[0].replications = 50;
  CHECK(replications_text(result) == "50 to 1 000");
  CHECK(replications_text(result, {"region-loss"}) == "1 000");
  CHECK(replications_text(Result{}) == "");
}

TEST_CASE("runs with another number of replications than most are named") {
  Result result;
  result.runs = {example_run("zone-loss@a", 84, 112, 0), example_run("zone-loss@b", 84, 112, 0), example_run("region-loss", 744, 5400, 60),
                 example_run("quiet-week", 0, 0, 0), example_run("steady-load", 0, 0, 0)};
  CHECK(usual_replications(result) == 1000);
  CHECK(other_replications_text(result) == "");
  result.runs[1].replications = result.runs[3].replications = 80;
  result.runs[4].replications = 50;
  CHECK(usual_replications(result) == 1000);
  CHECK(other_replications_text(result) == "50 of steady-load and 80 of quiet-week and zone-loss on shop");
  result.runs[4].status = RunStatus::not_applicable;
  result.runs[4].replications = 0;
  CHECK(other_replications_text(result) == "80 of quiet-week and zone-loss on shop");
}

TEST_CASE("of the assumptions of a claim those that leave its verdict alone are told from those that nobody tried") {
  ClaimResult claim;
  claim.verdict = Verdict::upheld;
  claim.assumptions = {"steady", "moving", "older", "untried"};
  claim.tried_ends = {{"steady", "1 s", Verdict::upheld, "", 20},
                      {"steady", "9 s", Verdict::upheld, "", 20},
                      {"moving", "1 s", Verdict::upheld, "", 20},
                      {"moving", "9 s", Verdict::refuted, "", 80}};
  claim.changes_at = {"moving = 9 s: refuted", "older = 9 s: refuted"};
  const EndsTried ends = ends_tried(claim);
  CHECK(ends.holding == std::vector<std::string>{"steady"});
  CHECK(ends.untried == std::vector<std::string>{"untried"});
}
