// Availability, recoveries, losses, detection and costs: charts with the figures beside them.
#include <fmt/format.h>

#include <algorithm>

#include "reports/answer.h"
#include "reports/markup.h"
#include "reports/page/parts.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports::page {
namespace {

std::string minutes(const std::optional<double>& value) { return value ? seconds_text(*value * 60) : "–"; }

bool noticed(const RunResult& run) {
  return std::any_of(run.detection.begin(), run.detection.end(), [](const DetectionResult& d) { return d.fired > 0; });
}

double hurt(const RunResult& run) {
  double most = 0;
  for (const auto& [name, journey] : run.journeys) most = std::max(most, journey.hurt);
  return most;
}

std::string claims_on_cost(const Result& result, const std::string& design) {
  Table claims{"What the document of " + markup(design) + " says of costs",
               {"the document says", "verdict", "measured", "because"},
               {},
               true};
  for (const ClaimResult& claim : result.claims)
    if (claim.design == design && claim.kind == "cost")
      claims.rows.push_back(
          {"“" + markup(claim.claimed) + "”", chip(claim.verdict), markup(claim.measured), markup(claim.because)});
  return claims.rows.empty() ? "" : table(claims);
}

std::string bill(const Result& result, const DesignResult& design) {
  const MonthlyCost& cost = design.cost_monthly;
  std::vector<const CostLine*> lines;
  for (const CostLine& line : cost.lines) lines.push_back(&line);
  std::stable_sort(lines.begin(), lines.end(), [](const CostLine* a, const CostLine* b) {
    return a->amount.value_or(1e18) > b->amount.value_or(1e18);
  });
  Table bill{"Lines of the bill of " + markup(design.design),
             {"item", "#quantity", "unit", "#price", "#a month", "source"},
             {}};
  for (const CostLine* line : lines)
    bill.rows.push_back({markup(line->item), figure_text(line->quantity), markup(line->unit),
                         line->price ? fmt::format("{:.6g}", *line->price) : "unknown",
                         line->amount ? money_text(*line->amount, cost.currency) : "unknown", markup(line->source)});
  return fmt::format("<details class=\"bill{}\"><summary>{}: {}</summary>{}</details>", is_main(result, design.design) ? " print" : "",
                     markup(design.design), markup(cost_text(cost)), table(bill));
}

}  // namespace

std::string availability_section(const Result& result, const std::vector<Chart>& charts) {
  if (result.availability.empty()) return "";
  Table years{"Simulated years: how available, and how much downtime",
              {"design", "#years", "#availability", "#95 % interval", "#downtime, mean", "#median year", "#1 in 20 exceeds",
               "#target", "#kept in", "#95 % interval"},
              {},
              true};
  std::string unresolved;
  for (const AvailabilityResult& a : result.availability) {
    Estimate up;
    if (a.unavailability.mean) up.mean = 1 - *a.unavailability.mean;
    if (a.unavailability.high) up.low = 1 - *a.unavailability.high;
    if (a.unavailability.low) up.high = 1 - *a.unavailability.low;
    const auto& d = a.downtime_minutes_per_year;
    years.rows.push_back({"<b>" + markup(a.design) + "</b>", count_text(a.years),
                          share_text(up), share_interval_text(up), minutes(d.mean), minutes(d.p50),
                          minutes(d.p95), share_text(a.budget.target), share_text(a.budget.probability),
                          share_interval_text(a.budget.probability)});
    if (!a.resolved)
      unresolved += fmt::format("{}{} ({} in {} years)", unresolved.empty() ? "" : ", ", markup(a.design),
                                count_text(a.incidents), count_text(a.years));
  }
  if (!unresolved.empty())
    unresolved = "<p class=\"small\">A mean can be trusted from about 400 incidents on. Fewer were seen of " + unresolved +
                 ": take their mean and its interval as a first idea; the share of years that keep the target needs no such "
                 "number. More years (<code>--years</code>) settle it.</p>";
  return section("availability", "Availability, and what it costs",
                 "How much of a year each design is up when things fail as often as " + rates_link(result, "published rates") +
                     " say, and what the rest of the year is lost to: failures, and planned work that takes users away.",
                 figures(charts, "availability") + figures(charts, "causes") + table(years) + unresolved);
}

std::string recovery_section(const Result&, const std::vector<Chart>& charts) {
  return section("recovery", "How long recoveries take",
                 "Read a line where it crosses the limit: that is the share of replications that were back in time. "
                 "The limit drawn is the one that the scenario’s file sets; the table above asks for one limit everywhere. Below, the "
                 "mean recovery of each run is split: until somebody notices, until it is decided to act, repairs (or the wait "
                 "until the fault itself is over), until a change such as a DNS record has spread, until what was started is warm, "
                 "and until the backlog is worked off.",
                 figures(charts, "recovery") + figures(charts, "waits"));
}

std::string loss_section(const Result& result, const std::vector<Chart>& charts) {
  Table losses{
      "Runs that lost or stranded writes",
      {"scenario", "design", "#RPO, median", "#RPO, 95 %", "#largest", "#lost writes (mean)", "#stranded writes (mean)"},
      {}};
  for (const RunResult& run : result.runs) {
    if (run.status != RunStatus::measured) continue;
    const RpoResult& rpo = run.rpo;
    if (rpo.unbounded == 0 && rpo.lost_writes <= 0 && rpo.stranded_writes <= 0 && rpo.seconds.max.value_or(0) <= 0)
      continue;
    losses.rows.push_back({markup(run.scenario), markup(run.design), seconds_cell(rpo.seconds.p50),
                           rpo.unbounded > 0 ? "unbounded" : seconds_cell(rpo.seconds.p95),
                           rpo.unbounded > 0 ? "unbounded" : seconds_cell(rpo.seconds.max),
                           figure_text(rpo.lost_writes), figure_text(rpo.stranded_writes)});
  }
  const std::string content =
      losses.rows.empty() ? "<p>No run lost an acknowledged write.</p>" : figures(charts, "loss") +
                                fmt::format("<details><summary>{} runs that lost or stranded "
                                            "writes</summary>{}</details>",
                                            losses.rows.size(), table(losses));
  return section("loss", "What is lost",
                 "Lost writes are gone; stranded writes come back with the place where they were left, and may "
                 "overwrite newer ones.",
                 content);
}

/// What the alarms of one design did.
std::string alarms_of(const Result& result, const std::string& design, bool open) {
  Table alarms{"Alarms of " + markup(design), {"scenario", "alarm", "#fired in", "#after, median", "#95 %"}, {}};
  for (const RunResult& run : result.runs) {
    if (run.status != RunStatus::measured || run.design != design) continue;
    for (const DetectionResult& d : run.detection)
      if (d.fired > 0)
        alarms.rows.push_back({markup(run.scenario), markup(d.alarm), share_text(d.fired), seconds_cell(d.seconds.p50),
                               seconds_cell(d.seconds.p95)});
  }
  return alarms.rows.empty() ? ""
                             : fmt::format("<details{}><summary>{}: which alarm fired when</summary>{}</details>",
                                           open ? " open" : "", markup(design), table(alarms));
}

/// How long it took until the first alarm of a design, over the runs that hurt users and were noticed.
std::string first_alarm_text(const std::vector<double>& medians) {
  if (medians.empty()) return "–";
  return seconds_text(medians[medians.size() / 2]);
}

/// Of each design: how many of the runs that hurt users were noticed, how soon, and which were not.
std::string noticing_table(const Result& result) {
  Table noticing{"Runs that hurt users, and whether an alarm told anybody",
                 {"design", "#runs that hurt users", "#of them noticed", "#first alarm after", "nobody was told of"},
                 {},
                 true};
  for (const std::string& design : design_names(result)) {
    std::size_t hurting = 0, heard = 0;
    std::vector<double> medians;
    std::string missed;
    for (const RunResult& run : result.runs) {
      if (run.status != RunStatus::measured || run.design != design || hurt(run) <= 0) continue;
      ++hurting;
      if (noticed(run)) {
        ++heard;
        std::optional<double> first;
        for (const DetectionResult& d : run.detection)
          if (d.fired > 0.5 && d.seconds.p50) first = std::min(first.value_or(*d.seconds.p50), *d.seconds.p50);
        if (first) medians.push_back(*first);
      } else {
        missed += fmt::format("{}<code>{}</code>", missed.empty() ? "" : "<br>", markup(run.scenario));
        if (hurt(run) < 1) missed += " <small>(hurt users in " + share_text(hurt(run)) + " of replications)</small>";
      }
    }
    std::sort(medians.begin(), medians.end());
    if (hurting > 0)
      noticing.rows.push_back({markup(design), std::to_string(hurting), std::to_string(heard), first_alarm_text(medians),
                               missed.empty() ? "–" : missed});
  }
  return noticing.rows.empty() ? "" : table(noticing);
}

std::string detection_section(const Result& result) {
  std::string content = noticing_table(result);
  const std::vector<std::string> names = design_names(result);
  std::vector<std::pair<std::string, std::string>> alarms;
  for (const std::string& name : names) alarms.emplace_back(name, alarms_of(result, name, names.size() == 1));
  content += by_design(result, alarms);
  return section("detection", "What noticed, and what nobody noticed",
                 "How many of the faults that hurt users set off an alarm, how soon the first did in the median run, and which "
                 "faults hurt users while every alarm stayed silent.",
                 content);
}

std::string cost_section(const Result& result) {
  std::vector<std::pair<std::string, std::string>> bills;
  for (const DesignResult& design : result.designs)
    if (!design.cost_monthly.lines.empty())
      bills.emplace_back(design.design, bill(result, design) + claims_on_cost(result, design.design));
  return section("cost", "What it costs",
                 "From the usage that was simulated and a dated price book, line by line. What has no known price is "
                 "left out of the sum and named.",
                 by_design(result, bills));
}

}  // namespace windtunnel::reports::page
