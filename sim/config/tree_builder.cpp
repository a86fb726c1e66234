// Builds the tree of a document from the events of a parser, and refuses what is wrong with the tree's form.
#include "sim/config/tree_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "sim/config/wording.h"

namespace windtunnel::detail {
namespace {

constexpr std::size_t most_problems = 20;

}  // namespace

TreeBuilder::TreeBuilder(const std::string& file, const DocumentLimits& limits, Diagnostics& diagnostics)
    : file_(file), limits_(limits), diagnostics_(diagnostics) {}

bool TreeBuilder::problem(Position position, std::string message) {
  diagnostics_.error(file_, position, std::move(message));
  return ++problems_ < most_problems;
}

bool TreeBuilder::wants_key() const { return !open_.empty() && open_.back()->is_map() && !key_pending_; }

Node* TreeBuilder::place(Position position) {
  if (++nodes_ > limits_.nodes) {
    problem(position, fmt::format("the document has more than {} values", limits_.nodes));
    return nullptr;
  }
  if (open_.empty()) {
    has_root_ = true;
    return &root_;
  }
  Node& parent = *open_.back();
  if (parent.is_list()) return &parent.items.emplace_back();
  key_pending_ = false;
  return &parent.entries.back().value;
}

bool TreeBuilder::begin(Node::Kind kind, Position position) {
  if (open_.size() >= static_cast<std::size_t>(limits_.depth)) {
    problem(position, fmt::format("nested more than {} deep", limits_.depth));
    return false;
  }
  Node* node = place(position);
  if (node == nullptr) return false;
  node->kind = kind;
  node->position = position;
  open_.push_back(node);
  return true;
}

bool TreeBuilder::end() {
  const Node& closed = *open_.back();
  open_.pop_back();
  return !closed.is_map() || report_duplicate_keys(closed);
}

bool TreeBuilder::refuse_nul(std::string_view text, Position position) {
  if (text.find('\0') == std::string_view::npos) return true;
  return problem(position, "a NUL character has no place in text");
}

bool TreeBuilder::key(std::string text, Position position) {
  if (!refuse_nul(text, position)) return false;
  open_.back()->entries.push_back({std::move(text), position, {}});
  key_pending_ = true;
  return true;
}

bool TreeBuilder::scalar(std::string text, bool quoted, Position position) {
  Node* node = place(position);
  if (node == nullptr || !refuse_nul(text, position)) return false;
  node->kind = Node::Kind::scalar;
  node->quoted = quoted;
  node->position = position;
  node->text = std::move(text);
  return true;
}

bool TreeBuilder::null(Position position) {
  Node* node = place(position);
  if (node == nullptr) return false;
  node->kind = Node::Kind::null;
  node->position = position;
  return true;
}

bool TreeBuilder::report_duplicate_keys(const Node& map) {
  std::vector<std::size_t> order(map.entries.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return map.entries[a].key < map.entries[b].key; });
  std::size_t first = 0;
  for (std::size_t i = 1; i < order.size(); ++i) {
    const Node::Entry& original = map.entries[order[first]];
    const Node::Entry& entry = map.entries[order[i]];
    if (entry.key != original.key) {
      first = i;
    } else if (!problem(entry.position, fmt::format("duplicate key {}; it stands first at {}:{}", in_quotes(entry.key),
                                                    original.position.line, original.position.column))) {
      return false;
    }
  }
  return true;
}

std::optional<Node> TreeBuilder::take() {
  if (problems_ > 0) return std::nullopt;
  return std::move(root_);
}

}  // namespace windtunnel::detail
