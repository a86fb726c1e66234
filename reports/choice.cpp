// See choice.h.
#include "reports/choice.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <set>

#include "reports/answer.h"
#include "reports/bill.h"
#include "reports/causes.h"
#include "reports/text.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports {
namespace {

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

/// The drill in which a journey is below its recovery level for longest: its recovery counts from the first fault, which may hurt
/// nobody for hours.
std::string drill_sentence(const Result& result) {
  const RunResult* worst = nullptr;
  const JourneyResult* of = nullptr;
  std::string journey;
  for (const RunResult& run : result.runs)
    for (const auto& [name, figures] : run.journeys) {
      if (figures.below_level_seconds <= (of ? of->below_level_seconds : 0)) continue;
      worst = &run;
      of = &figures;
      journey = name;
    }
  if (!worst) return "";
  std::string text = "The longest outage";
  if (!worst->title.empty()) text += " is “" + visible(worst->title) + "”";
  text += fmt::format(" ({} on {}): the journey {} is below its recovery level for {} in the mean", visible(worst->scenario),
                      visible(worst->design), visible(journey), seconds_text(of->below_level_seconds));
  if (of->rto_seconds.never_recovered > 0)
    text += fmt::format(", and does not come back while it is watched in {} of {} replications",
                        count_text(of->rto_seconds.never_recovered), count_text(worst->replications));
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
                     visible(worst->design), cause_words(cause), seconds_text(cause.minutes_per_year * 60));
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

/// Whether no missing price, its own or another's, leaves open who of those that keep most is the cheapest.
bool is_surely_cheapest(const std::vector<InTime>& designs) {
  return designs.front().unpriced.empty() && perhaps_cheaper(designs).empty();
}

/// Those that keep as much and may cost less, each with its bill.
std::string doubt_text(const std::vector<InTime>& rivals) {
  std::vector<std::string> told;
  for (const InTime& one : rivals) told.push_back(fmt::format("{} ({})", visible(one.design), bill_text(one.cost, one.unpriced)));
  return listed(told);
}

/// "a is the cheapest that recovers within 15 min in each of the 9 drills, 32.85 USD a month."
std::string all_kept_text(const std::vector<InTime>& designs, double limit, const std::string& drills) {
  const InTime& best = designs.front();
  const std::vector<InTime> rivals = perhaps_cheaper(designs);
  const std::string rest =
      fmt::format("recovers within {} in {}, {}", seconds_text(limit), drills, bill_text(best.cost, best.unpriced, " a month"));
  if (best.unpriced.empty() && rivals.empty()) return fmt::format("{} is the cheapest that {}.", visible(best.design), rest);
  std::string text = fmt::format("{} {}.", visible(best.design), rest);
  if (best.unpriced.empty())
    text = fmt::format("Of the designs whose prices are all known {} is the cheapest that {}.", visible(best.design), rest);
  if (!rivals.empty())
    text += fmt::format(" Whether it costs less is not known of {}, which recover{} as often.", doubt_text(rivals),
                        rivals.size() == 1 ? "s" : "");
  return text;
}

}  // namespace

std::string finding_text(const Result& result, double limit) {
  std::string text = targets_clause(result);
  const std::vector<InTime> designs = in_time(result, limit);
  if (designs.size() > 1) {
    const InTime& best = designs.front();
    const std::string clause =
        best.kept == best.runs
            ? fmt::format("{} is {}back within {} in every drill", visible(best.design),
                          is_surely_cheapest(designs) ? "the cheapest design that is " : "", seconds_text(limit))
            : fmt::format("no design is back within {} in every drill", seconds_text(limit));
    text += (text.empty() ? "" : "; ") + clause;
    text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  }
  return text.empty() ? headline(result) : text;
}

std::string first_failure_text(const Result& result, const std::string& design) {
  for (const AvailabilityResult& a : result.availability)
    if (a.design == design && a.years > 0) return failures_text(a);
  const FindingResult* worst = nullptr;
  for (const DesignResult& one : result.designs)
    for (const FindingResult& finding : one.findings)
      if (one.design == design && finding.rule.starts_with("single_point") && finding.severity != "note" && !worst)
        worst = &finding;
  return worst ? "by its structure " + visible(worst->component) + ", which stands alone; no years were simulated"
               : "not known: no years were simulated";
}

namespace {

std::optional<double> downtime_of(const Result& result, const std::string& design) {
  for (const AvailabilityResult& found : result.availability)
    if (found.design == design) return found.downtime_minutes_per_year.mean;
  return std::nullopt;
}

/// Whoever is cheaper and away for less of an ordinary year, though it keeps fewer drills: the reader weighs the two.
std::string rival_sentence(const Result& result, const std::vector<InTime>& designs) {
  const InTime* rival = nullptr;
  const auto own = downtime_of(result, designs.front().design);
  auto least = own;
  for (const InTime& one : designs) {
    const auto minutes = downtime_of(result, one.design);
    if (!own || !minutes || !one.unpriced.empty()) continue;
    if (one.cost >= designs.front().cost || one.kept >= designs.front().kept || *minutes >= *least) continue;
    least = minutes;
    rival = &one;
  }
  if (!rival) return "";
  return fmt::format(" Drills count alike here, however rare: in a mean year under nature {} is down for {} only, {} for {}.",
                     visible(rival->design), seconds_text(*least * 60), visible(designs.front().design), seconds_text(*own * 60));
}

/// Designs that none keeps as much for less; those whose prices are not all known apart, since nobody knows that they cost less.
std::string cheaper_sentences(const std::vector<InTime>& designs) {
  std::vector<std::string> cheaper, perhaps;
  double least = designs.front().cost;
  for (const InTime& one : designs) {
    if (one.cost >= least || one.kept == 0) continue;
    if (one.unpriced.empty()) least = one.cost;
    (one.unpriced.empty() ? cheaper : perhaps)
        .push_back(fmt::format("{} keeps {} for {}", visible(one.design), one.kept, bill_text(one.cost, one.unpriced)));
  }
  std::string text;
  if (!cheaper.empty()) text += " For less, " + listed(cheaper) + ".";
  if (!perhaps.empty()) text += " Perhaps for less, " + listed(perhaps) + ".";
  return text;
}

}  // namespace

std::string choice_text(const Result& result, double limit) {
  const std::vector<InTime> designs = in_time(result, limit);
  if (designs.empty()) return "";
  const InTime& best = designs.front();
  const bool several = designs.size() > 1;
  const std::string drills =
      best.runs == 1 ? std::string("the one drill") + (several ? " that applies to all designs" : " that hurts users")
                     : fmt::format("each of the {} drills that {}hurt users", best.runs, several ? "apply to all designs and " : "");
  if (best.kept == best.runs) return all_kept_text(designs, limit, drills);
  const std::string as_many =
      several && designs[1].kept == best.kept
          ? fmt::format(" ({} keeps as many for {})", visible(designs[1].design), bill_text(designs[1].cost, designs[1].unpriced))
          : "";
  std::string text = fmt::format(
      "No design recovers within {} in {}. {} comes nearest: {} of {}, {}{}; it misses {}.",
      seconds_text(limit), drills, visible(best.design), best.kept, best.runs, bill_text(best.cost, best.unpriced, " a month"), as_many,
      listed_some(best.missed, 12));
  text += cheaper_sentences(designs);
  text += rival_sentence(result, designs);
  return several ? text + " Each design carries the load that its own document names: costs are not at equal load." : text;
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
