// The keys of topologies, assumptions and replays in the result file; a visitor is called with key, member and meaning.
#pragma once

#include "sim/measure/replay.h"

namespace windtunnel::result_fields {

template <class Visitor>
void describe(Visitor& visit, TopologyResult::Node& n) {
  visit("name", n.name, "Path of the component; a part has its zone behind an @.");
  visit("kind", n.kind, "users, journey, component, part, zone or region.");
  visit("type", n.type, "Of a component or part.");
  visit("component", n.component,
        "Of a part, zone or region: the component that it belongs to, or that stands for it.");
  visit("region", n.region, "Label of the region in which it stands; empty when it stands in none or several.");
  visit("zone", n.zone, "Label of the zone; empty when it stands in none or several.");
}

template <class Visitor>
void describe(Visitor& visit, TopologyResult::Edge& e) {
  visit("from", e.from, "Index of a node.");
  visit("to", e.to, "Index of a node.");
  visit("kind", e.kind, "path: requests go there; reference: it is named there; placement: it stands there.");
}

template <class Visitor>
void describe(Visitor& visit, TopologyResult& t) {
  visit("nodes", t.nodes, "Users, journeys, components, their parts, zones and regions.");
  visit("edges", t.edges, "Why they are connected.");
}

template <class Visitor>
void describe(Visitor& visit, AssumptionResult& a) {
  visit("id", a.id, "Name of the assumption.");
  visit("meaning", a.meaning, "What is assumed.");
  visit("value", a.value, "What was taken.");
  visit("low", a.low, "Low end of what is plausible.");
  visit("high", a.high, "High end.");
  visit("parameter", a.parameter, "The parameter that it sets; empty when it is used by name.");
  visit("confidence", a.confidence, "How sure it is.");
  visit("source", a.source, "Where it comes from.");
}

template <class Visitor>
void describe(Visitor& visit, ReplayResult::Track& t) {
  visit("seconds", t.seconds, "Instants, from the first fault.");
  visit("share", t.share, "Share at each instant; a straight line between them.");
}

template <class Visitor>
void describe(Visitor& visit, ReplayResult::Lane& l) {
  visit("name", l.name, "Of a node of the design's topology.");
  visit("seconds", l.seconds, "Instants from which on it was so.");
  visit("states", l.states, "up; changing: it works, and something is under way; degraded: less than usual; down.");
}

template <class Visitor>
void describe(Visitor& visit, ReplayResult::Event& e) {
  visit("seconds", e.seconds, "From the first fault.");
  visit("component", e.component, "What it happened to.");
  visit("text", e.text, "What happened.");
  visit("phase", e.phase, "What the wait before it was spent on.");
  visit("after_event", e.after_event, "Index of the event that caused it; null when none is kept.");
}

template <class Visitor>
void describe(Visitor& visit, ReplayResult::Wait& w) {
  visit("from_seconds", w.from_seconds, "From the first fault.");
  visit("until_seconds", w.until_seconds, "From the first fault.");
  visit("phase", w.phase, "notice, decide, act, propagate, warm_up or drain.");
  visit("component", w.component, "What was waited for; empty for requests themselves.");
  visit("text", w.text, "What its end was.");
}

template <class Visitor>
void describe(Visitor& visit, ReplayResult::Saving& s) {
  visit("parameter", s.parameter, "A duration or threshold of a component that the recovery waited for.");
  visit("value", s.value, "What the design says.");
  visit("tried", s.tried, "What it was made, all else equal.");
  visit("seconds", s.seconds, "By which the same replication was over sooner; negative: later.");
}

template <class Visitor>
void describe(Visitor& visit, ReplayResult::Recovery& r) {
  visit("journey", r.journey, "Name of the journey.");
  visit("hurt", r.hurt, "It fell below its recovery level.");
  visit("recovered", r.recovered, "It came back before the end of the observation.");
  visit("seconds", r.seconds, "From the first fault to the last return to the recovery level.");
  visit("waits", r.waits, "The critical path: what the recovery waited for, in order of time.");
  visit("savings", r.savings, "What a smaller parameter would have saved, the largest first; without those that change nothing.");
}

template <class Visitor>
void describe(Visitor& visit, ReplayResult& r) {
  visit("design", r.design, "Name of the design.");
  visit("scenario", r.scenario, "Name of the run.");
  visit("title", r.title, "What the scenario does.");
  visit("replication", r.replication, "Which replication it is.");
  visit("chosen", r.chosen, "Why it was kept.");
  visit("struck", r.struck, "Time of week of the first fault.");
  visit("from_seconds", r.from_seconds, "Begin of what is kept, from the first fault.");
  visit("until_seconds", r.until_seconds, "End of what is kept.");
  visit("served", r.served, "By journey: share of requests answered correctly within the objective.");
  visit("lanes", r.lanes, "Components and parts that were ever other than up.");
  visit("events", r.events, "What happened, in order of time.");
  visit("recoveries", r.recoveries, "By journey: what its recovery waited for.");
  visit("parameters_tried", r.parameters_tried, "How many parameters were made smaller, one at a time, to know what each would save.");
}

}  // namespace windtunnel::result_fields
