// Text for people: what comes from files is made harmless, and lines are wrapped and padded by columns.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace windtunnel::reports {

/// Text of unknown origin on one line: control and bidirectional characters become "<U+202E>", bytes that are not UTF-8
/// "<0xE9>", and runs of white space one space. Nothing that a terminal or browser acts upon is left.
std::string visible(std::string_view text);

/// JSON that a terminal may show: hidden characters in its texts become "\u202e", which means the same.
std::string shown_json(std::string_view json);

/// Columns that UTF-8 text takes; every code point but combining marks counts one.
std::size_t columns(std::string_view text);
/// Filled with spaces to a width, at the right or (for numbers) at the left; longer text stays whole.
std::string padded(std::string_view text, std::size_t width);
std::string padded_left(std::string_view text, std::size_t width);

/// Words in lines of at most `width` columns; a word longer than a line has one to itself.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

/// A word of a command line, quoted where a shell would read it otherwise.
std::string shell_word(const std::string& word);

/// "a, b and c".
std::string listed(const std::vector<std::string>& items);
/// The first `count` of names of unknown origin, and how many more there are: "a, b and 3 more".
std::string listed_some(const std::vector<std::string>& names, std::size_t count);

}  // namespace windtunnel::reports
