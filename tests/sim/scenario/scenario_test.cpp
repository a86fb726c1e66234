// Scenario files: what is read, and that everything wrong is reported at once with its place.
#include "sim/scenario/scenario.h"

#include <catch2/catch.hpp>

#include "tests/support/small_catalogue.h"

using namespace windtunnel;

namespace {

std::optional<Scenario> load_scenario(const std::string& yaml, Diagnostics& diagnostics) {
  const auto document = parse_document("s.yaml", yaml, diagnostics);
  if (!document) return std::nullopt;
  return load_scenario(*document, testing::SmallCatalogue(), diagnostics);
}

Scenario loaded_scenario(const std::string& yaml) {
  Diagnostics diagnostics;
  const auto scenario = load_scenario(yaml, diagnostics);
  INFO(testing::text_of(diagnostics));
  REQUIRE(scenario);
  return *scenario;
}

std::string scenario_problems(const std::string& yaml) {
  Diagnostics diagnostics;
  const bool loaded = load_scenario(yaml, diagnostics).has_value();
  CHECK(loaded == diagnostics.ok());
  return testing::text_of(diagnostics);
}

}  // namespace

TEST_CASE("a scenario file is known by its first key") {
  Diagnostics diagnostics;
  CHECK(is_scenario(*parse_document("a.yaml", "scenario: x\ndesigns: a\n", diagnostics)));
  CHECK_FALSE(is_scenario(*parse_document("a.yaml", "design: x\nscenario: a\n", diagnostics)));
  CHECK_FALSE(is_scenario(*parse_document("a.yaml", "[1, 2]\n", diagnostics)));
}

TEST_CASE("what a scenario does not say has a default") {
  const Scenario scenario = loaded_scenario("scenario: calm\n");
  CHECK(scenario.name == "calm");
  CHECK(scenario.designs == std::vector<std::string>{"*"});
  CHECK(scenario.horizon == hours(24));
  CHECK(scenario.lead == hours(1));
  CHECK(scenario.quiet == hours(1));
  CHECK_FALSE(scenario.replications);
  CHECK(scenario.faults.empty());
}

TEST_CASE("a fault keeps what its file says") {
  const Scenario scenario = loaded_scenario(R"(
scenario: s
faults:
  - {strike: first database, mode: crash|slow, at: random time of day, for: 2 h, severity: 20 %}
  - {strike: first service, mode: task_loss, at: 90 s, units: 50 %, severity: 200 ms}
)");
  REQUIRE(scenario.faults.size() == 2);
  CHECK(scenario.faults[0].mode.names == std::vector<std::string>{"crash", "slow"});
  CHECK(scenario.faults[0].at.kind == StrikeTime::Kind::random_of_day);
  CHECK(scenario.faults[0].severity.value == 0.2);
  CHECK(scenario.faults[1].at.offset == seconds(90));
  CHECK(scenario.faults[1].units.share == 0.5);
  CHECK(scenario.faults[1].severity.value == Approx(0.2));
}

TEST_CASE("an expectation becomes one row per figure and statistic") {
  const auto rows = expectations(loaded_scenario(R"(
scenario: s
expect:
  - {journey: ord*, rto: {p95: <= 120 s, max: < 5 min}, sli: {mean: ">= 99 %"}, level: warn, why: it is documented}
  - {lost_writes: {max: <= 0}, cost: {mean: < 100 USD}}
  - value: {"*.db.failover_seconds": {probability: {limit: < 60 s, share: 90 %}}}
)"));
  using A = Expectation::Aggregation;
  REQUIRE(rows.size() == 6);
  CHECK(rows[0].measure == "rto");
  CHECK(rows[0].journey == "ord*");
  CHECK(rows[0].aggregation == A::p95);
  CHECK(rows[0].limit.value == 120);
  CHECK(rows[0].level == ExpectationLevel::warn);
  CHECK(rows[0].why == "it is documented");
  CHECK(rows[0].position.line == 4);
  CHECK(rows[1].aggregation == A::max);
  CHECK(rows[1].limit.value == 300);
  CHECK(rows[2].measure == "sli");
  CHECK(rows[2].limit.value == 0.99);
  CHECK(rows[3].measure == "lost_writes");
  CHECK(rows[3].level == ExpectationLevel::error);
  CHECK(rows[4].measure == "incident_cost");
  CHECK(rows[5].measure == "*.db.failover_seconds");
  CHECK(rows[5].aggregation == A::probability);
  CHECK(rows[5].required_share == 0.9);
}

TEST_CASE("everything wrong is reported at once, each with its place and the way out") {
  const std::string text = scenario_problems(R"(scenario: s
desings: "*"
faults:
  - {strike: each datbase, mode: slow, for: 1 h}
  - {strike: first database, mode: slwo, for: 1 parsec}
  - {strike: each type gatway, mode: outage, for: 1 h}
  - {strike: first zone, mode: power_loss}
  - {strike: first zone, mode: power_loss, at: teatime, units: 0, for: 1 h}
expect:
  - {journey: "*"}
  - {rto: {p95: 120 s}}
  - {rto: {p95: "<= 99 %"}}
)");
  const auto says = [&](const std::string& part) {
    INFO(text);
    CHECK(text.find(part) != std::string::npos);
  };
  says("s.yaml:2:1: error: unknown key \"desings\"");
  says("s.yaml:4:14: error: \"faults[0].strike\" must be a selector such as each zone of primary");
  says("did you mean \"database\"?");
  says("s.yaml:5:36: error: unknown fault mode \"slwo\"; did you mean \"slow\"?");
  says("unknown unit \"parsec\"");
  says("s.yaml:6:14: error: unknown component type \"gatway\"");
  says("s.yaml:7:32: error: the fault \"power_loss\" lasts until it is mended; say for how long: \"for: 2 h\"");
  says("s.yaml:8:48: error: \"faults[4].at\" must be a time after the first fault");
  says("s.yaml:8:64: error: \"faults[4].units\" must be all, a whole number above 0, or a share up to 100 %");
  says("an expectation needs something that it expects");
  says(
      "s.yaml:11:17: error: \"expect[1].rto.p95\" must be a limit on a duration such as <= 120 s, found the text \"120 "
      "s\"; it begins with <, <=, > or >=");
  says("s.yaml:12:17: error: \"expect[2].rto.p95\" must be a limit on a duration such as <= 120 s");
}

TEST_CASE("only one entry can name a time of day or week") {
  CHECK(scenario_problems("scenario: s\nfaults: [{strike: first zone, mode: power_loss, at: random time of day, for: 1 h}]\n"
                 "traffic: [{factor: 2, at: busiest time of day, for: 1 h}]\n")
            .find("only one fault or change of traffic") != std::string::npos);
}

TEST_CASE("nothing happens at or beyond the horizon") {
  const std::string fault = "faults: [{strike: first database, mode: crash, at: ", change = "traffic: [{factor: 2, for: 1 h, at: ";
  CHECK(loaded_scenario("scenario: s\n" + fault + "1439 min}]\n").faults.size() == 1);
  CHECK(scenario_problems("scenario: s\n" + fault + "24 h}]\n") ==
        "s.yaml:2:52: error: expected a time before the end of the observation, which the horizon sets to 1 d, found \"24 h\"\n");
  CHECK(scenario_problems("scenario: s\nhorizon: 2 h\n" + change + "3 h}]\n") ==
        "s.yaml:3:37: error: expected a time before the end of the observation, which the horizon sets to 2 h, found \"3 h\"\n");
  CHECK(loaded_scenario("scenario: s\nhorizon: 4 h\n" + change + "3 h}]\n").traffic.size() == 1);
  CHECK(scenario_problems("scenario: s\n" + fault + "292471 y 76 d}]\n").find("; at most 1000 y") != std::string::npos);
}

TEST_CASE("recovery takes a minute to be believed") {
  CHECK(loaded_scenario("scenario: s\nquiet: 1 min\n").quiet == minutes(1));
  for (const char* quiet : {"0 s", "5 us", "59 s"})
    CHECK(scenario_problems(std::string("scenario: s\nquiet: ") + quiet + "\n")
              .find("s.yaml:2:8: error: \"quiet\" must be between 1 min and") == 0);
}

TEST_CASE("a limit on a share lies where shares can lie; a growth has no bounds") {
  const auto limit = [](const std::string& text) { return scenario_problems("scenario: s\nexpect: [{" + text + "}]\n"); };
  for (const char* measure : {"sli", "users_hurt", "availability"})
    for (const char* beyond : {">= 150 %", "< 100.1 %", "> -1 %", "<= 1.5"})
      CHECK(limit(std::string(measure) + ": {mean: \"" + beyond + "\"}").find("; what it limits lies between 0 % and 100 %") !=
            std::string::npos);
  CHECK(limit("sli: {probability: {limit: \">= 101 %\"}}").find("between 0 % and 100 %") != std::string::npos);
  CHECK(limit("sli: {mean: \">= 100 %\"}, rto: {increase: \"<= 150 %\"}, monthly_cost: {increase: \"<= -10 %\"}") == "");
}

TEST_CASE("a limit on a published figure is in the figure's unit") {
  const auto limit = [](const std::string& figure, const std::string& text) {
    return scenario_problems("scenario: s\nexpect: [{value: {\"" + figure + "\": {p95: \"" + text + "\"}}}]\n");
  };
  for (const char* figure : {"primary.db.repair_seconds", "*.repair_seconds", "*repair*", "primary.db*seconds", "*", "primary.db.unknown"})
    CHECK(limit(figure, "< 60 s") == "");
  for (const char* text : {"< 60 %", "< 60", "< 5 USD", "< 3 /s"})
    CHECK(limit("*.repair_seconds", text) == "s.yaml:2:45: error: \"*.repair_seconds\" is a duration; expected a limit such as "
                                             "\"< 60 s\", found \"" + std::string(text) + "\"\n");
  CHECK(limit("*.db.failed_share", "> 150 %").find("is a share; expected a limit such as \">= 90 %\"") != std::string::npos);
  CHECK(limit("*.db.failed_share", ">= 90 %") == "");
  CHECK(limit("*.db.rows", "<= 100") == "");
  CHECK(limit("*.db.rows", "<= 100 s").find("is a number (rows); expected a limit such as \"<= 100\"") != std::string::npos);
  CHECK(limit("detection.east.rows", "< 5 min") == "");
  CHECK(scenario_problems("scenario: s\nexpect: [{value: {\"*.repair_seconds\": {probability: {limit: \"< 3 USD\"}}}}]\n") != "");
}

TEST_CASE("a count of units is whole, and a share of them has its sign") {
  const auto units = [](const std::string& text) {
    return scenario_problems("scenario: s\nfaults: [{strike: first service, mode: task_loss, units: " + text + "}]\n");
  };
  for (const char* text : {"all", "1", "3", "100 %", "50 %", "0.5 %"}) CHECK(units(text) == "");
  CHECK(units("1.0").find("s.yaml:2:58: error: \"faults[0].units\" must be all") == 0);
  CHECK(units("1.0").find("; write \"100 %\" for all or \"1\"\n") != std::string::npos);
  CHECK(units("0.5").find("; write \"50 %\"\n") != std::string::npos);
  CHECK(units("2.0").find("; write \"2\"\n") != std::string::npos);
  for (const char* text : {"-1.0", "0.0", "1.5", "1e300"}) CHECK(units(text).find("; write") == std::string::npos);
}

TEST_CASE("a limit on anything is a number") {
  for (const char* limit : {"< nan", "< inf", "< 0x10"})
    CHECK(scenario_problems(std::string("scenario: s\nexpect: [{value: {\"*\": {p95: \"") + limit + "\"}}}]\n")
              .find("must be a limit on a figure") != std::string::npos);
}

TEST_CASE("a scenario's name can stand in a run's name") {
  CHECK(scenario_problems("scenario: two words\n").find("is no name for a scenario") != std::string::npos);
  CHECK(scenario_problems("scenario: [a]\n").find("s.yaml:1:11") != std::string::npos);
}
