// Pictures of charts, where the programs that draw are installed.
#include "reports/stills.h"

#include <catch2/catch.hpp>

#include "reports/text_width.h"
#include "tests/reports/example_replay.h"

using namespace windtunnel;
using namespace windtunnel::reports;

TEST_CASE("charts become pictures, and strangers' text stays text in them") {
  const std::vector<Chart> all = charts(hostile(example_report()));
  try {
    const std::vector<std::string> pictures = svg_pictures(all);
    REQUIRE(pictures.size() == all.size());
    for (const std::string& picture : pictures) {
      CHECK(picture.starts_with("<svg"));
      CHECK(picture.find("<script") == std::string::npos);
      CHECK(picture.find("<img") == std::string::npos);
    }
    CHECK(png_picture(pictures[0]).starts_with("\x89PNG"));
    CHECK(pdf_pages(pictures).starts_with("%PDF"));
  } catch (const MissingRenderer& missing) {
    WARN("not tested: " << missing.what());
  }
}

TEST_CASE("text is as wide as the font's metrics say") {
  // DejaVu Sans has 2048 units to the em; its "W" advances by 2025, its "i" by 569, and in bold by 2259.
  CHECK(text_width("W", 1000) == Approx(2025 / 2.048).epsilon(0.001));
  CHECK(text_width("ii", 1000) == Approx(2 * 569 / 2.048).epsilon(0.001));
  CHECK(text_width("W", 1000, true) == Approx(2259 / 2.048).epsilon(0.001));
  CHECK(text_width("\xc3\xa9", 1000) == text_width("m", 1000));
}
