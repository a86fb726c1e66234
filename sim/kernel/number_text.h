// Numbers in text, the same in every locale: what quantities and distributions are read from and written with.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace windtunnel {

/// A number at the beginning of a text.
struct NumberText {
  double value = 0;
  std::optional<std::int64_t> whole;  ///< exactly, if it is written as an integer and fits
  std::size_t length = 0;             ///< characters taken
};

/// Reads "5", "-0.25", ".5", "1e-3"; nothing where no decimal number begins or where it overflows or underflows.
std::optional<NumberText> read_number(std::string_view text);

/// The text without blanks (spaces and tabs) at its beginning.
std::string_view skip_blanks(std::string_view text);

/// The decimal number with the fewest digits, near `estimate`, for which `accepts(number)` holds; nothing if even 17
/// digits do not do. Written without exponent where that is readable.
template <class Accepts>
std::optional<std::string> shortest_number(double estimate, Accepts accepts);

/// The fewest digits that read back to the value.
std::string number_text(double value);

/// Sixteen hexadecimal digits: how hashes and fingerprints are written.
std::string hexadecimal(std::uint64_t value);

/// `estimate` rounded to so many significant digits, 1 to 17.
double rounded_to_digits(double estimate, int digits);

template <class Accepts>
std::optional<std::string> shortest_number(double estimate, Accepts accepts) {
  for (int digits = 1; digits <= 17; ++digits) {
    const double candidate = rounded_to_digits(estimate, digits);
    if (accepts(candidate)) return number_text(candidate);
  }
  return std::nullopt;
}

}  // namespace windtunnel
