// The keys of the baseline file, declared once: writer, reader and schema are visitors of these lists.
#pragma once

#include "sim/measure/baseline.h"

namespace windtunnel::result_fields {

template <class Visitor>
void describe(Visitor& visit, BaselineFigure& f) {
  visit("count", f.count, "Replications that called upon the measure.");
  visit("endless", f.endless, "Of these, without end: never recovered, no restore point, no alarm.");
  visit("mean", f.mean, "An endless replication counts with the time that was observed.");
  visit("low", f.low, "Lower end of the 95 % interval of the mean.");
  visit("high", f.high, "Upper end of the 95 % interval of the mean.");
  visit("p50", f.p50, "Median, as all quantiles over all replications; null when the sample cannot bound it.");
  visit("p95", f.p95, "95th percentile.");
  visit("p99", f.p99, "99th percentile; null below 1 000 replications.");
  visit("max", f.max, "Largest of those with an end.");
}

template <class Visitor>
void describe(Visitor& visit, BaselineDesign& d) {
  visit("monthly_cost", d.monthly_cost, "USD, of what has a known price.");
  visit("resolved", d.resolved, "The design as a document that stands alone: every default is written out.");
  visit("runs", d.runs, "By run, then by measure; durations in seconds, shares 0 to 1. The run \"years\" is nature.");
}

template <class Visitor>
void describe(Visitor& visit, Baseline& b) {
  visit("schema", b.schema, "Format of this file.");
  visit("windtunnel", b.windtunnel, "Version of the program.");
  visit("catalogue", b.catalogue, "Version of the catalogue: a hash of types, parameters, defaults, facts and prices.");
  visit("seed", b.seed, "Seed of all random streams.");
  visit("replications", b.replications, "Replications of each run, where the scenario does not ask for fewer.");
  visit("years", b.years, "Years simulated per design that promises an availability.");
  visit("defaults", b.defaults, "What the catalogue gave where files state nothing, by type.");
  visit("scenarios", b.scenarios, "Scenarios by name, with hashes of what they state.");
  visit("designs", b.designs, "By name.");
}

}  // namespace windtunnel::result_fields
