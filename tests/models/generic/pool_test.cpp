// Pools: how many units may fail, in drills and over years.
#include <cmath>

#include "sim/run/campaign.h"
#include "tests/support/bench.h"

using namespace windtunnel;
using namespace windtunnel::testing;

TEST_CASE("a pool serves while enough of its units are up") {
  const auto design = design_from("design: p\ncomponents: {p: {type: pool, units: 4, needed: 2}}\njourneys: {j: {success: p}}\n");
  const auto rto = [&](std::int64_t units) {
    const Plan plan = script(*design, {{"p", "failure", {}, minutes(10), units}});
    return ScriptedRun(*design, plan, 1).rto().front();
  };
  CHECK(rto(2) == 0);
  CHECK(rto(3) == 600);
}

TEST_CASE("more units needed than there are is refused") {
  CHECK(problems_of("design: p\ncomponents: {p: {type: pool, units: 2, needed: 3}}\njourneys: {j: {success: p}}\n")
            .find("more units are needed than there are") != std::string::npos);
}

TEST_CASE("a two-out-of-three pool has the binomial unavailability of independent units") {
  // Every unit with its own repairer: q = MTTR / (MTTF + MTTR) = 10 / 1010, U = 3 q^2 (1 - q) + q^3.
  const std::shared_ptr<const Design> design = design_from(R"(
design: p
components:
  p: {type: pool, units: 3, needed: 2, time_to_failure: exponential(1000 h), time_to_repair: exponential(10 h)}
journeys: {j: {success: p}}
)");
  CampaignOptions options;
  options.seed = 3;
  const auto prepared = prepare({design}, options);
  double sum = 0, squares = 0;
  const auto records = run_years(prepared.front(), 2500, years(20), options);
  for (const ReplicationRecord& r : records) {
    const double u = r.downtime_seconds / r.window_seconds;
    sum += u;
    squares += u * u;
  }
  const double n = 2500, mean = sum / n, error = std::sqrt((squares / n - mean * mean) / n);
  const double q = 10.0 / 1010.0, exact = 3 * q * q * (1 - q) + q * q * q;
  CHECK(error < 0.01 * exact);
  CHECK(std::abs(mean - exact) < 3.8 * error);
}

TEST_CASE("units that serve requests take them while they are up") {
  Bench bench(
      "design: p\ncomponents: {p: {type: pool, units: 4, workers: 5, service_time: 100 ms, waiting_places: 0}}\n"
      "journeys: {j: {path: [p], rate: 100 /s}}\n");
  bench.run(minutes(1));
  // Twenty workers at ten erlangs lose 0.19 % (Erlang B), five workers 56.4 %.
  CHECK(bench.sli() == Approx(1 - 0.001869).margin(0.0005));
  bench.strike("p", "failure", 1, 3);
  bench.run(minutes(1));
  CHECK(bench.sli() == Approx(1 - 0.563952).margin(0.005));
}
