// A source file as the style rules see it: its text, and its text with comments or literals blanked out.
#pragma once

#include <compare>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace windtunnel::style {

/// A rule broken at a place.
struct Violation {
  std::string file;
  std::size_t line;
  std::string what;
  auto operator<=>(const Violation&) const = default;
};

/// "sim/kernel/time.h:12: what".
std::string to_text(const Violation&);

/// All three texts have the same length and line breaks, so an offset means the same place in each.
struct SourceFile {
  std::string path;  ///< from the repository's root, with '/'
  std::string text;
  std::string code_and_literals;  ///< comments are blank
  std::string code;               ///< comments and the insides of string and character literals are blank

  bool is_cpp() const;
  bool is_under(std::string_view folder) const;
};

SourceFile make_source(std::string path, std::string text);

/// Sources, scripts, pages and scenarios of a repository, ordered by path; data files, golden results and what is
/// generated are not read.
std::vector<SourceFile> read_tree(const std::filesystem::path& root);

/// The line of an offset, from 1.
std::size_t line_of(std::string_view text, std::size_t offset);

std::vector<std::string_view> lines_of(std::string_view text);

/// A letter, digit or underscore of ASCII.
bool is_word_character(char c);

/// An identifier with its qualification ("std::chrono::system_clock") and where it begins.
struct Name {
  std::string_view text;
  std::size_t offset;
};

/// All names in a piece of code; numbers are left out.
std::vector<Name> names_in(std::string_view code);

}  // namespace windtunnel::style
