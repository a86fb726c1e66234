// The keys of what a check against a baseline found, declared once.
#pragma once

#include "sim/measure/baseline_check.h"

namespace windtunnel::result_fields {

template <class Visitor>
void describe(Visitor& visit, ChangeContribution& c) {
  visit("path", c.path, "The field; a component's name where one came, went or became another.");
  visit("before", c.before, "Its value in the baseline; empty: there was none.");
  visit("after", c.after, "Its value now; empty: there is none.");
  visit("effect", c.effect, "What it contributes to the difference, in the row's unit; null: it was not tried alone.");
}

template <class Visitor>
void describe(Visitor& visit, BaselineRow& r) {
  visit("design", r.design, "Name of the design.");
  visit("run", r.run, "Scenario and target; years: nature; empty: no run is needed.");
  visit("journey", r.journey, "Empty for what belongs to none.");
  visit("measure", r.measure, "rto, downtime, users_hurt, rpo, lost_writes, detection, cost and so on.");
  visit("statistic", r.statistic, "mean, p95, share without end, or amount.");
  visit("unit", r.unit, "s, share (of 1), writes or USD.");
  visit("before", r.before, "Of the baseline's design, run today.");
  visit("now", r.now, "Of the design as it is now.");
  visit("difference", r.difference, "now - before, replication by replication, with the 95 % interval.");
  visit("pairs", r.pairs, "Replications that both designs have.");
  visit("planned", r.planned, "Replications asked for.");
  visit("look", r.look, "1: settled by a first look at some of the replications; 2: all of them were run.");
  visit("p", r.p, "Bound on the chance of such a difference between equals.");
  visit("least_p", r.least_p, "The least that p could have been, whatever the signs.");
  visit("threshold", r.threshold, "What p must not exceed to be another figure.");
  visit("relevant", r.relevant, "Smaller differences are the same.");
  visit("detectable", r.detectable, "The smallest difference that this sample would have shown; null: none.");
  visit("change", r.change, "Better, same or worse; inconclusive: the time limit cut it; unknown: so few pairs bound no p95; missing: "
                            "recorded, and no longer measured.");
  visit("gates", r.gates, "Whether worse fails the check, or missing leaves it inconclusive.");
  visit("reason", r.reason, "Why it is missing; else empty.");
  visit("contributions", r.contributions, "Of a regression: the changed fields, the largest effect first.");
  visit("remainder", r.remainder, "Of the difference, what belongs to no field alone.");
  visit("tried_pairs", r.tried_pairs, "Pairs by which contributions were told apart; 0: there are none.");
}

template <class Visitor>
void describe(Visitor& visit, ProgramShift& s) {
  visit("design", s.design, "Name of the design.");
  visit("run", s.run, "Scenario and target.");
  visit("figure", s.figure, "The measure, and its journey.");
  visit("recorded", s.recorded, "Mean in the file.");
  visit("now", s.now, "Mean of the same design, run by this program.");
}

template <class Visitor>
void describe(Visitor& visit, CheckedDesign& d) {
  visit("design", d.design, "Name of the design.");
  visit("status", d.status, "unchanged, changed, missing or new.");
  visit("changes", d.changes, "Fields that differ.");
  visit("only_before", d.only_before, "Runs that only the baseline's design has.");
  visit("only_now", d.only_now, "Runs that only today's design has.");
}

template <class Visitor>
void describe(Visitor& visit, BaselineCheck& c) {
  visit("schema", c.schema, "Format of this file.");
  visit("windtunnel", c.windtunnel, "Version of the program that checked.");
  visit("catalogue", c.catalogue, "Version of its catalogue.");
  visit("recorded_windtunnel", c.recorded_windtunnel, "Version of the program that wrote the baseline.");
  visit("recorded_catalogue", c.recorded_catalogue, "Version of its catalogue.");
  visit("seed", c.seed, "Seed of all random streams, on both sides.");
  visit("replications", c.replications, "Replications of each run.");
  visit("years", c.years, "Years simulated.");
  visit("family_error", c.family_error, "Chance that any verdict of an unchanged design is better or worse.");
  visit("looks", c.looks, "Looks that a row may get; each has its part of that chance.");
  visit("threshold", c.threshold, "What p must not exceed for that, in the look that asks most.");
  visit("stopped", c.stopped, "Whether the time limit came first.");
  visit("designs", c.designs, "By name.");
  visit("rows", c.rows, "Figures of designs that changed, and what is no longer measured.");
  visit("defaults", c.defaults, "Defaults of the catalogue that designs rest on and that have changed; no design did it.");
  visit("shifts", c.shifts, "What the program, and no design, has moved since the baseline was written.");
  visit("recorded_figures", c.recorded_figures, "Figures of the file that were measured again.");
  visit("changed_scenarios", c.changed_scenarios, "Scenarios with another text than in the baseline.");
  visit("command", c.command, "The command line that makes this check again.");
}

}  // namespace windtunnel::result_fields
