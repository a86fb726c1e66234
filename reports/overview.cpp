// See overview.h.
#include "reports/overview.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "reports/bill.h"
#include "reports/choice.h"
#include "reports/text.h"
#include "sim/measure/glob.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports {
namespace {

constexpr std::size_t longest_scenario = 26;
constexpr std::size_t findings_shown = 3;
constexpr double endless_time = 1e18;

std::string cut(const std::string& text, std::size_t width) {
  if (columns(text) <= width) return text;
  std::string kept = text;
  while (columns(kept) >= width) kept.pop_back();
  return kept + "…";
}

/// A time in at most four signs: "84s", "2.8m", "12h".
std::string brief(double seconds) {
  if (seconds >= endless_time) return "∞";
  if (seconds < 0.5) return "0";
  if (seconds < 99.5) return fmt::format("{:.0f}s", seconds);
  const auto scaled = [](double number, char unit) {
    return number < 9.95 ? fmt::format("{:.1f}{}", number, unit) : fmt::format("{:.0f}{}", number, unit);
  };
  if (seconds < 99.5 * 60) return scaled(seconds / 60, 'm');
  return seconds < 99.5 * 3600 ? scaled(seconds / 3600, 'h') : scaled(seconds / 86400, 'd');
}
std::string brief(const std::optional<double>& seconds) { return seconds ? brief(*seconds) : "–"; }

std::string brief_share(double share) {
  const double percent = share * 100;
  if (percent >= 9.95) return fmt::format("{:.0f}%", percent);
  return percent < 0.05 ? (percent < 0.0005 ? "0" : "<.1%") : fmt::format("{:.1f}%", percent);
}

/// What a scenario did to a design; a time without value is not bounded by the sample.
struct Cell {
  std::optional<double> p50, p95, loss;
  double hurt = 0;
};

std::optional<double> worse(const std::optional<double>& a, const std::optional<double>& b) {
  if (a == endless_time || b == endless_time) return endless_time;
  return a && b ? std::optional(std::max(*a, *b)) : std::nullopt;
}

Cell cell_of(const RunResult& run) {
  Cell cell{0.0, 0.0, run.rpo.unbounded > 0 ? std::optional(endless_time) : run.rpo.seconds.p95, 0};
  for (const auto& [name, journey] : run.journeys) {
    const auto& rto = journey.rto_seconds;
    const auto all = static_cast<double>(std::max<std::uint64_t>(run.replications, 1));
    const double never = static_cast<double>(rto.never_recovered) / all;
    cell.p50 = worse(cell.p50, rto.p50 || never < 0.5 ? rto.p50 : std::optional(endless_time));
    cell.p95 = worse(cell.p95, rto.p95 || never < 0.05 ? rto.p95 : std::optional(endless_time));
    cell.hurt = std::max(cell.hurt, 1 - journey.availability.mean.value_or(1));
  }
  return cell;
}

/// Designs that went through at least half as many scenarios as the one with most; scenarios in the order of the result.
struct Side {
  std::vector<std::string> designs, scenarios;
  std::map<std::pair<std::string, std::string>, Cell> cells;
};

Side side_by_side(const Result& result) {
  Side side;
  std::map<std::string, std::set<std::string>> went_through;
  std::vector<std::string> designs;
  for (const RunResult& run : result.runs) {
    if (std::find(designs.begin(), designs.end(), run.design) == designs.end()) designs.push_back(run.design);
    went_through[run.design].insert(scenario_of(run.scenario));
  }
  std::size_t most = 0;
  for (const auto& [design, scenarios] : went_through) most = std::max(most, scenarios.size());
  for (const std::string& design : designs)
    if (went_through[design].size() * 2 >= most) side.designs.push_back(design);
  std::map<std::string, std::set<std::string>> measured_on;
  for (const RunResult& run : result.runs) {
    const bool compared = std::find(side.designs.begin(), side.designs.end(), run.design) != side.designs.end();
    if (run.status != RunStatus::measured || !compared) continue;
    const std::string scenario = scenario_of(run.scenario);
    if (measured_on[scenario].empty()) side.scenarios.push_back(scenario);
    measured_on[scenario].insert(run.design);
    const Cell cell = cell_of(run);
    const auto [place, first] = side.cells.try_emplace({scenario, run.design}, cell);
    if (!first)
      place->second = {worse(place->second.p50, cell.p50), worse(place->second.p95, cell.p95),
                       worse(place->second.loss, cell.loss), std::max(place->second.hurt, cell.hurt)};
  }
  std::erase_if(side.scenarios, [&](const std::string& scenario) { return measured_on[scenario].size() < 2; });
  if (side.designs.size() < 2) side.scenarios.clear();
  return side;
}

std::string text_of(const Cell& cell) {
  return padded_left(brief(cell.p50) + "/" + brief(cell.p95), 9) + padded_left(brief(cell.loss), 5) +
         padded_left(brief_share(cell.hurt), 5);
}
constexpr std::size_t cell_width = 9 + 5 + 5;
constexpr std::size_t gap = 2;

std::string trimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

/// Only what belongs to one design.
Result part_of(const Result& result, const std::string& design) {
  Result part;
  const auto take = [&design](const auto& from, auto& to) {
    for (const auto& row : from)
      if (row.design == design) to.push_back(row);
  };
  take(result.runs, part.runs);
  take(result.availability, part.availability);
  take(result.designs, part.designs);
  take(result.claims, part.claims);
  return part;
}

std::string figures_of(const Result& part) {
  std::string text;
  for (const AvailabilityResult& years : part.availability) {
    text += fmt::format("{} available, ", share_text(1 - years.unavailability.mean.value_or(0)));
    if (years.budget.target > 0)
      text += fmt::format("{} of years keep {}, ", share_text(years.budget.probability.mean.value_or(0)),
                          share_text(years.budget.target));
  }
  if (part.availability.empty()) text = "no years simulated, ";
  for (const DesignResult& design : part.designs)
    text += bill_figure(design.cost_monthly.total, design.cost_monthly.unknown, design.cost_monthly.currency) + " a month";
  return text;
}

std::string fallen_of(const Result& part) {
  std::vector<std::string> fallen;
  std::size_t targets = 0;
  for (const bool target : {true, false})
    for (const ClaimResult& claim : part.claims)
      if (claim.verdict == Verdict::refuted && (claim.kind == "target") == target) {
        fallen.push_back(visible(claim.id));
        targets += target;
      }
  if (part.claims.empty()) return "";
  if (fallen.empty()) return fmt::format("none of {} claims fell", part.claims.size());
  std::string text = fmt::format("{} of {} claims fell: {}", fallen.size(), part.claims.size(), listed(fallen));
  if (targets > 0) text += targets == 1 ? "; the first is a target" : fmt::format("; the first {} are targets", targets);
  return text;
}

}  // namespace

std::vector<std::string> comparison_lines(const Result& result, std::size_t width) {
  const Side side = side_by_side(result);
  std::vector<std::string> lines;
  if (side.scenarios.empty()) return lines;
  std::size_t first = 0;
  for (const std::string& scenario : side.scenarios) first = std::max(first, columns(cut(visible(scenario), longest_scenario)));
  const std::size_t beside = std::max<std::size_t>(1, (std::max(width, first + 1) - first) / (cell_width + gap));
  for (std::size_t from = 0; from < side.designs.size(); from += beside) {
    const std::size_t to = std::min(side.designs.size(), from + beside);
    if (from > 0) lines.emplace_back();
    std::string head = std::string(first, ' '), units = padded("scenario", first);
    for (std::size_t d = from; d < to; ++d) {
      head += std::string(gap, ' ') + padded_left(cut(visible(side.designs[d]), cell_width), cell_width);
      units += std::string(gap, ' ') + padded_left("RTO", 9) + padded_left("RPO", 5) + padded_left("hurt", 5);
    }
    lines.push_back(trimmed(head));
    lines.push_back(trimmed(units));
    for (const std::string& scenario : side.scenarios) {
      std::string line = padded(cut(visible(scenario), longest_scenario), first);
      for (std::size_t d = from; d < to; ++d) {
        const auto cell = side.cells.find({scenario, side.designs[d]});
        line += std::string(gap, ' ') + (cell == side.cells.end() ? std::string(cell_width, ' ') : text_of(cell->second));
      }
      lines.push_back(trimmed(line));
    }
  }
  return lines;
}

std::vector<DesignOverview> design_overviews(const Result& result) {
  std::vector<DesignOverview> all;
  const Side side = side_by_side(result);
  if (side.scenarios.empty()) return all;
  for (const std::string& design : side.designs) {
    const Result part = part_of(result, design);
    all.push_back({visible(design), figures_of(part), fallen_of(part), foremost_sentences(part, findings_shown)});
  }
  return all;
}

}  // namespace windtunnel::reports
