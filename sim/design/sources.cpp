// See sources.h.
#include "sim/design/sources.h"

#include <fmt/format.h>

#include <algorithm>

namespace windtunnel {
namespace {

const std::vector<std::string> top_level_keys = {"design",   "title",       "description", "document",
                                                 "extends",  "regions",     "stacks",      "components",
                                                 "journeys", "assumptions", "claims",      "sla"};

/// Of anything in one map, and of components in all: far above what a design has, and low enough that no file costs much
/// time.
constexpr std::size_t most_entries = 10'000;

/// Says whether a map is small enough to be read; reports it where it is not.
bool has_sane_size(const Node& map, const std::string& what, const std::string& file, Diagnostics& diagnostics) {
  if (map.entries.size() <= most_entries) return true;
  diagnostics.error(file, map.position,
                    fmt::format("expected at most {} entries in {}, found {}", most_entries, what, map.entries.size()));
  return false;
}

const Node* map_at(const Document& document, std::string_view key, Diagnostics& diagnostics) {
  const Node* node = document.root.find(key);
  if (!node || node->is_null()) return nullptr;
  if (node->is_map())
    return has_sane_size(*node, "\"" + std::string(key) + "\"", document.file, diagnostics) ? node : nullptr;
  diagnostics.error(document.file, node->position,
                    "expected a map under \"" + std::string(key) + "\", found " + node->describe());
  return nullptr;
}

/// The entries of a map of components; what is no map is reported, and nothing means none.
const std::vector<Node::Entry>& components_in(const Node& node, const std::string& what, const std::string& file,
                                              Diagnostics& diagnostics) {
  static const std::vector<Node::Entry> none;
  if (node.is_null()) return none;
  if (node.is_map()) return has_sane_size(node, what, file, diagnostics) ? node.entries : none;
  diagnostics.error(file, node.position, "expected " + what + " as a map of components, found " + node.describe());
  return none;
}

/// The first document of the chain from which an entry of a map counts: what stands before a null was taken away.
std::size_t begins_at(const std::vector<const Document*>& chain, std::string_view key, std::string_view name) {
  for (std::size_t i = chain.size(); i > 0; --i) {
    const Node* map = chain[i - 1]->root.find(key);
    const Node* entry = map ? map->find(name) : nullptr;
    if (entry && entry->is_null()) return i;
  }
  return 0;
}

void add_layer(std::vector<ComponentText>& texts, const std::string& name, DomainId region, const Node& node,
               const std::string& file, Diagnostics& diagnostics) {
  const auto found =
      std::find_if(texts.begin(), texts.end(), [&](const ComponentText& text) { return text.name == name; });
  if (node.is_null()) {
    if (found != texts.end()) texts.erase(found);
    return;
  }
  if (!node.is_map()) {
    diagnostics.error(file, node.position,
                      "expected the parameters of " + name + " as a map, found " + node.describe());
    return;
  }
  if (found != texts.end())
    found->layers.push_back({&node, &file});
  else
    texts.push_back({name, region, {{&node, &file}}});
}

}  // namespace

std::vector<const Document*> extension_chain(const Document& document, const DesignEnvironment& environment,
                                             Diagnostics& diagnostics) {
  std::vector<const Document*> chain = {&document};
  std::vector<std::string> seen;
  for (const Document* current = &document;;) {
    const Node* name = current->root.find("design");
    if (name) seen.push_back(name->text);
    const Node* extends = current->root.find("extends");
    if (!extends) break;
    if (std::find(seen.begin(), seen.end(), extends->text) != seen.end()) {
      diagnostics.error(current->file, extends->position,
                        "the designs extend each other in a circle: \"" + extends->text + "\" comes round again");
      return {};
    }
    const Document* base = extends->is_scalar() ? environment.design_document(extends->text) : nullptr;
    if (!base) {
      diagnostics.error(
          current->file, extends->position,
          "unknown design \"" + extends->text + "\"" + did_you_mean(extends->text, environment.design_names()));
      return {};
    }
    chain.push_back(base);
    current = base;
  }
  std::reverse(chain.begin(), chain.end());
  return chain;
}

void check_top_level_keys(const Document& document, Diagnostics& diagnostics) {
  if (!document.root.is_map()) {
    diagnostics.error(document.file, document.root.position, "expected a design, found " + document.root.describe());
    return;
  }
  Reader reader(document.file, diagnostics);
  for (const Node::Entry& entry : document.root.entries) {
    if (reader.enough()) return;
    if (std::find(top_level_keys.begin(), top_level_keys.end(), entry.key) == top_level_keys.end())
      reader.error(entry.position,
                   "unknown key \"" + entry.key + "\" of a design" + did_you_mean(entry.key, top_level_keys));
  }
}

std::vector<ComponentText> component_texts(const std::vector<const Document*>& chain,
                                           const std::vector<Region>& regions,
                                           const std::vector<std::string>& stack_of_region, Diagnostics& diagnostics) {
  std::vector<ComponentText> texts;
  for (std::size_t r = 0; r < regions.size(); ++r) {
    if (texts.size() > most_entries) {
      diagnostics.error(chain.back()->file, chain.back()->root.position,
                        fmt::format("expected at most {} components in all regions, found more", most_entries));
      return {};
    }
    const std::string prefix = regions[r].name + ".";
    bool stack_exists = stack_of_region[r].empty();
    const std::size_t stack_begins = begins_at(chain, "stacks", stack_of_region[r]);
    const std::size_t region_begins = begins_at(chain, "regions", regions[r].name);
    for (std::size_t i = 0; i < chain.size(); ++i) {
      const Document* document = chain[i];
      if (const Node* stacks = map_at(*document, "stacks", diagnostics); stacks && i >= stack_begins)
        if (const Node* stack = stacks->find(stack_of_region[r])) {
          stack_exists = true;
          for (const Node::Entry& entry :
               components_in(*stack, "stack \"" + stack_of_region[r] + "\"", document->file, diagnostics))
            add_layer(texts, prefix + entry.key, regions[r].domain, entry.value, document->file, diagnostics);
        }
      const Node* all = map_at(*document, "regions", diagnostics);
      const Node* region = all ? all->find(regions[r].name) : nullptr;
      const Node* with = region && i >= region_begins ? region->find("with") : nullptr;
      if (!with) continue;
      for (const Node::Entry& entry :
           components_in(*with, "\"with\" of region " + regions[r].name, document->file, diagnostics))
        add_layer(texts, prefix + entry.key, regions[r].domain, entry.value, document->file, diagnostics);
    }
    if (!stack_exists) {
      std::vector<std::string> names;
      for (const NamedText& stack : named_texts(chain, "stacks", diagnostics)) names.push_back(stack.name);
      diagnostics.error(chain.back()->file, chain.back()->root.position,
                        "region " + regions[r].name + ": unknown stack \"" + stack_of_region[r] + "\"" +
                            did_you_mean(stack_of_region[r], names));
    }
  }
  // Apart from those of regions: "east.web" here would be another text about the component of the region.
  std::vector<ComponentText> global_texts;
  for (const Document* document : chain)
    if (const Node* globals = map_at(*document, "components", diagnostics))
      for (const Node::Entry& entry : globals->entries)
        add_layer(global_texts, entry.key, no_domain, entry.value, document->file, diagnostics);
  texts.insert(texts.end(), global_texts.begin(), global_texts.end());
  return texts;
}

std::vector<NamedText> named_texts(const std::vector<const Document*>& chain, std::string_view key,
                                   Diagnostics& diagnostics) {
  std::vector<NamedText> texts;
  for (const Document* document : chain) {
    const Node* map = map_at(*document, key, diagnostics);
    if (!map) continue;
    for (const Node::Entry& entry : map->entries) {
      const auto found =
          std::find_if(texts.begin(), texts.end(), [&](const NamedText& text) { return text.name == entry.key; });
      if (entry.value.is_null()) {
        if (found != texts.end()) texts.erase(found);
      } else if (found != texts.end()) {
        found->position = entry.position;
        found->layers.push_back({&entry.value, &document->file});
      } else {
        texts.push_back({entry.key, entry.position, {{&entry.value, &document->file}}});
      }
    }
  }
  return texts;
}

JourneySource journey_source(const std::vector<Layer>& layers) {
  JourneySource source;
  for (const Layer& layer : layers) {
    const auto take = [&layer](std::string_view key, Layer& into) {
      const Node* node = layer.node->find(key);
      if (node) into = node->is_null() ? Layer{} : Layer{node, layer.file};
      return node != nullptr && !node->is_null();
    };
    const bool has_path = source.path.node != nullptr, has_success = source.success.node != nullptr;
    const bool path = take("path", source.path), success = take("success", source.success);
    if (path != success && (path ? has_success : has_path)) {
      (path ? source.success : source.path) = {};
      source.rate = {};
    }
    take("rate", source.rate);
  }
  return source;
}

}  // namespace windtunnel
