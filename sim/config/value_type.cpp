// Enumerations, structures, and any value as one line of text.
#include "sim/config/value_type.h"

#include <algorithm>

#include "sim/config/parameter.h"
#include "sim/config/wording.h"

namespace windtunnel {
namespace detail {

bool parse_word(const Node& node, const std::vector<ValueType::Word>& words, std::size_t& index, std::string& because) {
  if (!node.is_scalar()) return false;
  const auto found =
      std::find_if(words.begin(), words.end(), [&](const ValueType::Word& word) { return word.word == node.text; });
  index = static_cast<std::size_t>(found - words.begin());
  if (found != words.end()) return true;
  std::vector<std::string> candidates;
  for (const ValueType::Word& word : words) candidates.push_back(word.word);
  because = did_you_mean(node.text, candidates);
  return false;
}

ValueType word_type(std::vector<ValueType::Word> words) {
  ValueType type;
  type.kind = ValueKind::word;
  std::vector<std::string> names;
  for (const ValueType::Word& word : words) names.push_back(word.word);
  type.name = "one of " + listed(names);
  type.words = std::move(words);
  return type;
}

ValueType container_type(ValueKind kind, const ValueType& (*element)()) {
  ValueType type;
  type.kind = kind;
  type.name = kind == ValueKind::list ? "a list" : "a map";
  type.element = element;
  return type;
}

}  // namespace detail

std::string value_text(const ValueType& type, const void* value) {
  if (!type.is_structure()) {
    // A list of zones is written by its own function and needs no quotes; everything else is one scalar.
    const std::string text = type.write(value);
    return type.kind == ValueKind::zones ? text : file_text(text);
  }
  std::string inner;
  const auto add = [&](const std::string& item) { inner += (inner.empty() ? "" : ", ") + item; };
  if (type.kind == ValueKind::group) {
    for (const ParameterDeclaration& declaration : type.table().declarations)
      add(declaration.name + ": " + value_text(*declaration.type, declaration.at_const(value)));
    return "{" + inner + "}";
  }
  bool held = false;
  type.each(const_cast<void*>(value), [&](const std::string& key, void* child) {
    held = true;
    const ValueType& child_type = type.kind == ValueKind::choice ? type.alternative(key) : type.element();
    const bool keyed = type.kind == ValueKind::dictionary || type.kind == ValueKind::choice;
    add((keyed ? file_text(key) + ": " : "") + value_text(child_type, child));
  });
  if (type.kind == ValueKind::optional) return held ? inner : "null";
  return type.kind == ValueKind::list ? "[" + inner + "]" : "{" + inner + "}";
}

const ValueType& ValueType::alternative(std::string_view key) const {
  const auto found =
      std::find_if(alternatives.begin(), alternatives.end(), [&](const Alternative& a) { return a.name == key; });
  return (found == alternatives.end() ? alternatives.front() : *found).type();
}

}  // namespace windtunnel
