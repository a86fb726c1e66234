// Builds the tree of a document from the events of a parser, and refuses what is wrong with the tree's form.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/config/diagnostics.h"
#include "sim/config/document.h"

namespace windtunnel::detail {

/// Depth and size are checked as events come, so that hostile input ends before it costs memory or time. Every function
/// that returns bool says whether the parser should go on.
class TreeBuilder {
 public:
  TreeBuilder(const std::string& file, const DocumentLimits& limits, Diagnostics& diagnostics);

  bool begin_map(Position position) { return begin(Node::Kind::map, position); }
  bool begin_list(Position position) { return begin(Node::Kind::list, position); }
  bool end();
  bool key(std::string text, Position position);
  bool scalar(std::string text, bool quoted, Position position);
  bool null(Position position);
  /// Notes a problem of form; false once there are so many that more would not help.
  bool problem(Position position, std::string message);

  /// Whether the next event of the open map is a key.
  bool wants_key() const;
  bool has_root() const { return has_root_; }
  /// The tree, if nothing was wrong; to be called once, after the last event.
  std::optional<Node> take();

 private:
  bool begin(Node::Kind kind, Position position);
  /// The node into which the next value goes, or null pointer with a problem noted.
  Node* place(Position position);
  bool refuse_nul(std::string_view text, Position position);
  bool report_duplicate_keys(const Node& map);

  const std::string& file_;
  const DocumentLimits& limits_;
  Diagnostics& diagnostics_;
  Node root_;
  std::vector<Node*> open_;  // an open node's parent does not grow, so these stay valid
  bool has_root_ = false;
  bool key_pending_ = false;
  std::size_t nodes_ = 0;
  std::size_t problems_ = 0;
};

/// Reads text that is known to be UTF-8 without NUL, control characters and byte order mark. `file` names it in
/// messages.
std::optional<Node> parse_yaml(const std::string& file, std::string_view text, Diagnostics& diagnostics,
                               const DocumentLimits& limits);
std::optional<Node> parse_json(const std::string& file, std::string_view text, Diagnostics& diagnostics,
                               const DocumentLimits& limits);

/// Line and column of a byte; columns count characters, a line ends at its line feed.
Position position_at(std::string_view text, std::size_t byte);

}  // namespace windtunnel::detail
