// The keys of the result file, declared once: writer, reader and schema are visitors of these lists.
#pragma once

#include "sim/measure/replay_fields.h"
#include "sim/measure/result.h"

namespace windtunnel::result_fields {

// A visitor is called with key, member and meaning, in the order of the file.

template <class Visitor>
void describe(Visitor& visit, Estimate& e) {
  visit("mean", e.mean, "Point estimate.");
  visit("low", e.low, "Lower end of the 95 % interval; null when the sample cannot bound it.");
  visit("high", e.high, "Upper end of the 95 % interval; null when the sample cannot bound it.");
}

template <class Visitor>
void describe(Visitor& visit, RtoResult& r) {
  visit("mean", r.mean, "Of the replications that recovered.");
  visit("p50", r.p50, "Median over all replications (Kaplan-Meier when some never recovered).");
  visit("p95", r.p95, "95th percentile over all replications; null when the sample cannot bound it.");
  visit("p99", r.p99, "99th percentile; null below 1 000 replications.");
  visit("max", r.max, "Longest of the replications that recovered.");
  visit("never_recovered", r.never_recovered, "Replications still below the recovery level at the horizon.");
  visit("mean_interval", r.mean_interval, "Student's t.");
  visit("p50_interval", r.p50_interval, "By order statistics.");
  visit("p95_interval", r.p95_interval, "By order statistics.");
}

template <class Visitor>
void describe(Visitor& visit, decltype(JourneyResult::objective_seconds)& o) {
  visit("p50", o.p50, "Median.");
  visit("p95", o.p95, "95th percentile.");
  visit("never_recovered", o.never_recovered, "Replications still below the full objective at the horizon.");
}

template <class Visitor>
void describe(Visitor& visit, PhaseSeconds& p) {
  visit("notice", p.notice, "Until something or someone noticed.");
  visit("decide", p.decide, "Until it was decided what to do.");
  visit("act", p.act, "Doing it.");
  visit("propagate", p.propagate, "Until clients followed.");
  visit("warm_up", p.warm_up, "Until what took over could carry the load.");
  visit("drain", p.drain, "Working off what had piled up.");
}

template <class Visitor>
void describe(Visitor& visit, JourneyResult& j) {
  visit("availability", j.availability,
        "Share of offered requests answered correctly within the objective, in the window.");
  visit("rto_seconds", j.rto_seconds, "From the first injection to the last return to the recovery level.");
  visit("objective_seconds", j.objective_seconds, "From the first injection to the last return to the full objective.");
  visit("rto_phases_seconds", j.rto_phases_seconds, "Means over recovered replications; they add up to the mean RTO.");
  visit("hurt", j.hurt, "Share of replications in which the SLI fell below the recovery level.");
  visit("below_level_seconds", j.below_level_seconds, "Mean time below the recovery level.");
  visit("below_objective_seconds", j.below_objective_seconds, "Mean time below the full objective.");
  visit("hurt_share", j.hurt_share, "Mean share of users still hurt between recovery and the full objective.");
  visit("worst_replication", j.worst_replication, "The first that never recovered, else the longest recovery.");
}

template <class Visitor>
void describe(Visitor& visit, decltype(RpoResult::seconds)& s) {
  visit("p50", s.p50, "Median age of the oldest missing write.");
  visit("p95", s.p95, "95th percentile; null when not bounded.");
  visit("max", s.max, "Largest; null when some replication had no restore point.");
}

template <class Visitor>
void describe(Visitor& visit, RpoResult& r) {
  visit("seconds", r.seconds, "Age of the oldest acknowledged write that was missing after recovery; 0 when none was.");
  visit("unbounded", r.unbounded, "Replications without any restore point.");
  visit("lost_writes", r.lost_writes, "Mean number of acknowledged writes gone, per replication.");
  visit("stranded_writes", r.stranded_writes, "Mean number left with the lost source, per replication.");
}

template <class Visitor>
void describe(Visitor& visit, decltype(DetectionResult::seconds)& s) {
  visit("p50", s.p50, "Median over the replications in which the alarm fired.");
  visit("p95", s.p95, "95th percentile.");
}

template <class Visitor>
void describe(Visitor& visit, DetectionResult& d) {
  visit("alarm", d.alarm, "Name of the alarm.");
  visit("fired", d.fired, "Share of replications in which it fired.");
  visit("seconds", d.seconds, "From the first injection.");
}

template <class Visitor>
void describe(Visitor& visit, decltype(RunResult::cost)& c) {
  visit("incident_extra", c.incident_extra, "Mean cost beyond that of a healthy window.");
  visit("currency", c.currency, "ISO 4217.");
}

template <class Visitor>
void describe(Visitor& visit, ReplicationValues& v) {
  visit("rto_seconds", v.rto_seconds, "By journey, one per replication that changed something; null: never recovered.");
  visit("rpo_seconds", v.rpo_seconds, "One per replication that changed something; null: unbounded.");
}

template <class Visitor>
void describe(Visitor& visit, decltype(RunResult::struck)& s) {
  visit("changed", s.changed, "Replications in which some target's condition changed.");
  visit("unchanged", s.unchanged, "Replications in which every target was already in the struck condition.");
}

template <class Visitor>
void describe(Visitor& visit, ValueResult& v) {
  visit("count", v.count, "Values; possibly several per replication.");
  visit("unfinished", v.unfinished, "Times that had not ended when their drill was over; quantiles take them into account.");
  visit("mean", v.mean, "Mean of the values; null where some are unfinished.");
  visit("p50", v.p50, "Median.");
  visit("p95", v.p95, "95th percentile.");
  visit("max", v.max, "Largest; null where some are unfinished.");
  visit("unit", v.unit, "Empty for counts and for yes (1) or no (0).");
  visit("meaning", v.meaning, "What the figure is, in one clause.");
}

template <class Visitor>
void describe(Visitor& visit, RunResult& r) {
  visit("design", r.design, "Name of the design.");
  visit("scenario", r.scenario, "Name of the run: the scenario, and its expansion behind an @.");
  visit("replications", r.replications, "Number of replications.");
  visit("status", r.status, "Whether the run says anything.");
  visit("reason", r.reason, "Why it does not.");
  visit("fingerprint", r.fingerprint, "Hash of all trajectories, in hexadecimal.");
  visit("journeys", r.journeys, "By name.");
  visit("rpo", r.rpo, "What was lost.");
  visit("detection", r.detection, "What noticed.");
  visit("cost", r.cost, "What the incident cost.");
  visit("replication_values", r.replication_values, "One number per replication.");
  visit("struck", r.struck, "What the injections did.");
  visit("values", r.values, "Figures that models published, by name.");
  visit("events", r.events, "Events of all replications.");
  visit("replay", r.replay, "The command that tells the worst replication as a story.");
  visit("title", r.title, "What the scenario does, in a few words.");
  visit("description", r.description, "What the scenario asks, in full.");
  visit("last_fault_seconds", r.last_fault_seconds, "When the scenario's last fault strikes, after its first.");
  visit("disruption", r.disruption, "Kind of disruption that the scenario is about; empty: none.");
}

template <class Visitor>
void describe(Visitor& visit, decltype(AvailabilityResult::downtime_minutes_per_year)& d) {
  visit("mean", d.mean, "Mean.");
  visit("p50", d.p50, "Median year.");
  visit("p95", d.p95, "One year in twenty is worse.");
  visit("p99", d.p99, "One year in a hundred is worse; null below 1 000 years.");
  visit("max", d.max, "Worst year seen.");
}

template <class Visitor>
void describe(Visitor& visit, decltype(AvailabilityResult::budget)& b) {
  visit("target", b.target, "Share of a year.");
  visit("probability", b.probability, "That a year's downtime stays within the budget (Clopper-Pearson).");
  visit("minutes", b.minutes, "Downtime that the target allows in a year.");
}

template <class Visitor>
void describe(Visitor& visit, CauseResult& c) {
  visit("cause", c.cause, "What the downtime came from.");
  visit("share", c.share, "Share of the downtime.");
  visit("minutes_per_year", c.minutes_per_year, "Mean.");
  visit("incidents", c.incidents,
        "Incidents seen: interruptions by this cause are one while each begins before the former's cause is mended or "
        "within an hour after users were back.");
  visit("planned", c.planned, "Work that somebody schedules, such as a patch in its window: not a failure.");
}

template <class Visitor>
void describe(Visitor& visit, AvailabilityResult& a) {
  visit("design", a.design, "Name of the design.");
  visit("unavailability", a.unavailability,
        "Share of time in which a journey of the SLA is below its level; log-t interval.");
  visit("downtime_minutes_per_year", a.downtime_minutes_per_year, "Distribution over years.");
  visit("budget", a.budget, "The documented target.");
  visit("causes", a.causes, "Largest share first.");
  visit("years", a.years, "Simulated years.");
  visit("incidents", a.incidents, "Incidents in those years: the sum of those of the causes.");
  visit("resolved", a.resolved, "False below 400 incidents: the interval of the mean is then too narrow.");
  visit("request_availability", a.request_availability, "Share of requests answered well.");
  visit("fingerprint", a.fingerprint, "Hash of all trajectories, in hexadecimal.");
}

template <class Visitor>
void describe(Visitor& visit, CreditTierResult& t) {
  visit("below", t.below, "Monthly uptime below which the credit is owed, as a share.");
  visit("credit", t.credit, "Share of the month's charge.");
  visit("probability", t.probability, "That a month owes this credit and no higher one; months of a year are a cluster.");
}

template <class Visitor>
void describe(Visitor& visit, decltype(ContractResult::uptime)& u) {
  visit("mean", u.mean, "Mean over all months, as a share.");
  visit("p50", u.p50, "Median month.");
  visit("p05", u.p05, "One month in twenty is worse.");
  visit("p01", u.p01, "One month in a hundred is worse; null when not bounded.");
  visit("min", u.min, "Worst month seen.");
}

template <class Visitor>
void describe(Visitor& visit, decltype(ContractResult::credits)& c) {
  visit("per_month", c.per_month, "Expected credits of a month; log-t interval over years.");
  visit("charge", c.charge, "A month's charge, of which credits are shares.");
  visit("currency", c.currency, "ISO 4217.");
}

template <class Visitor>
void describe(Visitor& visit, ContractResult& c) {
  visit("contract", c.contract, "Name of the contract.");
  visit("policy", c.policy, "Policy that states it.");
  visit("design", c.design, "Name of the design.");
  visit("counts", c.counts, "time: the share of bins that were not down; requests: 100 % less the mean error rate.");
  visit("bin_minutes", c.bin_minutes, "Length of a bin.");
  visit("months", c.months, "Simulated calendar months.");
  visit("months_with_credits", c.months_with_credits, "Those of them that owe something.");
  visit("uptime", c.uptime, "Distribution of monthly uptime.");
  visit("kept", c.kept, "Probability that a month owes nothing.");
  visit("tiers", c.tiers, "The highest limit first.");
  visit("credits", c.credits, "What is owed on the average.");
}

template <class Visitor>
void describe(Visitor& visit, CostLine& l) {
  visit("item", l.item, "What is paid for.");
  visit("quantity", l.quantity, "Per month.");
  visit("unit", l.unit, "Of the quantity.");
  visit("price", l.price, "Per unit; null: unknown.");
  visit("amount", l.amount, "Per month; null: unknown.");
  visit("source", l.source, "Of the price.");
  visit("price_key", l.price_key, "Key in the price book.");
  visit("component", l.component, "Component that causes it.");
  visit("region", l.region, "Region whose price it is.");
  visit("assumed", l.assumed, "The quantity rests on an assumption, not on the design.");
}

template <class Visitor>
void describe(Visitor& visit, MonthlyCost& c) {
  visit("total", c.total, "Of the lines whose price is known.");
  visit("currency", c.currency, "ISO 4217.");
  visit("lines", c.lines, "Line by line.");
  visit("unknown", c.unknown, "Items whose price is not known.");
}

template <class Visitor>
void describe(Visitor& visit, FindingResult& f) {
  visit("rule", f.rule, "Id of the rule.");
  visit("severity", f.severity, "error, warning or note.");
  visit("component", f.component, "What it is about.");
  visit("text", f.text, "What was found.");
  visit("file", f.file, "File that states the component, or else the design.");
  visit("line", f.line, "Line of the component, from 1; 0: nowhere in a file.");
  visit("column", f.column, "Column of the component, from 1.");
}

template <class Visitor>
void describe(Visitor& visit, RateSource& s) {
  visit("parameter", s.parameter, "Parameter of the component type.");
  visit("id", s.id, "Of the fact or assumption that the catalogue's default rests on.");
  visit("stated", s.stated, "The design states another value than the catalogue.");
  visit("text", s.text, "Source of the fact; empty: none.");
  visit("confidence", s.confidence, "In the fact.");
}

template <class Visitor>
void describe(Visitor& visit, FailureRateResult& r) {
  visit("type", r.type, "Of the component, or zone or region.");
  visit("mode", r.mode, "Fault mode.");
  visit("meaning", r.meaning, "What happens then.");
  visit("planned", r.planned, "Work that somebody schedules: not a failure.");
  visit("interval", r.interval, "Law of the time from one to the next, for each unit.");
  visit("duration", r.duration, "Law of how long it lasts; empty: not drawn, recovery follows from the design.");
  visit("per_year", r.per_year, "How often a year of 365 days sees it, for each unit that is always up.");
  visit("units", r.units, "Of the design that are struck, each on its own.");
  visit("sources", r.sources, "What interval and duration rest on.");
}

template <class Visitor>
void describe(Visitor& visit, HealthResult& h) {
  visit("journey", h.journey, "Name of the journey.");
  visit("sli", h.sli, "Share of a healthy week's requests that were answered correctly within the objective's time.");
  visit("objective", h.objective, "Share that it is meant to have.");
  visit("recovery_level", h.recovery_level, "Share of its SLI at which it counts as recovered.");
}

template <class Visitor>
void describe(Visitor& visit, DesignResult& d) {
  visit("design", d.design, "Name of the design.");
  visit("cost_monthly", d.cost_monthly, "From usage and the price book.");
  visit("findings", d.findings, "What static rules and the healthy week found.");
  visit("title", d.title, "What the design is called.");
  visit("document", d.document, "The document that it follows; empty when there is none.");
  visit("assumptions", d.assumptions, "What the document leaves open, and what was taken.");
  visit("topology", d.topology, "The design as a graph.");
  visit("file", d.file, "File that states the design.");
  visit("failure_rates", d.failure_rates, "What its years under nature are drawn from.");
  visit("health", d.health, "What each journey does in a week in which nothing fails.");
}

template <class Visitor>
void describe(Visitor& visit, ExpectationResult& e) {
  visit("scenario", e.scenario, "Name of the run.");
  visit("design", e.design, "Name of the design.");
  visit("journey", e.journey, "Name of the journey; empty for what belongs to none.");
  visit("measure", e.measure, "Measure and aggregation.");
  visit("limit", e.limit, "As written.");
  visit("measured", e.measured, "In seconds, shares of 1, or the measure's own unit; null when not bounded.");
  visit("verdict", e.verdict, "Whether the limit holds.");
  visit("level", e.level, "Whether a failure fails the run.");
  visit("measured_text", e.measured_text, "The measured figure for people.");
  visit("because", e.because, "The reason, with its numbers.");
  visit("why", e.why, "The file's own reason for the limit.");
  visit("replay", e.replay, "The command that tells the worst replication as a story.");
  visit("policy", e.policy, "Name of the policy that sets it; empty: the scenario's own.");
  visit("contract", e.contract, "Name of the contract whose measure it is; else empty.");
  visit("file", e.file, "File that states the limit.");
  visit("line", e.line, "Line of the limit, from 1; 0: nowhere in a file.");
  visit("column", e.column, "Column of the limit, from 1.");
  visit("confidence", e.confidence, "Of the interval that decided.");
  visit("baseline", e.baseline, "Of an increase: the mean that it is compared with; else null.");
  visit("suppressed", e.suppressed, "Reason for which this failure counts for nothing; empty: it counts.");
  visit("suppressed_until", e.suppressed_until, "Last day on which it does; empty: it counts.");
}

template <class Visitor>
void describe(Visitor& visit, ClaimPart& p) {
  visit("subject", p.subject, "What was looked at.");
  visit("verdict", p.verdict, "Of this part.");
  visit("measured", p.measured, "What was measured.");
  visit("because", p.because, "The reason, with its numbers.");
  visit("share", p.share, "Of replications, or years, that kept it; null where it was not judged by a share.");
}

template <class Visitor>
void describe(Visitor& visit, TriedEnd& t) {
  visit("assumption", t.assumption, "Id of the assumption that was moved, alone.");
  visit("value", t.value, "To which it was moved.");
  visit("verdict", t.verdict, "What the verdict would be there.");
  visit("measured", t.measured, "What was measured there.");
  visit("replications", t.replications, "Of each run that was made again; 0 where the judgement needed none.");
}

template <class Visitor>
void describe(Visitor& visit, ClaimResult& c) {
  visit("id", c.id, "Id in the ledger.");
  visit("design", c.design, "Name of the design.");
  visit("verdict", c.verdict, "The worst of its parts.");
  visit("claimed", c.claimed, "The document's words.");
  visit("measured", c.measured, "What was measured.");
  visit("because", c.because, "One sentence that names the mechanism and its numbers.");
  visit("assumptions", c.assumptions, "Ids of the named assumptions that the verdict rests on.");
  visit("document", c.document, "File that makes the claim.");
  visit("kind", c.kind, "target, mechanism, statement, configuration or cost.");
  visit("line", c.line, "Line in the document.");
  visit("parts", c.parts, "One per judgement, run and journey.");
  visit("changes_at", c.changes_at, "Ends of assumptions at which the verdict would be another.");
  visit("tried_ends", c.tried_ends, "The verdict at each end of each assumption that could be moved.");
}

template <class Visitor>
void describe(Visitor& visit, MovedRun& m) {
  visit("scenario", m.scenario, "Name of the run.");
  visit("replications", m.replications, "That were tried, the first ones.");
  visit("rto_seconds", m.rto_seconds, "There, by journey and replication; null: never recovered.");
  visit("usual_rto_seconds", m.usual_rto_seconds, "Of the same replications with the assumption as it stands.");
}

template <class Visitor>
void describe(Visitor& visit, ChoiceEnd& e) {
  visit("design", e.design, "Name of the design.");
  visit("assumption", e.assumption, "Id of its assumption that was moved, alone.");
  visit("value", e.value, "To which it was moved.");
  visit("cost_monthly", e.cost_monthly, "Bill of a month there, in the currency of the design's own.");
  visit("moved", e.moved, "Runs whose recoveries are others there; those of all other drills stay as they are.");
}

template <class Visitor>
void describe(Visitor& visit, Result& r) {
  visit("schema", r.schema, "Format of this file.");
  visit("windtunnel", r.windtunnel, "Version of the program.");
  visit("seed", r.seed, "Seed of all random streams.");
  visit("inputs", r.inputs, "Files read, with hashes of their text.");
  visit("rules", r.rules, "Static rules that were applied, with what each demands.");
  visit("runs", r.runs, "Scenarios on designs.");
  visit("availability", r.availability, "Years under nature.");
  visit("designs", r.designs, "What needs no run.");
  visit("expectations", r.expectations, "Thresholds of scenarios.");
  visit("claims", r.claims, "The ledger.");
  visit("replays", r.replays, "Incidents kept to be looked at step by step; at most twenty.");
  visit("command", r.command, "The command line that makes this result again.");
  visit("contracts", r.contracts, "Service level agreements, as contracts count them.");
  visit("choice_ends", r.choice_ends, "Designs between which to choose, at the ends of their own assumptions; empty: not tried.");
}

}  // namespace windtunnel::result_fields
