// A comparison of designs in words, as a table, and as a chart.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "reports/charts/chart.h"
#include "sim/measure/comparison.h"

namespace windtunnel::reports {

/// One paragraph in plain words.
std::string comparison_text(const Comparison& comparison);
/// For a terminal: the paragraph, then one line per scenario and measure.
std::string comparison_terminal(const Comparison& comparison);
/// The same as Markdown.
std::string comparison_markdown(const Comparison& comparison);
/// Tables by file name: differences, and what each changed field contributes.
std::vector<std::pair<std::string, std::string>> comparison_tables(const std::vector<Comparison>& comparisons);
/// Differences with their intervals, the largest first; nothing where there is none.
std::vector<Chart> comparison_charts(const Comparison& comparison);

}  // namespace windtunnel::reports
