// See result_file.h.
#include "tools/command_line/result_file.h"

#include <array>
#include <fstream>
#include <sstream>

#include "sim/config/diagnostics.h"

namespace windtunnel::tools {
namespace {

/// Results are large where replications are many; what is larger than this is no result.
constexpr std::uintmax_t bytes_at_most = 1u << 30;

}  // namespace

Result read_result(const std::string& file) {
  Diagnostics diagnostics;
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  if (!in) {
    diagnostics.error(file, {}, "cannot be read");
    throw BadInput(diagnostics, true);
  }
  const auto size = static_cast<std::uintmax_t>(in.tellg());
  if (size > bytes_at_most) {
    diagnostics.error(file, {}, "is larger than a result can be (1 GiB)");
    throw BadInput(diagnostics);
  }
  in.seekg(0);
  std::stringstream text;
  text << in.rdbuf();
  try {
    return from_json(text.str());
  } catch (const std::runtime_error& problem) {
    diagnostics.error(file, {}, std::string("is no result of windtunnel: ") + problem.what());
    throw BadInput(diagnostics);
  }
}

bool looks_like_result(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::array<char, 200> begin{};
  in.read(begin.data(), begin.size());
  return std::string(begin.data(), static_cast<std::size_t>(in.gcount())).find("windtunnel-result/") !=
         std::string::npos;
}

}  // namespace windtunnel::tools
