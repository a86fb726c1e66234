// Where a no-break space stands, and where none may.
#include "reports/page/kept_together.h"

#include <catch2/catch.hpp>

using windtunnel::reports::page::with_units_kept;

TEST_CASE("a number stays with its unit, its sign and its thousands") {
  CHECK(with_units_kept("95 % within 2.25 h, or 10 min") == "95\u00a0% within 2.25\u00a0h, or 10\u00a0min");
  CHECK(with_units_kept("<b>≤ 15 min</b>") == "<b>≤\u00a015\u00a0min</b>");
  CHECK(with_units_kept("✗ 62.1 min, ✓ no outage") == "✗\u00a062.1\u00a0min, ✓ no outage");
  CHECK(with_units_kept("&lt; 120 s") == "&lt;\u00a0120\u00a0s");
  CHECK(with_units_kept("1 144 USD a month, 24 /s") == "1\u00a0144\u00a0USD a month, 24\u00a0/s");
  CHECK(with_units_kept("5 000 years") == "5\u00a0000 years");
}

TEST_CASE("words that only begin like a unit are left alone") {
  for (const char* text : {"3 drills", "6 of 18", "2 shops", "in 4 minutes", "a h", "3 1000", "200 400x", "5 "})
    CHECK(with_units_kept(text) == text);
}

TEST_CASE("tags, scripts and code are left alone") {
  for (const char* text : {"<td data-label=\"95 % within 2 h\">", "<script>const a = '95 %';</script>",
                           "<pre><code>--limit '15 min'</code></pre>", "<code>exponential(4 h)</code>",
                           "<option value=\"5 s\">5 s</option>", "a < 5", "<"})
    CHECK(with_units_kept(text) == text);
  CHECK(with_units_kept("<code>4 h</code> is 4 h") == "<code>4 h</code> is 4\u00a0h");
}
