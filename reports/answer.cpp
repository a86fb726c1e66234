// Sorts and counts what a result holds, and puts its main figures into words.
#include "reports/answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "reports/causes.h"
#include "reports/text.h"
#include "sim/measure/glob.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports {
namespace {

int badness(Verdict verdict) {
  switch (verdict) {
    case Verdict::refuted:
      return 0;
    case Verdict::inconclusive:
      return 1;
    case Verdict::upheld:
      return 2;
    case Verdict::not_measured:
      return 3;
    case Verdict::not_measurable:
      return 4;
    case Verdict::not_applicable:
      return 5;
  }
  return 6;
}

void sort_worst_first(std::vector<const ClaimResult*>& claims) {
  std::stable_sort(claims.begin(), claims.end(), [](const ClaimResult* a, const ClaimResult* b) {
    return badness(a->verdict) < badness(b->verdict);
  });
}

int severity_rank(const std::string& severity) {
  if (severity == "error") return 0;
  if (severity == "warning") return 1;
  return 2;
}

std::string plural(std::uint64_t count, const std::string& noun) {
  return count_text(count) + " " + noun + (count == 1 ? "" : "s");
}

std::vector<std::string> design_names(const Result& result) {
  std::vector<std::string> names;
  const auto add = [&names](const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  for (const DesignResult& design : result.designs) add(design.design);
  for (const RunResult& run : result.runs) add(run.design);
  for (const AvailabilityResult& availability : result.availability) add(availability.design);
  for (const ClaimResult& claim : result.claims) add(claim.design);
  return names;
}

/// What a run's worst replication is for one journey, or for the journey that recovered last.
std::uint64_t worst_replication(const RunResult& run, const std::string& journey) {
  std::uint64_t worst = 0;
  double longest = -1;
  for (const auto& [name, figures] : run.journeys) {
    if (name == journey) return figures.worst_replication;
    const double time = figures.rto_seconds.never_recovered > 0 ? std::numeric_limits<double>::infinity()
                                                                : figures.rto_seconds.max.value_or(0);
    if (time > longest) worst = figures.worst_replication;
    longest = std::max(longest, time);
  }
  return worst;
}

/// ", 2 suppressed", or nothing.
std::string suppressed_text(const Result& result) {
  const auto count = static_cast<std::uint64_t>(
      std::count_if(result.expectations.begin(), result.expectations.end(),
                    [](const ExpectationResult& expectation) { return !expectation.suppressed.empty(); }));
  return count == 0 ? "" : fmt::format(", {} suppressed", count_text(count));
}

/// ", 3 do not apply", or nothing.
std::string inapplicable_text(const Tally& tally) {
  if (tally.not_applicable == 0) return "";
  return fmt::format(", {} {} not apply", count_text(tally.not_applicable), tally.not_applicable == 1 ? "does" : "do");
}

}  // namespace

void Tally::count(Verdict verdict) {
  switch (verdict) {
    case Verdict::upheld:
      ++upheld;
      break;
    case Verdict::refuted:
      ++refuted;
      break;
    case Verdict::inconclusive:
      ++inconclusive;
      break;
    case Verdict::not_measured:
      ++not_measured;
      break;
    case Verdict::not_measurable:
      ++not_measurable;
      break;
    case Verdict::not_applicable:
      ++not_applicable;
      break;
  }
}

std::string to_text(const Tally& tally) {
  std::string text;
  const auto add = [&text](std::uint64_t count, const char* what) {
    if (count > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count_text(count), what);
  };
  add(tally.refuted, "refuted");
  add(tally.inconclusive, "inconclusive");
  add(tally.upheld, "upheld");
  add(tally.not_measured, "not measured");
  add(tally.not_measurable, "not measurable");
  return text.empty() ? "none" : text;
}

EndsTried ends_tried(const ClaimResult& claim) {
  EndsTried ends;
  for (const std::string& id : claim.assumptions) {
    bool tried = false;
    bool changes = std::any_of(claim.changes_at.begin(), claim.changes_at.end(),
                               [&](const std::string& end) { return end.starts_with(id + " = "); });
    for (const TriedEnd& end : claim.tried_ends) {
      if (end.assumption != id) continue;
      tried = true;
      changes |= end.verdict != claim.verdict;
    }
    if (!changes) (tried ? ends.holding : ends.untried).push_back(id);
  }
  return ends;
}

const ClaimPart* deciding_part(const ClaimResult& claim) {
  const ClaimPart* found = nullptr;
  for (const ClaimPart& part : claim.parts)
    if (part.verdict == claim.verdict && !part.because.empty() && claim.because.starts_with(part.because)) return &part;
  for (const ClaimPart& part : claim.parts)
    if (part.verdict == claim.verdict && (!found || part.share.mean.value_or(2) < found->share.mean.value_or(2)))
      found = &part;
  return found;
}

std::vector<DesignAnswer> answers(const Result& result) {
  std::vector<DesignAnswer> all;
  for (const std::string& name : design_names(result)) {
    DesignAnswer answer;
    answer.design = name;
    for (const ClaimResult& claim : result.claims) {
      if (claim.design != name) continue;
      const bool target = claim.kind == "target";
      (target ? answer.targets : answer.others).push_back(&claim);
      (target ? answer.target_tally : answer.other_tally).count(claim.verdict);
    }
    sort_worst_first(answer.targets);
    sort_worst_first(answer.others);
    all.push_back(std::move(answer));
  }
  return all;
}

Tally expectation_tally(const Result& result) {
  Tally tally;
  for (const ExpectationResult& expectation : result.expectations)
    if (expectation.suppressed.empty()) tally.count(expectation.verdict);
  return tally;
}

std::string expectation_heading(const Result& result) {
  const Tally tally = expectation_tally(result);
  const std::string text = fmt::format("Expectations: {} of {} held{}", count_text(tally.upheld),
                                       count_text(tally.total()), suppressed_text(result));
  return text + (tally.not_measured > 0 ? fmt::format(", {} not measured", count_text(tally.not_measured)) : "") +
         inapplicable_text(tally);
}

std::string headline(const Result& result) {
  Tally targets, claims;
  for (const ClaimResult& claim : result.claims) (claim.kind == "target" ? targets : claims).count(claim.verdict);
  std::string text = plural(design_names(result).size(), "design");
  std::string separator = ": ";
  const auto add = [&](const Tally& tally, const std::string& noun, const std::string& verdicts) {
    if (tally.total() == 0) return;
    text += fmt::format("{}{} ({})", separator, plural(tally.total(), noun), verdicts);
    separator = "; ";
  };
  add(targets, "target", to_text(targets));
  add(claims, targets.total() > 0 ? "other claim" : "claim", to_text(claims));
  const Tally expectations = expectation_tally(result);
  std::string verdicts = fmt::format("{} failed", count_text(expectations.refuted));
  if (expectations.inconclusive > 0)
    verdicts += fmt::format(", {} inconclusive", count_text(expectations.inconclusive));
  if (expectations.not_measured > 0)
    verdicts += fmt::format(", {} not measured", count_text(expectations.not_measured));
  verdicts += suppressed_text(result) + inapplicable_text(expectations);
  add(expectations, "expectation", verdicts + fmt::format(", {} held", count_text(expectations.upheld)));
  return text + ".";
}

std::vector<const ExpectationResult*> failures(const Result& result) {
  std::vector<const ExpectationResult*> failed;
  for (const ExpectationResult& expectation : result.expectations) {
    const bool decided = expectation.verdict == Verdict::refuted || expectation.verdict == Verdict::inconclusive;
    if (decided || expectation.counts()) failed.push_back(&expectation);
  }
  const auto rank = [](const ExpectationResult* e) {
    if (!e->suppressed.empty()) return 4;
    return (e->verdict == Verdict::refuted ? 0 : 2) + (e->level == ExpectationLevel::error ? 0 : 1);
  };
  std::stable_sort(failed.begin(), failed.end(), [&](const auto* a, const auto* b) { return rank(a) < rank(b); });
  return failed;
}

std::string subject_text(const ExpectationResult& row) {
  if (row.design.empty()) return "policy " + row.policy;
  if (row.scenario.empty()) return row.design + (row.contract.empty() ? "" : ", contract " + row.contract);
  return row.scenario + " on " + row.design + (row.journey.empty() ? "" : ", journey " + row.journey);
}

std::string replay_command(const Result& result, const ExpectationResult& expectation) {
  const bool ran = !expectation.scenario.empty() && expectation.verdict != Verdict::not_applicable;
  if (!expectation.replay.empty() || !ran) return expectation.replay;
  std::uint64_t replication = 0;
  for (const RunResult& run : result.runs) {
    if (run.design == expectation.design && run.scenario == expectation.scenario)
      replication = worst_replication(run, expectation.journey);
  }
  return fmt::format("windtunnel trace {} {} --seed {} --replication {}", shell_word(expectation.design),
                     shell_word(expectation.scenario), result.seed, replication);
}

std::string later_fault_text(const RunResult& run, const JourneyResult& journey) {
  constexpr double least_apart = 60;  // seconds that nobody misreads
  const double recovery = journey.rto_seconds.p50.value_or(journey.rto_seconds.mean.value_or(0)), below = journey.below_level_seconds;
  if (run.last_fault_seconds <= 0 || !(recovery > std::max(2 * below, below + least_apart))) return "";
  return fmt::format("below its level for {} only; the last fault comes after {}", seconds_text(below),
                     seconds_text(run.last_fault_seconds));
}

std::vector<DesignFinding> foremost_findings(const Result& result, std::size_t count) {
  std::vector<DesignFinding> all;
  for (const DesignResult& design : result.designs) {
    for (const FindingResult& finding : design.findings) all.push_back({&design, &finding});
  }
  std::stable_sort(all.begin(), all.end(), [](const DesignFinding& a, const DesignFinding& b) {
    return severity_rank(a.finding->severity) < severity_rank(b.finding->severity);
  });
  std::vector<DesignFinding> first, more;
  std::set<std::string> rules;
  for (const DesignFinding& finding : all)
    (rules.insert(finding.finding->rule).second ? first : more).push_back(finding);
  first.insert(first.end(), more.begin(), more.end());
  if (first.size() > count) first.resize(count);
  return first;
}

std::string replications_text(const Result& result, const std::vector<std::string>& scenarios) {
  std::uint64_t least = std::numeric_limits<std::uint64_t>::max(), most = 0;
  for (const RunResult& run : result.runs) {
    const auto is_meant = [&](const std::string& scenario) { return scenario == scenario_of(run.scenario); };
    if (run.status == RunStatus::not_applicable || (!scenarios.empty() && std::none_of(scenarios.begin(), scenarios.end(), is_meant)))
      continue;
    least = std::min(least, run.replications);
    most = std::max(most, run.replications);
  }
  if (most == 0) return "";
  return least == most ? count_text(most) : count_text(least) + " to " + count_text(most);
}

std::uint64_t usual_replications(const Result& result) {
  std::map<std::uint64_t, std::size_t> runs;
  for (const RunResult& run : result.runs)
    if (run.status != RunStatus::not_applicable) ++runs[run.replications];
  const auto most = std::max_element(runs.begin(), runs.end(), [](const auto& a, const auto& b) {
    return std::pair(a.second, a.first) < std::pair(b.second, b.first);
  });
  return most == runs.end() ? 0 : most->first;
}

std::string other_replications_text(const Result& result) {
  std::map<std::string, std::set<std::uint64_t>> numbers_of;  // by scenario
  std::map<std::uint64_t, std::map<std::string, std::set<std::string>>> runs;
  const std::uint64_t usual = usual_replications(result);
  for (const RunResult& run : result.runs) {
    if (run.status == RunStatus::not_applicable) continue;
    numbers_of[scenario_of(run.scenario)].insert(run.replications);
    if (run.replications != usual) runs[run.replications][scenario_of(run.scenario)].insert(visible(run.design));
  }
  std::vector<std::string> parts;
  for (const auto& [replications, scenarios] : runs) {
    std::vector<std::string> names;
    for (const auto& [scenario, designs] : scenarios)
      names.push_back(visible(scenario) +
                      (numbers_of[scenario].size() > 1 ? " on " + listed({designs.begin(), designs.end()}) : std::string()));
    parts.push_back(count_text(replications) + " of " + listed(names));
  }
  return listed(parts);
}

std::string availability_text(const AvailabilityResult& result) {
  const auto minutes = [](const std::optional<double>& value) {
    return value ? seconds_text(*value * 60) : std::string("not bounded");
  };
  const auto& downtime = result.downtime_minutes_per_year;
  Estimate availability;
  if (result.unavailability.mean) availability.mean = 1 - *result.unavailability.mean;
  if (result.unavailability.high) availability.low = 1 - *result.unavailability.high;
  if (result.unavailability.low) availability.high = 1 - *result.unavailability.low;
  std::string text = fmt::format(
      "{} available ({}{}); a year's downtime is {} in the mean, {} at p50, {} at p95; ", share_text(availability),
      availability.low && availability.high ? "95 % interval " : "", share_interval_text(availability),
      minutes(downtime.mean), minutes(downtime.p50), minutes(downtime.p95));
  text += fmt::format("{} of {} years keep the budget of {} that {} allows (95 % interval {})",
                      share_text(result.budget.probability), count_text(result.years),
                      seconds_text(result.budget.minutes * 60), share_text(result.budget.target),
                      share_interval_text(result.budget.probability));
  std::vector<std::string> causes;
  for (const CauseResult& cause : result.causes) {
    if (causes.size() < 3) causes.push_back(fmt::format("{} {}", cause_words(cause), share_text(cause.share)));
  }
  if (!causes.empty()) text += "; it comes from " + listed(causes);
  if (!result.resolved) {
    text += fmt::format("; the mean is not resolved: {} seen, 400 are needed", plural(result.incidents, "incident"));
  }
  return text;
}

std::string cost_text(const MonthlyCost& cost) {
  std::string text = money_text(cost.total, cost.currency) + " a month";
  if (cost.unknown.empty()) return text;
  std::vector<std::string> names;
  for (const std::string& item : cost.unknown) names.push_back(visible(item));
  return text + fmt::format(" without what has no known price: {}", listed(names));
}

std::string contract_text(const ContractResult& contract) {
  std::string text = fmt::format("a month owes nothing with probability {} ({})", share_text(contract.kept),
                                 share_interval_text(contract.kept));
  for (const CreditTierResult& tier : contract.tiers)
    text += fmt::format("; {} of the charge, for less than {}, with {}", share_text(tier.credit),
                        share_text(tier.below), share_text(tier.probability));
  const Estimate& credits = contract.credits.per_month;
  if (credits.mean)
    text += fmt::format("; credits of {} a month on the average, of {}", money_text(*credits.mean, contract.credits.currency),
                        money_text(contract.credits.charge, contract.credits.currency));
  if (contract.uptime.p05) text += fmt::format("; one month in twenty is below {}", share_text(*contract.uptime.p05));
  return text + fmt::format(" ({} months)", count_text(contract.months));
}

}  // namespace windtunnel::reports
