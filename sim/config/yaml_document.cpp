// YAML by libyaml's events. Only the plain part of the language is taken: no anchors, aliases, tags, merge keys or
// several documents.
#include <fmt/format.h>
#include <yaml.h>

#include <memory>
#include <vector>

#include "sim/config/tree_builder.h"
#include "sim/config/wording.h"

namespace windtunnel::detail {
namespace {

Position position_of(const yaml_mark_t& mark) {
  return {static_cast<std::uint32_t>(mark.line + 1), static_cast<std::uint32_t>(mark.column + 1)};
}

std::string text_of(const yaml_char_t* text) { return text == nullptr ? "" : reinterpret_cast<const char*>(text); }

bool is_null_word(std::string_view text) {
  return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL";
}

/// One pass over a text's events.
class YamlReading {
 public:
  YamlReading(const std::string& file, std::string_view text, Diagnostics& diagnostics, const DocumentLimits& limits)
      : text_(text),
        builder_(file, limits, diagnostics),
        parser_(new yaml_parser_t),
        tags_as_keys_(limits.tags_as_keys) {
    if (yaml_parser_initialize(parser_.get()) == 0) throw std::bad_alloc();
    yaml_parser_set_encoding(parser_.get(), YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(parser_.get(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  ~YamlReading() { yaml_parser_delete(parser_.get()); }
  YamlReading(const YamlReading&) = delete;
  YamlReading& operator=(const YamlReading&) = delete;

  std::optional<Node> read() {
    if (!refuse_tag_directives()) return std::nullopt;
    for (bool more = true; more;) {
      yaml_event_t event;
      if (yaml_parser_parse(parser_.get(), &event) == 0) {
        report_syntax();
        break;
      }
      more = event.type != YAML_STREAM_END_EVENT && take(event);
      yaml_event_delete(&event);
    }
    return builder_.take();
  }

 private:
  /// libyaml compares each tag directive with all before it, and only then tells of them: they must not reach it.
  bool refuse_tag_directives() {
    constexpr std::string_view directive = "%TAG";
    for (std::size_t at = text_.find(directive); at != std::string_view::npos; at = text_.find(directive, at + 1)) {
      if (at > 0 && text_[at - 1] != '\n' && text_[at - 1] != '\r') continue;
      builder_.problem(position_at(text_, at), "tag directives are not supported");
      return false;
    }
    return true;
  }

  bool take(const yaml_event_t& event) {
    const Position position = position_of(event.start_mark);
    switch (event.type) {
      case YAML_DOCUMENT_START_EVENT: return begin_document(position);
      case YAML_ALIAS_EVENT:
        return builder_.problem(position, fmt::format("the alias *{} is not supported; write the value out",
                                                      text_of(event.data.alias.anchor))) &&
               fill(position);
      case YAML_SCALAR_EVENT: return take_scalar(event, position);
      case YAML_SEQUENCE_START_EVENT:
        return refuse_properties(event.data.sequence_start.anchor, event.data.sequence_start.tag, position) &&
               refuse_as_key(position) && open_tag(event.data.sequence_start.tag, position, true) &&
               builder_.begin_list(position);
      case YAML_MAPPING_START_EVENT:
        return refuse_properties(event.data.mapping_start.anchor, event.data.mapping_start.tag, position) &&
               refuse_as_key(position) && open_tag(event.data.mapping_start.tag, position, true) &&
               builder_.begin_map(position);
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT: {
        const bool tagged = tagged_.back();
        tagged_.pop_back();
        return builder_.end() && (!tagged || builder_.end());
      }
      default: return true;
    }
  }

  bool begin_document(Position position) {
    if (!builder_.has_root()) return true;
    builder_.problem(position, "a file holds one document; a second begins here");
    return false;
  }

  /// Stands in for what was refused, so that the rest can be read and its problems told too.
  bool fill(Position position) {
    return builder_.wants_key() ? builder_.key(fmt::format("refused {}", ++refused_), position)
                                : builder_.null(position);
  }

  bool refuse_properties(const yaml_char_t* anchor, const yaml_char_t* tag, Position position) {
    if (anchor != nullptr &&
        !builder_.problem(
            position,
            fmt::format("the anchor &{} is not supported; write the value out where it is needed", text_of(anchor))))
      return false;
    return is_key(tag) || tag == nullptr ||
           builder_.problem(position, fmt::format("the tag {} is not supported; a value's kind follows from its key",
                                                  in_quotes(text_of(tag))));
  }

  /// A local tag, "!Name", that reads as a key.
  bool is_key(const yaml_char_t* tag) const { return tags_as_keys_ && text_of(tag).starts_with('!') && text_of(tag).size() > 1; }

  /// Opens the map with one key that a tag stands for; `holds` says that a list or map follows, whose end closes it.
  bool open_tag(const yaml_char_t* tag, Position position, bool holds) {
    if (holds) tagged_.push_back(is_key(tag));
    return !is_key(tag) || (builder_.begin_map(position) && builder_.key(text_of(tag).substr(1), position));
  }

  bool refuse_as_key(Position position) {
    if (!builder_.wants_key()) return true;
    builder_.problem(position, "expected a key, found a list or map");
    return false;
  }

  bool take_scalar(const yaml_event_t& event, Position position) {
    const auto& scalar = event.data.scalar;
    if (!refuse_properties(scalar.anchor, scalar.tag, position)) return false;
    std::string text(reinterpret_cast<const char*>(scalar.value), scalar.length);
    const bool quoted = scalar.style != YAML_PLAIN_SCALAR_STYLE;
    if (builder_.wants_key()) {
      if (!quoted && text == "<<" &&
          !builder_.problem(position, "the merge key << is not supported; write the values out"))
        return false;
      if (!quoted && text.empty() && !builder_.problem(position, "expected a key, found nothing")) return false;
      return builder_.key(std::move(text), position);
    }
    if (!open_tag(scalar.tag, position, false)) return false;
    const bool taken = !quoted && is_null_word(text) ? builder_.null(position)
                                                     : builder_.scalar(std::move(text), quoted, position);
    return taken && (!is_key(scalar.tag) || builder_.end());
  }

  void report_syntax() {
    if (parser_->error == YAML_MEMORY_ERROR) throw std::bad_alloc();
    const std::string problem = parser_->problem == nullptr ? "not YAML" : parser_->problem;
    if (parser_->error == YAML_READER_ERROR) {
      builder_.problem(position_at(text_, parser_->problem_offset), problem);
      return;
    }
    const yaml_mark_t& mark = parser_->problem_mark;
    builder_.problem(position_of(mark), explain(problem, mark) + context());
  }

  /// libyaml's words, or better ones for the mistakes that people make most.
  std::string explain(const std::string& problem, const yaml_mark_t& mark) const {
    if (mark.index < text_.size() && problem.find("cannot start any token") != std::string::npos) {
      const std::size_t byte = byte_of(mark);
      if (byte < text_.size() && text_[byte] == '\t') return "found a tab; indent with spaces";
      if (byte < text_.size()) return fmt::format("a value cannot begin with '{}'; put it in quotes", text_[byte]);
    }
    if (problem.find("mapping values are not allowed") != std::string::npos)
      return "found ':' inside a value; put text that holds \": \" in quotes, or begin a new line for a new key";
    return problem;
  }

  /// A mark counts characters; the text is in bytes.
  std::size_t byte_of(const yaml_mark_t& mark) const {
    std::size_t characters = 0;
    for (std::size_t byte = 0; byte < text_.size(); ++byte)
      if ((static_cast<unsigned char>(text_[byte]) & 0xc0) != 0x80 && characters++ == mark.index) return byte;
    return text_.size();
  }

  std::string context() const {
    if (parser_->context == nullptr) return "";
    const Position began = position_of(parser_->context_mark);
    return fmt::format(" {} that begins at {}:{}", parser_->context, began.line, began.column);
  }

  std::string_view text_;
  TreeBuilder builder_;
  std::unique_ptr<yaml_parser_t> parser_;
  int refused_ = 0;
  bool tags_as_keys_;
  std::vector<bool> tagged_;  // of each open list or map: whether a tag's map around it closes with it
};

}  // namespace

std::optional<Node> parse_yaml(const std::string& file, std::string_view text, Diagnostics& diagnostics,
                               const DocumentLimits& limits) {
  return YamlReading(file, text, diagnostics, limits).read();
}

}  // namespace windtunnel::detail
