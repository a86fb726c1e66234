// The command that writes a first folder: a design, a scenario, a policy and a workflow that pass as they are.
#include <filesystem>

#include "models/embedded.h"
#include "reports/text.h"
#include "sim/config/file_output.h"
#include "tools/command_line/commands.h"
#include "tools/command_line/output.h"

namespace windtunnel::tools {
namespace {

constexpr std::string_view folder_of_templates = "tools/template/";

struct PlannedFile {
  std::filesystem::path file;
  std::string_view text;
};

std::vector<PlannedFile> planned_files(const std::string& folder) {
  std::vector<PlannedFile> files;
  for (const models::EmbeddedFile& file : models::embedded_files())
    if (file.path.starts_with(folder_of_templates))
      files.push_back({std::filesystem::path(folder) / file.path.substr(folder_of_templates.size()), file.text});
  return files;
}

void refuse_to_overwrite(const std::vector<PlannedFile>& files) {
  std::string there;
  std::error_code error;
  for (const PlannedFile& planned : files)
    if (std::filesystem::exists(std::filesystem::symlink_status(planned.file, error)))
      there += (there.empty() ? "" : ", ") + reports::visible(planned.file.generic_string());
  if (!there.empty()) throw UsageError("init: there already: " + there + "; --force overwrites");
}

}  // namespace

ExitCode init_folder(const InitOptions& options, const CommonOptions& common) {
  const std::vector<PlannedFile> files = planned_files(options.folder);
  if (!options.force) refuse_to_overwrite(files);
  std::string written;
  for (const PlannedFile& planned : files) {
    std::error_code error;
    std::filesystem::create_directories(planned.file.parent_path(), error);
    if (error)
      throw UsageError("init: cannot make the folder " + planned.file.parent_path().string() + ": " + error.message());
    try {
      write_file(planned.file.string(), planned.text);
    } catch (const std::runtime_error& problem) {
      throw UsageError(std::string("init: ") + problem.what());
    }
    written += "wrote " + planned.file.generic_string() + "\n";
  }
  const std::string there = options.folder == "." ? "" : "cd " + reports::shell_word(options.folder) + " && ";
  if (!common.quiet) write_text(written + "\nNext: " + there + "windtunnel run designs scenarios policies\n", "-");
  return ExitCode::held;
}

}  // namespace windtunnel::tools
