// The failure rates that a result carries: those of the design's own components, with what each rests on.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/tools/program.h"

using namespace windtunnel::testing;
using Json = nlohmann::json;

namespace {

Json rates_in(const std::string& what) {
  const Folder folder;
  const Ended ended = windtunnel_program("run " + what + " -n 1 --years 0 -q -o json=" + (folder / "result.json"));
  INFO(ended.out);
  REQUIRE(ended.status != 2);
  const Json result = Json::parse(text_of(folder / "result.json"));
  return result.at("designs").at(0).at("failure_rates");
}

Json rate_of(const Json& rates, const std::string& type, const std::string& mode) {
  for (const Json& rate : rates)
    if (rate.at("type") == type && rate.at("mode") == mode) return rate;
  return {};
}

}  // namespace

TEST_CASE("a rate that the catalogue gives names its fact with source and confidence, and one that a design states says so") {
  const Json rates = rates_in("--designs kasha --scenarios steady-load");
  const Json crash = rate_of(rates, "rds_instance", "crash");
  REQUIRE_FALSE(crash.is_null());
  CHECK(crash.at("units") == 1);
  CHECK(crash.at("per_year").get<double>() > 0);
  const Json& source = crash.at("sources").at(0);
  CHECK(source.at("parameter") == "host_fault_interval");
  CHECK(source.at("id") == "failure_rates.rds");
  CHECK(source.at("stated") == false);
  CHECK(source.at("text") == "mixed");
  CHECK(source.at("confidence") == "medium");
  // kasha.yaml: zone: {power_loss_interval: exponential(11.1 y)}; 11.1 years are 97 236 h, and once in them is 0.0901 a year.
  const Json zone = rate_of(rates, "zone", "power_loss");
  CHECK(zone.at("interval") == "exponential(97236 h)");
  CHECK(zone.at("per_year") == 0.0901);
  CHECK(zone.at("units") == 2);
  CHECK(zone.at("sources").at(0).at("stated") == true);
  CHECK(zone.at("sources").at(1).at("parameter") == "power_loss_duration");
  CHECK(zone.at("sources").at(1).at("stated") == false);
}

TEST_CASE("a rate that follows from a share of time rests on that share and on the duration") {
  const Folder folder;
  const std::string design = folder.write("outside.yaml", R"(
design: outside
components:
  supplier: {type: external_service, availability: 99.99 %, outage_duration: 1 h}
journeys:
  order: {path: [supplier], rate: 10 /s}
)");
  const std::string scenario = folder.write("outage.yaml", R"(
scenario: supplier-outage
designs: [outside]
faults:
  - {strike: component supplier, mode: outage, at: random time of day, for: 10 min}
)");
  const Json rates = rates_in(design + " " + scenario);
  REQUIRE(rates.size() == 1);
  // An hour down for each 9 999 hours up: 8 760 of 9 999 times in a year of being up.
  CHECK(rates[0].at("per_year") == 0.876);
  CHECK(rates[0].at("duration") == "1 h");
  std::string parameters;
  for (const Json& source : rates[0].at("sources")) parameters += source.at("parameter").get<std::string>() + " ";
  CHECK(parameters == "availability outage_duration ");
}

TEST_CASE("planned work is told apart, and what nature never brings is left out") {
  const Json rates = rates_in("--designs kasha --scenarios steady-load");
  CHECK(rate_of(rates, "rds_instance", "os_patch").at("planned") == true);
  CHECK(rate_of(rates, "rds_instance", "crash").at("planned") == false);
  for (const Json& rate : rates) CHECK(rate.at("per_year").get<double>() > 0);
  CHECK(rate_of(rates, "zone", "isolation").is_null());
}
