// See comparison.h.
#include "reports/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/bill.h"
#include "reports/markdown_text.h"
#include "reports/text.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports {
namespace {

constexpr std::size_t fields_shown = 20;

std::string what(const Difference& d) {
  if (d.measure == "rpo") return "RPO";
  return d.journey.empty() ? "RTO" : "RTO of " + visible(d.journey);
}

/// "+3.2 min", "-41 s".
std::string signed_seconds(double seconds) { return (seconds < 0 ? "-" : "+") + seconds_text(std::abs(seconds)); }

/// A mean of those replications that ended; a dash where none did.
std::string mean_text(const std::optional<double>& seconds) { return seconds ? seconds_text(*seconds) : "–"; }

std::string interval(const Estimate& e) {
  return e.low && e.high ? signed_seconds(*e.low) + " to " + signed_seconds(*e.high) : "no interval";
}

std::string endless(const Difference& d) {
  return d.endless_first + d.endless_second == 0 ? "" : fmt::format("{} / {}", d.endless_first, d.endless_second);
}

std::string judgement(const Difference& d) {
  return d.sign() < 0 ? "better" : d.sign() > 0 ? "worse" : "no difference shown";
}

std::string percent(double share) { return fmt::format("{:.0f} %", std::round(share * 100) + 0.0); }

const Difference* largest(const Comparison& comparison) {
  const Difference* most = nullptr;
  for (const Difference& d : comparison.differences) {
    if (d.sign() == 0 || d.measure != "rto" || !d.journey.empty() || !d.difference.mean) continue;
    if (!most || std::abs(*d.difference.mean) > std::abs(*most->difference.mean)) most = &d;
  }
  return most;
}

std::string recoveries_text(const Comparison& c) {
  std::size_t better = 0, worse = 0, all = 0;
  for (const Difference& d : c.differences) {
    if (d.measure != "rto" || !d.journey.empty()) continue;
    ++all;
    better += d.sign() < 0;
    worse += d.sign() > 0;
  }
  if (all == 0) return fmt::format("{} and {} have no measured run in common. ", visible(c.first), visible(c.second));
  std::string text = fmt::format(
      "Of {} that both went through, {} recovers sooner than {} in {}, later in {}, and in {} no difference "
      "shows. ",
      all == 1 ? "the one run" : fmt::format("{} runs", all), visible(c.second), visible(c.first), better, worse,
      all - better - worse);
  if (const Difference* d = largest(c))
    text += fmt::format("The largest difference is in {}: {} in the mean (95 % interval {}), from {} to {}. ",
                        visible(d->scenario), signed_seconds(*d->difference.mean), interval(d->difference),
                        mean_text(d->first), mean_text(d->second));
  return text;
}

std::string money_sentence(const Comparison& c) {
  if (!c.cost_first || !c.cost_second) return "";
  const bool whole = c.unpriced_first.empty() && c.unpriced_second.empty();
  const double more = *c.cost_second - *c.cost_first;
  const std::string second = bill_text(*c.cost_second, c.unpriced_second, "", c.currency),
                    first = bill_text(*c.cost_first, c.unpriced_first, "", c.currency);
  // What one of both lacks can only add to its bill: it says who is dearer where that one is dearer already.
  const bool sure = whole || c.lack_the_same || (more > 0 ? c.unpriced_first : c.unpriced_second).empty();
  if (!sure)
    return fmt::format("Which of both costs less is not known, since prices are missing: a month of {} costs {}, of {} {}. ",
                       visible(c.first), first, visible(c.second), second);
  if (std::abs(more) < 0.005 && (whole || c.lack_the_same))
    return whole ? "Both cost the same. " : fmt::format("Both cost the same, {}. ", unpriced_text(c.unpriced_first));
  return fmt::format("{} costs {}{} {} a month ({}{} against {}). ", visible(c.second), whole || c.lack_the_same ? "" : "at least ",
                     money_text(std::abs(more), c.currency), more > 0 ? "more" : "less", second,
                     c.unpriced_second.empty() ? "" : ",", first);
}

std::string availability_sentence(const Comparison& c) {
  const Estimate &a = c.unavailability_first, &b = c.unavailability_second;
  if (!a.mean || !b.mean) return "";
  const bool apart = a.low && a.high && b.low && b.high && (*a.low > *b.high || *b.low > *a.high);
  return fmt::format("Left to nature, {} is up {} of the time and {} {}{}. ", visible(c.first), share_text(1 - *a.mean),
                     visible(c.second), share_text(1 - *b.mean), apart ? "" : ", which these years cannot tell apart");
}

/// A field that alone makes less of a difference than this is not what made it.
constexpr double least_share = 0.1;

std::string field_sentence(const Comparison& c) {
  const ChangedField* most = nullptr;
  for (const ChangedField& field : c.changed)
    if (field.share && (!most || std::abs(*field.share) > std::abs(*most->share))) most = &field;
  if (c.orders == 0) return "";
  const std::size_t alone = static_cast<std::size_t>(
      std::count_if(c.changed.begin(), c.changed.end(), [](const ChangedField& field) { return field.tried > 0; }));
  const std::string untried =
      alone < c.changed_in_all ? fmt::format(" {} of them {} not tried alone.", count_text(c.changed_in_all - alone),
                                             c.changed_in_all - alone == 1 ? "was" : "were")
                               : "";
  if (alone == 0)
    return fmt::format("What single fields do is not known: none of the {} that differ{} could be changed alone.",
                       count_text(c.changed_in_all), c.changed_in_all == 1 ? "s" : "");
  if (!most) return "";
  const std::string fields = c.changed_in_all == 1 ? "one field" : count_text(c.changed_in_all) + " fields";
  if (c.changed_in_all > 1 && std::abs(*most->share) < least_share) {
    const std::string those = untried.empty() ? "none" : alone == 1 ? "the one" : fmt::format("none of the {}", count_text(alone));
    return fmt::format("{} differ, and {} that was changed alone makes {}{} of the difference in recovery: it comes of {}.{}", fields,
                       those, alone == 1 && !untried.empty() ? "less than " : "", percent(least_share),
                       untried.empty() ? "several together" : "the others, or of several together", untried);
  }
  std::string text = fmt::format("Of the {} that differ{}, {} alone makes {} of the difference in recovery ({} to {}{}).", fields,
                                 c.changed_in_all == 1 ? "s" : "", visible(most->path), percent(*most->share),
                                 most->first.empty() ? "nothing" : visible(most->first),
                                 most->second.empty() ? "nothing" : visible(most->second),
                                 most->tried < c.orders ? fmt::format("; as {} of {} orders of changes say, in which it could be tried",
                                                                      most->tried, c.orders)
                                                        : "");
  if (std::abs(c.together) >= 1) text += fmt::format(" {} come of several fields together.", signed_seconds(c.together));
  return text + untried;
}

std::vector<std::string> cells(const Difference& d) {
  return {visible(d.scenario),
          what(d),
          mean_text(d.first),
          mean_text(d.second),
          d.difference.mean ? signed_seconds(*d.difference.mean) : "–",
          interval(d.difference),
          endless(d),
          judgement(d) + (d.paired ? "" : " (not paired)")};
}

const std::vector<std::string> heads = {"scenario",   "measure",       "first", "second",
                                        "difference", "95 % interval", "never", "the second is"};

std::string cost_effect(const std::optional<double>& effect) {
  if (!effect) return "–";
  return std::abs(*effect) < 0.005 ? "same" : fmt::format("{}{:.2f}", *effect < 0 ? "-" : "+", std::abs(*effect));
}

std::vector<std::string> field_cells(const ChangedField& f) {
  return {visible(f.path), f.first.empty() ? "–" : visible(f.first), f.second.empty() ? "–" : visible(f.second),
          f.effect ? signed_seconds(*f.effect) : "–", f.share ? percent(*f.share) : "–",
          f.loss_effect ? signed_seconds(*f.loss_effect) : "–", cost_effect(f.cost_effect),
          f.tried == 0 ? "not alone" : count_text(f.tried)};
}
const std::vector<std::string> field_heads = {"field", "first", "second", "mean recovery changes by",
                                              "share of the difference", "data loss", "cost a month", "orders tried"};

/// Rows in columns as wide as their longest cell.
std::string columns_text(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (widths.size() <= i) widths.push_back(0);
      widths[i] = std::max(widths[i], columns(row[i]));
    }
  std::string text;
  for (const auto& row : rows) {
    std::string line = " ";
    for (std::size_t i = 0; i < row.size(); ++i) line += " " + padded(row[i], widths[i]) + " ";
    while (line.ends_with(' ')) line.pop_back();
    text += line + "\n";
  }
  return text;
}

}  // namespace

std::string comparison_text(const Comparison& c) {
  std::string text = recoveries_text(c) + money_sentence(c) + availability_sentence(c) + field_sentence(c);
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

std::string comparison_terminal(const Comparison& c) {
  std::string text = fmt::format("{} (first) and {} (second)\n\n", visible(c.first), visible(c.second));
  for (const std::string& line : wrapped(comparison_text(c), 110)) text += line + "\n";
  std::vector<std::vector<std::string>> rows = {heads};
  for (const Difference& d : c.differences) rows.push_back(cells(d));
  if (rows.size() > 1) text += "\n" + columns_text(rows);
  rows = {field_heads};
  for (const ChangedField& field : c.changed)
    if (rows.size() <= fields_shown) rows.push_back(field_cells(field));
  if (rows.size() > 1) text += "\n" + columns_text(rows);
  if (c.changed_in_all > rows.size() - 1)
    text += fmt::format("  and {} more fields\n", c.changed_in_all - (rows.size() - 1));
  if (!c.only_first.empty()) text += "\nOnly on " + visible(c.first) + ": " + visible(listed(c.only_first)) + "\n";
  if (!c.only_second.empty()) text += "\nOnly on " + visible(c.second) + ": " + visible(listed(c.only_second)) + "\n";
  return text;
}

std::string comparison_markdown(const Comparison& c) {
  std::string text = fmt::format("# {} and {}\n\n{}\n\n", markdown_text(c.first), markdown_text(c.second),
                                 markdown_text(comparison_text(c)));
  const auto table = [&text](const std::vector<std::string>& names, const std::vector<std::vector<std::string>>& rows) {
    if (rows.empty()) return;
    text += markdown_row(names) + markdown_row(std::vector<std::string>(names.size(), "---"));
    for (std::vector<std::string> row : rows) {
      for (std::string& cell : row) cell = markdown_text(cell);
      text += markdown_row(row);
    }
    text += "\n";
  };
  std::vector<std::vector<std::string>> rows, fields;
  for (const Difference& d : c.differences) rows.push_back(cells(d));
  for (const ChangedField& field : c.changed) fields.push_back(field_cells(field));
  table(heads, rows);
  table(field_heads, fields);
  return text;
}

}  // namespace windtunnel::reports
