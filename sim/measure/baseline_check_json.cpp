// Writes what a check against a baseline found by visiting its field lists.
#include "sim/measure/baseline_check_fields.h"
#include "sim/measure/field_json.h"
#include "sim/measure/result_fields.h"

namespace windtunnel {

std::string to_json(const BaselineCheck& check) {
  BaselineCheck copy = check;
  std::string text;
  result_fields::lay_out(result_fields::written(copy), "", text);
  return text + "\n";
}

std::string baseline_check_schema() {
  return result_fields::file_schema<BaselineCheck>(
      "Check against a baseline",
      "Both designs of a row were run by the same program under the same storms. Durations are in seconds, shares 0 to "
      "1.");
}

}  // namespace windtunnel
