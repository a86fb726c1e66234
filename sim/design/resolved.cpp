// See resolved.h.
#include "sim/design/resolved.h"

#include <algorithm>
#include <map>
#include <set>

#include "sim/config/parameter_node.h"
#include "sim/config/wording.h"
#include "sim/design/file_tables.h"
#include "sim/design/sources.h"
#include "sim/kernel/number_text.h"

namespace windtunnel {
namespace {

void sort_maps(Node& node) {
  for (Node& item : node.items) sort_maps(item);
  for (Node::Entry& entry : node.entries) sort_maps(entry.value);
  std::stable_sort(node.entries.begin(), node.entries.end(),
                   [](const Node::Entry& a, const Node::Entry& b) { return a.key < b.key; });
}

/// Keys under which journeys and the SLA name components and journeys, alone or in lists.
bool holds_names(std::string_view key) {
  static constexpr std::string_view keys[] = {"path", "success", "call", "fallback", "calls", "on_miss", "all", "any", "of", "journeys"};
  return std::find(std::begin(keys), std::end(keys), key) != std::end(keys);
}

/// The node without places, and with scalars in the one form that JSON leaves them in: numbers and truth values plain,
/// all else as text, names such as "007" too, which would read back as others.
Node plain(Node node, bool names) {
  node.position = {};
  if (node.is_scalar() && !node.quoted) {
    const auto number = read_number(node.text);
    const std::string text = number && number->length == node.text.size() ? number_text(number->value) : "";
    const bool is_number = !text.empty() && (!names || text == node.text);
    if (is_number) node.text = text;
    node.quoted = !is_number && node.text != "true" && node.text != "false";
  }
  for (Node& item : node.items) item = plain(std::move(item), names);
  for (Node::Entry& entry : node.entries) entry = {entry.key, {}, plain(std::move(entry.value), holds_names(entry.key))};
  return node;
}

class Resolving {
 public:
  Resolving(const Design& design, const std::vector<const Document*>& chain) : design_(design), chain_(chain) {}

  Node document() {
    Node root = map_node();
    child_of(root, "design") = text_node(design_.name);
    if (!design_.title.empty()) child_of(root, "title") = text_node(design_.title);
    regions(root);
    components(root);
    journeys(root);
    for (const Document* part : chain_)
      if (const Node* sla = part->root.find("sla")) child_of(root, "sla") = plain(*sla, false);
    assumptions(root);
    sort_maps(root);
    return root;
  }

 private:
  Node parameters_of(ComponentId id) const {
    Component& component = *design_.components()[id];
    return node_of(*component.type().parameters, component.parameters_address());
  }

  void regions(Node& root) {
    std::vector<std::string> order;
    for (const Region& region : design_.regions) {
      order.push_back(region.name);
      Node text = map_node();
      child_of(text, "name") = text_node(region.label);
      std::vector<std::string> zones;
      for (const Region::Zone& zone : region.zones) zones.push_back(zone.name);
      child_of(text, "zones") = list_node(zones);
      child_of(text, "time_zone") = text_node(region.time_zone);
      domain(region.domain, child_of(text, "region"));
      // All zones of a region are read from one text.
      for (const Region::Zone& zone : region.zones) domain(zone.domain, child_of(text, "zone"));
      child_of(child_of_map(root, "regions"), region.name) = std::move(text);
    }
    child_of(child_of_map(root, "order"), "regions") = list_node(order);
  }

  void domain(DomainId id, Node& text) {
    const ComponentId component = design_.domains[id].component;
    if (component == no_component) return;
    domains_.insert(component);
    text = parameters_of(component);
  }

  void components(Node& root) {
    std::vector<std::string> order;
    for (const auto& component : design_.components()) {
      if (domains_.count(component->id()) > 0) continue;
      const std::string& name = component->name();
      order.push_back(name);
      Node text = parameters_of(component->id());
      child_of(text, "type") = text_node(std::string(component->type().name));
      if (component->region() == no_domain) {
        child_of(child_of_map(root, "components"), name) = std::move(text);
        continue;
      }
      const std::string& region = design_.domains[component->region()].name;
      child_of(child_of_map(child_of_map(root, "stacks"), region), name.substr(region.size() + 1)) = std::move(text);
      child_of(child_of(child_of(root, "regions"), region), "stack") = text_node(region);
    }
    child_of(child_of_map(root, "order"), "components") = list_node(order);
  }

  void journeys(Node& root) {
    std::vector<std::string> order;
    Diagnostics none;
    for (const NamedText& named : named_texts(chain_, "journeys", none)) {
      order.push_back(named.name);
      JourneyText given;
      std::vector<ParameterLayer> layers;
      for (const Layer& layer : named.layers) layers.push_back({layer.node, layer.file});
      read_layers(layers, windtunnel::parameters_of<JourneyText>(), &given, none, {.reserved = {"path", "success", "rate"}});
      Node text = node_of(given);
      const JourneySource source = journey_source(named.layers);
      for (const auto& [key, layer] : {std::pair{"path", source.path}, {"success", source.success}, {"rate", source.rate}})
        if (layer.node) child_of(text, key) = plain(*layer.node, holds_names(key));
      child_of(child_of_map(root, "journeys"), named.name) = std::move(text);
    }
    child_of(child_of_map(root, "order"), "journeys") = list_node(order);
  }

  /// Those that are used by name stay; those of regions and zones too, since zones of a region share one text.
  void assumptions(Node& root) {
    Diagnostics none;
    for (const NamedText& named : named_texts(chain_, "assumptions", none)) {
      AssumptionText given;
      Reader reader(*named.latest().file, none);
      read_parameters(*named.latest().node, given, reader);
      const auto sets = [&](ComponentId id) { return given.sets.starts_with(design_.component(id).name() + "."); };
      if (!given.sets.empty() && std::none_of(domains_.begin(), domains_.end(), sets)) continue;
      child_of(child_of_map(root, "assumptions"), named.name) = node_of(given);
    }
  }

  static Node& child_of_map(Node& map, const std::string& key) {
    Node& child = child_of(map, key);
    child.kind = Node::Kind::map;
    return child;
  }

  const Design& design_;
  const std::vector<const Document*>& chain_;
  std::set<ComponentId> domains_;  ///< components that stand for regions and zones
};

/// Puts the entries of a map in the order of a list of names; what the list does not name follows.
void put_in_order(Node& map, const std::vector<std::string>& names) {
  const auto rank = [&](const std::string& key) { return std::find(names.begin(), names.end(), key) - names.begin(); };
  std::stable_sort(map.entries.begin(), map.entries.end(),
                   [&](const Node::Entry& a, const Node::Entry& b) { return rank(a.key) < rank(b.key); });
}

std::vector<std::string> names_in(const Node* order, std::string_view key) {
  std::vector<std::string> names;
  const Node* list = order ? order->find(key) : nullptr;
  for (std::size_t i = 0; list && i < list->items.size(); ++i) names.push_back(list->items[i].text);
  return names;
}

void append_text(const Node& node, std::string& text) {
  if (node.is_null()) text += "null";
  if (node.is_scalar()) text += node.quoted ? quoted_whole(node.text) : node.text;
  if (node.is_list()) {
    text += '[';
    for (const Node& item : node.items) append_text(item, text += &item == &node.items.front() ? "" : ",");
    text += ']';
  }
  if (node.is_map()) {
    text += '{';
    for (const Node::Entry& entry : node.entries)
      append_text(entry.value, text += (&entry == &node.entries.front() ? "" : ",") + quoted_whole(entry.key) + ":");
    text += '}';
  }
}

}  // namespace

Node resolved_design(const Document& document, const DesignEnvironment& environment, const Design& design) {
  Diagnostics none;
  const std::vector<const Document*> chain = extension_chain(document, environment, none);
  return Resolving(design, chain).document();
}

Node default_parameters(const Design& design) {
  std::map<ComponentId, std::string> domains;
  for (const Region& region : design.regions) {
    domains[design.domains[region.domain].component] = "region";
    for (const Region::Zone& zone : region.zones) domains[design.domains[zone.domain].component] = "zone";
  }
  Node defaults = map_node();
  for (const auto& component : design.components()) {
    const ComponentType& type = component->type();
    const auto domain = domains.find(component->id());
    Node& of = child_of(defaults, domain == domains.end() ? std::string(type.name) : domain->second);
    if (of.is_map()) continue;
    const auto fresh = type.create();
    of = node_of(*type.parameters, fresh->parameters_address());
  }
  sort_maps(defaults);
  return defaults;
}

Document resolved_document(const Node& resolved, const std::string& file) {
  Document document{file, resolved_text(resolved), resolved};
  const Node* order = resolved.find("order");
  if (!order) return document;
  const std::vector<std::string> components = names_in(order, "components");
  for (Node::Entry& entry : document.root.entries) {
    if (entry.key == "regions" || entry.key == "journeys") put_in_order(entry.value, names_in(order, entry.key));
    if (entry.key == "components") put_in_order(entry.value, components);
    if (entry.key != "stacks") continue;
    for (Node::Entry& stack : entry.value.entries) {
      std::vector<std::string> local;
      for (const std::string& name : components)
        if (name.starts_with(stack.key + ".")) local.push_back(name.substr(stack.key.size() + 1));
      put_in_order(stack.value, local);
    }
  }
  std::erase_if(document.root.entries, [](const Node::Entry& entry) { return entry.key == "order"; });
  put_in_order(document.root, {"design"});
  return document;
}

std::string resolved_text(const Node& resolved) {
  std::string text;
  append_text(resolved, text);
  return text;
}

}  // namespace windtunnel
