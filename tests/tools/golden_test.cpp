// Golden runs: every shipped scenario on every shipped design, figure by figure. A difference is a change of behaviour:
// it belongs under "Behaviour" in CHANGELOG.md, and `tools/generate --golden` writes the files anew.
#include <catch2/catch.hpp>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/tools/program.h"

using namespace windtunnel::testing;
using Json = nlohmann::json;

namespace {

const std::filesystem::path folder_of_golden = WINDTUNNEL_SOURCE_DIR "/tests/golden";

std::string number(const Json& value) { return value.is_null() ? "never" : value.dump(); }

/// With no more digits than a person reads; the fingerprint shows changes below them.
std::string rounded(const char* format, const Json& value) {
  if (value.is_null()) return "never";
  char text[64];
  std::snprintf(text, sizeof text, format, value.get<double>());
  return text;
}

/// What a person would check first: the recovery time of each replication, one line per journey.
std::string text_of_run(const Json& run) {
  const std::string scenario = run["scenario"];
  if (run["status"] == "not_applicable")
    return scenario + ": not applicable, " + run["reason"].get<std::string>() + "\n";
  std::string text = scenario + ": " + run["status"].get<std::string>() + ", fingerprint " +
                     run["fingerprint"].get<std::string>() + "\n";
  for (const auto& [journey, figure] : run["journeys"].items()) {
    text += "  " + journey + ": rto";
    for (const Json& seconds : run["replication_values"]["rto_seconds"][journey])
      text += " " + rounded("%.1f", seconds);
    text += " s, sli " + rounded("%.5f", figure["availability"]["mean"]) + "\n";
  }
  text += "  data: rpo max " + number(run["rpo"]["seconds"]["max"]) + " s, lost " + number(run["rpo"]["lost_writes"]) +
          ", stranded " + number(run["rpo"]["stranded_writes"]) + "\n";
  return text;
}

using Texts = std::map<std::string, std::string>;

/// By design.
Texts figures() {
  const Folder folder;
  const std::string file = folder / "result.json";
  const Ended ended = windtunnel_program("run --quiet --no-ends --replications 5 --years 5 --output json='" + file + "'");
  INFO(ended.out);
  REQUIRE(ended.status == 0);
  const auto result = Json::parse(text_of(file));
  Texts texts;
  for (const auto& design : result["designs"])
    texts[design["design"]] += "cost: " + rounded("%.2f", design["cost_monthly"]["total"]) +
                               " USD a month; findings: " + std::to_string(design["findings"].size()) + "\n";
  for (const auto& years : result["availability"])
    texts[years["design"]] += "years: unavailability " + number(years["unavailability"]["mean"]) + ", downtime p50 " +
                              number(years["downtime_minutes_per_year"]["p50"]) + " min\n";
  for (const auto& run : result["runs"]) texts[run["design"]] += text_of_run(run);
  return texts;
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> all;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) all.push_back(line);
  return all;
}

/// Lines that only one of two texts has, in order, with "-" (golden) and "+" (now).
std::string difference(const std::string& golden, const std::string& now) {
  const auto old_lines = lines(golden), new_lines = lines(now);
  const std::multiset<std::string> in_old(old_lines.begin(), old_lines.end());
  const std::multiset<std::string> in_new(new_lines.begin(), new_lines.end());
  std::string text;
  std::string run;
  for (const std::string& line : old_lines) {
    if (!line.starts_with(' ')) run = line.substr(0, line.find(':'));
    if (!in_new.contains(line)) text += "- " + run + " |" + line + "\n";
  }
  for (const std::string& line : new_lines) {
    if (!line.starts_with(' ')) run = line.substr(0, line.find(':'));
    if (!in_old.contains(line)) text += "+ " + run + " |" + line + "\n";
  }
  return text;
}

std::set<std::string> golden_designs() {
  std::set<std::string> designs;
  for (const auto& entry : std::filesystem::directory_iterator(folder_of_golden))
    if (entry.path().extension() == ".txt") designs.insert(entry.path().stem());
  return designs;
}

void write_anew(const Texts& texts) {
  for (const std::string& design : golden_designs()) std::filesystem::remove(folder_of_golden / (design + ".txt"));
  for (const auto& [design, text] : texts)
    std::ofstream(folder_of_golden / (design + ".txt"), std::ios::binary) << text;
}

}  // namespace

TEST_CASE("every shipped scenario on every shipped design has its golden figures", "[golden]") {
  const Texts now = figures();
  REQUIRE(now.size() >= 2);
  if (std::getenv("WINDTUNNEL_UPDATE_GOLDEN") != nullptr) write_anew(now);
  std::set<std::string> designs;
  for (const auto& [design, text] : now) {
    designs.insert(design);
    const std::string changes = difference(text_of(folder_of_golden / (design + ".txt")), text);
    // Past the test framework, which would wrap the lines.
    if (!changes.empty()) std::cerr << "tests/golden/" << design << ".txt (tools/generate --golden)\n" << changes;
    CHECK(changes.empty());
  }
  CHECK(designs == golden_designs());
}

TEST_CASE("every scenario of the golden runs has a reason that a person can check, and no reason is left over", "[golden]") {
  std::set<std::string> reasons, scenarios;
  for (const std::string& line : lines(text_of(folder_of_golden / "README.md")))
    if (line.starts_with("| ") && !line.starts_with("| scenario |")) reasons.insert(line.substr(2, line.find(" |") - 2));
  for (const std::string& design : golden_designs())
    for (const std::string& line : lines(text_of(folder_of_golden / (design + ".txt")))) {
      const std::string scenario = line.substr(0, line.find_first_of("@:"));
      if (!line.starts_with(' ') && scenario != "cost" && scenario != "years") scenarios.insert(scenario);
    }
  CHECK(reasons == scenarios);
}
