// Failures and planned work of simulated years, told apart by what the result says of them.
#include "reports/causes.h"

#include <catch2/catch.hpp>

using namespace windtunnel;
using namespace windtunnel::reports;

namespace {

/// A hundred years: a patch twice a year, a rare long loss of a zone, a crash every fourth year.
AvailabilityResult hundred_years() {
  AvailabilityResult result;
  result.years = 100;
  result.causes = {{"primary.zone-1:power_loss", 0.5, 30, 4},
                   {"primary.db:os_patch", 0.3, 18, 200, true},
                   {"primary.db:crash", 0.2, 12, 25}};
  return result;
}

}  // namespace

TEST_CASE("planned work is not what fails first, however often it takes users away") {
  CHECK(failures_text(hundred_years()) ==
        "crash of primary.db, once in 4 years, 48 min each (25 seen in 100 years); 50 % of all downtime comes from power "
        "loss of primary.zone-1, once in 25 years, 12.5 h each (4 seen in 100 years); planned work besides (os patch of "
        "primary.db): 2 times a year, 18 min of downtime a year (30 % of all downtime)");
}

TEST_CASE("whether a cause is planned is taken from the result, not from its name") {
  AvailabilityResult result = hundred_years();
  result.causes[1].planned = false;
  CHECK(failures_text(result).starts_with("os patch of primary.db, 2 times a year, 9 min each; 50 % of all downtime comes"));
  CHECK(planned_work_text(result).empty());
  CHECK(cause_words(result.causes[1]) == "os patch of primary.db");
  result.causes[1].planned = true;
  CHECK(cause_words(result.causes[1]) == "planned os patch of primary.db");
}

TEST_CASE("planned work on one component names it once") {
  AvailabilityResult result = hundred_years();
  result.causes.push_back({"primary.db:minor_engine_upgrade", 0.1, 6, 100, true});
  CHECK(planned_work_text(result) ==
        "planned work besides (os patch and minor engine upgrade of primary.db): 3 times a year, 24 min of downtime a year "
        "(40 % of all downtime)");
}

TEST_CASE("years in which only planned work took users away had no failure") {
  AvailabilityResult result = hundred_years();
  result.causes = {{"primary.db:os_patch", 1, 18, 200, true}};
  CHECK(failures_text(result).starts_with("no failure took users away in 100 years; planned work besides"));
  result.causes.clear();
  CHECK(failures_text(result) == "no failure took users away in 100 years");
}

TEST_CASE("one failure alone has all of the downtime") {
  AvailabilityResult result = hundred_years();
  result.causes = {{"primary.zone-1:power_loss", 1, 30, 4}};
  CHECK(failures_text(result) ==
        "power loss of primary.zone-1, once in 25 years, 12.5 h each (4 seen in 100 years); 100 % of all downtime");
}
