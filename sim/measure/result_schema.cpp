// The JSON Schema of the result file, by visiting the same field lists as its writer.
#include "sim/measure/field_json.h"
#include "sim/measure/result_fields.h"

namespace windtunnel {

std::string result_schema() {
  return result_fields::file_schema<Result>(
      "Result of a windtunnel batch",
      "Shares are 0 to 1, durations are in seconds unless the key says otherwise, and a figure that the sample cannot "
      "bound is null. Later versions add keys and never change these.");
}

}  // namespace windtunnel
