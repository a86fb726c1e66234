// See design_changes.h.
#include "sim/design/design_changes.h"

#include <algorithm>

#include "sim/config/parameter_node.h"
#include "sim/design/resolved.h"

namespace windtunnel {
namespace {

using Keys = std::vector<std::string>;

const Node* node_at(const Node& root, const Keys& keys) {
  const Node* node = &root;
  for (const std::string& key : keys)
    if (node) node = node->is_map() ? node->find(key) : nullptr;
  return node;
}

std::string joined(const Keys& keys, std::size_t from) {
  std::string path;
  for (std::size_t i = from; i < keys.size(); ++i) path += (path.empty() ? "" : ".") + keys[i];
  return path;
}

/// "stacks/primary/nat/zone" is "primary.nat.zone" to people, "components/dns/ttl" is "dns.ttl".
std::string path_of(const Keys& keys) {
  return joined(keys, keys.front() == "stacks" || keys.front() == "components" ? 1 : 0);
}

/// As people write it in a file.
std::string text_of(const Node* node) {
  if (!node) return "";
  if (node->is_null()) return "none";
  if (node->is_scalar()) return node->text;
  std::string text;
  for (const Node& item : node->items) text += (text.empty() ? "" : ", ") + text_of(&item);
  for (const Node::Entry& entry : node->entries)
    text += (text.empty() ? "" : ", ") + entry.key + ": " + text_of(&entry.value);
  return node->is_list() ? "[" + text + "]" : "{" + text + "}";
}

/// How many keys name a component, a journey, an assumption or a region, which come and go as a whole.
std::size_t depth_of_things(const std::string& root) { return root == "stacks" ? 3 : 2; }

class Differing {
 public:
  Differing(const Node& before, const Node& after) : before_(before), after_(after) {}

  std::vector<DesignChange> all() {
    for (const char* root : {"assumptions", "components", "journeys", "regions", "sla", "stacks"}) walk({root});
    std::stable_sort(changes_.begin(), changes_.end(),
                     [](const DesignChange& a, const DesignChange& b) { return a.path < b.path; });
    for (std::size_t i = 0; i < changes_.size(); ++i)
      for (std::size_t j = 0; j < changes_.size(); ++j)
        if (i != j && needs(changes_[i], changes_[j])) changes_[i].after_changes.push_back(j);
    return std::move(changes_);
  }

 private:
  void walk(const Keys& keys) {
    const Node* a = node_at(before_, keys);
    const Node* b = node_at(after_, keys);
    if (same(a, b)) return;
    const std::size_t depth = depth_of_things(keys.front());
    // Above the things there are only maps of them, of which one side may have none.
    const bool above = keys.size() < depth && keys.front() != "sla";
    const bool both = a && b && a->is_map() && b->is_map();
    if (above || (both && !is_choice(*a, *b) && !another_type(keys, *a, *b))) {
      for (const std::string& key : keys_of(a, b)) walk(with(keys, key));
      return;
    }
    const bool component = keys.size() == depth && keys.front() != "journeys" && keys.front() != "regions";
    const auto shown = [&](const Node* node) {
      const Node* type = component && node ? node->find("type") : nullptr;
      return type ? type->text : text_of(node);
    };
    changes_.push_back({path_of(keys), shown(a), shown(b), keys, {}});
  }

  static Keys with(Keys keys, const std::string& key) {
    keys.push_back(key);
    return keys;
  }

  static bool same(const Node* a, const Node* b) {
    if (!a || !b) return a == b;
    return resolved_text(*a) == resolved_text(*b);
  }

  /// {daily: ...} and {share: ...} are one value each: parts of both would be none.
  static bool is_choice(const Node& a, const Node& b) {
    return a.entries.size() == 1 && b.entries.size() == 1 && a.entries.front().key != b.entries.front().key;
  }

  static bool another_type(const Keys& keys, const Node& a, const Node& b) {
    if (keys.size() != depth_of_things(keys.front())) return false;
    return !same(a.find("type"), b.find("type"));
  }

  static Keys keys_of(const Node* a, const Node* b) {
    std::set<std::string> keys;
    for (const Node* node : {a, b})
      for (std::size_t i = 0; node && i < node->entries.size(); ++i) keys.insert(node->entries[i].key);
    return {keys.begin(), keys.end()};
  }

  /// Whether a value names a component: "nat-2", "primary.nat-2" or "primary.nat-2.read".
  static bool names(const Node* value, const std::string& component) {
    if (!value) return false;
    if (value->is_scalar()) {
      const std::string local = component.substr(component.rfind('.') + 1);
      for (const std::string& name : {local, component})
        if (value->text == name || value->text.starts_with(name + ".")) return true;
    }
    return std::any_of(value->items.begin(), value->items.end(), [&](const Node& n) { return names(&n, component); }) ||
           std::any_of(value->entries.begin(), value->entries.end(),
                       [&](const Node::Entry& e) { return names(&e.value, component); });
  }

  bool needs(const DesignChange& change, const DesignChange& first) const {
    // A region comes before what stands in it, and goes after.
    if (is_region(first) && first.before.empty() && change.keys.front() == "stacks" && change.keys[1] == first.keys[1])
      return true;
    if (is_region(change) && change.after.empty() && first.keys.front() == "stacks" && first.keys[1] == change.keys[1])
      return true;
    const bool came = first.before.empty() && is_component(first), went = change.after.empty() && is_component(change);
    return (came && names(node_at(after_, change.keys), first.path)) ||
           (went && names(node_at(before_, first.keys), change.path));
  }

  static bool is_region(const DesignChange& change) {
    return change.keys.front() == "regions" && change.keys.size() == 2;
  }

  static bool is_component(const DesignChange& change) {
    return (change.keys.front() == "stacks" && change.keys.size() == 3) ||
           (change.keys.front() == "components" && change.keys.size() == 2);
  }

  const Node& before_;
  const Node& after_;
  std::vector<DesignChange> changes_;
};

void put(Node& root, const Keys& keys, const Node* value) {
  Node* node = &root;
  for (std::size_t i = 0; i + 1 < keys.size(); ++i) {
    node->kind = Node::Kind::map;
    node = &child_of(*node, keys[i]);
  }
  if (value) {
    node->kind = Node::Kind::map;
    child_of(*node, keys.back()) = *value;
  } else {
    std::erase_if(node->entries, [&](const Node::Entry& entry) { return entry.key == keys.back(); });
  }
}

/// The order of the later design, and behind their former predecessors those that only the earlier one has.
Node merged_order(const Node& before, const Node& after) {
  Node merged = after;
  for (const Node::Entry& entry : before.entries) {
    Node& list = child_of(merged, entry.key);
    list.kind = Node::Kind::list;
    for (std::size_t i = 0; i < entry.value.items.size(); ++i) {
      const auto at = [&](const std::string& name) {
        return std::find_if(list.items.begin(), list.items.end(), [&](const Node& item) { return item.text == name; });
      };
      if (at(entry.value.items[i].text) != list.items.end()) continue;
      const auto previous = i == 0 ? list.items.end() : at(entry.value.items[i - 1].text);
      list.items.insert(previous == list.items.end() ? list.items.begin() : previous + 1, entry.value.items[i]);
    }
  }
  return merged;
}

}  // namespace

std::vector<DesignChange> design_changes(const Node& before, const Node& after) {
  return Differing(before, after).all();
}

namespace {

/// The type that a change of a parameter belongs to, with the keys of the parameter below it; no keys: it belongs to none.
std::pair<std::string, Keys> typed_keys(const DesignChange& change, const Node& after) {
  const std::string& root = change.keys.front();
  if (root == "regions") {
    if (change.keys.size() < 4 || (change.keys[2] != "region" && change.keys[2] != "zone")) return {};
    return {change.keys[2], Keys(change.keys.begin() + 3, change.keys.end())};
  }
  const std::size_t depth = depth_of_things(root);
  if ((root != "stacks" && root != "components") || change.keys.size() <= depth) return {};
  const auto below = change.keys.begin() + static_cast<std::ptrdiff_t>(depth);
  const Node* component = node_at(after, Keys(change.keys.begin(), below));
  const Node* type = component && component->is_map() ? component->find("type") : nullptr;
  return {type ? type->text : "", Keys(below, change.keys.end())};
}

}  // namespace

std::set<std::size_t> changes_of_defaults(const std::vector<DesignChange>& changes, const Node& after,
                                          const Node& defaults_before, const Node& defaults_now) {
  std::set<std::size_t> found;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    auto [type, keys] = typed_keys(changes[i], after);
    if (keys.empty()) continue;
    keys.insert(keys.begin(), type);
    const std::string before = text_of(node_at(defaults_before, keys)), now = text_of(node_at(defaults_now, keys));
    if (before != now && changes[i].before == before && changes[i].after == now) found.insert(i);
  }
  return found;
}

std::string parameter_of(const DesignChange& change, const Node& after) {
  const auto [type, keys] = typed_keys(change, after);
  return type + "." + joined(keys, 0);
}

Node with_changes(const Node& before, const Node& after, const std::vector<DesignChange>& changes,
                  const std::set<std::size_t>& made) {
  if (made.empty()) return before;
  if (made.size() == changes.size()) return after;
  Node mixed = before;
  for (const std::size_t i : made) put(mixed, changes[i].keys, node_at(after, changes[i].keys));
  const Node *first = before.find("order"), *second = after.find("order");
  if (first && second) child_of(mixed, "order") = merged_order(*first, *second);
  return mixed;
}

}  // namespace windtunnel
