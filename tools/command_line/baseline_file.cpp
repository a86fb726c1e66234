// See baseline_file.h.
#include "tools/command_line/baseline_file.h"

#include <fstream>
#include <sstream>

#include "sim/config/diagnostics.h"
#include "sim/kernel/time.h"

namespace windtunnel::tools {

Baseline read_baseline(const std::string& file) {
  Diagnostics diagnostics;
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  if (!in || !(text << in.rdbuf())) {
    diagnostics.error(file, {}, "no such baseline; `windtunnel baseline create --output FILE` writes one");
    throw BadInput(diagnostics, true);
  }
  try {
    return baseline_from_json(text.str());
  } catch (const std::runtime_error& problem) {
    diagnostics.error(file, {}, std::string("is no baseline of windtunnel: ") + problem.what());
    throw BadInput(diagnostics);
  }
}

FormerMeanOf former_means(const Baseline& baseline) {
  return [&baseline](const std::string& design, const std::string& run, const std::string& measure,
                     const std::string& journey) -> std::optional<FormerMean> {
    if (run.empty()) {
      for (const auto& [name, recorded] : baseline.designs)
        if (name == design && recorded.monthly_cost) return FormerMean{*recorded.monthly_cost, 0};
      return std::nullopt;
    }
    const bool of_years = measure == "availability" || measure == "yearly_downtime";
    const BaselineFigure* figure = find_figure(baseline, design, run, of_years ? "downtime" : measure, journey);
    if (!figure || !figure->mean) return std::nullopt;
    const double mean = measure == "availability" ? 1 - *figure->mean / years(1).seconds() : *figure->mean;
    return FormerMean{mean, figure->endless};
  };
}

}  // namespace windtunnel::tools
