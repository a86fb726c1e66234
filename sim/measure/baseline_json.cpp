// Writes and reads the baseline file by visiting its field lists.
#include "sim/measure/baseline_fields.h"
#include "sim/measure/field_json.h"

namespace windtunnel {
namespace {

using result_fields::Json;

/// The figures of one measure, and short lists, stand on one line; everything else has a line of its own.
bool on_one_line(const Json& json) {
  const auto plain = [](const Json& item) { return !item.is_structured(); };
  if (json.is_array()) return json.size() <= 8 && std::all_of(json.begin(), json.end(), plain);
  return json.is_object() && json.contains("p95") && json.contains("endless");
}

template <class T>
void sort_by_name(ByName<T>& entries) {
  std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
}

}  // namespace

std::string figure_key(std::string_view measure, std::string_view journey) {
  return std::string(measure) + (journey.empty() ? "" : " of " + std::string(journey));
}

std::string to_json(const Baseline& baseline) {
  Baseline copy = baseline;
  sort_by_name(copy.scenarios);
  sort_by_name(copy.designs);
  for (auto& [name, design] : copy.designs) {
    sort_by_name(design.runs);
    for (auto& [run, figures] : design.runs) sort_by_name(figures);
  }
  std::string text;
  result_fields::lay_out(result_fields::written(copy), "", text, on_one_line);
  return text + "\n";
}

Baseline baseline_from_json(std::string_view text) { return result_fields::file_from_json<Baseline>(text); }

std::string baseline_schema() {
  return result_fields::file_schema<Baseline>(
      "Baseline of windtunnel",
      "Resolved designs and what was measured on them. Written by `windtunnel baseline create`, read by `windtunnel "
      "baseline check`.");
}

}  // namespace windtunnel
