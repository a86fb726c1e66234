// The reference page of a table of parameters, in Markdown.
#include "sim/config/reference_page.h"

#include <fmt/format.h>

#include "sim/config/wording.h"

namespace windtunnel {
namespace {

/// A cell must not end its row or column.
std::string cell(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '|') result += "\\|";
    else result += c == '\n' ? ' ' : c;
  }
  return result;
}

std::string without_article(const std::string& name) {
  if (name.starts_with("a ")) return name.substr(2);
  return name.starts_with("an ") ? name.substr(3) : name;
}

std::string default_cell(const CatalogueParameter& parameter) {
  if (parameter.declaration->required) return "required";
  if (parameter.default_text.empty()) return "";
  if (parameter.default_text == "null" || parameter.default_text == "[]" || parameter.default_text == "{}")
    return "none";
  return "`" + cell(parameter.default_text) + "`";
}

std::string range_cell(const ParameterDeclaration& declaration) {
  std::string text = declaration.range.text;
  if (!declaration.plausible_low.empty())
    text += fmt::format("{}plausibly {} to {}", text.empty() ? "" : "; ", declaration.plausible_low,
                        declaration.plausible_high);
  return text;
}

std::string meaning_cell(const ParameterDeclaration& declaration) {
  std::string text = declaration.meaning;
  for (const ValueType::Word& word : declaration.type->innermost().words)
    if (!word.meaning.empty()) text += fmt::format(" `{}`: {}", word.word, word.meaning);
  if (!declaration.capability.empty())
    text += fmt::format(" Names a component that offers {}.", declaration.capability);
  return text;
}

}  // namespace

std::string kind_text(const ValueType& type) {
  switch (type.kind) {
    case ValueKind::optional: return kind_text(type.element());
    case ValueKind::list: return "list of " + kind_text(type.element());
    case ValueKind::dictionary: return "map of " + kind_text(type.element());
    case ValueKind::zones: return "list of zones, or all";
    case ValueKind::group: return "map";
    case ValueKind::reference: return "component";
    case ValueKind::zone: return "zone";
    case ValueKind::boolean: return "true or false";
    case ValueKind::choice: {
      std::vector<std::string> names;
      for (const ValueType::Alternative& alternative : type.alternatives) names.push_back(alternative.name);
      return "one of " + listed(names);
    }
    default: return without_article(type.name) + (type.units.empty() ? "" : " (" + listed(type.units) + ")");
  }
}

std::string reference_table(const ParameterTable& table,
                            const std::function<std::string(const std::string& source)>& confidence) {
  std::string page = "| name | kind | default | range | meaning | source |\n|---|---|---|---|---|---|\n";
  for_each_parameter(table, "", [&](const CatalogueParameter& parameter) {
    const ParameterDeclaration& declaration = *parameter.declaration;
    std::string source = declaration.source;
    if (const std::string sure = confidence ? confidence(source) : ""; !sure.empty()) source += " (" + sure + ")";
    page += fmt::format("| `{}` | {} | {} | {} | {} | {} |\n", parameter.path, cell(kind_text(*declaration.type)),
                        default_cell(parameter), cell(range_cell(declaration)), cell(meaning_cell(declaration)),
                        cell(source));
  });
  return page;
}

}  // namespace windtunnel
