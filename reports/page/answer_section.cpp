// The first screen: what was asked, what the answer is for each design, and what matters most.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "reports/answer.h"
#include "reports/choice.h"
#include "reports/markup.h"
#include "reports/page/parts.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports::page {
namespace {

std::string asked(const Result& result) {
  std::set<std::string> scenarios;
  std::size_t measured = 0;
  for (const RunResult& run : result.runs) {
    scenarios.insert(run.scenario.substr(0, run.scenario.find('@')));
    measured += run.status == RunStatus::measured;
  }
  const std::size_t designs = design_names(result).size();
  std::string text = fmt::format("{} of {} {} put through {} scenarios ({} runs",
                                 designs == 1 ? "What the document" : "What the documents", designs,
                                 designs == 1 ? "design says was" : "designs say was", scenarios.size(), measured);
  const std::string replications = replications_text(result);
  if (!replications.empty()) text += fmt::format(", {} replications each", replications);
  text += ")";
  std::uint64_t years = 0;
  for (const AvailabilityResult& availability : result.availability) years = std::max(years, availability.years);
  if (years > 0) text += fmt::format(" and through {} years of ordinary failures", count_text(years));
  return text + ". Each claim got a verdict: upheld, refuted or inconclusive, and the reason.";
}

/// A target with its verdict, and the figure with the probability that it rests on.
std::string target_item(const ClaimResult& claim) {
  return fmt::format("<li>{} “{}” <span class=\"measured\">{}</span></li>", chip(claim.verdict), markup(claim.claimed),
                     markup(claim.measured));
}

std::string card(const Result& result, const DesignAnswer& answer) {
  std::string title = answer.design, figures;
  for (const DesignResult& design : result.designs) {
    if (design.design != answer.design) continue;
    if (!design.title.empty()) title = design.title;
    if (!design.cost_monthly.lines.empty())
      figures += fmt::format("<div><dt>Cost</dt><dd>{} <small>a month{}</small></dd></div>",
                             money_text(design.cost_monthly.total, design.cost_monthly.currency),
                             design.cost_monthly.unknown.empty() ? "" : ", without unknown prices");
  }
  for (const AvailabilityResult& a : result.availability) {
    if (a.design != answer.design || !a.unavailability.mean) continue;
    figures += fmt::format("<div><dt>Availability</dt><dd>{} <small>{} of years keep {}</small></dd></div>",
                           share_text(1 - *a.unavailability.mean), share_text(a.budget.probability),
                           share_text(a.budget.target));
  }
  std::size_t runs = 0, quick = 0;
  for (const InTime& one : in_time(result, 900))
    if (one.design == answer.design) runs = one.runs, quick = one.kept;
  if (runs > 0)
    figures += fmt::format(
        "<div><dt>Back within 15 min</dt><dd>{} of {} <small>drills, in 95 % of replications</small></dd></div>", quick,
        runs);
  std::string targets;
  for (const ClaimResult* claim : answer.targets) targets += target_item(*claim);
  if (targets.empty()) targets = "<li>Its document sets no target.</li>";
  return fmt::format(
      "<article class=\"card\"><h3>{}{}</h3><dl class=\"figures\">{}</dl><ul class=\"targets\">{}</ul><p "
      "class=\"small\">Other claims: {}</p></article>\n",
      markup(title), title == answer.design ? "" : " <code>" + markup(answer.design) + "</code>", figures, targets,
      to_text(answer.other_tally));
}

}  // namespace

std::string answer_section(const Result& result) {
  std::string text = fmt::format(
      "<section id=\"answer\" aria-labelledby=\"answer-title\"><h1 id=\"answer-title\">{}</h1><p "
      "class=\"lead\">{}</p>\n",
      markup(headline(result)), markup(asked(result)));
  const auto sentences = foremost_sentences(result, 3);
  if (!sentences.empty()) {
    text += "<h2>What matters most</h2><ol class=\"findings\">";
    for (const std::string& sentence : sentences) text += "<li>" + markup(sentence) + "</li>";
    text += "</ol>\n";
  }
  // What a document claims comes first; variants and designs without claims stay at hand.
  std::string judged, others;
  std::size_t count = 0;
  for (const DesignAnswer& answer : answers(result)) {
    const bool claims = !answer.targets.empty() || !answer.others.empty();
    (claims ? judged : others) += card(result, answer);
    count += !claims;
  }
  if (!judged.empty()) text += "<div class=\"cards\">" + judged + "</div>";
  if (!judged.empty() && !others.empty())
    others = fmt::format(
        "<details><summary>{} more designs, without claims of their own</summary><div "
        "class=\"cards\">{}</div></details>",
        count, others);
  else if (!others.empty())
    others = "<div class=\"cards\">" + others + "</div>";
  return text + others + "</section>\n";
}

}  // namespace windtunnel::reports::page
