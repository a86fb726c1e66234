// See baseline_file.h.
#include "tools/command_line/baseline_file.h"

#include <fstream>
#include <sstream>

#include "sim/config/diagnostics.h"

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

}  // namespace windtunnel::tools
