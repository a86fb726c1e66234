// What the sections of the page are made of.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/charts/chart.h"
#include "sim/measure/comparison.h"
#include "sim/measure/result.h"

namespace windtunnel::reports::page {

/// A section with a heading and one sentence that says what to see.
std::string section(std::string_view id, std::string_view title, std::string_view lead, std::string_view content);

/// A table that scrolls sideways where it is wider than the screen. Heads and cells are markup already; columns whose
/// head begins with '#' hold numbers. A table of sentences becomes a row of cards on a phone.
struct Table {
  std::string caption;
  std::vector<std::string> heads;
  std::vector<std::vector<std::string>> rows;
  bool prose = false;
};
std::string table(const Table& table);

/// A verdict as a word with a sign and a colour.
std::string chip(Verdict verdict);
std::string verdict_word(Verdict verdict);

/// "84.2 s", or a dash.
std::string seconds_cell(const std::optional<double>& seconds);

/// Figures for the charts of a section of the page; scripts draw them.
std::string figures(const std::vector<Chart>& charts, std::string_view section);
std::string figure(const Chart& chart);

/// Names of the designs in a result, in its order.
std::vector<std::string> design_names(const Result& result);

/// Whether a design is what the report is about: it claims something, or no design does. Others are variants that a
/// claim speaks of, and designs that came along.
bool is_main(const Result& result, const std::string& design);
/// What is folded on the screen and spread out on paper: of main designs.
std::string spread_on_paper(const Result& result, const std::string& design);
/// Text by design, one after the other; that of all but the main designs is folded into one place.
std::string by_design(const Result& result, const std::vector<std::pair<std::string, std::string>>& texts);

// --- the sections, in the order of the page; empty where there is nothing to say
std::string answer_section(const Result& result);
/// Parts of it: the design to choose and what that turns on; and the designs in a table by kind of drill, with what each
/// misses, what was left out, and the ends of assumptions that change what is kept.
std::string choice_part(const Result& result);
std::string choice_by_kind(const Result& result);
std::string comparison_section(const std::vector<Comparison>& comparisons);
std::string designs_section(const Result& result);
std::string availability_section(const Result& result, const std::vector<Chart>& charts);
std::string recovery_section(const Result& result, const std::vector<Chart>& charts);
std::string loss_section(const Result& result, const std::vector<Chart>& charts);
std::string replay_section(const Result& result, const std::vector<Chart>& charts);
std::string detection_section(const Result& result);
std::string cost_section(const Result& result);
std::string contract_section(const Result& result);
std::string claim_section(const Result& result);
/// What years were drawn from: a part of the section of assumptions.
std::string rate_part(const Result& result);
/// Words as a link to them, where the page has them.
std::string rates_link(const Result& result, const std::string& words);
std::string assumption_section(const Result& result);
std::string origin_section(const Result& result);

}  // namespace windtunnel::reports::page
