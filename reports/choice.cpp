// See choice.h.
#include "reports/choice.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include "reports/answer.h"
#include "reports/text.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports {
namespace {

constexpr double required = 0.95;

/// Share of replications in which every journey of a run was back within the limit.
double share_in_time(const RunResult& run, double limit) {
  double least = 1;
  for (const auto& [journey, values] : run.replication_values.rto_seconds) {
    if (values.empty()) continue;
    const auto kept =
        std::count_if(values.begin(), values.end(), [&](const auto& value) { return value && *value <= limit; });
    least = std::min(least, static_cast<double>(kept) / static_cast<double>(values.size()));
  }
  return least;
}

bool hurts(const RunResult& run) {
  for (const auto& [journey, values] : run.replication_values.rto_seconds)
    if (std::any_of(values.begin(), values.end(), [](const auto& value) { return !value || *value > 0; })) return true;
  return false;
}

std::string base(const std::string& scenario) { return scenario.substr(0, scenario.find('@')); }

/// What can be compared: the designs that went through at least half as many scenarios as any other (a variant that one
/// claim needs has not been tried enough), and that have a price where any has one; and the scenarios common to them.
struct Comparable {
  std::set<std::string> designs, scenarios;
};

Comparable comparable(const Result& result) {
  std::map<std::string, std::set<std::string>> scenarios_of;
  for (const RunResult& run : result.runs) scenarios_of[run.design].insert(base(run.scenario));
  std::size_t most = 0;
  for (const auto& [design, scenarios] : scenarios_of) most = std::max(most, scenarios.size());
  const auto priced = [](const DesignResult& design) { return !design.cost_monthly.lines.empty(); };
  const bool any_priced = std::any_of(result.designs.begin(), result.designs.end(), priced);
  Comparable found;
  for (const DesignResult& design : result.designs) {
    const std::set<std::string>& own = scenarios_of[design.design];
    if (own.empty() || own.size() * 2 < most || (any_priced && !priced(design))) continue;
    std::set<std::string> common;
    for (const std::string& scenario : own)
      if (found.designs.empty() || found.scenarios.contains(scenario)) common.insert(scenario);
    found.scenarios = std::move(common);
    found.designs.insert(design.design);
  }
  return found;
}

std::string listed_some(const std::vector<std::string>& names, std::size_t count) {
  std::vector<std::string> some;
  for (const std::string& name : names)
    if (some.size() < count) some.push_back(visible(name));
  if (names.size() > count) some.push_back(fmt::format("{} more", names.size() - count));
  return listed(some);
}

/// Worst share of a design over the targets of a scenario; nothing where no run of it was measured.
std::optional<double> worst_share(const Result& result, const std::string& design, const std::string& scenario,
                                  double limit, std::string& title) {
  std::optional<double> worst;
  for (const RunResult& run : result.runs) {
    if (run.design != design || base(run.scenario) != scenario || run.status != RunStatus::measured) continue;
    worst = std::min(worst.value_or(1), share_in_time(run, limit));
    if (title.empty()) title = run.title;
  }
  return worst;
}

/// "primary.zone-1:power_loss" as people say it: "power loss of primary.zone-1".
std::string cause_words(const std::string& cause) {
  const std::size_t colon = cause.rfind(':');
  if (colon == std::string::npos) return visible(cause);
  std::string mode = visible(cause.substr(colon + 1));
  std::replace(mode.begin(), mode.end(), '_', ' ');
  return mode + " of " + visible(cause.substr(0, colon));
}

std::string targets_clause(const Result& result) {
  Tally tally;
  for (const ClaimResult& claim : result.claims)
    if (claim.kind == "target") tally.count(claim.verdict);
  const std::uint64_t all = tally.total();
  if (all == 0) return "";
  if (tally.refuted == all)
    return all == 1 ? "The documented target does not hold"
                    : fmt::format("None of the {} documented targets holds", count_text(all));
  if (tally.refuted > 0)
    return fmt::format("{} of {} documented targets do{} not hold", count_text(tally.refuted), count_text(all),
                       tally.refuted == 1 ? "es" : "");
  if (tally.upheld == all)
    return all == 1 ? "The documented target holds" : fmt::format("All {} documented targets hold", count_text(all));
  return fmt::format("{} of {} documented targets are shown to hold, and none to fall", count_text(tally.upheld),
                     count_text(all));
}

std::string target_sentence(const Result& result) {
  const ClaimResult* worst = nullptr;
  for (const ClaimResult& claim : result.claims)
    if (claim.verdict == Verdict::refuted && (!worst || (worst->kind != "target" && claim.kind == "target")))
      worst = &claim;
  if (!worst || worst->kind == "cost") return "";
  return fmt::format("{} does not keep “{}”: {}.", visible(worst->design), visible(worst->claimed),
                     visible(worst->because.empty() ? worst->measured : worst->because));
}

std::string drill_sentence(const Result& result) {
  const RunResult* slowest = nullptr;
  const JourneyResult* of = nullptr;
  std::string journey;
  double longest = 0;
  for (const RunResult& run : result.runs)
    for (const auto& [name, figures] : run.journeys) {
      const double never = static_cast<double>(figures.rto_seconds.never_recovered);
      const double median = figures.rto_seconds.p50.value_or(never > 0 ? 1e9 : 0);
      if (median <= longest) continue;
      longest = median;
      slowest = &run;
      of = &figures;
      journey = name;
    }
  if (!slowest) return "";
  std::string text = "The longest interruption";
  if (!slowest->title.empty()) text += " is “" + visible(slowest->title) + "”";
  text += fmt::format(" ({} on {}): ", visible(slowest->scenario), visible(slowest->design));
  text += longest < 1e9 ? fmt::format("the journey {} is away for {} in the median", visible(journey), seconds_text(longest))
                        : fmt::format("the journey {} does not come back while it is watched", visible(journey));
  if (of->rto_seconds.p95 && longest < 1e9)
    text += fmt::format(", {} at the 95th percentile", seconds_text(*of->rto_seconds.p95));
  return text + ".";
}

std::string cause_sentence(const Result& result) {
  const AvailabilityResult* worst = nullptr;
  for (const AvailabilityResult& design : result.availability)
    if (!design.causes.empty() &&
        (!worst || design.causes.front().minutes_per_year > worst->causes.front().minutes_per_year))
      worst = &design;
  if (!worst) return "";
  const CauseResult& cause = worst->causes.front();
  return fmt::format("Left to nature, {} of {}’s downtime comes from {}: {} in a mean year.", share_text(cause.share),
                     visible(worst->design), cause_words(cause.cause), seconds_text(cause.minutes_per_year * 60));
}

std::string structure_sentence(const Result& result) {
  const auto findings = foremost_findings(result, 1);
  if (findings.empty() || findings.front().finding->severity == "note") return "";
  return fmt::format("In {}, {}.", visible(findings.front().design->design), visible(findings.front().finding->text));
}

std::string cost_sentence(const Result& result) {
  for (const ClaimResult& claim : result.claims)
    if (claim.kind == "cost" && claim.verdict == Verdict::refuted)
      return fmt::format("The bill of {} is not what its document says (“{}”): {}.", visible(claim.design),
                         visible(claim.claimed), visible(claim.because.empty() ? claim.measured : claim.because));
  return "";
}

}  // namespace

std::vector<InTime> in_time(const Result& result, double limit) {
  const Comparable set = comparable(result);
  std::vector<InTime> all;
  std::vector<std::vector<std::pair<double, std::string>>> missed;
  for (const DesignResult& design : result.designs)
    if (set.designs.contains(design.design)) all.push_back({design.design, design.cost_monthly.total, 0, 0, {}});
  missed.resize(all.size());
  for (const ScenarioInTime& one : by_scenario(result, limit)) {
    if (!one.for_all || !one.hurt) continue;  // designs are compared by the same drills, and by what happens in them
    for (std::size_t d = 0; d < all.size(); ++d) {
      ++all[d].runs;
      const double share = *one.shares[d].second;
      share >= required ? void(++all[d].kept) : missed[d].push_back({share, one.scenario});
    }
  }
  for (std::size_t d = 0; d < all.size(); ++d) {
    std::stable_sort(missed[d].begin(), missed[d].end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [share, scenario] : missed[d]) all[d].missed.push_back(scenario);
  }
  std::erase_if(all, [](const InTime& one) { return one.runs == 0; });
  std::stable_sort(all.begin(), all.end(), [](const InTime& a, const InTime& b) {
    return a.kept != b.kept ? a.kept > b.kept : a.cost < b.cost;
  });
  return all;
}

std::vector<ScenarioInTime> by_scenario(const Result& result, double limit) {
  const Comparable set = comparable(result);
  std::vector<ScenarioInTime> all;
  for (const std::string& scenario : set.scenarios) {
    ScenarioInTime one;
    one.scenario = scenario;
    for (const DesignResult& design : result.designs) {
      if (!set.designs.contains(design.design)) continue;
      const auto share = worst_share(result, design.design, scenario, limit, one.title);
      one.shares.push_back({design.design, share});
      if (!share) continue;
      ++one.judged;
      if (*share < required) continue;
      ++one.kept;
      const double cost = design.cost_monthly.total;
      if (one.cheapest.empty() || cost < one.cost) one.cheapest = design.design, one.cost = cost;
    }
    for (const RunResult& run : result.runs)
      one.hurt |= set.designs.contains(run.design) && base(run.scenario) == scenario && hurts(run);
    one.for_all = one.judged == set.designs.size();
    if (one.judged > 0) all.push_back(std::move(one));
  }
  const auto turn = [](const ScenarioInTime& s) { return s.kept == s.judged ? 2 : s.kept == 0 ? 1 : 0; };
  std::stable_sort(all.begin(), all.end(), [&](const ScenarioInTime& a, const ScenarioInTime& b) {
    return std::pair(turn(a), a.kept) < std::pair(turn(b), b.kept);
  });
  return all;
}

std::string finding_text(const Result& result, double limit) {
  std::string text = targets_clause(result);
  const std::vector<InTime> designs = in_time(result, limit);
  if (designs.size() > 1) {
    const InTime& best = designs.front();
    const std::string clause =
        best.kept == best.runs
            ? fmt::format("{} is the cheapest design that is back within {} in every drill", visible(best.design),
                          seconds_text(limit))
            : fmt::format("no design is back within {} in every drill", seconds_text(limit));
    text += (text.empty() ? "" : "; ") + clause;
    text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  }
  return text.empty() ? headline(result) : text;
}

namespace {

/// "2.1 times a year, 6 min each".
std::string how_often(const CauseResult& cause, std::uint64_t years) {
  const double incidents = static_cast<double>(cause.incidents), all = static_cast<double>(years);
  const double yearly = incidents / all;
  std::string text = yearly > 0.9 && yearly < 1.1 ? "about once a year"
                     : yearly >= 1                ? figure_text(yearly) + " times a year"
                                                  : "once in " + figure_text(1 / yearly) + " years";
  text += fmt::format(", {} each", seconds_text(cause.minutes_per_year * 60 * all / incidents));
  return cause.incidents < 30 ? text + fmt::format(" ({} seen in {} years)", cause.incidents, count_text(years)) : text;
}

}  // namespace

std::string first_failure_text(const Result& result, const std::string& design) {
  for (const AvailabilityResult& a : result.availability) {
    if (a.design != design || a.years == 0) continue;
    const auto most = std::max_element(a.causes.begin(), a.causes.end(), [](const CauseResult& x, const CauseResult& y) {
      return x.incidents < y.incidents;
    });
    if (most == a.causes.end() || most->incidents == 0)
      return fmt::format("nothing took users away in {} years", count_text(a.years));
    std::string text = cause_words(most->cause) + ", " + how_often(*most, a.years);
    const auto worst = std::max_element(a.causes.begin(), a.causes.end(), [](const CauseResult& x, const CauseResult& y) {
      return x.minutes_per_year < y.minutes_per_year;
    });
    if (worst == most) return text + fmt::format("; {} of all downtime", share_text(most->share));
    text += fmt::format("; most downtime ({}) comes from {}", share_text(worst->share), cause_words(worst->cause));
    return worst->incidents == 0 ? text : text + ", " + how_often(*worst, a.years);
  }
  const FindingResult* worst = nullptr;
  for (const DesignResult& one : result.designs)
    for (const FindingResult& finding : one.findings)
      if (one.design == design && finding.rule.starts_with("single_point") && finding.severity != "note" && !worst)
        worst = &finding;
  return worst ? "by its structure " + visible(worst->component) + ", which stands alone; no years were simulated"
               : "not known: no years were simulated";
}

namespace {

/// "mean time in which a worker serves a request; ", or nothing where no design says what an assumption means.
std::string meaning_of(const Result& result, const std::string& id) {
  for (const DesignResult& design : result.designs)
    for (const AssumptionResult& assumption : design.assumptions) {
      if (assumption.id != id || assumption.meaning.empty()) continue;
      std::string text = visible(assumption.meaning.substr(0, assumption.meaning.find_first_of(";.")));
      text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
      return text + "; ";
    }
  return "";
}

/// What concerns the design to choose comes first.
std::vector<std::string> order_of(const std::set<std::string>& movers, const Result& result) {
  std::vector<std::string> order(movers.begin(), movers.end());
  const std::vector<InTime> designs = in_time(result, choice_limit);
  if (!designs.empty())
    std::stable_partition(order.begin(), order.end(), [own = visible(designs.front().design + ": ")](const std::string& mover) {
      return mover.starts_with(own);
    });
  return order;
}

}  // namespace

std::string foundation_text(const Result& result) {
  std::size_t count = 0, unsure = 0;
  for (const DesignResult& design : result.designs)
    for (const AssumptionResult& assumption : design.assumptions) {
      ++count;
      unsure += assumption.confidence == "low";
    }
  if (count == 0) return "";
  std::map<std::string, std::size_t> named;
  std::set<std::string> movers;
  std::size_t moving = 0, tried = 0;
  for (const ClaimResult& claim : result.claims) {
    moving += !claim.changes_at.empty();
    tried += !claim.tried_ends.empty();
    for (const std::string& id : claim.assumptions) ++named[id];
    for (const std::string& end : claim.changes_at) movers.insert(visible(claim.design + ": " + end.substr(0, end.find(" = "))));
  }
  std::vector<std::pair<std::size_t, std::string>> order;
  for (const auto& [id, times] : named) order.push_back({times, id});
  std::sort(order.rbegin(), order.rend());
  std::vector<std::string> foremost;
  for (const auto& [times, id] : order)
    if (foremost.size() < 3)
      foremost.push_back(fmt::format("{} ({}{} verdicts)", visible(id), meaning_of(result, id), times));
  std::string text = fmt::format("Where documents are silent, {} values were assumed, {} with low confidence", count_text(count),
                                 unsure == count ? "all of them" : count_text(unsure) + " of them");
  if (!foremost.empty()) text += "; most verdicts rest on " + listed(foremost);
  text += ".";
  if (!movers.empty())
    text += fmt::format(" {} verdicts become others at a plausible end: of ", moving) + listed_some(order_of(movers, result), 5) +
            ".";
  if (tried > 0 && movers.empty()) text += " None of the verdicts that could be tried changes at a plausible end.";
  return text;
}

std::string choice_text(const Result& result, double limit) {
  const std::vector<InTime> designs = in_time(result, limit);
  if (designs.empty()) return "";
  const InTime& best = designs.front();
  const bool several = designs.size() > 1;
  const std::string drills =
      best.runs == 1 ? std::string("the one drill") + (several ? " that applies to all designs" : " that hurts users")
                     : fmt::format("each of the {} drills that {}hurt users", best.runs, several ? "apply to all designs and " : "");
  if (best.kept == best.runs)
    return fmt::format("{} is the cheapest that recovers within {} in {}, {} a month.", visible(best.design),
                       seconds_text(limit), drills, money_text(best.cost));
  std::string text = fmt::format(
      "No design recovers within {} in {}. {} comes nearest: {} of {}, {} a month; it misses {}.",
      seconds_text(limit), drills, visible(best.design), best.kept, best.runs, money_text(best.cost),
      listed_some(best.missed, 4));
  std::vector<std::string> cheaper;  // designs that none keeps as much for less
  double least = best.cost;
  for (const InTime& one : designs) {
    if (one.cost >= least || one.kept == 0) continue;
    least = one.cost;
    cheaper.push_back(fmt::format("{} keeps {} for {}", visible(one.design), one.kept, money_text(one.cost)));
  }
  return cheaper.empty() ? text : text + " For less, " + listed(cheaper) + ".";
}

std::vector<std::string> foremost_sentences(const Result& result, std::size_t count) {
  std::vector<std::string> sentences;
  for (const auto make : {target_sentence, drill_sentence, cause_sentence, structure_sentence, cost_sentence}) {
    std::string sentence = make(result);
    while (sentence.ends_with("..")) sentence.pop_back();
    if (!sentence.empty() && sentences.size() < count) sentences.push_back(std::move(sentence));
  }
  return sentences;
}

}  // namespace windtunnel::reports
