// A YAML or JSON file as a tree in which every key and value knows its line and column.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace windtunnel {

class Diagnostics;

/// Where a key or value begins; both count from 1. 0 means "nowhere in a file".
struct Position {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

/// A value of a file. Scalars keep their text; how it is read is decided by what asks for it, so nothing turns into a
/// boolean or a number behind the writer's back.
struct Node {
  enum class Kind : std::uint8_t { null, scalar, list, map };
  struct Entry;

  Kind kind = Kind::null;
  bool quoted = false;  ///< a scalar that stood in quotes is text, never a number or null
  Position position;
  std::string text;            ///< of a scalar, UTF-8
  std::vector<Node> items;     ///< of a list
  std::vector<Entry> entries;  ///< of a map, in the file's order; keys are unique

  bool is_map() const { return kind == Kind::map; }
  bool is_list() const { return kind == Kind::list; }
  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_null() const { return kind == Kind::null; }
  /// The value under a key of a map, or null pointer.
  const Node* find(std::string_view key) const;
  /// What stands here, for messages: "a list of 3", "the text \"abc\"", "a map with the keys a, b".
  std::string describe() const;
};

struct Node::Entry {
  std::string key;
  Position position;
  Node value;
};

/// A file as read. `text` is kept for hashes and for showing the offending line.
struct Document {
  std::string file;  ///< as the user named it
  std::string text;
  Node root;
};

/// Limits that keep hostile input from exhausting time or memory, and what else of a format is taken.
struct DocumentLimits {
  std::size_t bytes = 16u << 20;
  std::size_t nodes = 1u << 20;
  int depth = 64;
  /// Of YAML, for formats of others that use them: "!Name value" reads as {Name: value}; otherwise tags are refused.
  bool tags_as_keys = false;
};

/// Reads a file (JSON or YAML by its ending; without a known one, JSON where it begins with '{' or '['). Everything wrong with its form
/// (duplicate keys, anchors and aliases, tags, several documents, bad UTF-8, NUL bytes, lone surrogates, limits) goes
/// to `diagnostics` with its place; nothing is returned then.
std::optional<Document> load_document(const std::string& file, Diagnostics& diagnostics,
                                      const DocumentLimits& limits = {});
std::optional<Document> parse_document(std::string file, std::string text, Diagnostics& diagnostics,
                                       const DocumentLimits& limits = {});

}  // namespace windtunnel
