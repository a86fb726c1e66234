// Names that policies and scenarios speak of: those that there are not are reported where they stand.
#include "sim/scenario/known_names.h"

#include <catch2/catch.hpp>

#include "tests/support/small_catalogue.h"

using namespace windtunnel;

namespace {

std::string misfits(const std::string& yaml, bool each) {
  Diagnostics diagnostics;
  check_policy_names(*parse_document("p.yaml", yaml, diagnostics),
                     {{"kasha", "lamp-dr"}, {"zone-loss", "region-loss"}, {{"kasha", {"order", "browse"}}}}, each,
                     diagnostics);
  return testing::text_of(diagnostics);
}

/// What is wrong with the names of a scenario that runs on the designs of a list.
std::string scenario_misfits(const std::string& designs, const std::string& rest) {
  Diagnostics diagnostics;
  Scenario scenario;
  const auto document = parse_document("s.yaml", "scenario: s\ndesigns: " + designs + "\n" + rest, diagnostics);
  for (const Node& glob : document->root.find("designs")->items) scenario.designs = {glob.text};
  check_scenario_names(*document, scenario,
                       {{"kasha", "lamp-dr"}, {}, {{"kasha", {"order", "browse"}}, {"lamp-dr", {"page"}}}}, diagnostics);
  return testing::text_of(diagnostics);
}

}  // namespace

TEST_CASE("globs that name nothing are reported at their place") {
  CHECK(misfits("policy: p\nexpect:\n  - {design: kahsa, rto: {p95: < 1 s}}\n", true) ==
        "p.yaml:3:14: error: unknown design \"kahsa\"; did you mean \"kasha\"?\n");
  CHECK(misfits("policy: p\nexpect:\n  - {scenario: [zone-los, zone-loss@primary.a], rto: {p95: < 1 s}}\n", true)
            .find("unknown scenario \"zone-los\"; did you mean \"zone-loss\"?") != std::string::npos);
  CHECK(misfits("policy: p\ncontracts:\n  - {contract: c, design: \"x*\"}\n", true).find("no design matches \"x*\"") !=
        std::string::npos);
  CHECK(misfits("policy: p\nexpect:\n  - {design: \"*\", scenario: \"*-loss\", rto: {p95: < 1 s}}\n", true).empty());
}

TEST_CASE("a glob that names a run names one that there is") {
  const auto runs = [](const std::string& globs, const std::string& designs = "\"*\"") {
    Diagnostics diagnostics;
    const std::string policy = "policy: p\nexpect:\n  - {scenario: " + globs + ", design: " + designs + "}\n";
    KnownNames known{{"kasha", "lamp-dr"}, {"zone-loss", "region-loss", "surge"}, {}};
    known.runs = {{"kasha", {"zone-loss@primary.zone-1", "zone-loss@primary.zone-2", "region-loss"}}, {"lamp-dr", {"zone-loss@dr.zone-1"}}};
    check_policy_names(*parse_document("p.yaml", policy, diagnostics), known, true, diagnostics);
    return testing::text_of(diagnostics);
  };
  for (const char* known : {"zone-loss@primary.zone-1", "zone-loss@*", "\"*-loss@*.zone-2\"", "[region-loss, zone-loss@dr.zone-1]",
                            "surge@any"})
    CHECK(runs(known) == "");
  CHECK(runs("zone-loss@primary.zone-9") ==
        "p.yaml:3:16: error: unknown run \"zone-loss@primary.zone-9\"; did you mean \"zone-loss@primary.zone-1\"?\n");
  CHECK(runs("[surge, \"zone-*@*.zone-9\"]") == "p.yaml:3:24: error: no run matches \"zone-*@*.zone-9\"\n");
  CHECK(runs("region-loss@primary").find("unknown run \"region-loss@primary\"") != std::string::npos);
  CHECK(runs("zone-los@primary.zone-9").find("unknown scenario") != std::string::npos);
  // Of the designs that are meant.
  CHECK(runs("zone-loss@dr.zone-1", "lamp-dr") == "");
  CHECK(runs("zone-loss@dr.zone-1", "kasha").find("unknown run") != std::string::npos);
  CHECK(runs("region-loss@primary", "lamp-dr") == "");  // of which none is known there
}

TEST_CASE("journeys are looked for in the designs that an expectation speaks of") {
  CHECK(misfits("policy: p\nexpect:\n  - {journey: ordre, rto: {p95: < 1 s}}\n", true) ==
        "p.yaml:3:15: error: unknown journey \"ordre\"; did you mean \"order\"?\n");
  CHECK(misfits("policy: p\nexpect:\n  - {design: lamp-dr, journey: ordre, rto: {p95: < 1 s}}\n", true).empty());
  CHECK(misfits("policy: p\ncontracts:\n  - {contract: c, journeys: [order, \"x*\"]}\n", true).find("no journey matches") !=
        std::string::npos);
}

TEST_CASE("where a list offers names for what may be there, one of them is enough") {
  CHECK(misfits("policy: p\nexpect:\n  - {scenario: [zone-loss, zone-grey], rto: {p95: < 1 s}}\n", false).empty());
  CHECK_FALSE(misfits("policy: p\nexpect:\n  - {scenario: [zone-fog, zone-grey], rto: {p95: < 1 s}}\n", false).empty());
}

TEST_CASE("journeys of a scenario are looked for in the designs on which it runs") {
  CHECK(scenario_misfits("[kasha]", "expect: [{journey: ordre, rto: {p95: < 1 s}}]\n") ==
        "s.yaml:3:20: error: unknown journey \"ordre\"; did you mean \"order\"?\n");
  CHECK(scenario_misfits("[kasha]", "expect: [{journey: page, rto: {p95: < 1 s}}]\n") ==
        "s.yaml:3:20: error: unknown journey \"page\"\n");
  CHECK(scenario_misfits("[\"*\"]", "expect: [{journey: page, rto: {p95: < 1 s}}]\n").empty());
  CHECK(scenario_misfits("[kasha]", "traffic: [{journeys: \"x*\", factor: 2, for: 1 h}]\n") ==
        "s.yaml:3:22: error: no journey matches \"x*\"\n");
  CHECK(scenario_misfits("[kasha]", "clients: [{journeys: brows, retries: 2}]\n").find("did you mean \"browse\"?") !=
        std::string::npos);
}

TEST_CASE("where no design of a scenario is known, none of its journeys is looked for") {
  CHECK(scenario_misfits("[\"ecia-*\"]", "expect: [{journey: deploy, rto: {p95: < 1 s}}]\n").empty());
}

TEST_CASE("a scenario may choose designs by globs that fit none, and names only such as there are") {
  CHECK(scenario_misfits("[\"ecia-*\", kahsa]", "") ==
        "s.yaml:2:21: error: unknown design \"kahsa\"; did you mean \"kasha\"?\n");
}
