// See recovery_chart.h.
#include "reports/recovery_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/answer.h"
#include "reports/text.h"

namespace windtunnel::reports {
namespace {

// Colours that people with any colour vision tell apart (Okabe and Ito), in the order of the designs.
constexpr const char* colours[] = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"};
constexpr double left = 250, right = 60, plot_width = 610, lane = 15, top = 92;
constexpr double shortest = 1, longest = 24 * 3600;

struct Tick {
  double seconds;
  const char* label;
};
constexpr Tick ticks[] = {{1, "1 s"},       {10, "10 s"},  {60, "1 min"},  {300, "5 min"},
                          {1800, "30 min"}, {7200, "2 h"}, {21600, "6 h"}, {86400, "24 h"}};

double x_of(double seconds) {
  const double share = std::log(std::clamp(seconds, shortest, longest) / shortest) / std::log(longest / shortest);
  return left + plot_width * share;
}

/// The slowest journey of the slowest expansion of a scenario on one design.
struct Mark {
  bool measured = false;
  double median = 0, high = 0;
  std::uint64_t never = 0, replications = 0;
};

void take_slower(Mark& mark, const RunResult& run) {
  for (const auto& [name, journey] : run.journeys) {
    const auto& rto = journey.rto_seconds;
    const double never = longest * 2;
    const double median = rto.p50.value_or(never), high = rto.p95 ? *rto.p95 : rto.max.value_or(never);
    if (mark.measured && std::pair(median, high) <= std::pair(mark.median, mark.high)) continue;
    mark = {true, median, std::max(median, high), rto.never_recovered, run.replications};
  }
}

struct Row {
  std::string scenario;
  std::vector<Mark> marks;  ///< by design
};

std::vector<Row> rows_of(const Result& result, const std::vector<std::string>& designs) {
  std::vector<Row> rows;
  for (const RunResult& run : result.runs) {
    if (run.status != RunStatus::measured) continue;
    const std::string scenario = run.scenario.substr(0, run.scenario.find('@'));
    auto row = std::find_if(rows.begin(), rows.end(), [&](const Row& r) { return r.scenario == scenario; });
    if (row == rows.end()) row = rows.insert(rows.end(), {scenario, std::vector<Mark>(designs.size())});
    const auto design = std::find(designs.begin(), designs.end(), run.design) - designs.begin();
    if (static_cast<std::size_t>(design) < designs.size())
      take_slower(row->marks[static_cast<std::size_t>(design)], run);
  }
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.scenario < b.scenario; });
  return rows;
}

std::string escaped(const std::string& text) {
  std::string safe;
  for (const char c : visible(text)) {
    if (c == '&')
      safe += "&amp;";
    else if (c == '<')
      safe += "&lt;";
    else if (c == '>')
      safe += "&gt;";
    else
      safe += c;
  }
  return safe;
}

std::string words(const Mark& mark) {
  if (mark.never > 0) return fmt::format("{} of {} never", mark.never, mark.replications);
  if (mark.high == 0) return "not noticed";
  const double seconds = mark.median;
  if (seconds < 120) return fmt::format("{:.0f} s", seconds);
  return seconds < 7200 ? fmt::format("{:.0f} min", seconds / 60) : fmt::format("{:.1f} h", seconds / 3600);
}

std::string draw(const Mark& mark, double y, const char* colour) {
  const double from = x_of(mark.median), to = x_of(mark.high);
  std::string svg;
  if (to > from)
    svg += fmt::format(
        "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"{}\" stroke-width=\"3\"/>\n", from, y,
        to, y, colour);
  const char* fill = mark.high == 0 ? "#ffffff" : colour;
  svg += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4\" fill=\"{}\" stroke=\"{}\" stroke-width=\"2\"/>\n",
                     from, y, fill, colour);
  // The label stands where there is room.
  const bool before = to > left + plot_width - 90;
  svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" class=\"value\" fill=\"{}\"{}>{}</text>\n",
                     before ? from - 8 : to + 8, y + 4, colour, before ? " text-anchor=\"end\"" : "", words(mark));
  return svg;
}

std::string axis(double bottom) {
  std::string svg;
  for (const Tick& tick : ticks) {
    const double x = x_of(tick.seconds);
    svg += fmt::format("<line x1=\"{0:.1f}\" y1=\"{1}\" x2=\"{0:.1f}\" y2=\"{2}\" stroke=\"#dddddd\"/>\n", x, top - 12,
                       bottom);
    svg += fmt::format("<text x=\"{:.1f}\" y=\"{}\" class=\"tick\" text-anchor=\"middle\">{}</text>\n", x, bottom + 16,
                       tick.label);
  }
  return svg;
}

std::string legend(const std::vector<std::string>& designs) {
  std::string svg;
  double x = left;
  for (std::size_t d = 0; d < designs.size(); ++d) {
    const char* colour = colours[d % std::size(colours)];
    svg += fmt::format("<circle cx=\"{:.1f}\" cy=\"66\" r=\"4\" fill=\"{}\"/>\n", x + 4, colour);
    svg += fmt::format("<text x=\"{:.1f}\" y=\"70\" class=\"name\" fill=\"{}\">{}</text>\n", x + 13, colour,
                       escaped(designs[d]));
    x += 28 + 7.5 * static_cast<double>(columns(designs[d]));
  }
  return svg;
}

}  // namespace

std::string recovery_chart(const Result& result) {
  std::vector<std::string> designs;
  for (const DesignResult& design : result.designs) designs.push_back(design.design);
  const std::vector<Row> rows = rows_of(result, designs);
  const double row_height = lane * static_cast<double>(std::max<std::size_t>(designs.size(), 1)) + 14;
  const double bottom = top + row_height * static_cast<double>(rows.size()), width = left + plot_width + right;
  std::string svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0:.0f} {1:.0f}\" width=\"{0:.0f}\" height=\"{1:.0f}\" "
      "role=\"img\">\n<title>Recovery time by scenario and "
      "design</title>\n<style>text{{font-family:Helvetica,Arial,sans-serif;"
      "font-size:12px}} .title{{font-size:18px;font-weight:bold}} .tick{{fill:#666666}} .name{{font-weight:bold}} "
      ".value{{font-size:11px}}</style>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
      width, bottom + 42);
  svg += "<text x=\"16\" y=\"28\" class=\"title\" fill=\"#222222\">How long users wait for recovery</text>\n";
  svg += fmt::format(
      "<text x=\"16\" y=\"46\" class=\"tick\">dot: median of the slowest journey and target; line: to the 95th "
      "percentile, or "
      "the longest of {} replications</text>\n",
      replications_text(result));
  svg += legend(designs) + axis(bottom);
  double y = top;
  for (const Row& row : rows) {
    svg += fmt::format("<text x=\"{}\" y=\"{:.1f}\" text-anchor=\"end\" fill=\"#222222\">{}</text>\n", left - 18,
                       y + (row_height - 14) / 2, escaped(row.scenario));
    for (std::size_t d = 0; d < designs.size(); ++d)
      if (row.marks[d].measured)
        svg += draw(row.marks[d], y + lane * static_cast<double>(d), colours[d % std::size(colours)]);
    svg += fmt::format("<line x1=\"16\" y1=\"{0:.1f}\" x2=\"{1:.1f}\" y2=\"{0:.1f}\" stroke=\"#eeeeee\"/>\n",
                       y + row_height - 14, width - 16);
    y += row_height;
  }
  return svg + "</svg>\n";
}

}  // namespace windtunnel::reports
