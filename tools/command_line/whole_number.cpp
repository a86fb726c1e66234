// See whole_number.h.
#include "tools/command_line/whole_number.h"

#include <fmt/format.h>

#include <charconv>

namespace windtunnel::tools {

std::string whole_number_problem(const std::string& text, std::uint64_t least, std::uint64_t most) {
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  const bool decimal = error == std::errc() && stop == end && (text.size() == 1 || text.front() != '0');
  if (decimal && least <= value && value <= most) return "";
  return fmt::format("expected a whole number from {} to {}, found \"{}\"", least, most, text);
}

}  // namespace windtunnel::tools
