// Charts as pictures: SVG by Node and the embedded libraries, PNG and PDF by rsvg-convert.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "reports/charts/chart.h"

namespace windtunnel::reports {

/// What a picture needs is not there; the message names the package that brings it.
struct MissingRenderer : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// One SVG document per chart, in their order. Throws MissingRenderer.
std::vector<std::string> svg_pictures(const std::vector<Chart>& charts);
/// A picture 1 920 pixels wide, as a slide shows it. Throws MissingRenderer.
std::string png_picture(const std::string& svg);
/// One page per picture. Throws MissingRenderer.
std::string pdf_pages(const std::vector<std::string>& svgs);

}  // namespace windtunnel::reports
