// Claims that need no run: what the resolved design says, what the rules find, what the bill adds up to.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "sim/config/wording.h"
#include "sim/kernel/number_text.h"
#include "sim/kernel/quantity.h"
#include "sim/measure/glob.h"
#include "sim/measure/judge_parts.h"
#include "sim/measure/wording.h"

namespace windtunnel {
namespace {

constexpr std::size_t lines_named = 4;

std::optional<double> parse_number(std::string_view text) {
  const auto number = read_number(text);
  if (!number || number->length != text.size()) return std::nullopt;
  return number->value;
}

std::optional<double> in_base_unit(std::string_view text, std::size_t dimension) {
  const auto value = [](const auto& quantity) -> std::optional<double> {
    if (!quantity) return std::nullopt;
    return quantity->value;
  };
  switch (dimension) {
    case 0:
      return parse_number(text);
    case 1:
      if (const auto duration = parse_duration(text)) return static_cast<double>(duration->microseconds);
      return std::nullopt;
    case 2:
      return value(parse_share(text));
    case 3:
      return value(parse_bytes(text));
    case 4:
      return value(parse_rate(text));
    case 5:
      return value(parse_bandwidth(text));
    case 6:
      return value(parse_cores(text));
    default:
      return value(parse_money(text));
  }
}

/// Two texts of one value, whatever the unit they are written in: "90 s" and "1.5 min".
bool same_value(std::string_view a, std::string_view b) {
  if (a == b) return true;
  for (std::size_t dimension = 0; dimension < 8; ++dimension) {
    const auto x = in_base_unit(a, dimension), y = in_base_unit(b, dimension);
    if (x && y) return std::abs(*x - *y) <= 1e-9 * std::max(std::abs(*x), std::abs(*y));
  }
  return false;
}

std::string factor_text(double measured, double claimed) {
  if (claimed > measured * 1.005)
    return fmt::format("{} times the price book's figure", figure_text(claimed / measured));
  if (measured > claimed * 1.005) return fmt::format("{} of the price book's figure", share_text(claimed / measured));
  return "the price book's figure";
}

/// "Fargate vCPU 14.78 USD, ALB hours 32.85 USD and 3 more": the dearest lines first.
std::string lines_text(const CostSum& sum) {
  std::vector<const CostLine*> lines;
  for (const CostLine* line : sum.lines) {
    if (line->amount) lines.push_back(line);
  }
  std::stable_sort(lines.begin(), lines.end(),
                   [](const CostLine* a, const CostLine* b) { return *a->amount > *b->amount; });
  std::string text;
  for (std::size_t i = 0; i < std::min(lines.size(), lines_named); ++i) {
    text += fmt::format("{}{} {}", i == 0 ? "" : ", ", lines[i]->item, money_text(*lines[i]->amount));
  }
  if (lines.size() > lines_named) text += fmt::format(" and {} more", lines.size() - lines_named);
  return text;
}

/// Known prices can only add up to more: a sum with unknown lines refutes a claim that it already exceeds, and nothing
/// else.
Verdict judge_sum(const CostSum& sum, double claimed, double tolerance) {
  const bool above = sum.amount > claimed * (1 + tolerance);
  const bool below = sum.amount < claimed * (1 - tolerance);
  if (!sum.unknown.empty()) return above ? Verdict::refuted : Verdict::inconclusive;
  return above || below ? Verdict::refuted : Verdict::upheld;
}

/// How many of what a document states its own factors come to, as a clause; nothing where the line shows no arithmetic.
struct OwnArithmetic {
  bool agrees = true;
  std::string text;
};

OwnArithmetic own_arithmetic(const Judgement& judgement) {
  if (judgement.arithmetic.empty()) return {};
  double product = 1;
  std::string factors;
  for (const std::string& factor : judgement.arithmetic) {
    product *= parse_number(factor).value_or(1);
    factors += (factors.empty() ? "" : " x ") + factor;
  }
  const std::string line = judgement.arithmetic.size() == 1
                               ? fmt::format("the documented line itself says {}", money_text(product))
                               : fmt::format("by its own arithmetic, {}, the documented line comes to {}", factors, money_text(product));
  const double times = judgement.value / product;
  if (std::abs(times - 1) <= 0.01) return {true, fmt::format("; {}, as it states", line)};
  return {std::abs(times - 1) <= judgement.tolerance,
          fmt::format("; {}, of which the {} that it states are {}", line, money_text(judgement.value),
                      times > 1 ? figure_text(times) + " times" : share_text(times))};
}

}  // namespace

std::vector<ClaimPart> judge_configured(const Judgement& judgement, const DesignEvidence& evidence) {
  std::vector<ClaimPart> parts;
  for (const auto& [path, documented] : judgement.parameters) {
    ClaimPart part;
    part.subject = path;
    const auto configured = evidence.parameter ? evidence.parameter(path) : std::nullopt;
    part.measured = configured ? fmt::format("{} = {}", path, *configured) : "nothing";
    if (!configured) {
      part.because = fmt::format("the resolved design {} has no parameter {}", evidence.design, path);
    } else if (same_value(*configured, documented)) {
      part.verdict = Verdict::upheld;
      part.because = fmt::format("the resolved design carries {} = {}, as documented", path, *configured);
    } else {
      part.verdict = Verdict::refuted;
      part.because =
          fmt::format("the resolved design carries {} = {}, where {} is documented", path, *configured, documented);
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

ClaimPart judge_finding(const Judgement& judgement, const DesignEvidence& evidence) {
  const std::string component = judgement.component.empty() ? "*" : judgement.component;
  ClaimPart part;
  part.subject = fmt::format("rule {}", judgement.rule);
  std::vector<const FindingResult*> found;
  for (const FindingResult& finding : evidence.findings) {
    if (glob_matches(judgement.rule, finding.rule) && glob_matches(component, finding.component))
      found.push_back(&finding);
  }
  const bool holds = found.empty() != judgement.upheld_by_finding;
  part.verdict = holds ? Verdict::upheld : Verdict::refuted;
  if (found.empty()) {
    part.measured = "no finding";
    part.because =
        fmt::format("the rule {} finds nothing about {}", judgement.rule, component == "*" ? "this design" : component);
    return part;
  }
  part.measured = fmt::format("{}: {}", found.front()->component, found.front()->text);
  part.because =
      fmt::format("the rule {} finds at {}: {}", judgement.rule, found.front()->component, found.front()->text);
  if (found.size() > 1) {
    std::vector<std::string> others;
    for (std::size_t i = 1; i < found.size(); ++i) others.push_back(found[i]->component);
    part.because += fmt::format(" (also at {})", listed(others));
  }
  return part;
}

ClaimPart judge_cost(const Judgement& judgement, const DesignEvidence& evidence) {
  ClaimPart part;
  part.subject = fmt::format("monthly cost of {}", listed(judgement.cost_lines));
  part.measured = "nothing";
  if (!evidence.cost) {
    part.because = fmt::format("no bill of {} was made", evidence.design);
    return part;
  }
  const CostSum sum = sum_matching(*evidence.cost, judgement.cost_lines);
  if (sum.lines.empty()) {
    part.because = fmt::format("no line of the bill matches {}", listed(judgement.cost_lines));
    return part;
  }
  part.verdict = judge_sum(sum, judgement.value, judgement.tolerance);
  part.measured = fmt::format("{} a month", money_text(sum.amount));
  if (!sum.unknown.empty())
    part.measured += fmt::format(" and what {} cost, whose price is unknown", listed(sum.unknown));
  const std::string lines = sum.amount > 0 ? fmt::format(" ({})", lines_text(sum)) : "";
  const std::string factor =
      sum.amount > 0 ? factor_text(sum.amount, judgement.value) : "a figure for what costs nothing";
  part.because = fmt::format(
      "the matching lines of the bill add up to {} a month{}, so the documented {} is {}, {} a tolerance of {}",
      money_text(sum.amount), lines, money_text(judgement.value), factor,
      part.verdict == Verdict::refuted ? "outside" : "within", share_text(judgement.tolerance));
  if (part.verdict == Verdict::inconclusive) {
    part.because =
        fmt::format("the known lines add up to {} a month{} against the documented {}, but the price of {} is unknown",
                    money_text(sum.amount), lines, money_text(judgement.value), listed(sum.unknown));
  }
  const OwnArithmetic own = own_arithmetic(judgement);
  part.because += own.text;
  if (!own.agrees) part.verdict = Verdict::refuted;
  return part;
}

ClaimPart judge_saving(const Judgement& judgement, const DesignEvidence& evidence, const DesignEvidence& variant) {
  ClaimPart part;
  part.subject = fmt::format("monthly saving by {}", variant.design);
  part.measured = "nothing";
  if (!evidence.cost || !variant.cost) {
    part.because = fmt::format("no bill of {} was made", evidence.cost ? variant.design : evidence.design);
    return part;
  }
  const CostSum here = sum_matching(*evidence.cost, judgement.cost_lines);
  const CostSum there = sum_matching(*variant.cost, judgement.cost_lines);
  if (here.lines.empty() && there.lines.empty()) {
    part.because = fmt::format("no line of either bill matches {}", listed(judgement.cost_lines));
    return part;
  }
  const std::vector<std::string>& unknown = here.unknown.empty() ? there.unknown : here.unknown;
  const double saving = here.amount - there.amount;
  const double claimed = judgement.saved_share ? *judgement.saved_share * here.amount : judgement.value;
  const bool within =
      judgement.any_saving ? saving >= 0.005 : std::abs(saving - claimed) <= judgement.tolerance * std::abs(claimed);
  part.verdict = !unknown.empty() ? Verdict::inconclusive : within ? Verdict::upheld : Verdict::refuted;
  part.measured = fmt::format("{} a month", money_text(saving));
  // Where there is nothing to pay, the line's name says why.
  std::vector<std::string> free_lines;
  if (here.amount == 0)
    for (const CostLine* line : here.lines) free_lines.push_back(line->item);
  part.because = fmt::format("the matching lines{} add up to {} a month, in {} to {}: ",
                             free_lines.empty() ? "" : fmt::format(" ({})", listed(free_lines)), money_text(here.amount),
                             variant.design, money_text(there.amount));
  if (!unknown.empty()) {
    part.because += fmt::format("the price of {} is unknown", listed(unknown));
    return part;
  }
  part.because += saving >= 0.005    ? fmt::format("{} is saved", money_text(saving))
                  : saving <= -0.005 ? fmt::format("{} more is paid", money_text(-saving))
                                     : "nothing is saved";
  if (judgement.any_saving) {
    part.because += ", where no figure is documented";
    return part;
  }
  const char* const side = within ? "within" : "outside";
  if (judgement.saved_share) {
    if (saving >= 0.005) part.because += fmt::format(", which is {} of it", share_text(saving / here.amount));
    part.because += fmt::format("; the documented {} would be {}, so what is saved is {} a tolerance of {} of that",
                                share_text(*judgement.saved_share), money_text(claimed), side, share_text(judgement.tolerance));
    return part;
  }
  part.because += fmt::format(", and the documented saving of {} is {} a tolerance of {}", money_text(claimed), side,
                              share_text(judgement.tolerance));
  return part;
}

}  // namespace windtunnel
