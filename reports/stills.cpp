// See stills.h.
#include "reports/stills.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "reports/embedded.h"
#include "reports/process.h"
#include "reports/text_width.h"

namespace windtunnel::reports {
namespace {

using Json = nlohmann::json;

/// A folder for a program that reads only files; it goes away with its owner.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "windtunnel-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error("cannot make a temporary folder in " + name);
    path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return (path_ / name).string();
  }

 private:
  std::filesystem::path path_;
};

/// The libraries and the driver as one script. The bundles look for a module system first: they get none.
std::string script_of(const std::vector<Chart>& charts) {
  Json input = {{"regular", regular_advances}, {"bold", bold_advances}, {"specs", Json::array()}};
  for (const Chart& chart : charts) input["specs"].push_back(Json::parse(chart.spec));
  std::string script = "(function (module, exports, define) {\n";
  for (const char* library : {"vega.min.js", "vega-lite.min.js"}) {
    script += embedded(library);
    script += "\n";
  }
  script += "}).call(globalThis);\nconst input = " + input.dump(-1, ' ', true) + ";\n";
  script += embedded("reports/page/stills.js");
  return script;
}

std::string converted(const std::vector<std::string>& arguments) {
  const auto finished = run_program(arguments, "");
  if (!finished) throw MissingRenderer("PNG and PDF need rsvg-convert, of the package librsvg2-bin");
  if (finished->status != 0)
    throw std::runtime_error("rsvg-convert failed with status " + std::to_string(finished->status));
  return finished->out;
}

}  // namespace

std::vector<std::string> svg_pictures(const std::vector<Chart>& charts) {
  if (charts.empty()) return {};
  if (embedded("vega.min.js").empty())
    throw MissingRenderer("this program was built without chart libraries; run tools/setup and build again");
  auto finished = run_program({"node", "-"}, script_of(charts), 300);
  if (!finished) finished = run_program({"nodejs", "-"}, script_of(charts), 300);
  if (!finished) throw MissingRenderer("pictures need Node, of the package nodejs");
  if (finished->status != 0) throw std::runtime_error("node failed with status " + std::to_string(finished->status));
  std::vector<std::string> pictures;
  std::istringstream lines(finished->out);
  for (std::string line; std::getline(lines, line);) pictures.push_back(Json::parse(line).get<std::string>());
  if (pictures.size() != charts.size())
    throw std::runtime_error("node drew " + std::to_string(pictures.size()) + " of " + std::to_string(charts.size()) +
                             " charts");
  return pictures;
}

std::string png_picture(const std::string& svg) {
  const TemporaryFolder folder;
  return converted({"rsvg-convert", "--width", "1920", "--keep-aspect-ratio", folder.write("chart.svg", svg)});
}

std::string pdf_pages(const std::vector<std::string>& svgs) {
  const TemporaryFolder folder;
  std::vector<std::string> arguments = {"rsvg-convert", "--format", "pdf"};
  for (std::size_t i = 0; i < svgs.size(); ++i)
    arguments.push_back(folder.write("chart" + std::to_string(i) + ".svg", svgs[i]));
  return converted(arguments);
}

}  // namespace windtunnel::reports
