// See csv.h.
#include "reports/csv.h"

#include <fmt/format.h>

#include "reports/comparison.h"
#include "reports/answer.h"
#include "reports/text.h"

namespace windtunnel::reports {
namespace {

using Row = std::vector<std::string>;

std::string line(const Row& cells) {
  std::string text;
  for (std::size_t i = 0; i < cells.size(); ++i) text += (i == 0 ? "" : ",") + cells[i];
  return text + "\r\n";
}

/// Names in the first line need no care: they are ours.
std::string head(const Row& names) { return line(names); }

std::string number(double value) { return fmt::format("{:.10g}", value); }
std::string number(const std::optional<double>& value) { return value ? number(*value) : ""; }
std::string text(std::string_view value) { return csv_cell(value); }

std::string runs(const Result& result) {
  std::string table =
      head({"design",          "scenario",      "status",      "reason",          "replications",
            "journey",         "sli_mean",      "sli_low",     "sli_high",        "rto_mean_s",
            "rto_p50_s",       "rto_p95_s",     "rto_p99_s",   "rto_max_s",       "never_recovered",
            "objective_p95_s", "notice_s",      "decide_s",    "act_s",           "propagate_s",
            "warm_up_s",       "drain_s",       "hurt",        "rpo_p50_s",       "rpo_p95_s",
            "rpo_max_s",       "rpo_unbounded", "lost_writes", "stranded_writes", "incident_extra_usd"});
  for (const RunResult& run : result.runs) {
    const Row begin = {text(run.design), text(run.scenario), text(windtunnel::to_text(run.status)), text(run.reason),
                       std::to_string(run.replications)};
    if (run.journeys.empty()) {
      Row row = begin;
      row.resize(30);
      table += line(row);
    }
    for (const auto& [name, j] : run.journeys) {
      const PhaseSeconds& p = j.rto_phases_seconds;
      Row row = begin;
      for (std::string cell : {text(name),
                               number(j.availability.mean),
                               number(j.availability.low),
                               number(j.availability.high),
                               number(j.rto_seconds.mean),
                               number(j.rto_seconds.p50),
                               number(j.rto_seconds.p95),
                               number(j.rto_seconds.p99),
                               number(j.rto_seconds.max),
                               std::to_string(j.rto_seconds.never_recovered),
                               number(j.objective_seconds.p95),
                               number(p.notice),
                               number(p.decide),
                               number(p.act),
                               number(p.propagate),
                               number(p.warm_up),
                               number(p.drain),
                               number(j.hurt),
                               number(run.rpo.seconds.p50),
                               number(run.rpo.seconds.p95),
                               number(run.rpo.seconds.max),
                               std::to_string(run.rpo.unbounded),
                               number(run.rpo.lost_writes),
                               number(run.rpo.stranded_writes),
                               number(run.cost.incident_extra)})
        row.push_back(std::move(cell));
      table += line(row);
    }
  }
  return table;
}

std::string detection(const Result& result) {
  std::string table = head({"design", "scenario", "alarm", "fired", "p50_s", "p95_s"});
  for (const RunResult& run : result.runs)
    for (const DetectionResult& d : run.detection)
      table += line({text(run.design), text(run.scenario), text(d.alarm), number(d.fired), number(d.seconds.p50),
                     number(d.seconds.p95)});
  return table;
}

std::string waits(const Result& result) {
  std::string table = head({"design", "scenario", "replication", "journey", "from_s", "until_s", "phase", "component",
                            "until"});
  for (const ReplayResult& replay : result.replays)
    for (const ReplayResult::Recovery& recovery : replay.recoveries)
      for (const ReplayResult::Wait& wait : recovery.waits)
        table += line({text(replay.design), text(replay.scenario), std::to_string(replay.replication),
                       text(recovery.journey), number(wait.from_seconds), number(wait.until_seconds), text(wait.phase),
                       text(wait.component), text(wait.text)});
  return table;
}

std::string savings(const Result& result) {
  std::string table = head({"design", "scenario", "replication", "journey", "recovery_s", "parameter", "value", "tried",
                            "saves_s"});
  for (const ReplayResult& replay : result.replays)
    for (const ReplayResult::Recovery& recovery : replay.recoveries)
      for (const ReplayResult::Saving& saving : recovery.savings)
        table += line({text(replay.design), text(replay.scenario), std::to_string(replay.replication),
                       text(recovery.journey), number(recovery.seconds), text(saving.parameter), text(saving.value),
                       text(saving.tried), number(saving.seconds)});
  return table;
}

std::string contracts(const Result& result) {
  std::string table = head({"design", "policy", "contract", "counts", "months", "months_with_credits", "uptime_mean",
                            "uptime_p05", "uptime_p01", "uptime_min", "kept_mean", "kept_low", "kept_high",
                            "credits_per_month", "charge_per_month", "currency"});
  for (const ContractResult& c : result.contracts)
    table += line({text(c.design), text(c.policy), text(c.contract), text(c.counts), std::to_string(c.months),
                   std::to_string(c.months_with_credits), number(c.uptime.mean), number(c.uptime.p05),
                   number(c.uptime.p01), number(c.uptime.min), number(c.kept.mean), number(c.kept.low),
                   number(c.kept.high), number(c.credits.per_month.mean), number(c.credits.charge),
                   text(c.credits.currency)});
  return table;
}

std::string credits(const Result& result) {
  std::string table = head({"design", "contract", "below", "credit", "probability_mean", "probability_low",
                            "probability_high"});
  for (const ContractResult& c : result.contracts)
    for (const CreditTierResult& tier : c.tiers)
      table += line({text(c.design), text(c.contract), number(tier.below), number(tier.credit),
                     number(tier.probability.mean), number(tier.probability.low), number(tier.probability.high)});
  return table;
}

std::string availability(const Result& result) {
  std::string table =
      head({"design", "years", "unavailability_mean", "unavailability_low", "unavailability_high", "downtime_mean_min",
            "downtime_p50_min", "downtime_p95_min", "downtime_p99_min", "downtime_max_min", "target", "budget_min",
            "probability_mean", "probability_low", "probability_high", "incidents"});
  for (const AvailabilityResult& a : result.availability) {
    const auto& d = a.downtime_minutes_per_year;
    table += line({text(a.design), std::to_string(a.years), number(a.unavailability.mean), number(a.unavailability.low),
                   number(a.unavailability.high), number(d.mean), number(d.p50), number(d.p95), number(d.p99),
                   number(d.max), number(a.budget.target), number(a.budget.minutes), number(a.budget.probability.mean),
                   number(a.budget.probability.low), number(a.budget.probability.high), std::to_string(a.incidents)});
  }
  return table;
}

std::string causes(const Result& result) {
  std::string table = head({"design", "cause", "share", "minutes_per_year", "incidents", "planned"});
  for (const AvailabilityResult& a : result.availability)
    for (const CauseResult& c : a.causes)
      table += line({text(a.design), text(c.cause), number(c.share), number(c.minutes_per_year), std::to_string(c.incidents),
                     c.planned ? "true" : "false"});
  return table;
}

std::string expectations(const Result& result) {
  std::string table =
      head({"scenario", "design", "journey", "measure", "limit", "measured", "verdict", "level", "because", "why",
            "policy", "contract", "suppressed", "suppressed_until"});
  for (const ExpectationResult& e : result.expectations)
    table +=
        line({text(e.scenario), text(e.design), text(e.journey), text(e.measure), text(e.limit), number(e.measured),
              text(windtunnel::to_text(e.verdict)), text(windtunnel::to_text(e.level)), text(e.because), text(e.why),
              text(e.policy), text(e.contract), text(e.suppressed), text(e.suppressed_until)});
  return table;
}

std::string claims(const Result& result) {
  std::string table = head({"id", "design", "kind", "document", "line", "verdict", "claimed", "measured", "because",
                            "assumptions", "changes_at", "same_at_the_ends_of"});
  for (const ClaimResult& c : result.claims)
    table += line({text(c.id), text(c.design), text(c.kind), text(c.document), std::to_string(c.line),
                   text(windtunnel::to_text(c.verdict)), text(c.claimed), text(c.measured), text(c.because),
                   text(listed(c.assumptions)), text(listed(c.changes_at)), text(listed(ends_tried(c).holding))});
  return table;
}

std::string costs(const Result& result) {
  std::string table =
      head({"design", "item", "component", "quantity", "unit", "price", "amount", "currency", "source"});
  for (const DesignResult& d : result.designs)
    for (const CostLine& c : d.cost_monthly.lines)
      table += line({text(d.design), text(c.item), text(c.component), number(c.quantity), text(c.unit), number(c.price),
                     number(c.amount), text(d.cost_monthly.currency), text(c.source)});
  return table;
}

std::string findings(const Result& result) {
  std::string table = head({"design", "rule", "severity", "component", "finding"});
  for (const DesignResult& d : result.designs)
    for (const FindingResult& f : d.findings)
      table += line({text(d.design), text(f.rule), text(f.severity), text(f.component), text(f.text)});
  return table;
}

std::string assumptions(const Result& result) {
  std::string table = head({"design", "id", "meaning", "value", "low", "high", "parameter", "confidence", "source"});
  for (const DesignResult& d : result.designs)
    for (const AssumptionResult& a : d.assumptions)
      table += line({text(d.design), text(a.id), text(a.meaning), text(a.value), text(a.low), text(a.high),
                     text(a.parameter), text(a.confidence), text(a.source)});
  return table;
}

std::string replications(const Result& result) {
  std::string table = head({"design", "scenario", "journey", "index", "rto_s", "rpo_s"});
  for (const RunResult& run : result.runs)
    for (const auto& [journey, values] : run.replication_values.rto_seconds)
      for (std::size_t i = 0; i < values.size(); ++i)
        table +=
            line({text(run.design), text(run.scenario), text(journey), std::to_string(i), number(values[i]),
                  i < run.replication_values.rpo_seconds.size() ? number(run.replication_values.rpo_seconds[i]) : ""});
  return table;
}

/// Spreadsheets compute what begins with one of these; some skip spaces first, and some take the wide forms of East
/// Asian keyboards for the narrow ones.
bool begins_formula(std::string_view text) {
  for (const std::string_view space : {" ", "\u00A0", "\u3000"})
    if (text.starts_with(space)) return begins_formula(text.substr(space.size()));
  for (const std::string_view wide : {"\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"})
    if (text.starts_with(wide)) return true;
  return !text.empty() && std::string_view("=+-@|%").find(text[0]) != std::string_view::npos;
}

}  // namespace

std::string csv_cell(std::string_view value) {
  std::string safe = visible(value);
  if (begins_formula(safe)) safe = std::string("'").append(safe);
  std::string quoted = "\"";
  for (const char c : safe) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

std::vector<std::pair<std::string, std::string>> comparison_tables(const std::vector<Comparison>& comparisons) {
  std::string differences = head({"first", "second", "scenario", "measure", "journey", "first_mean_s", "second_mean_s",
                                  "difference_s", "low_s", "high_s", "paired", "pairs", "endless_first",
                                  "endless_second"});
  std::string changes = head({"first", "second", "field", "value_first", "value_second", "recovery_s", "share", "loss_s",
                              "cost_per_month", "orders_tried", "orders"});
  for (const Comparison& c : comparisons) {
    for (const Difference& d : c.differences)
      differences += line({text(c.first), text(c.second), text(d.scenario), text(d.measure), text(d.journey),
                           number(d.first), number(d.second), number(d.difference.mean), number(d.difference.low),
                           number(d.difference.high), d.paired ? "true" : "false", std::to_string(d.pairs),
                           std::to_string(d.endless_first), std::to_string(d.endless_second)});
    for (const ChangedField& f : c.changed)
      changes += line({text(c.first), text(c.second), text(f.path), text(f.first), text(f.second), number(f.effect),
                       number(f.share), number(f.loss_effect), number(f.cost_effect), std::to_string(f.tried),
                       std::to_string(c.orders)});
  }
  return {{"differences.csv", differences}, {"changes.csv", changes}};
}

std::vector<std::pair<std::string, std::string>> csv_tables(const Result& result) {
  return {{"runs.csv", runs(result)},
          {"detection.csv", detection(result)},
          {"waits.csv", waits(result)},
          {"savings.csv", savings(result)},
          {"availability.csv", availability(result)},
          {"contracts.csv", contracts(result)},
          {"credits.csv", credits(result)},
          {"causes.csv", causes(result)},
          {"expectations.csv", expectations(result)},
          {"claims.csv", claims(result)},
          {"costs.csv", costs(result)},
          {"findings.csv", findings(result)},
          {"assumptions.csv", assumptions(result)},
          {"replications.csv", replications(result)}};
}

}  // namespace windtunnel::reports
