// See source_tree.h.
#include "tools/command_line/source_tree.h"

#include <filesystem>

namespace windtunnel::tools {

namespace fs = std::filesystem;

SourceTree source_tree() {
  std::error_code error;
  const fs::path here = fs::current_path(error);
  for (fs::path folder = here; !folder.empty(); folder = folder.parent_path()) {
    if (fs::exists(folder / ".git", error)) return {here.string(), folder.string()};
    if (folder == folder.parent_path()) break;
  }
  return {here.string(), here.string()};
}

std::string in_repository(const std::string& file, const SourceTree& tree) {
  if (file.empty()) return "";
  std::error_code error;
  const fs::path path = (fs::path(tree.here) / file).lexically_normal();
  if (!fs::exists(path, error)) return "";
  const std::string relative = path.lexically_relative(tree.root).generic_string();
  return relative.empty() || relative.starts_with("..") ? path.generic_string() : relative;
}

Result in_repository(Result result, const SourceTree& tree) {
  for (ExpectationResult& row : result.expectations) row.file = in_repository(row.file, tree);
  for (DesignResult& design : result.designs) {
    design.file = in_repository(design.file, tree);
    for (FindingResult& finding : design.findings) finding.file = in_repository(finding.file, tree);
  }
  return result;
}

}  // namespace windtunnel::tools
