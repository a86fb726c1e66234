// A small result with one of everything that a report shows.
#pragma once

#include "sim/measure/result.h"

namespace windtunnel::reports {

inline RunResult example_run(const std::string& scenario, double p50, double p95, std::uint64_t never) {
  RunResult run;
  run.design = "shop";
  run.scenario = scenario;
  run.replications = 1000;
  JourneyResult order;
  order.availability = {0.9871, 0.978, 0.9931};
  order.rto_seconds.mean = p50;
  order.rto_seconds.p50 = p50;
  order.below_level_seconds = p50;
  order.rto_seconds.p95 = never > 50 ? std::nullopt : std::optional(p95);
  order.rto_seconds.max = p95;
  order.rto_seconds.never_recovered = never;
  order.rto_phases_seconds.notice = p50;
  order.worst_replication = 417;
  JourneyResult browse = order;
  browse.worst_replication = 3;
  browse.rto_seconds.never_recovered = 0;
  run.journeys = {{"order", order}, {"browse", browse}};
  run.rpo.seconds = {0.0, 12.0, 30.0};
  return run;
}

inline ClaimResult example_claim(const std::string& id, const std::string& kind, Verdict verdict,
                                 const std::string& because) {
  ClaimResult claim;
  claim.id = id;
  claim.design = "shop";
  claim.kind = kind;
  claim.verdict = verdict;
  claim.claimed = "quote of " + id;
  claim.measured = "measured of " + id;
  claim.because = because;
  claim.document = "shop.md";
  claim.line = 7;
  return claim;
}

inline Result example_result() {
  Result result;
  result.windtunnel = "0.1.0";
  result.seed = 42;
  result.inputs = {{"shop.yaml", "9f86d081"}};
  result.runs = {example_run("zone-loss@a", 84, 112, 0), example_run("region-loss", 744, 5400, 60)};
  RunResult other;
  other.design = "shop";
  other.scenario = "cache-loss";
  other.status = RunStatus::not_applicable;
  other.reason = "the design has no cache";
  result.runs.push_back(other);
  AvailabilityResult years;
  years.design = "shop";
  years.unavailability = {1.2e-4, 1.1e-4, 1.3e-4};
  years.downtime_minutes_per_year.mean = 63;
  years.downtime_minutes_per_year.p50 = 55;
  years.budget = {0.9999, {0.61, 0.58, 0.64}, 52.56};
  years.years = 1000;
  years.incidents = 120;
  years.causes = {{"maintenance of primary.db", 0.48, 30, 50}, {"loss of zone a", 0.3, 19, 9}};
  result.availability = {years};
  CostLine nat;
  nat.item = "NAT hours";
  nat.component = "primary.nat";
  nat.quantity = 730;
  nat.unit = "h";
  nat.price = 0.045;
  nat.source = "price book";
  CostLine support;
  support.item = "support plan";
  result.designs = {{"shop",
                     monthly_cost({nat, support}),
                     {{"naming", "note", "primary.web", "a note"},
                      {"single-point-of-failure", "warning", "primary.nat", "every launch passes it"},
                      {"single-point-of-failure", "warning", "primary.db", "every write passes it"},
                      {"refused", "error", "primary.replica", "needs backups on its source"}}}};
  ExpectationResult slow;
  slow.scenario = "region-loss";
  slow.design = "shop";
  slow.journey = "order";
  slow.measure = "rto.p95";
  slow.limit = "<= 15 min";
  slow.measured_text = "not bounded by this sample";
  slow.verdict = Verdict::refuted;
  slow.level = ExpectationLevel::error;
  slow.because = "700 of 1 000 replications kept <= 15 min";
  ExpectationResult warned = slow;
  warned.level = ExpectationLevel::warn;
  warned.scenario = "zone-loss@a";
  warned.journey = "browse";
  ExpectationResult held = slow;
  held.verdict = Verdict::upheld;
  result.expectations = {warned, slow, held};
  result.claims = {example_claim("shop-01", "target", Verdict::upheld, "the reason of 01"),
                   example_claim("shop-02", "target", Verdict::refuted, "the reason of 02"),
                   example_claim("shop-03", "mechanism", Verdict::inconclusive, "the reason of 03"),
                   example_claim("shop-04", "mechanism", Verdict::upheld, "the reason of 04"),
                   example_claim("shop-05", "cost", Verdict::not_measured, "the reason of 05")};
  result.claims[1].assumptions = {"resolver-cache"};
  result.claims[1].changes_at = {"resolver-cache = 10 s: upheld"};
  return result;
}

}  // namespace windtunnel::reports
