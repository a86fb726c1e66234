// See input_documents.h.
#include "tools/command_line/input_documents.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>

#include "models/embedded.h"
#include "models/resilience_hub.h"
#include "tools/command_line/input_files.h"
#include "tools/command_line/output.h"

namespace windtunnel::tools {
namespace {

namespace fs = std::filesystem;

/// Reads a file; short forms of intrinsic functions ("!Ref X") are read only where a policy of others can need them.
std::optional<Document> load_input(const std::string& file, Diagnostics& diagnostics) {
  DocumentLimits limits;
  std::error_code error;
  if (fs::is_regular_file(file, error)) {  // what comes through a pipe can be read only once
    std::ifstream in(file, std::ios::binary);
    std::string head(1u << 20, '\0');
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
    limits.tags_as_keys = models::may_be_resilience_hub(head);
  }
  return load_document(file, diagnostics, limits);
}

void sort_in(Document document, Documents& documents, Diagnostics& diagnostics) {
  const Node& root = document.root;
  const std::string first = root.is_map() && !root.entries.empty() ? root.entries.front().key : "";
  if (models::is_resilience_hub(document))
    documents.foreign_policies.push_back(std::move(document));
  else if (models::read_template_parameters(document, documents.template_parameters))
    return;
  else if (first == "design")
    documents.designs.push_back(std::move(document));
  else if (first == "scenario")
    documents.scenarios.push_back(std::move(document));
  else if (first == "policy")
    documents.policies.push_back(std::move(document));
  else
    diagnostics.error(document.file, root.position,
                      "expected a file whose first key is \"design\", \"scenario\" or \"policy\", found " +
                          (first.empty() ? root.describe() : "the key \"" + first + "\"") +
                          did_you_mean(first, {"design", "scenario", "policy"}));
}

/// Results are looked up by name, so that no other design, or scenario, may have it.
void refuse_second_names(const std::vector<Document>& documents, const char* kind, Diagnostics& diagnostics) {
  std::map<std::string, const Document*> first;
  for (const Document& document : documents) {
    const std::string name = name_of(document);
    const auto [other, is_new] = first.emplace(name, &document);
    if (is_new || name.empty()) continue;
    diagnostics.error(document.file, position_of_name(document),
                      second_name(kind, name, other->second->file, position_of_name(*other->second)));
  }
}

/// A name can be that of a shipped design; a path, or the name of a file with its ending, cannot.
bool is_plain(const std::string& path) { return path.find_first_of("/.") == std::string::npos; }

/// Takes what is shipped under a name; names that nothing has are missing, as the files that they might be.
void add_by_name(const std::vector<std::string>& names, Documents& documents, Diagnostics& missing) {
  std::vector<Document> known;
  std::vector<std::string> known_names;
  for (const models::EmbeddedFile& file : models::embedded_files()) {
    if (!file.path.ends_with(".yaml")) continue;
    if (!file.path.starts_with("models/designs/") && !file.path.starts_with("scenarios/")) continue;
    if (auto document = parse_document(std::string(file.path), std::string(file.text), documents.wrong)) {
      known_names.push_back(name_of(*document));
      known.push_back(std::move(*document));
    }
  }
  for (const std::string& name : names) {
    const auto found = std::find(known_names.begin(), known_names.end(), name);
    if (found != known_names.end())
      sort_in(known[static_cast<std::size_t>(found - known_names.begin())], documents, documents.wrong);
    else if (missing.errors() < missing_told)
      missing.error(name, {}, "no such file or folder" +
                                  std::string(is_plain(name) ? ", and nothing of this name is shipped" : "") +
                                  did_you_mean(name, known_names) + output_hint(name));
  }
}

/// Whether no path has led to a file yet. What comes through a pipe is another text each time.
bool is_unread(const std::string& file, std::set<fs::path>& read) {
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return true;
  return read.insert(fs::canonical(file, error)).second;
}

}  // namespace

std::string name_of(const Document& document) {
  return document.root.entries.empty() ? "" : document.root.entries.front().value.text;
}

Position position_of_name(const Document& document) {
  return document.root.entries.empty() ? Position{1, 1} : document.root.entries.front().value.position;
}

std::string second_name(const char* kind, const std::string& name, const std::string& other, Position place) {
  return fmt::format("two {} have the name \"{}\"; the other is {}:{}:{}", kind, name, other, place.line, place.column);
}

std::vector<Document> shipped(std::string_view folder, Diagnostics& diagnostics) {
  std::vector<Document> documents;
  for (const models::EmbeddedFile& file : models::embedded_files())
    if (file.path.starts_with(folder) && !file.path.starts_with("scenarios/policies/"))
      if (auto document = parse_document(std::string(file.path), std::string(file.text), diagnostics))
        documents.push_back(std::move(*document));
  return documents;
}

Documents read_documents(const std::vector<std::string>& paths) {
  Diagnostics missing, wrong;
  Documents documents;
  std::vector<std::string> names;
  std::set<fs::path> read;
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::exists(path, error) && !error) {
      if (std::find(names.begin(), names.end(), path) == names.end()) names.push_back(path);
      continue;
    }
    for (const std::string& file : files_of(path, missing)) {
      if (!is_unread(file, read)) continue;
      if (auto document = load_input(file, wrong)) sort_in(std::move(*document), documents, wrong);
    }
  }
  if (!names.empty()) add_by_name(names, documents, missing);
  refuse_second_names(documents.designs, "designs", wrong);
  refuse_second_names(documents.scenarios, "scenarios", wrong);
  if (missing.ok()) {
    documents.wrong = std::move(wrong);
    return documents;
  }
  for (const Diagnostic& problem : wrong.sorted()) missing.add(problem);
  throw BadInput(missing, true);
}

}  // namespace windtunnel::tools
