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

/// The first document of the chain from which an entry of a map counts: what stands before a null, of the entry or of the whole map,
/// was taken away.
std::size_t begins_at(const std::vector<const Document*>& chain, std::string_view key, std::string_view name) {
  for (std::size_t i = chain.size(); i > 0; --i) {
    const Node* map = chain[i - 1]->root.find(key);
    const Node* entry = map ? map->find(name) : nullptr;
    if ((map && map->is_null()) || (entry && entry->is_null())) return i;
  }
  return 0;
}

/// The text of a region in a document, or null.
const Node* region_in(const Document& document, std::string_view name) {
  const Node* regions = document.root.find("regions");
  return regions ? regions->find(name) : nullptr;
}

/// The same for what a region's `with` says of components.
std::size_t with_begins_at(const std::vector<const Document*>& chain, std::string_view region_name) {
  const std::size_t region_begins = begins_at(chain, "regions", region_name);
  for (std::size_t i = chain.size(); i > region_begins; --i) {
    const Node* region = region_in(*chain[i - 1], region_name);
    const Node* with = region ? region->find("with") : nullptr;
    if (with && with->is_null()) return i;
  }
  return region_begins;
}

/// Nulls that are to take something away: a mistake where nothing is there. That of a stack counts for all regions that run it.
class Removals {
 public:
  /// `there`: gives the names that could have been meant.
  template <class Names>
  void note(const Node::Entry& entry, const std::string& file, std::string_view kind, bool removed, const Names& there) {
    const auto found = std::find_if(all_.begin(), all_.end(), [&](const Removal& one) { return one.entry == &entry; });
    Removal& removal = found == all_.end() ? all_.emplace_back(Removal{&entry, &file, std::string(kind)}) : *found;
    removal.removed = removal.removed || removed;
    if (!removal.removed && removal.nearest.empty() && all_.size() < most_suggestions) removal.nearest = did_you_mean(entry.key, there());
  }

  void report(Diagnostics& diagnostics) const {
    for (const Removal& one : all_)
      if (!one.removed)
        diagnostics.error(*one.file, one.entry->position,
                          fmt::format("null takes away what was said before, and nothing was said of the {} \"{}\"{}", one.kind,
                                      one.entry->key, one.nearest));
  }

 private:
  struct Removal {
    const Node::Entry* entry;
    const std::string* file;
    std::string kind;
    bool removed = false;
    std::string nearest = {};
  };
  /// Beyond these the nearest names of a very wrong file would cost more time than they are worth.
  static constexpr std::size_t most_suggestions = 100;
  std::vector<Removal> all_;
};

/// Puts together the components of regions, or those of none, text by text.
class ComponentTexts {
 public:
  ComponentTexts(Removals& removals, Diagnostics& diagnostics) : removals_(removals), diagnostics_(diagnostics) {}

  /// What follows belongs to this region: its components are called "east.web".
  void begin(DomainId region, std::string prefix) {
    region_ = region;
    prefix_ = std::move(prefix);
    first_ = texts_.size();
  }

  void add(const Node::Entry& entry, const std::string& file) {
    const std::string name = prefix_ + entry.key;
    const auto begin = texts_.begin() + static_cast<std::ptrdiff_t>(first_);
    const auto found = std::find_if(begin, texts_.end(), [&](const ComponentText& text) { return text.name == name; });
    if (entry.value.is_null()) {
      removals_.note(entry, file, "component", found != texts_.end(), [this] { return names(); });
      if (found != texts_.end()) texts_.erase(found);
    } else if (!entry.value.is_map()) {
      diagnostics_.error(file, entry.value.position,
                         "expected the parameters of " + name + " as a map, found " + entry.value.describe());
    } else if (found != texts_.end()) {
      found->layers.push_back({&entry.value, &file});
    } else {
      texts_.push_back({name, region_, {{&entry.value, &file}}});
    }
  }

  /// Takes away what was said of the components since begin().
  void clear() { texts_.resize(first_); }
  std::size_t size() const { return texts_.size(); }
  std::vector<ComponentText> take() { return std::move(texts_); }

 private:
  /// Of the components so far, as the region's own texts call them.
  std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (std::size_t i = first_; i < texts_.size(); ++i) all.push_back(texts_[i].name.substr(prefix_.size()));
    return all;
  }

  Removals& removals_;
  Diagnostics& diagnostics_;
  std::vector<ComponentText> texts_;
  DomainId region_ = no_domain;
  std::string prefix_;
  std::size_t first_ = 0;  ///< of the region
};

/// Where the stack of a region went wrong: where it was taken away, else where the region names it.
Place stack_place(const std::vector<const Document*>& chain, const std::string& region_name, const std::string& stack) {
  Place place{chain.back()->file, chain.back()->root.position};
  for (const Document* document : chain) {
    const Node* region = region_in(*document, region_name);
    if (const Node* named = region ? region->find("stack") : nullptr) place = {document->file, named->position};
    const Node* stacks = document->root.find("stacks");
    const Node* entry = stacks ? stacks->find(stack) : nullptr;
    if (stacks && (stacks->is_null() || (entry && entry->is_null())))
      place = {document->file, entry ? entry->position : stacks->position};
  }
  return place;
}

/// Regions run stacks that there are, and a stack that the design itself states runs somewhere; one that it takes over may have been
/// replaced.
void check_stacks(const std::vector<const Document*>& chain, const std::vector<Region>& regions,
                  const std::vector<std::string>& stack_of_region, Diagnostics& diagnostics) {
  std::vector<std::string> names;
  for (const NamedText& stack : named_texts(chain, "stacks", diagnostics)) names.push_back(stack.name);
  const Document& design = *chain.back();
  bool all_exist = true;
  for (std::size_t r = 0; r < regions.size(); ++r) {
    const std::string& name = stack_of_region[r];
    if (name.empty() || std::find(names.begin(), names.end(), name) != names.end()) continue;
    all_exist = false;
    const Place place = stack_place(chain, regions[r].name, name);
    diagnostics.error(place.file, place.position,
                      "region " + regions[r].name + ": unknown stack \"" + name + "\"" + did_you_mean(name, names));
  }
  const Node* stacks = design.root.find("stacks");
  if (!stacks || !all_exist) return;
  for (const Node::Entry& stack : stacks->entries)
    if (!stack.value.is_null() && std::find(stack_of_region.begin(), stack_of_region.end(), stack.key) == stack_of_region.end())
      diagnostics.error(design.file, stack.position,
                        "no region runs the stack \"" + stack.key + "\"" + did_you_mean(stack.key, stack_of_region));
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
  check_stacks(chain, regions, stack_of_region, diagnostics);
  Removals removals;
  ComponentTexts texts(removals, diagnostics);
  for (std::size_t r = 0; r < regions.size(); ++r) {
    if (texts.size() > most_entries) {
      diagnostics.error(chain.back()->file, chain.back()->root.position,
                        fmt::format("expected at most {} components in all regions, found more", most_entries));
      return {};
    }
    texts.begin(regions[r].domain, regions[r].name + ".");
    const std::size_t stack_begins = begins_at(chain, "stacks", stack_of_region[r]);
    const std::size_t with_begins = with_begins_at(chain, regions[r].name);
    for (std::size_t i = 0; i < chain.size(); ++i) {
      const std::string& file = chain[i]->file;
      const auto add_all = [&](const Node* map, const std::string& what) {
        if (!map) return;
        for (const Node::Entry& entry : components_in(*map, what, file, diagnostics)) texts.add(entry, file);
      };
      if (const Node* stacks = map_at(*chain[i], "stacks", diagnostics); stacks && i >= stack_begins)
        add_all(stacks->find(stack_of_region[r]), "stack \"" + stack_of_region[r] + "\"");
      if (const Node* region = region_in(*chain[i], regions[r].name); region && i >= with_begins)
        add_all(region->find("with"), "\"with\" of region " + regions[r].name);
    }
  }
  // Apart from those of regions: "east.web" here would be another text about the component of the region.
  texts.begin(no_domain, "");
  for (const Document* document : chain) {
    if (const Node* globals = document->root.find("components"); globals && globals->is_null()) texts.clear();
    if (const Node* globals = map_at(*document, "components", diagnostics))
      for (const Node::Entry& entry : globals->entries) texts.add(entry, document->file);
  }
  removals.report(diagnostics);
  return texts.take();
}

std::vector<NamedText> named_texts(const std::vector<const Document*>& chain, std::string_view key,
                                   Diagnostics& diagnostics) {
  std::vector<NamedText> texts;
  Removals removals;
  for (const Document* document : chain) {
    if (const Node* map = document->root.find(key); map && map->is_null()) texts.clear();
    const Node* map = map_at(*document, key, diagnostics);
    if (!map) continue;
    for (const Node::Entry& entry : map->entries) {
      const auto found =
          std::find_if(texts.begin(), texts.end(), [&](const NamedText& text) { return text.name == entry.key; });
      if (entry.value.is_null()) {
        // "journeys" holds what is called a journey.
        removals.note(entry, document->file, key.substr(0, key.size() - 1), found != texts.end(), [&texts] {
          std::vector<std::string> names;
          for (const NamedText& text : texts) names.push_back(text.name);
          return names;
        });
        if (found != texts.end()) texts.erase(found);
      } else if (found != texts.end()) {
        found->position = entry.position;
        found->layers.push_back({&entry.value, &document->file});
      } else {
        texts.push_back({entry.key, entry.position, {{&entry.value, &document->file}}});
      }
    }
  }
  removals.report(diagnostics);
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
