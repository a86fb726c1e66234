// The ledger of claims, the assumptions, and how to make the result again.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "reports/answer.h"
#include "reports/embedded.h"
#include "reports/markup.h"
#include "reports/page/parts.h"
#include "reports/text.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports::page {
namespace {

std::string option(const std::string& value) {
  return fmt::format("<option value=\"{0}\">{0}</option>", markup(value));
}

std::string select(const std::string& id, const std::string& label, const std::string& all,
                   const std::set<std::string>& values) {
  std::string text = fmt::format("<label>{} <select id=\"{}\"><option value=\"\">{}</option>", label, id, all);
  for (const std::string& value : values) text += option(value);
  return text + "</select></label>";
}

std::string filter(const Result& result) {
  std::set<std::string> verdicts, kinds, designs;
  for (const ClaimResult& claim : result.claims) {
    verdicts.insert(verdict_word(claim.verdict));
    kinds.insert(claim.kind);
    designs.insert(claim.design);
  }
  return "<form class=\"filter\" id=\"claim-filter\"><label>Search <input type=\"search\" id=\"claim-text\"></label>" +
         select("claim-verdict", "Verdict", "all", verdicts) + select("claim-kind", "Kind", "all", kinds) +
         select("claim-design", "Design", "all", designs) +
         fmt::format("<output id=\"claim-count\" aria-live=\"polite\">{} claims</output></form>", result.claims.size());
}

/// An assumption that a claim names, as a link to it.
std::string link_to(const ClaimResult& claim, const std::string& id) {
  return fmt::format("<a href=\"#assumption-{}\">{}</a>", slug(claim.design + " " + id), markup(id));
}

/// The assumptions of a claim: those at whose ends its verdict is another, those that leave it, and those not tried.
std::string rests_on(const ClaimResult& claim) {
  std::string text;
  for (const std::string& end : claim.changes_at) {
    const std::string id = end.substr(0, end.find(" = "));
    text += fmt::format("<div><strong>changes at</strong> {} {}</div>", link_to(claim, id),
                        markup(end.substr(std::min(end.size(), id.size() + 1))));
  }
  const EndsTried ends = ends_tried(claim);
  const auto add = [&](const char* what, const std::vector<std::string>& ids) {
    std::string links;
    for (const std::string& id : ids) links += (links.empty() ? "" : ", ") + link_to(claim, id);
    if (!links.empty()) text += fmt::format("<div>{} {}</div>", what, links);
  };
  add("the same at both ends of", ends.holding);
  add("ends not tried:", ends.untried);
  return text.empty() ? "no assumption" : text;
}

/// What was measured: of several judgements the one that decided, and all of them folded below it.
std::string measured_of(const ClaimResult& claim) {
  if (claim.parts.size() < 2) return markup(claim.measured);
  const ClaimPart* part = deciding_part(claim);
  std::string text = markup(part ? part->measured : claim.measured);
  text += fmt::format("<details><summary>{} judgements</summary><ul>", claim.parts.size());
  for (const ClaimPart& part : claim.parts)
    text += fmt::format("<li>{} {}: {}</li>", chip(part.verdict), markup(part.subject), markup(part.measured));
  return text + "</ul></details>";
}

std::string claim_row(const ClaimResult& claim) {
  const std::string place =
      claim.document.empty() ? "" : fmt::format("<br><small>{}, line {}</small>", markup(claim.document), claim.line);
  return fmt::format(
      "<tr class=\"claim\" data-verdict=\"{}\" data-kind=\"{}\" data-design=\"{}\"><td data-label=\"id\"><code>{}</code>{}"
      "</td><td data-label=\"the document says\">“{}”<br><small>{} · {}</small></td><td data-label=\"verdict\">{}</td>"
      "<td data-label=\"measured\">{}</td><td data-label=\"because\">{}</td><td data-label=\"rests on\">{}</td></tr>\n",
      verdict_word(claim.verdict), markup(claim.kind), markup(claim.design), markup(claim.id), place,
      markup(claim.claimed), markup(claim.design), markup(claim.kind), chip(claim.verdict), measured_of(claim),
      markup(claim.because), rests_on(claim));
}

/// The verdicts that rest on an assumption: first those that are others at one of its ends, with what was measured there.
std::string resting(const Result& result, const std::string& design, const AssumptionResult& assumption) {
  const std::string& id = assumption.id;
  std::string changing;
  std::vector<std::string> holding, untried;
  for (const ClaimResult& claim : result.claims) {
    if (claim.design != design || std::find(claim.assumptions.begin(), claim.assumptions.end(), id) == claim.assumptions.end())
      continue;
    bool tried = false, changes = false;
    for (const TriedEnd& end : claim.tried_ends) {
      if (end.assumption != id) continue;
      tried = true;
      if (end.verdict == claim.verdict) continue;
      changes = true;
      changing += fmt::format("<div><strong>{} {}</strong> becomes {} at {} <small>{}</small></div>", markup(claim.id),
                              verdict_word(claim.verdict), chip(end.verdict), markup(end.value), markup(end.measured));
    }
    if (!changes) (tried ? holding : untried).push_back(visible(claim.id));
  }
  if (!holding.empty()) changing += "<div>the same at its ends: " + markup(listed(holding)) + "</div>";
  if (!untried.empty())
    changing += fmt::format("<div>{}: {}</div>",
                            assumption.parameter.empty() ? "sets no parameter that could be moved; not tried" : "not tried",
                            markup(listed(untried)));
  return changing.empty() ? "no verdict" : changing;
}

/// Where a value comes from; what the catalogue itself assumes has no source.
std::string source_of(const AssumptionResult& assumption) {
  constexpr std::string_view own = "assumption:";
  if (!assumption.source.starts_with(own)) return markup(assumption.source);
  const std::size_t more = assumption.source.find(';');
  return "none: a value that seemed plausible" + (more == std::string::npos ? "" : markup(assumption.source.substr(more)));
}

}  // namespace

std::string claim_section(const Result& result) {
  if (result.claims.empty()) return "";
  std::string rows;
  for (const DesignAnswer& answer : answers(result)) {
    for (const ClaimResult* claim : answer.targets) rows += claim_row(*claim);
    for (const ClaimResult* claim : answer.others) rows += claim_row(*claim);
  }
  return section(
      "claims", "The ledger of claims",
      "Every statement of the documents that was judged: what it says, what was measured, why, and what the verdict "
      "rests on. Targets first, worst verdicts first. p50 is the median, which half of the replications do not exceed; p95 is "
      "what 95 % of them do not exceed.",
      filter(result) +
          "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Ledger of claims\"><table "
          "id=\"claim-table\" class=\"cards\"><caption>Ledger of claims</caption><thead><tr>"
          "<th scope=\"col\">id</th><th scope=\"col\">the document says</th><th scope=\"col\">verdict</th><th "
          "scope=\"col\">measured</th><th scope=\"col\">because</th><th scope=\"col\">rests on</th>"
          "</tr></thead><tbody>\n" +
          rows + "</tbody></table></div>");
}

std::string assumption_section(const Result& result) {
  std::vector<std::pair<std::string, std::string>> tables;
  for (const DesignResult& design : result.designs) {
    if (design.assumptions.empty()) continue;
    std::string rows;
    for (const AssumptionResult& a : design.assumptions) {
      rows += fmt::format(
          "<tr id=\"assumption-{}\"><td data-label=\"id\"><code>{}</code></td><td data-label=\"meaning\">{}</td><td "
          "data-label=\"taken\">{}</td><td data-label=\"plausible\">{} to {}</td><td data-label=\"confidence\">{}</td><td "
          "data-label=\"moves\">{}</td><td data-label=\"source\">{}</td></tr>\n",
          slug(design.design + " " + a.id), markup(a.id), markup(a.meaning), markup(a.value), markup(a.low),
          markup(a.high), markup(a.confidence), resting(result, design.design, a), source_of(a));
    }
    tables.emplace_back(design.design, fmt::format(
        "<details{3}><summary>{0}: {2} assumptions</summary><div class=\"scroll\" role=\"region\" tabindex=\"0\" "
        "aria-label=\"Assumptions of {0}\"><table class=\"cards assumptions\"><caption>Assumptions of {0}</caption>"
        "<thead><tr><th scope=\"col\">id</th><th "
        "scope=\"col\">meaning</th>"
        "<th scope=\"col\">taken</th><th scope=\"col\">plausible</th><th scope=\"col\">confidence</th><th "
        "scope=\"col\">moves</th><th scope=\"col\">source</th></tr></thead><tbody>{1}</tbody></table></div></details>",
        markup(design.design), rows, design.assumptions.size(), spread_on_paper(result, design.design)));
  }
  return section("assumptions", "What this rests on",
                 "Where a document is silent, a value was taken. Each was moved, alone, to both ends of what is plausible, and "
                 "the drills and years of the claims that rest on it were run again: “moves” says which verdicts become others "
                 "there. Assumptions about how a sentence is read set no parameter, and were not tried; for claims about years "
                 "<code>run --all-years</code> tries them. A source such as "
                 "human.decide is an entry of the catalogue: <code>windtunnel explain human.decide</code> tells more.",
                 by_design(result, tables) + rate_part(result));
}

std::string origin_section(const Result& result) {
  std::string commands;
  std::string rest = result.command;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    commands += fmt::format("<pre><code>{}</code></pre>", markup(rest.substr(0, end)));
    rest = end == std::string::npos ? "" : rest.substr(end + 1);
  }
  std::string text = fmt::format(
      "<p>windtunnel {}, seed {}. The same command gives the same figures on any machine, with any number of "
      "threads.</p>{}",
      markup(result.windtunnel), result.seed, commands);
  if (const std::string other = other_replications_text(result); !other.empty())
    text += fmt::format("<p>Each run has {} replications, but {}.</p>", count_text(usual_replications(result)), markup(other));
  Table inputs{"Files read", {"file", "hash of its text"}, {}};
  for (const auto& [file, hash] : result.inputs)
    inputs.rows.push_back({"<code>" + markup(file) + "</code>", "<code>" + markup(hash) + "</code>"});
  Table runs{"Fingerprints",
             {"scenario", "design", "fingerprint of all trajectories", "the worst replication as a story"},
             {}};
  for (const RunResult& run : result.runs)
    if (run.status == RunStatus::measured)
      runs.rows.push_back({markup(run.scenario), markup(run.design), "<code>" + markup(run.fingerprint) + "</code>",
                           "<code>" + markup(run.replay) + "</code>"});
  if (!inputs.rows.empty())
    text += "<details><summary>Files read, with hashes</summary>" + table(inputs) + "</details>";
  if (!runs.rows.empty())
    text += "<details><summary>Fingerprints of the runs, and commands that replay them</summary>" + table(runs) +
            "</details>";
  if (const std::string_view licence = embedded("LICENSE"); !licence.empty())
    text +=
        "<details><summary>Licence of the chart libraries that this page carries (Vega, Vega-Lite)</summary><p "
        "class=\"licence\">" +
        markup(licence) + "</p></details>";
  return section("origin", "How to make this again", "Everything here was computed offline from the files below.",
                 text);
}

}  // namespace windtunnel::reports::page
