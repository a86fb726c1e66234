// How wide text is in the font of the pictures, so that boxes fit it without a browser to ask.
#pragma once

#include <array>
#include <string_view>

namespace windtunnel::reports {

/// Advances of DejaVu Sans in thousandths of the font size, from the blank (U+0020) to the tilde (U+007E); read from
/// the font's horizontal metrics.
extern const std::array<int, 95> regular_advances, bold_advances;

/// Width of UTF-8 text in the unit of `size`; what is not ASCII counts as wide as an m.
double text_width(std::string_view text, double size, bool bold = false);

}  // namespace windtunnel::reports
