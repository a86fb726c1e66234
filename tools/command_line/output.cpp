// See output.h.
#include "tools/command_line/output.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <stdexcept>

#include "reports/markdown.h"
#include "reports/recovery_chart.h"
#include "sim/config/diagnostics.h"
#include "sim/config/file_output.h"

namespace windtunnel::tools {
namespace {

const std::vector<std::string> formats = {"json", "markdown", "svg"};

}  // namespace

OutputTarget parse_output(const std::string& text) {
  const std::size_t equals = text.find('=');
  OutputTarget target{text.substr(0, equals), equals == std::string::npos ? "" : text.substr(equals + 1)};
  if (target.file.empty())
    throw std::invalid_argument("expected FORMAT=FILE, such as json=result.json, found \"" + text + "\"");
  for (const std::string& format : formats)
    if (format == target.format) return target;
  throw std::invalid_argument("unknown format \"" + target.format + "\"; there are json, markdown and svg" +
                              did_you_mean(target.format, formats));
}

void check_writable(const OutputTarget& target) {
  if (target.file == "-") return;
  namespace fs = std::filesystem;
  const auto refuse = [&](const char* why) { throw std::invalid_argument("cannot write " + target.file + ": " + why); };
  std::error_code error;
  if (fs::is_directory(target.file, error)) refuse("it is a folder");
  fs::path folder = fs::path(target.file).parent_path();
  if (folder.empty()) folder = ".";
  if (!fs::is_directory(folder, error)) refuse("there is no such folder");
  const bool device = fs::exists(target.file, error) && !fs::is_regular_file(target.file, error);
  const fs::path asked = device ? fs::path(target.file) : folder;
  if (access(asked.c_str(), W_OK) != 0) refuse(std::strerror(errno));
}

void write_output(const Result& result, const OutputTarget& target) {
  const std::string text = target.format == "json"  ? to_json(result)
                           : target.format == "svg" ? reports::recovery_chart(result)
                                                    : reports::markdown(result);
  if (target.file == "-")
    std::fwrite(text.data(), 1, text.size(), stdout);
  else
    write_file(target.file, text);
}

}  // namespace windtunnel::tools
