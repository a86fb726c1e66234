// Contracts with their credits, what policies and scenarios expect, and what is suppressed, by whom and until when.
#include <fmt/format.h>

#include "reports/answer.h"
#include "reports/markup.h"
#include "reports/page/parts.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports::page {
namespace {

std::string tiers_text(const ContractResult& contract) {
  std::string text;
  for (const CreditTierResult& tier : contract.tiers)
    text += fmt::format("{}{} below {}: {}", text.empty() ? "" : "<br>", share_text(tier.credit), share_text(tier.below),
                        share_text(tier.probability));
  return text;
}

std::string contract_table(const Result& result) {
  Table rows{"Contracts, by months of the years under nature",
             {"contract", "design", "#months that owe nothing", "#95 % interval", "credit of the charge: share of months",
              "#credits a month", "#of a charge of", "#one month in 20 is below"},
             {}};
  for (const ContractResult& c : result.contracts)
    rows.rows.push_back({markup(c.contract) + " <small>" + markup(c.policy) + "</small>", markup(c.design),
                         share_text(c.kept), share_interval_text(c.kept), tiers_text(c),
                         c.credits.per_month.mean ? money_text(*c.credits.per_month.mean, c.credits.currency) : "–",
                         money_text(c.credits.charge, c.credits.currency),
                         c.uptime.p05 ? share_text(*c.uptime.p05) : "–"});
  return rows.rows.empty() ? "" : table(rows);
}

std::string suppression_table(const Result& result) {
  Table rows{"Suppressed: these failures count for nothing until the day named",
             {"what", "expected", "", "measured", "until", "reason"},
             {}};
  for (const ExpectationResult& e : result.expectations)
    if (!e.suppressed.empty())
      rows.rows.push_back({markup(subject_text(e)), markup(e.measure + " " + e.limit), chip(e.verdict),
                           markup(e.measured_text), markup(e.suppressed_until), markup(e.suppressed)});
  return rows.rows.empty() ? "" : table(rows);
}

/// Rows that failed and count: errors, and whatever belongs to a policy; warnings of scenarios are folded away.
std::string failure_tables(const Result& result) {
  const std::vector<std::string> heads = {"what", "expected", "", "measured", "because", "replay"};
  Table foremost{"Failed or not decided", heads, {}}, warnings{"Warnings", heads, {}};
  for (const ExpectationResult* e : failures(result)) {
    if (!e->suppressed.empty()) continue;
    const bool counts = e->level == ExpectationLevel::error || !e->policy.empty();
    if (!counts && e->verdict != Verdict::refuted) continue;
    std::vector<std::string> row = {markup(subject_text(*e)), markup(e->measure + " " + e->limit), chip(e->verdict),
                                    markup(e->measured_text), markup(e->because), ""};
    if (const std::string replay = replay_command(result, *e); counts && !replay.empty())
      row.back() = "<code>" + markup(replay) + "</code>";
    if (!counts) row.erase(row.begin() + 4, row.end());
    (counts ? foremost : warnings).rows.push_back(std::move(row));
  }
  warnings.heads.resize(4);
  std::string text = foremost.rows.empty() ? "" : table(foremost);
  if (!warnings.rows.empty())
    text += fmt::format("<details><summary>{} warnings failed</summary>{}</details>", warnings.rows.size(), table(warnings));
  return text;
}

}  // namespace

std::string contract_section(const Result& result) {
  const std::string content = contract_table(result) + suppression_table(result) + failure_tables(result);
  return section("expectations", "What was expected",
                 "Limits that scenarios and policies set, contracts with what a month owes, and failures that somebody "
                 "has accepted for a time.",
                 content.empty() ? "" : "<p>" + markup(expectation_heading(result)) + ".</p>" + content);
}

}  // namespace windtunnel::reports::page
