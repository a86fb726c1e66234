// Comparisons of designs: a paragraph, a chart, and the figures.
#include <fmt/format.h>

#include <cmath>

#include "reports/comparison.h"
#include "reports/markup.h"
#include "reports/page/parts.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports::page {
namespace {

std::string signed_seconds(double seconds) { return (seconds < 0 ? "−" : "+") + seconds_text(std::abs(seconds)); }

/// A mean of those replications that ended, and how many did not.
std::string mean_cell(const Difference& d, const std::optional<double>& mean, std::uint64_t endless) {
  const std::string text = mean ? seconds_text(*mean) : "–";
  if (endless == 0) return text;
  return fmt::format("{} <small>{} {}</small>", text, count_text(endless), d.measure == "rto" ? "never" : "unbounded");
}

std::string differences(const Comparison& comparison) {
  Table rows{"Differences, " + markup(comparison.second) + " minus " + markup(comparison.first),
             {"scenario", "measure", "#first", "#second", "#difference", "#95 % interval", "the second is"},
             {}};
  for (const Difference& d : comparison.differences) {
    const Estimate& e = d.difference;
    rows.rows.push_back({markup(d.scenario), (d.measure == "rto" ? "RTO " : "RPO ") + markup(d.journey),
                         mean_cell(d, d.first, d.endless_first), mean_cell(d, d.second, d.endless_second),
                         e.mean ? signed_seconds(*e.mean) : "–",
                         e.low && e.high ? signed_seconds(*e.low) + " to " + signed_seconds(*e.high) : "–",
                         d.sign() < 0   ? "better"
                         : d.sign() > 0 ? "worse"
                                        : "not shown to differ"});
  }
  return rows.rows.empty() ? "" : table(rows);
}

std::string fields(const Comparison& comparison) {
  Table rows{"Fields and components that differ, and what each contributes",
             {"field", "first", "second", "#mean recovery changes by", "#share of the difference", "#data loss changes by",
              "#cost a month changes by", "#orders tried"},
             {}};
  for (const ChangedField& f : comparison.changed)
    rows.rows.push_back({"<code>" + markup(f.path) + "</code>", f.first.empty() ? "–" : markup(f.first),
                         f.second.empty() ? "–" : markup(f.second), f.effect ? signed_seconds(*f.effect) : "not tried",
                         f.share ? fmt::format("{:.0f} %", std::round(*f.share * 100) + 0.0) : "–",
                         f.loss_effect ? signed_seconds(*f.loss_effect) : "–",
                         f.cost_effect ? fmt::format("{:+.2f}", std::round(*f.cost_effect * 100) / 100 + 0.0) : "–",
                         fmt::format("{} of {}", f.tried, comparison.orders)});
  if (rows.rows.empty()) return "";
  return fmt::format(
      "<details class=\"print\" open><summary>{} fields and components differ</summary>{}</details>", rows.rows.size(),
      table(rows));
}

}  // namespace

std::string comparison_section(const std::vector<Comparison>& comparisons) {
  std::string content;
  for (const Comparison& comparison : comparisons) {
    content += "<p>" + markup(comparison_text(comparison)) + "</p>";
    for (const Chart& chart : comparison_charts(comparison)) content += figure(chart);
    content += differences(comparison) + fields(comparison);
  }
  return section(
      "comparison", "Compared",
      "Both designs met the same storms, replication by replication; an interval that holds zero shows no difference.",
      content);
}

}  // namespace windtunnel::reports::page
