// Policies on the command line: what they do to the exit status, and what is told of them.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/tools/pair.h"
#include "tests/tools/program.h"

using namespace windtunnel::testing;

namespace {

constexpr const char* loss_scenario = R"(
scenario: loss
title: Both nodes fail for an hour
faults:
  - {strike: component left, mode: failure, for: 1 h}
  - {strike: component right, mode: failure, for: 1 h}
)";

/// A project with one design, one scenario and one policy, run with a few replications and years.
struct GatedProject {
  explicit GatedProject(const std::string& policy) {
    folder.write("pair.yaml", pair_design);
    folder.write("loss.yaml", loss_scenario);
    folder.write("gate.yaml", policy);
  }
  Ended run(const std::string& more = "") const {
    return windtunnel_program("run '" + (folder / "") + "' --replications 100 --years 200 " + more);
  }
  Folder folder;
};

bool says(const Ended& ended, const std::string& text) { return ended.out.find(text) != std::string::npos; }

const std::string too_slow = "policy: gate\nexpect:\n  - {scenario: loss, rto: {p50: <= 10 min}, why: a test}\n";

}  // namespace

TEST_CASE("a policy's expectations are judged where its globs match") {
  CHECK(GatedProject("policy: gate\nexpect:\n  - {scenario: loss, rto: {p50: <= 2 h}}\n").run().status == 0);
  const Ended failed = GatedProject(too_slow).run();
  CHECK(failed.status == 1);
  CHECK(says(failed, "loss on pair, journey ask: rto.p50 <= 10 min"));
  CHECK(GatedProject("policy: gate\nexpect:\n  - {scenario: loss, rto: {p50: <= 10 min}, level: warn}\n").run().status == 0);
}

TEST_CASE("a policy brings about what it needs: years, contracts, the bill") {
  // Both nodes down at once: 2 x (1/2400 h) x (1/2400 h) x 1 h of 8 760 h, so 0.003 times a year.
  CHECK(GatedProject("policy: gate\nexpect:\n  - {availability: {probability: {limit: \">= 99.99 %\", share: 90 %}}}\n").run().status == 0);
  const GatedProject downtime("policy: gate\nexpect:\n  - {yearly_downtime: {probability: {limit: \"> 1 h\", share: 90 %}}}\n");
  const Ended impossible = downtime.run();
  CHECK(impossible.status == 1);
  const std::string again = "windtunnel availability " + (downtime.folder / "pair.yaml") + " --years 200 --seed 1";
  CHECK(says(impossible, again));
  CHECK(shell("WINDTUNNEL_NO_CACHE=1 \"" WINDTUNNEL_BINARY "\" " + again.substr(again.find(' '))).status == 0);
  CHECK(GatedProject("policy: gate\nexpect: [{monthly_cost: {total: <= 1 USD}}]\n").run().status == 0);
  const GatedProject sla("policy: gate\nexpect:\n  - {contract: c, monthly_uptime: {probability: {limit: \">= 99.9 %\"}}}\ncontracts:\n"
                    "  - {contract: c, credits: [{below: 99.9 %, credit: 10 %}], charge: 100 USD}\n");
  const Ended owed = sla.run("--output json='" + (sla.folder / "out.json") + "'");
  CHECK(owed.status == 0);
  CHECK(says(owed, "pair, contract c: a month owes nothing with probability"));
  const auto json = nlohmann::json::parse(text_of(sla.folder / "out.json"));
  CHECK(json["contracts"][0]["months"] == 2400);
  CHECK(json["availability"][0]["design"] == "pair");
}

TEST_CASE("without years an expectation of years decides nothing: 2") {
  const GatedProject project("policy: gate\nexpect:\n  - {availability: {probability: {limit: \">= 99 %\"}}}\n");
  const Ended ended = windtunnel_program("run '" + (project.folder / "") + "' --replications 20 --years 0");
  CHECK(ended.status == 2);
  CHECK(says(ended, "no years were simulated"));
}

TEST_CASE("a suppressed failure does not change the exit status, until its last day has passed") {
  const GatedProject project(too_slow + "suppressions:\n  - {scenario: loss, reason: agreed on, expires: 2029-06-30}\n");
  for (const char* day : {"2026-01-01", "2029-06-30"}) {
    const Ended ended = project.run("--today " + std::string(day));
    CHECK(ended.status == 0);
    CHECK(says(ended, "SUPPRESSED"));
    CHECK(says(ended, "suppressed until 2029-06-30: agreed on"));
  }
  const Ended expired = project.run("--today 2029-07-01");
  CHECK(expired.status == 1);
  CHECK(says(expired, "policy gate: suppression expires 2029-06-30, measured today is 2029-07-01"));
}

TEST_CASE("an expired suppression fails even where what it names holds") {
  const GatedProject project("policy: gate\nexpect:\n  - {scenario: loss, rto: {p50: <= 2 h}}\nsuppressions:\n"
                        "  - {scenario: loss, reason: agreed on, expires: 2020-01-01}\n");
  CHECK(project.run().status == 1);  // whatever the clock says
  CHECK(project.run("--today 2020-01-01").status == 0);
}

TEST_CASE("a suppression that names nothing is a warning") {
  const Ended ended =
      GatedProject("policy: gate\nsuppressions:\n  - {scenario: lost, reason: agreed on, expires: 2999-01-01}\n").run();
  CHECK(ended.status == 0);
  CHECK(says(ended, "names no expectation"));
}

TEST_CASE("the day is said in the command that makes the result again") {
  const GatedProject project(too_slow + "suppressions:\n  - {reason: agreed on, expires: 2029-06-30}\n");
  project.run("--today 2028-02-29 --output json='" + (project.folder / "out.json") + "'");
  const auto json = nlohmann::json::parse(text_of(project.folder / "out.json"));
  CHECK(json["command"].get<std::string>().find("--today 2028-02-29") != std::string::npos);
  const auto& row = json["expectations"][0];
  CHECK(row["suppressed"] == "agreed on");
  CHECK(row["policy"] == "gate");
  CHECK(row["line"] == 3);
  CHECK(row["file"].get<std::string>().find("gate.yaml") != std::string::npos);
}

TEST_CASE("failures come before what is not decided") {
  const GatedProject project("policy: gate\nexpect:\n  - {scenario: loss, rto: {p50: <= 10 min}}\n"
                        "  - {scenario: loss, rto: {p99: <= 2 h}}\n");
  CHECK(project.run().status == 1);  // p99 of 100 replications is inconclusive
  CHECK(GatedProject("policy: gate\nexpect:\n  - {scenario: loss, rto: {p99: <= 2 h}}\n").run().status == 2);
}

TEST_CASE("mistakes in policies end with 65 and their place, wrong days with 64") {
  const Ended design_name = GatedProject("policy: gate\nexpect:\n  - {design: piar, rto: {p50: <= 2 h}}\n").run();
  CHECK(design_name.status == 65);
  CHECK(says(design_name, "gate.yaml:3:14: error: unknown design \"piar\"; did you mean \"pair\"?"));
  const Ended scenario_name = GatedProject("policy: gate\nexpect:\n  - {scenario: lost, rto: {p50: <= 2 h}}\n").run();
  CHECK(scenario_name.status == 65);
  CHECK(says(scenario_name, "did you mean \"loss\"?"));
  const Ended journey = GatedProject("policy: gate\nexpect:\n  - {journey: aks, rto: {p50: <= 2 h}}\n").run();
  CHECK(journey.status == 65);
  CHECK(says(journey, "did you mean \"ask\"?"));
  CHECK(GatedProject(too_slow).run("--today tomorrow").status == 64);
  GatedProject twice(too_slow);
  twice.folder.write("other.yaml", too_slow);
  CHECK(twice.run().status == 65);
}

TEST_CASE("validate reads policies") {
  const GatedProject project(too_slow);
  const Ended ended = windtunnel_program("validate '" + (project.folder / "") + "'");
  CHECK(ended.status == 0);
  CHECK(says(ended, "1 design, 1 scenario and 1 policy are well-formed"));
}

TEST_CASE("a policy of AWS Resilience Hub is judged on the standard scenarios") {
  Folder folder;
  const std::string hub = folder.write(
      "hub.json", R"({"policyName": "critical", "policy": {"AZ": {"rtoInSecs": 1, "rpoInSecs": 3600}}})");
  const Ended ended = windtunnel_program("run '" + hub + "' --designs kasha --scenarios zone-loss --replications 60 --years 0");
  CHECK(ended.status != 0);
  CHECK(says(ended, "expected because RtoInSecs for AZ disruptions in AWS Resilience Hub"));
}

TEST_CASE("the shipped policy only warns") {
  const Ended ended = windtunnel_program("run '" WINDTUNNEL_SOURCE_DIR
                                         "/scenarios/policies/production.yaml' --designs kasha --scenarios zone-loss "
                                         "--replications 20 --years 20");
  CHECK(ended.status == 0);
  CHECK(says(ended, "contract customers"));
}

TEST_CASE("what does not apply to a run is told row by row, and fails nothing") {
  const GatedProject project("policy: gate\nexpect:\n  - {scenario: [loss, \"dark*\"], rto: {p50: <= 2 h}}\n"
                        "  - {scenario: \"dark*\", rto: {p95: <= 1 h}, level: warn}\n");
  project.folder.write("dark.yaml", "scenario: dark\ntitle: A database is lost\nfaults:\n  - {strike: database primary, "
                                    "mode: crash, for: 1 h}\n");
  const Ended ended = project.run("--output json='" + (project.folder / "out.json") + "' --output junit='" +
                                  (project.folder / "junit.xml") + "'");
  INFO(ended.out);
  CHECK(ended.status == 0);
  CHECK(says(ended, "1 does not apply"));
  const auto rows = nlohmann::json::parse(text_of(project.folder / "out.json")).at("expectations");
  REQUIRE(rows.size() == 2);
  const auto& silent = rows[0].at("scenario") == "dark" ? rows[0] : rows[1];
  CHECK(silent.at("verdict") == "not_applicable");
  CHECK_FALSE(silent.at("because").get<std::string>().empty());
  const std::string junit = text_of(project.folder / "junit.xml");
  CHECK(junit.find("<skipped>does not apply: ") != std::string::npos);
  CHECK(junit.find("windtunnel trace") == std::string::npos);  // there is nothing to replay
}

TEST_CASE("a policy of which nothing applies has checked nothing, and does not pass") {
  const GatedProject project("policy: gate\nexpect:\n  - {scenario: \"dark*\", rto: {p50: <= 2 h}}\n");
  project.folder.write("dark.yaml", "scenario: dark\ntitle: A database is lost\nfaults:\n  - {strike: database primary, "
                                    "mode: crash, for: 1 h}\n");
  const Ended ended = project.run();
  INFO(ended.out);
  CHECK(ended.status == 2);
  CHECK(says(ended, "policy gate: policy judges something, measured nothing"));
  CHECK(says(ended, "so it has checked nothing"));
  // Who asks for other runs only is told, too, and not failed.
  const Ended other = project.run("--scenarios loss");
  INFO(other.out);
  CHECK(other.status == 0);
  CHECK(says(other, "no run that the policy speaks of is among those selected"));
}

TEST_CASE("a journey that a design does not have is no failure of it") {
  const GatedProject project("policy: gate\nexpect:\n  - {scenario: loss, journey: \"as*\", rto: {p50: <= 2 h}}\n");
  project.folder.write("other.yaml", "design: other\ncomponents:\n  left: {type: node, time_to_failure: exponential(100 d), "
                                     "time_to_repair: 1 h}\n  right: {type: node, time_to_failure: exponential(100 d), "
                                     "time_to_repair: 1 h}\njourneys:\n  tell: {success: {any: [left, right]}, rate: 10 /s}\n");
  const Ended ended = project.run();
  INFO(ended.out);
  CHECK(ended.status == 0);
  CHECK(says(ended, "1 does not apply"));
}

TEST_CASE("a contract that states no credits owes what the published agreement owes, and explain tells it") {
  const GatedProject project("policy: gate\ncontracts:\n  - {contract: c, sla: elb.multi_az, charge: 100 USD}\nexpect:\n"
                        "  - {contract: c, credits: {mean: <= 100 USD}, level: warn}\n");
  const Ended ended = project.run("--output json='" + (project.folder / "out.json") + "'");
  INFO(ended.out);
  CHECK(ended.status == 0);
  // Elastic Load Balancing over zones: 10 %, 30 % and 100 % below 99.99 %, 99 % and 95 %.
  const auto credits = nlohmann::json::parse(text_of(project.folder / "out.json"))["contracts"][0]["tiers"];
  INFO(credits.dump());
  REQUIRE(credits.size() == 3);
  CHECK(credits[0]["below"] == Approx(0.9999));
  CHECK(credits[1]["credit"] == Approx(0.30));
  const Ended told = windtunnel_program("explain sla.elb.multi_az");
  CHECK(told.status == 0);
  CHECK(says(told, "uptime_below"));
  const Ended wrong = GatedProject("policy: gate\ncontracts:\n  - {contract: c, sla: elb.multi-az, charge: 100 USD}\n").run();
  CHECK(wrong.status == 65);
  CHECK(says(wrong, "gate.yaml:3:24: error: no published agreement has the id \"elb.multi-az\"; did you mean \"elb.multi_az\"?"));
}
