// Rules on the shape of files: first line, lengths of lines, files and functions, marks of unfinished work.
#include <algorithm>
#include <array>
#include <cctype>

#include "tests/style/rules.h"

namespace windtunnel::style {
namespace {

constexpr std::size_t line_length_max = 140;
constexpr std::size_t file_length_max = 400;
constexpr std::size_t function_length_max = 70;

/// Characters of UTF-8 text: all bytes but those that continue a character.
std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  return text;
}

/// The offset after the bracket that closes the one at `open`.
std::size_t after_closing(std::string_view code, std::size_t open, char opening, char closing) {
  int depth = 0;
  for (auto at = open; at < code.size(); ++at) {
    depth += (code[at] == opening) - (code[at] == closing);
    if (depth == 0) return at + 1;
  }
  return code.size();
}

enum class Block { scope, function, initialiser };

/// What the text before an opening brace says about the block.
Block block_after(std::string_view head) {
  // `member_{value}` and `Type{...}` have no space before the brace; a function has, or a parenthesis.
  const bool joined = !head.empty() && (is_word_character(head.back()) || head.back() == '>');
  head = trimmed(head);
  if (head.starts_with("template"))
    head = trimmed(head.substr(after_closing(head, std::min(head.find('<'), head.size()), '<', '>')));
  const auto parenthesis = head.find('(');
  for (const auto& name : names_in(head)) {
    static constexpr std::array scopes = {"namespace", "class", "struct", "union", "enum", "extern"};
    const bool is_scope = std::ranges::find(scopes, name.text) != scopes.end();
    if (is_scope && (name.offset < parenthesis || head.starts_with("requires"))) return Block::scope;
  }
  const bool continues =
      joined || head.empty() || std::string_view(",=(?:").find(head.back()) != std::string_view::npos;
  const bool callable = head.find(')') != head.npos || head.ends_with(']');
  return callable && !continues ? Block::function : Block::initialiser;
}

/// Finds the functions among nested blocks and measures them.
class FunctionLengths {
 public:
  FunctionLengths(const SourceFile& file, std::vector<Violation>& violations) : file_(file), violations_(violations) {
    // Lines of the preprocessor are no part of any statement.
    for (bool directive = false; const auto line : lines_of(file.code)) {
      directive = directive || trimmed(line).starts_with('#');
      code_ += (directive ? std::string(line.size(), ' ') : std::string(line)) + '\n';
      directive = directive && line.ends_with('\\');
    }
    walk(0, code_.size());
  }

 private:
  void walk(std::size_t begin, std::size_t end) {
    auto head_begin = begin;
    for (auto at = begin; at < end; ++at) {
      if (code_[at] == ';') head_begin = at + 1;
      if (code_[at] != '{') continue;
      const auto close = after_closing(code_, at, '{', '}');
      const auto kind = block_after(std::string_view(code_).substr(head_begin, at - head_begin));
      if (kind == Block::function) {
        measure(at, close);
      } else {
        walk(at + 1, close - 1);
      }
      // After `member_{value}` of a constructor its body follows, and belongs to the same head.
      if (kind != Block::initialiser) head_begin = close;
      at = close - 1;
    }
  }

  void measure(std::size_t open, std::size_t close) {
    const auto first = line_of(code_, open);
    const auto length = line_of(code_, close - 1) - first + 1;
    if (length <= function_length_max) return;
    violations_.push_back({file_.path, first,
                           "a function of " + std::to_string(length) + " lines does not fit a screen (at most " +
                               std::to_string(function_length_max) + ")"});
  }

  const SourceFile& file_;
  std::vector<Violation>& violations_;
  std::string code_;
};

}  // namespace

std::vector<Violation> check_shape(const SourceFile& file) {
  std::vector<Violation> violations;
  if (!file.is_cpp()) return violations;
  const auto lines = lines_of(file.text);
  const auto first = lines.empty() ? std::string_view() : lines.front();
  if (!first.starts_with("// ") || std::ranges::count(trimmed(first), ' ') < 2) {
    violations.push_back({file.path, 1, "begins without a comment that says what the file is"});
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto length = characters_in(lines[i]);
    if (length <= line_length_max) continue;
    violations.push_back(
        {file.path, i + 1,
         "a line of " + std::to_string(length) + " characters (at most " + std::to_string(line_length_max) + ")"});
  }
  if (lines.size() > file_length_max) {
    violations.push_back({file.path, lines.size(),
                          "a file of " + std::to_string(lines.size()) + " lines holds more than one idea (at most " +
                              std::to_string(file_length_max) + ")"});
  }
  return violations;
}

std::vector<Violation> check_function_lengths(const SourceFile& file) {
  std::vector<Violation> violations;
  if (file.is_cpp()) FunctionLengths(file, violations);
  return violations;
}

std::vector<Violation> check_unfinished_marks(const SourceFile& file) {
  // Written in halves, so that this file keeps its own rule.
  static const std::array<std::string, 8> marks = {
      "to"
      "do",
      "fix"
      "me",
      "xx"
      "x",
      "ha"
      "ck",
      "st"
      "ub",
      "place"
      "holder",
      "not imple"
      "mented",
      "for n"
      "ow"};
  std::string text = file.text;
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  std::vector<Violation> violations;
  for (const auto& mark : marks) {
    for (auto at = text.find(mark); at != text.npos; at = text.find(mark, at + 1)) {
      const bool begins = at == 0 || !is_word_character(text[at - 1]);
      const bool ends = at + mark.size() == text.size() || !is_word_character(text[at + mark.size()]);
      if (begins && ends) violations.push_back({file.path, line_of(text, at), "a mark of unfinished work: " + mark});
    }
  }
  return violations;
}

}  // namespace windtunnel::style
