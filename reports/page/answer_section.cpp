// The first screen: what was asked, which design to choose, what matters most, and the answer for each design.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "reports/answer.h"
#include "reports/bill.h"
#include "reports/choice.h"
#include "reports/markup.h"
#include "reports/page/parts.h"
#include "reports/text.h"
#include "sim/measure/glob.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports::page {
namespace {

std::string asked(const Result& result) {
  std::set<std::string> scenarios;
  std::size_t measured = 0;
  for (const RunResult& run : result.runs) {
    scenarios.insert(scenario_of(run.scenario));
    measured += run.status == RunStatus::measured;
  }
  const std::size_t designs = design_names(result).size();
  std::string text = fmt::format("{} in {} scenarios ({} runs",
                                 designs == 1 ? std::string("One design") : fmt::format("{} designs", designs),
                                 scenarios.size(), measured);
  const std::string replications = replications_text(result);
  if (!replications.empty()) text += fmt::format(", {} replications", replications);
  text += ")";
  std::uint64_t years = 0, least = ~std::uint64_t{0};
  for (const AvailabilityResult& availability : result.availability) {
    years = std::max(years, availability.years);
    least = std::min(least, availability.years);
  }
  if (years > 0)
    text += fmt::format(" and {}{} years of ordinary failures", least < years ? count_text(least) + " to " : "",
                        count_text(years));
  const std::string verdicts = headline(result);
  return text + ": " + verdicts.substr(verdicts.find(": ") + 2);
}

const DesignResult* described(const Result& result, const std::string& name) {
  for (const DesignResult& design : result.designs)
    if (design.design == name) return &design;
  return nullptr;
}

/// A target with its verdict, and the probability that it is kept.
std::string target_item(const ClaimResult& claim) {
  const ClaimPart* part = deciding_part(claim);
  std::string kept;
  if (part && part->share.mean)
    kept = fmt::format("kept in <b>{}</b>{} <small>({})</small>", share_text(part->share),
                       part->subject == "availability over years" ? " of years" : "", share_interval_text(part->share));
  else
    kept = markup(part ? part->measured : claim.measured);
  return fmt::format("<li>{} “{}” <span class=\"measured\">{}</span></li>", chip(claim.verdict), markup(claim.claimed),
                     kept);
}

std::string figure_cell(const char* label, const std::string& figure, const std::string& detail) {
  return fmt::format("<td data-label=\"{}\"><b>{}</b>{}</td>", label, figure.empty() ? "–" : figure,
                     detail.empty() ? "" : " <small>" + detail + "</small>");
}

std::string cost_cell(const DesignResult* design) {
  if (!design || design->cost_monthly.lines.empty()) return figure_cell("Cost", "", "");
  const MonthlyCost& cost = design->cost_monthly;
  return figure_cell("Cost", bill_figure(cost.total, cost.unknown, cost.currency), "");
}

std::string availability_cell(const Result& result, const std::string& design) {
  for (const AvailabilityResult& a : result.availability)
    if (a.design == design && a.unavailability.mean)
      return figure_cell("Availability", share_text(1 - *a.unavailability.mean),
                         a.resolved ? fmt::format("{} of years keep {}", share_text(a.budget.probability),
                                                  share_text(a.budget.target))
                                    : fmt::format("of {} years only", count_text(a.years)));
  return figure_cell("Availability", "", "no years simulated");
}

std::string in_time_cell(const Result& result, const std::string& design) {
  for (const InTime& one : in_time(result, choice_limit))
    if (one.design == design)
      return figure_cell("Back in time", fmt::format("{} of {}", one.kept, one.runs), "drills");
  return figure_cell("Back in time", "", "");
}

std::string answer_row(const Result& result, const DesignAnswer& answer) {
  const DesignResult* design = described(result, answer.design);
  std::string targets;
  for (const ClaimResult* claim : answer.targets) targets += target_item(*claim);
  if (!targets.empty())
    targets = "<ul class=\"targets\">" + targets + "</ul>";
  else
    targets = "<small>none claimed" + (answer.other_tally.total() > 0 ? "; other claims: " + to_text(answer.other_tally) : "") +
              "</small>";
  const bool titled = design && !design->title.empty() && design->title != answer.design;
  return fmt::format("<tr><th scope=\"row\">{}{}</th><td data-label=\"Targets\">{}</td>{}{}{}</tr>\n", markup(answer.design),
                     titled ? "<small>" + markup(design->title) + "</small>" : "", targets,
                     in_time_cell(result, answer.design), cost_cell(design), availability_cell(result, answer.design));
}

std::string answer_table(const std::string& rows, const std::string& caption) {
  if (rows.empty()) return "";
  return fmt::format(
      "<table class=\"answers\"><caption>{}</caption><thead><tr><th scope=\"col\">design</th><th scope=\"col\">targets of its "
      "document, and how often they are kept</th><th scope=\"col\">back within {}</th><th scope=\"col\">cost a month</th><th "
      "scope=\"col\">availability</th></tr></thead><tbody>\n{}</tbody></table>\n",
      caption, seconds_text(choice_limit), rows);
}

/// What fails first in each design that claims something; of single designs too.
std::string first_failures(const Result& result, const std::vector<std::string>& designs) {
  std::string items;
  for (const std::string& design : designs)
    if (const std::string text = first_failure_text(result, design); !text.empty())
      items += fmt::format("<li><b>{}</b>: {}</li>", markup(design), markup(text));
  if (items.empty()) return "";
  const std::string rests = result.availability.empty()
                                ? ""
                                : "<p class=\"small\">Counted in simulated years in which things fail as often as the shipped "
                                  "catalogue says, from published outages, agreements and measurements (" +
                                      rates_link(result, "all rates with their sources") +
                                      "; a region may have a rate of its own): the cause that takes users away most often, "
                                      "and the one that costs most time. What a design absorbs is not counted.</p>";
  return "<div><h2>What fails first</h2>" + rests + "<ul class=\"turns\">" + items + "</ul></div>";
}

/// The first p50 or p95 of a text as a link to what the word means.
std::string with_percentiles_linked(std::string text) {
  const std::size_t at = std::min(text.find("p50"), text.find("p95"));
  if (at != std::string::npos)
    text.replace(at, 3, "<a href=\"#word-p50-and-p95\" title=\"half (p50) or 95 % (p95) of replications do not exceed it\">" +
                            text.substr(at, 3) + "</a>");
  return text;
}

/// Words of the page that are not everybody's.
std::string words() {
  constexpr std::pair<std::string_view, std::string_view> meanings[] = {
      {"drill", "a fault, a surge or both, that designs are put through; a run is a drill on one design and target (which zone)"},
      {"replication", "one time through a run: at another time of the week, with other chance; the same for all designs"},
      {"p50 and p95", "the median, which half of the replications (or years) do not exceed; and what 95 % of them do not exceed"},
      {"journey", "a way that users’ requests take through a design, such as ordering"},
      {"RTO", "from the first fault until the journey that comes back last is back for good at its recovery level, 95 % of before"},
      {"RPO", "the age of the oldest write that was confirmed and is missing after the drill"},
      {"claim", "a sentence of a design’s document that can be measured; a target is a claim about the whole"},
      {"expectation", "a limit that a scenario or policy file sets"},
      {"left to nature",
       "simulated years in which things fail as often as published rates say; a cause counts where users noticed it"},
      {"assumption", "a value that no document and no published fact gives, with its plausible ends"}};
  std::string rows;
  for (const auto& [word, meaning] : meanings)
    rows += fmt::format("<dt id=\"word-{}\">{}</dt><dd>{}</dd>", slug(word), word, meaning);
  return "<details><summary>Words of this page</summary><dl class=\"words\">" + rows + "</dl></details>";
}

}  // namespace

std::string answer_section(const Result& result) {
  std::string text = fmt::format(
      "<section id=\"answer\" aria-labelledby=\"answer-title\"><h1 id=\"answer-title\">{}</h1><p "
      "class=\"lead\">{}</p>\n",
      markup(finding_text(result, choice_limit)), markup(asked(result)));
  std::string findings;
  for (const std::string& sentence : foremost_sentences(result, 3)) findings += "<li>" + markup(sentence) + "</li>";
  findings = with_percentiles_linked(findings);
  if (!findings.empty())
    findings = "<h2 class=\"hidden\">What matters most</h2><ol class=\"findings\">" + findings + "</ol>\n";
  // What a document claims comes first; variants and designs without claims stay at hand.
  std::string judged, others;
  std::vector<std::string> first, rest;
  for (const DesignAnswer& answer : answers(result)) {
    const bool claims = !answer.targets.empty() || !answer.others.empty();
    (claims ? judged : others) += answer_row(result, answer);
    (claims ? first : rest).push_back(answer.design);
  }
  if (judged.empty()) {
    judged.swap(others);
    first.swap(rest);
  }
  text += findings + answer_table(judged, "The answer for each design");
  text += "<div class=\"pair\">" + choice_part(result) + first_failures(result, first) + "</div>\n" + choice_by_kind(result);
  if (!others.empty())
    text += fmt::format("<details><summary>{} more designs, without claims of their own</summary>{}</details>", rest.size(),
                        answer_table(others, "Designs without claims"));
  if (const std::string foundation = foundation_text(result); !foundation.empty())
    text += "<p><strong>What this rests on.</strong> " + markup(foundation) +
            " <a href=\"#assumptions\">All of them, with their sources</a>.</p>";
  text += words();
  text +=
      "<p class=\"paper small\">Paper leaves out what is folded on the screen: every run’s figures, which alarm fired when, each "
      "judgement of a claim, what belongs to designs without claims, failure rates, sources of prices, the other incidents, and the "
      "fingerprints. <code>windtunnel report RESULT.json --output csv=FOLDER</code> writes them as tables.</p>";
  return text + "</section>\n";
}

}  // namespace windtunnel::reports::page
