// What charts have in common: colours that differ in lightness too, axes of time in words, and the frame of a
// specification.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "reports/charts/chart.h"

namespace windtunnel::reports::parts {

using Json = nlohmann::ordered_json;

/// Okabe and Ito's colours, which people who confuse red and green tell apart.
const std::vector<std::string>& colours();
/// Dashes, so that lines differ without colour.
const std::vector<std::vector<int>>& dashes();

/// An axis of seconds on a logarithmic scale, labelled "5 s", "15 min", "4 h".
Json time_axis(std::string_view title);
/// Names of phases as people read them, in the order in which they happen.
const std::vector<std::pair<std::string, std::string>>& phases();

/// Rows without an axis of names: each name stands above its bar, so that a narrow screen has room for both.
Json row_axis(const Json& order);
/// The layer that writes each row's name; `data` has one value per row. `reserved`: pixels that something at the right
/// end of the same line needs.
Json row_names(const Json& order, const Json& data, int reserved = 0);
/// Stands for the colour of what is behind a chart; the page puts its own in the place of it.
constexpr const char* ground = "#fffffe";
constexpr int row_height = 40, bar_height = 14, bar_offset = 8;

/// Completes a specification (marks, encodings, data) to a chart: title, description, width and height.
Chart frame(Chart chart, Json spec, int width, int height);

/// A text with a limit on its length, for labels.
std::string short_label(std::string_view text, std::size_t columns_at_most = 46);

}  // namespace windtunnel::reports::parts
