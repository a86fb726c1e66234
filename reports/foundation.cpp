// What a report rests on: the assumptions of the design to choose first, then those of all.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include "reports/choice.h"
#include "reports/choice_ends.h"
#include "reports/text.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports {
namespace {

/// Assumptions of the chosen design that are told.
constexpr std::size_t movers_told = 3;

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
std::vector<std::string> order_of(const std::set<std::string>& names, const Result& result) {
  std::vector<std::string> order(names.begin(), names.end());
  const std::vector<InTime> designs = in_time(result, choice_limit);
  if (!designs.empty())
    std::stable_partition(order.begin(), order.end(), [own = visible(designs.front().design + ": ")](const std::string& name) {
      return name.starts_with(own);
    });
  return order;
}

/// Up to the first stop, in the middle of a sentence.
std::string clause_of(const std::string& text) {
  return visible(text.substr(0, text.find_first_of(";.")));
}

/// "bootstrap (time from launch until ready; 120 s was taken, with low confidence): 4 at 300 s".
std::string mover_text(const Result& result, const EndInTime& at) {
  std::string about, source;
  for (const DesignResult& design : result.designs)
    for (const AssumptionResult& assumption : design.assumptions) {
      if (design.design != at.end->design || assumption.id != at.end->assumption) continue;
      if (!assumption.confidence.empty()) about = ", " + visible(assumption.confidence) + " confidence";
      if (!assumption.source.empty()) source = ", from " + clause_of(assumption.source);
    }
  return fmt::format("{} ({}taken as {}{}{}): {} at {}", visible(at.end->assumption), meaning_of(result, at.end->assumption),
                     visible(at.taken), about, source, at.kept, visible(at.end->value));
}

/// What the design to choose rests on.
std::string own_foundation(const Result& result) {
  const std::vector<InTime> designs = in_time(result, choice_limit);
  const bool tried = !designs.empty() && std::any_of(result.choice_ends.begin(), result.choice_ends.end(), [&](const ChoiceEnd& end) {
    return end.design == designs.front().design;
  });
  if (!tried) return "";
  const InTime& best = designs.front();
  const std::vector<EndInTime> moving = movers(result, best.design, choice_limit);
  std::string text = fmt::format("{} keeps {} of {} drills", visible(best.design), best.kept, best.runs);
  if (moving.empty()) return text + " at either end of each value that was assumed of it. ";
  std::vector<std::string> told;
  for (const EndInTime& at : moving)
    if (told.size() < movers_told) told.push_back(mover_text(result, at));
  if (moving.size() > movers_told) told.push_back(fmt::format("{} more", moving.size() - movers_told));
  return text + fmt::format(" as assumed; the assumption{} of its own that change{} this most, and how many it keeps there: ",
                            moving.size() == 1 ? "" : "s", moving.size() == 1 ? "s" : "") +
         listed(told) + ". ";
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
  std::set<std::string> names;
  std::size_t moving = 0, tried = 0;
  for (const ClaimResult& claim : result.claims) {
    moving += !claim.changes_at.empty();
    tried += !claim.tried_ends.empty();
    for (const std::string& id : claim.assumptions) ++named[id];
    for (const std::string& end : claim.changes_at)
      names.insert(visible(claim.design + ": " + end.substr(0, end.find(" = "))));
  }
  std::vector<std::pair<std::size_t, std::string>> order;
  for (const auto& [id, times] : named) order.push_back({times, id});
  std::sort(order.rbegin(), order.rend());
  std::vector<std::string> foremost;
  for (const auto& [times, id] : order)
    if (foremost.size() < 3)
      foremost.push_back(fmt::format("{} ({}{} verdicts)", visible(id), meaning_of(result, id), times));
  std::string text = own_foundation(result) +
                     fmt::format("Where documents are silent, {} values were assumed, {} with low confidence", count_text(count),
                                 unsure == count ? "all of them" : count_text(unsure) + " of them");
  if (!foremost.empty()) text += "; most verdicts rest on " + listed(foremost);
  text += ".";
  if (!names.empty())
    text += fmt::format(" {} verdicts become others at a plausible end: of ", moving) + listed_some(order_of(names, result), 5) +
            ".";
  if (tried > 0 && names.empty()) text += " None of the verdicts that could be tried changes at a plausible end.";
  return text;
}

}  // namespace windtunnel::reports
