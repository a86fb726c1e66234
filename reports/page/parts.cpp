// See parts.h.
#include "reports/page/parts.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/markup.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports::page {

std::string section(std::string_view id, std::string_view title, std::string_view lead, std::string_view content) {
  if (content.empty()) return "";
  return fmt::format(
      "<section id=\"{0}\" aria-labelledby=\"{0}-title\"><h2 id=\"{0}-title\">{1}</h2><p "
      "class=\"lead\">{2}</p>\n{3}</section>\n",
      id, title, lead, content);
}

std::string table(const Table& table) {
  std::string text = fmt::format(
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
      "aria-label=\"{0}\"><table{1}><caption>{0}</caption><thead><tr>",
      table.caption, table.prose ? " class=\"cards\"" : "");
  std::vector<bool> numeric;
  for (const std::string& head : table.heads) {
    numeric.push_back(head.starts_with('#'));
    text += fmt::format("<th scope=\"col\"{}>{}</th>", numeric.back() ? " class=\"number\"" : "",
                        numeric.back() ? head.substr(1) : head);
  }
  text += "</tr></thead><tbody>\n";
  for (const auto& row : table.rows) {
    text += "<tr>";
    for (std::size_t c = 0; c < row.size(); ++c)
      text += fmt::format("<td{}{}>{}</td>", numeric[c] ? " class=\"number\"" : "",
                          table.prose ? fmt::format(" data-label=\"{}\"", table.heads[c].substr(numeric[c])) : "", row[c]);
    text += "</tr>\n";
  }
  return text + "</tbody></table></div>\n";
}

std::string verdict_word(Verdict verdict) {
  std::string word(windtunnel::to_text(verdict));
  std::replace(word.begin(), word.end(), '_', ' ');
  return word;
}

std::string chip(Verdict verdict) {
  const char* sign = "–";
  if (verdict == Verdict::upheld) sign = "✓";
  if (verdict == Verdict::refuted) sign = "✗";
  if (verdict == Verdict::inconclusive) sign = "?";
  return fmt::format("<span class=\"chip {}\"><span aria-hidden=\"true\">{}</span> {}</span>",
                     windtunnel::to_text(verdict), sign, verdict_word(verdict));
}

std::string seconds_cell(const std::optional<double>& seconds) { return seconds ? seconds_text(*seconds) : "–"; }

std::string figure(const Chart& chart) {
  return fmt::format(
      "<figure id=\"chart-{0}\"><figcaption><strong>{1}</strong><span>{2}</span></figcaption>"
      "<div class=\"chart\" role=\"img\" aria-label=\"{3}\"></div>"
      "<script type=\"application/json\" class=\"spec\">{4}</script></figure>\n",
      markup(chart.name), markup(chart.title), markup(chart.subtitle), markup(chart.description),
      json_for_script(chart.spec));
}

std::string figures(const std::vector<Chart>& charts, std::string_view section) {
  std::string text;
  for (const Chart& chart : charts)
    if (chart.section == section) text += figure(chart);
  return text;
}

std::vector<std::string> design_names(const Result& result) {
  std::vector<std::string> names;
  const auto add = [&names](const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  for (const DesignResult& design : result.designs) add(design.design);
  for (const RunResult& run : result.runs) add(run.design);
  return names;
}

bool is_main(const Result& result, const std::string& design) {
  const auto claims = [&](const ClaimResult& claim) { return claim.design == design; };
  return result.claims.empty() || std::any_of(result.claims.begin(), result.claims.end(), claims);
}

std::string spread_on_paper(const Result& result, const std::string& design) {
  return is_main(result, design) ? " class=\"print\"" : "";
}

std::string by_design(const Result& result, const std::vector<std::pair<std::string, std::string>>& texts) {
  std::string main, others;
  std::size_t count = 0;
  for (const auto& [design, text] : texts) {
    const bool own = is_main(result, design);
    (own ? main : others) += text;
    count += !own && !text.empty();
  }
  if (count == 0) return main;
  return main + fmt::format("<details><summary>{} more designs, without claims of their own</summary><div "
                            "class=\"inner\">{}</div></details>",
                            count, others);
}

}  // namespace windtunnel::reports::page
