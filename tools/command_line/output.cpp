// See output.h.
#include "tools/command_line/output.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <future>
#include <optional>
#include <set>
#include <stdexcept>

#include "reports/comparison.h"
#include "reports/csv.h"
#include "reports/markdown.h"
#include "reports/page/page.h"
#include "reports/pipelines/annotations.h"
#include "reports/pipelines/junit.h"
#include "reports/pipelines/sarif.h"
#include "reports/stills.h"
#include "reports/text.h"
#include "sim/config/diagnostics.h"
#include "sim/config/file_output.h"
#include "tools/command_line/commands.h"
#include "tools/command_line/input_files.h"
#include "tools/command_line/source_tree.h"
#include "tools/command_line/version.h"

namespace windtunnel::tools {
namespace {

const std::vector<std::string> formats = {"json", "markdown", "html",  "csv",   "svg",
                                          "png",  "pdf",      "junit", "sarif", "github"};

bool fills_folder(const std::string& format) { return format == "csv" || format == "svg" || format == "png"; }

std::string folder(const OutputTarget& target) {
  std::error_code problem;
  std::filesystem::create_directories(target.file, problem);
  if (problem) throw std::runtime_error("cannot make the folder " + target.file + ": " + problem.message());
  return target.file;
}

using Comparisons = std::vector<Comparison>;

/// What was compared first, then the result's own charts.
std::vector<reports::Chart> charts_of(const Result& result, const Comparisons& comparisons) {
  std::vector<reports::Chart> all;
  for (const Comparison& comparison : comparisons)
    for (reports::Chart& chart : reports::comparison_charts(comparison)) all.push_back(std::move(chart));
  for (reports::Chart& chart : reports::charts(result)) all.push_back(std::move(chart));
  return all;
}

/// Every chart as a picture, and its specification beside it, so that people can restyle it.
void write_pictures(const Result& result, const OutputTarget& target, const Comparisons& comparisons) {
  const std::vector<reports::Chart> charts = charts_of(result, comparisons);
  const std::filesystem::path path = folder(target);
  for (const reports::Chart& chart : charts) write_file((path / (chart.name + ".vl.json")).string(), chart.spec + "\n");
  const std::vector<std::string> pictures = reports::svg_pictures(charts);
  for (std::size_t i = 0; i < charts.size(); ++i) {
    const bool svg = target.format == "svg";
    write_file((path / (charts[i].name + (svg ? ".svg" : ".png"))).string(),
               svg ? pictures[i] : reports::png_picture(pictures[i]));
  }
}

bool speaks_to_pipelines(const std::string& format) {
  return format == "junit" || format == "sarif" || format == "github";
}

std::string text_for_pipelines(const Result& result, const std::vector<Diagnostic>& problems,
                               const std::string& format) {
  if (format == "junit") return reports::junit(result, problems);
  const SourceTree tree = source_tree();
  const Result located = in_repository(result, tree);
  std::vector<Diagnostic> placed = problems;
  for (Diagnostic& problem : placed) problem.file = in_repository(problem.file, tree);
  return format == "sarif" ? reports::sarif(located, placed) : reports::annotations(located, placed);
}

std::string text_of(const Result& result, const std::string& format, const Comparisons& comparisons) {
  if (speaks_to_pipelines(format)) return text_for_pipelines(result, {}, format);
  if (format == "json") return reports::shown_json(to_json(result));
  if (format == "html") return reports::html(result, comparisons);
  if (format == "pdf") return reports::pdf_pages(reports::svg_pictures(charts_of(result, comparisons)));
  if (comparisons.empty()) return reports::markdown(result);
  std::string text;
  for (const Comparison& comparison : comparisons) text += reports::comparison_markdown(comparison);
  return text;
}

/// Writes a file, in a folder that another output may be about to fill.
void write_to(const OutputTarget& target, const std::string& text) {
  std::error_code told_by_writing;
  std::filesystem::create_directories(std::filesystem::path(target.file).parent_path(), told_by_writing);
  write_text(text, target.file);
}

/// What goes into each output that is one file, composed on a thread of its own where the command may have several; they only read the
/// result.
std::vector<std::future<std::string>> compose(const Result& result, const std::vector<OutputTarget>& targets,
                                              const Comparisons& comparisons, unsigned jobs) {
  std::vector<std::future<std::string>> texts(targets.size());
  for (std::size_t i = 0; i < targets.size(); ++i) {
    if (fills_folder(targets[i].format)) continue;
    const auto policy = jobs > 1 ? std::launch::async : std::launch::deferred;
    texts[i] = std::async(policy, [&, i] { return text_of(result, targets[i].format, comparisons); });
  }
  return texts;
}

void write(const Result& result, const OutputTarget& target, const Comparisons& comparisons, std::future<std::string>& text) {
  if (target.format == "svg" || target.format == "png") return write_pictures(result, target, comparisons);
  if (target.format == "csv") {
    const std::filesystem::path path = folder(target);
    for (const auto& [name, text] : reports::csv_tables(result)) write_file((path / name).string(), text);
    if (comparisons.empty()) return;
    for (const auto& [name, text] : reports::comparison_tables(comparisons)) write_file((path / name).string(), text);
    return;
  }
  write_to(target, text.get());
}

/// Why a folder cannot be made or written to; nothing when it can. Only making it tells, so what was made is taken away again.
std::string obstacle_to_folder(const std::filesystem::path& wanted) {
  namespace fs = std::filesystem;
  std::error_code error;
  const auto writable = [](const fs::path& path) { return access(path.c_str(), W_OK) == 0 ? "" : std::string(std::strerror(errno)); };
  if (fs::is_directory(wanted, error)) return writable(wanted);
  if (fs::exists(wanted, error)) return "it is no folder";
  std::vector<fs::path> missing;  // from the innermost
  for (fs::path path = fs::absolute(wanted, error); !path.empty() && !fs::exists(path, error) && path != path.root_path();
       path = path.parent_path())
    if (path.has_filename()) missing.push_back(path);
  std::error_code problem;
  fs::create_directories(wanted, problem);
  const std::string obstacle = problem ? problem.message() : writable(wanted);
  for (const fs::path& path : missing) fs::remove(path, error);
  return obstacle;
}

/// One path for a file, however it is called. None for standard output, devices and pipes: what is written there stays.
std::optional<std::filesystem::path> one_path(const std::string& file) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (file == "-" || (fs::exists(file, error) && !fs::is_regular_file(file, error) && !fs::is_directory(file, error)))
    return std::nullopt;
  const fs::path path = fs::weakly_canonical(fs::absolute(file, error), error);
  return error ? std::nullopt : std::optional(path);
}

/// Whether the files with which a format fills a folder can have such a name.
bool has_name_of(const std::string& format, const std::string& name) {
  if (format == "csv") return name.ends_with(".csv");
  return name.ends_with(".vl.json") || name.ends_with("." + format);
}

/// Whether one of the outputs is a file that the other, which fills a folder, may have among its own.
bool lies_in(const OutputTarget& file, const OutputTarget& folder) {
  const auto path = one_path(file.file), around = one_path(folder.file);
  return path && around && path->parent_path() == *around && has_name_of(folder.format, path->filename().string());
}

/// Two formats may fill one folder, since their files have different names.
void keep_outputs_apart(const std::vector<OutputTarget>& targets) {
  for (std::size_t second = 1; second < targets.size(); ++second)
    for (std::size_t first = 0; first < second; ++first) {
      const OutputTarget &a = targets[first], &b = targets[second];
      if (fills_folder(a.format) && fills_folder(b.format)) continue;
      const auto path = one_path(a.file);
      const bool both_printed = takes_standard_output(a) && takes_standard_output(b);
      if (both_printed || (path && path == one_path(b.file)) || (fills_folder(a.format) && lies_in(b, a)) ||
          (fills_folder(b.format) && lies_in(a, b)))
        throw UsageError("--output: " + a.format + "=" + a.file + " and " + b.format + "=" + b.file +
                         " would overwrite each other; name another file for one of them");
    }
}

/// Whether a folder is made by an output that fills it, or one within it.
bool made_by_an_output(const std::filesystem::path& folder, const std::vector<OutputTarget>& targets) {
  const auto wanted = one_path(folder.string());
  return wanted && std::any_of(targets.begin(), targets.end(), [&](const OutputTarget& target) {
    const auto filled = fills_folder(target.format) ? one_path(target.file) : std::nullopt;
    return filled && std::mismatch(wanted->begin(), wanted->end(), filled->begin(), filled->end()).first == wanted->end();
  });
}

/// Throws std::invalid_argument with why an output, one of `targets`, surely cannot be written.
void check_writable(const OutputTarget& target, const std::vector<OutputTarget>& targets) {
  if (target.file == "-") return;
  namespace fs = std::filesystem;
  const auto refuse = [&](const std::string& why) { throw std::invalid_argument("cannot write " + target.file + ": " + why); };
  std::error_code error;
  if (fills_folder(target.format)) {
    if (const std::string obstacle = obstacle_to_folder(target.file); !obstacle.empty()) refuse(obstacle);
    return;
  }
  if (fs::is_directory(target.file, error)) refuse("it is a folder");
  fs::path folder = fs::path(target.file).parent_path();
  if (folder.empty()) folder = ".";
  if (!fs::exists(folder, error) && made_by_an_output(folder, targets)) return;
  if (!fs::is_directory(folder, error)) refuse("there is no such folder");
  const bool device = fs::exists(target.file, error) && !fs::is_regular_file(target.file, error);
  const fs::path asked = device ? fs::path(target.file) : folder;
  if (access(asked.c_str(), W_OK) != 0) refuse(std::strerror(errno));
}

/// Refuses to write over what the command reads.
void keep_inputs(const std::vector<OutputTarget>& targets, const std::vector<std::string>& inputs) {
  if (targets.empty()) return;
  std::set<std::filesystem::path> read;
  Diagnostics missing;  // told by whoever reads them
  for (const std::string& input : inputs)
    for (const std::string& file : files_of(input, missing))
      if (const auto path = one_path(file)) read.insert(*path);
  for (const OutputTarget& target : targets)
    if (const auto path = one_path(target.file); path && read.count(*path) > 0)
      throw UsageError("--output: " + target.file + " is read by this command; name another file");
}

}  // namespace

void keep_files(const std::vector<OutputTarget>& targets, const std::vector<std::pair<std::string, std::string>>& hashes) {
  std::vector<std::string> files;
  for (const auto& [file, hash] : hashes) files.push_back(file);
  keep_inputs(targets, files);
}

const std::vector<std::string>& output_formats() { return formats; }

OutputTarget parse_output(const std::string& text) {
  const std::size_t equals = text.find('=');
  OutputTarget target{text.substr(0, equals), equals == std::string::npos ? "" : text.substr(equals + 1)};
  if (target.file.empty())
    throw std::invalid_argument("expected FORMAT=FILE, such as json=result.json, found \"" + text + "\"");
  for (const std::string& format : formats)
    if (format == target.format) return target;
  throw std::invalid_argument("unknown format \"" + target.format +
                              "\"; there are json, markdown, html, csv, svg, png, pdf, junit, sarif and github" +
                              did_you_mean(target.format, formats));
}

std::vector<OutputTarget> output_targets(const std::vector<std::string>& texts, const std::vector<std::string>& inputs) {
  std::vector<OutputTarget> targets;
  try {
    for (const std::string& text : texts) targets.push_back(parse_output(text));
    for (const OutputTarget& target : targets) check_writable(target, targets);
  } catch (const std::invalid_argument& error) {
    throw UsageError(std::string("--output: ") + error.what());
  }
  keep_outputs_apart(targets);
  keep_inputs(targets, inputs);
  return targets;
}

std::string output_hint(const std::string& file) {
  const std::size_t equals = file.find('=');
  const bool is_output = equals != std::string::npos && equals + 1 < file.size() &&
                         std::find(formats.begin(), formats.end(), file.substr(0, equals)) != formats.end();
  return is_output ? "; to write it, say \"--output " + file + "\"" : "";
}

void write_outputs(const Result& result, const std::vector<OutputTarget>& targets, const CommonOptions& common,
                   const std::vector<Comparison>& comparisons) {
  std::string stand;
  const auto interruption = [&stand] { return stand.empty() ? Interruption() : Interruption("written before that: " + stand); };
  auto texts = compose(result, targets, comparisons, common.jobs);
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const OutputTarget& target = targets[i];
    if (common.is_interrupted()) throw interruption();
    try {
      write(result, target, comparisons, texts[i]);
      stand += (stand.empty() ? "" : ", ") + target.file;
    } catch (const std::exception& error) {
      // What interrupts this program at a terminal interrupts the one that draws for it, too.
      if (common.is_interrupted()) throw interruption();
      if (dynamic_cast<const reports::MissingRenderer*>(&error) == nullptr) throw;
      std::fprintf(stderr, "windtunnel: no %s in %s: %s\n", target.format.c_str(), target.file.c_str(), error.what());
    }
  }
}

void write_text(const std::string& text, const std::string& file) {
  if (file == "-")
    std::fwrite(text.data(), 1, text.size(), stdout);
  else
    write_file(file, text);
}

bool shows_replays(const std::vector<OutputTarget>& targets) {
  return std::any_of(targets.begin(), targets.end(), [](const OutputTarget& target) { return !speaks_to_pipelines(target.format); });
}

bool takes_standard_output(const OutputTarget& target) { return target.file == "-" && target.format != "github"; }

void write_problems(const Diagnostics& problems, const std::vector<OutputTarget>& targets) {
  Result nothing;
  nothing.windtunnel = version;
  for (const OutputTarget& target : targets)
    if (speaks_to_pipelines(target.format))
      write_to(target, text_for_pipelines(nothing, problems.sorted(), target.format));
}

}  // namespace windtunnel::tools
