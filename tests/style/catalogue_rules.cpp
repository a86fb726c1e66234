// The rule that every model is known and tested, and the sum of all rules.
#include <algorithm>
#include <array>

#include "tests/style/rules.h"

namespace windtunnel::style {
namespace {

/// Folders of models/ that hold no component types; what is in them needs a test, but no line in the catalogue.
constexpr std::array<std::string_view, 6> without_types = {"facts",   "prices", "claims",
                                                           "designs", "rules",  "importers"};

const SourceFile* find(const std::vector<SourceFile>& files, std::string_view path) {
  const auto found = std::ranges::find(files, path, &SourceFile::path);
  return found == files.end() ? nullptr : &*found;
}

/// Whether the catalogue declares a type and has a row for it.
bool names_type(const SourceFile& catalogue, std::string_view type) {
  return std::ranges::count(names_in(catalogue.code), type, &Name::text) == 2;
}

template <typename Check>
void append(std::vector<Violation>& all, const Check& check, const SourceFile& file) {
  const auto some = check(file);
  all.insert(all.end(), some.begin(), some.end());
}

}  // namespace

std::vector<Violation> check_models_listed(const std::vector<SourceFile>& files) {
  std::vector<Violation> violations;
  const SourceFile* catalogue = find(files, "models/catalogue.cpp");
  if (!catalogue) return violations;
  for (const auto& file : files) {
    const auto folder_end = file.path.find('/', std::string_view("models/").size());
    if (!file.is_under("models") || folder_end == std::string::npos || !file.path.ends_with(".cpp")) continue;
    if (file.path.substr(folder_end).starts_with("/shared/")) continue;  // parts of types
    const auto stem = file.path.substr(0, file.path.size() - std::string_view(".cpp").size());
    const auto type = stem.substr(stem.rfind('/') + 1);
    const auto folder = std::string_view(file.path).substr(7, folder_end - 7);
    const bool is_type = std::ranges::find(without_types, folder) == without_types.end();
    if (is_type && !names_type(*catalogue, type))
      violations.push_back({file.path, 1, type + " is not declared and listed in models/catalogue.cpp"});
    if (!find(files, "tests/" + stem + "_test.cpp"))
      violations.push_back({file.path, 1, "has no test tests/" + stem + "_test.cpp"});
  }
  return violations;
}

std::vector<Violation> check_all(const std::vector<SourceFile>& files) {
  std::vector<Violation> all = check_models_listed(files);
  for (const auto& file : files) {
    for (const auto& check : {check_include_direction, check_models_apart, check_product_words, check_shape,
                              check_function_lengths, check_unfinished_marks, check_determinism}) {
      append(all, check, file);
    }
  }
  std::ranges::sort(all);
  return all;
}

}  // namespace windtunnel::style
