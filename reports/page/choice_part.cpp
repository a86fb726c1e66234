// The first screen: which design to choose, what the choice turns on, and how sure it is.
#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "reports/answer.h"
#include "reports/bill.h"
#include "reports/choice.h"
#include "reports/choice_ends.h"
#include "reports/markup.h"
#include "reports/page/parts.h"
#include "reports/text.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports::page {
namespace {

constexpr std::size_t turns_at_most = 5;
/// Drills after which no design is back in time, of which the nearest is told.
constexpr std::size_t nearest_at_most = 5;

/// The drills on which designs differ, and for each the cheapest design that is back in time.
std::string turning_drills(const std::vector<ScenarioInTime>& scenarios) {
  std::string rows;
  std::size_t turning = 0;
  for (const ScenarioInTime& one : scenarios) {
    if (!one.for_all || one.kept == 0 || one.kept == one.judged || ++turning > turns_at_most) continue;
    std::string doubt;
    if (!one.perhaps_cheaper.empty())
      doubt = markup(fmt::format("; not all prices of {} are known", listed_some(one.perhaps_cheaper, turns_at_most)));
    rows += fmt::format("<li><b>{}</b>: {} <small>{}; {} of {} designs come back in time{}</small></li>", markup(one.scenario),
                        markup(one.cheapest), markup(bill_text(one.cost, one.unpriced, " a month")), one.kept, one.judged, doubt);
  }
  if (turning == 0) return "";
  if (turning > turns_at_most)
    rows += fmt::format("<li><a href=\"#designs\">{} more</a></li>", turning - turns_at_most);
  return fmt::format(
      "<p>Designs differ in {} of these drills. The cheapest that is back in time after</p><ul class=\"turns\">{}</ul>",
      turning == 1 ? "one" : std::to_string(turning), rows);
}

/// The drills, of those that apply to all, after which no design is back in time, and who comes nearest.
std::string hopeless_drills(const std::vector<ScenarioInTime>& scenarios) {
  std::vector<std::pair<double, std::string>> near;
  std::size_t count = 0;
  for (const ScenarioInTime& one : scenarios) {
    if (one.kept > 0 || !one.for_all) continue;
    ++count;
    const auto best = std::max_element(one.shares.begin(), one.shares.end(),
                                       [](const auto& a, const auto& b) { return a.second.value_or(0) < b.second.value_or(0); });
    const double share = best->second.value_or(0);
    if (share > 0)
      near.push_back({-share, fmt::format("{} ({} {})", visible(one.scenario), visible(best->first), in_time_text(share))});
  }
  if (count == 0) return "";
  std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> nearest;
  for (const auto& [share, text] : near)
    if (nearest.size() < nearest_at_most) nearest.push_back(text);
  return fmt::format("<p class=\"small\">After {} of them no design is back in time{}{}.</p>", count,
                     nearest.empty() ? "" : "; nearest in ", markup(listed(nearest)));
}

/// How often each drill was run, and what counts.
std::string choice_foundation(const Result& result) {
  std::string text = fmt::format(
      "<p class=\"small\">It rests on {} replications of each drill, every drill counting once, and on the price book.",
      replications_text(result, deciding_drills(result)));
  if (const std::string other = other_replications_text(result); !other.empty())
    text += fmt::format(" Of all runs, most have {} replications, but {}.", count_text(usual_replications(result)), markup(other));
  if (result.choice_ends.empty() && in_time(result, choice_limit).size() > 1) text += " It was not tried at the ends of assumptions.";
  return text + "</p>";
}

}  // namespace

std::string choice_part(const Result& result) {
  const std::string sentence = choice_text(result, choice_limit);
  if (sentence.empty()) return "";
  std::string text = fmt::format("<p>{}</p>", markup(sentence));
  if (in_time(result, choice_limit).size() > 1) {
    const std::vector<ScenarioInTime> scenarios = by_scenario(result, choice_limit);
    text += turning_drills(scenarios) + hopeless_drills(scenarios);
  }
  if (const std::string tried = ends_text(result, choice_limit); !tried.empty()) text += fmt::format("<p>{}</p>", markup(tried));
  text += choice_foundation(result);
  return fmt::format("<div><h2>For a recovery within {}</h2>{}</div>", seconds_text(choice_limit), text);
}

}  // namespace windtunnel::reports::page
