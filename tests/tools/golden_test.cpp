// Golden runs: the standard suite on every shipped design, figure by figure. A difference is a change of behaviour: it
// needs a line under "Behaviour" in CHANGELOG.md and new golden files (WINDTUNNEL_UPDATE_GOLDEN=1).
#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/tools/program.h"

using namespace windtunnel::testing;

namespace {

std::string number(const nlohmann::json& value) { return value.is_null() ? "-" : value.dump(); }

/// One line per run and journey: what a person would check first.
std::map<std::string, std::string> figures_by_design() {
  Folder folder;
  const std::string file = folder / "result.json";
  const Ended ended = windtunnel_program("run --quiet --replications 25 --years 25 --output json='" + file + "'");
  INFO(ended.out);
  REQUIRE(ended.status == 0);
  const auto result = nlohmann::json::parse(text_of(file));
  std::map<std::string, std::string> figures;
  for (const auto& run : result["runs"]) {
    std::string& text = figures[run["design"]];
    const std::string scenario = run["scenario"];
    if (run["status"] != "measured") {
      text += scenario + ": " + run["status"].get<std::string>() + ", " + run["reason"].get<std::string>() + "\n";
      continue;
    }
    for (const auto& [journey, figure] : run["journeys"].items())
      text += scenario + ", " + journey + ": rto mean " + number(figure["rto_seconds"]["mean"]) + " p50 " +
              number(figure["rto_seconds"]["p50"]) + " s, never " + number(figure["rto_seconds"]["never_recovered"]) +
              ", sli " + number(figure["availability"]["mean"]) + "\n";
    text += scenario + ": rpo max " + number(run["rpo"]["seconds"]["max"]) + " s, lost " +
            number(run["rpo"]["lost_writes"]) + ", fingerprint " + run["fingerprint"].get<std::string>() + "\n";
  }
  for (const auto& availability : result["availability"])
    figures[availability["design"]] += "availability: unavailability " +
                                       number(availability["unavailability"]["mean"]) + ", downtime p50 " +
                                       number(availability["downtime_minutes_per_year"]["p50"]) + " min, fingerprint " +
                                       availability["fingerprint"].get<std::string>() + "\n";
  for (const auto& design : result["designs"])
    figures[design["design"]] += "cost: " + number(design["cost_monthly"]["total"]) + " USD a month, " +
                                 std::to_string(design["findings"].size()) + " findings\n";
  for (const auto& claim : result["claims"])
    figures[claim["design"]] +=
        "claim " + claim["id"].get<std::string>() + ": " + claim["verdict"].get<std::string>() + "\n";
  return figures;
}

}  // namespace

TEST_CASE("every shipped design has the golden figures") {
  const bool update = std::getenv("WINDTUNNEL_UPDATE_GOLDEN") != nullptr;
  const auto figures = figures_by_design();
  REQUIRE(figures.size() >= 2);
  for (const auto& [design, text] : figures) {
    const std::string file = WINDTUNNEL_SOURCE_DIR "/tests/golden/" + design + ".txt";
    if (update) std::ofstream(file, std::ios::binary) << text;
    INFO(design);
    CHECK(text == text_of(file));
  }
}
