// The page as a whole: head, policy, sections, scripts.
#include "reports/page/page.h"

#include <fmt/format.h>

#include "reports/answer.h"
#include "reports/charts/chart.h"
#include "reports/choice.h"
#include "reports/digest.h"
#include "reports/embedded.h"
#include "reports/markup.h"
#include "reports/page/kept_together.h"
#include "reports/page/parts.h"

namespace windtunnel::reports {
namespace {

/// Scripts in the order in which they run; those that are not there are left out.
std::vector<std::string> scripts() {
  std::vector<std::string> all;
  for (const char* name : {"vega.min.js", "vega-lite.min.js", "vega-interpreter.js", "reports/page/report.js"})
    if (const std::string_view text = embedded(name); !text.empty()) all.emplace_back(text);
  return all;
}

std::string policy(const std::vector<std::string>& scripts, std::string_view style) {
  std::string text = "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-" +
                     sha256_base64(style) + "'; script-src";
  for (const std::string& script : scripts) text += " 'sha256-" + sha256_base64(script) + "'";
  return text;
}

constexpr const char* navigation[][2] = {
    {"answer", "Answer"},     {"comparison", "Comparison"},   {"designs", "Designs"},
    {"recovery", "Recovery"}, {"replay", "Replay"},           {"availability", "Availability"},
    {"loss", "Losses"},       {"detection", "Detection"},     {"cost", "Cost"},
    {"expectations", "Expectations"},
    {"claims", "Claims"},     {"assumptions", "Assumptions"}, {"origin", "Origin"}};

std::string links(const std::string& body) {
  std::string text;
  for (const auto& [id, label] : navigation)
    if (body.find(fmt::format("<section id=\"{}\"", id)) != std::string::npos)
      text += fmt::format("<a href=\"#{}\">{}</a>", id, label);
  return text;
}

}  // namespace

std::string html(const Result& result, const std::vector<Comparison>& comparisons) {
  const std::vector<Chart> all = charts(result);
  const std::vector<std::string> running = scripts();
  const std::string_view style = embedded("reports/page/report.css");
  std::string body = page::answer_section(result) + page::comparison_section(comparisons) +
                     page::designs_section(result) + page::recovery_section(result, all) +
                     page::replay_section(result, all) + page::availability_section(result, all) +
                     page::loss_section(result, all) + page::detection_section(result) + page::cost_section(result) +
                     page::contract_section(result) +
                     page::claim_section(result) + page::assumption_section(result) + page::origin_section(result);
  body = page::with_units_kept(body);
  std::string text = fmt::format(
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" "
      "content=\"{}\">"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" "
      "content=\"light dark\">"
      "<meta name=\"referrer\" content=\"no-referrer\"><title>{}</title><style>",
      policy(running, style), markup(finding_text(result, choice_limit)));
  text += style;
  text +=
      "</style></head><body><a class=\"skip\" href=\"#answer\">To the "
      "answer</a><header><strong>windtunnel</strong><nav aria-label=\"Sections\">";
  text += links(body);
  text += "</nav><button type=\"button\" id=\"theme\" aria-pressed=\"false\">Dark</button></header><main>\n";
  text += body;
  text +=
      "</main><noscript><p>Charts and the replay need scripts; everything they show stands in the tables "
      "too.</p></noscript>\n";
  for (const std::string& script : running) text += "<script>" + script + "</script>\n";
  return text + "</body></html>\n";
}

}  // namespace windtunnel::reports
