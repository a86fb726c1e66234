// Writes and reads the result file by visiting its field lists.
#include "sim/measure/field_json.h"
#include "sim/measure/result_fields.h"

namespace windtunnel {

std::string to_json(const Result& result) {
  // Field lists name members to read into, so they visit a copy here.
  Result copy = result;
  std::string text;
  result_fields::lay_out(result_fields::written(copy), "", text);
  return text + "\n";
}

Result from_json(std::string_view text) { return result_fields::file_from_json<Result>(text); }

}  // namespace windtunnel
