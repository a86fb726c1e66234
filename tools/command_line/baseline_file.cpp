// See baseline_file.h.
#include "tools/command_line/baseline_file.h"

#include <filesystem>

#include "sim/config/diagnostics.h"
#include "tools/command_line/result_file.h"

namespace windtunnel::tools {

Baseline read_baseline(const std::string& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) {
    Diagnostics diagnostics;
    diagnostics.error(file, {}, "no such baseline; `windtunnel baseline create --output FILE` writes one");
    throw BadInput(diagnostics, true);
  }
  std::string text = text_of_file(file);
  try {
    return baseline_from_json(text);
  } catch (const std::runtime_error& problem) {
    refuse_text(file, std::move(text), "is no baseline of windtunnel: ", problem.what());
  }
}

}  // namespace windtunnel::tools
