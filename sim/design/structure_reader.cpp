// See structure_reader.h.
#include "sim/design/structure_reader.h"

#include <algorithm>
#include <charconv>

namespace windtunnel {
namespace {

const std::vector<std::string> structure_words = {"all", "any", "at_least", "of"};

bool is_structure_word(const std::string& key) {
  return std::find(structure_words.begin(), structure_words.end(), key) != structure_words.end();
}

/// A whole number from 1 to `most`, or 0.
std::size_t count(const std::string& text, std::size_t most) {
  std::size_t k = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), k);
  return error == std::errc() && end == text.data() + text.size() && k <= most ? k : 0;
}

}  // namespace

Structure read_structure(const Node& node, const Design& design, const std::string& file, Diagnostics& diagnostics,
                         std::vector<ComponentId>& components) {
  Structure s;
  const auto error = [&](const Node& at, std::string message) { diagnostics.error(file, at.position, std::move(message)); };
  const auto add_parts = [&](const Node& list) {
    if (!list.is_list() || list.items.empty()) error(list, "expected a list of parts, found " + list.describe());
    else
      for (const Node& item : list.items) s.parts.push_back(read_structure(item, design, file, diagnostics, components));
  };
  const auto allow_only = [&](const std::vector<std::string>& keys) {
    for (const Node::Entry& entry : node.entries)
      if (std::find(keys.begin(), keys.end(), entry.key) == keys.end())
        diagnostics.error(file, entry.position, "unknown key \"" + entry.key + "\" of what must hold, beside \"" + keys.front() + "\"" +
                                                    did_you_mean(entry.key, keys));
  };
  const Node* of = node.find("of");
  if (node.is_scalar()) {
    s.component = design.resolve(node.text, no_domain);
    if (s.component == no_component) error(node, "unknown component \"" + node.text + "\"" + did_you_mean(node.text, design.names()));
    else if (!capability_of<Provider>(design.component(s.component))) error(node, "\"" + node.text + "\" is no provider");
    else if (std::find(components.begin(), components.end(), s.component) == components.end()) components.push_back(s.component);
  } else if (const Node* all = node.find("all")) {
    allow_only({"all"});
    add_parts(*all);
    s.at_least = s.parts.size();
  } else if (const Node* any = node.find("any")) {
    allow_only({"any"});
    add_parts(*any);
    s.at_least = 1;
  } else if (const Node* k = node.find("at_least"); k && of) {
    allow_only({"at_least", "of"});
    add_parts(*of);
    s.at_least = count(k->text, s.parts.size());
    if (s.at_least == 0) error(*k, "expected a number from 1 to " + std::to_string(s.parts.size()) + ", found " + k->describe());
  } else {
    std::string nearest;
    for (const Node::Entry& entry : node.entries)
      if (nearest.empty() && !is_structure_word(entry.key)) nearest = did_you_mean(entry.key, structure_words);
    error(node, "expected a component, {all: [...]}, {any: [...]} or {at_least: k, of: [...]}, found " + node.describe() + nearest);
  }
  return s;
}

}  // namespace windtunnel
