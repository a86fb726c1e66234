// Text from strangers made harmless, and lines by columns.
#include "reports/text.h"

#include <catch2/catch.hpp>

using namespace windtunnel::reports;

TEST_CASE("control and bidirectional characters are shown, not obeyed") {
  CHECK(visible("a\x1b[31mb") == "a<U+001B>[31mb");
  CHECK(visible("user\xE2\x80\xAEgnp.exe") == "user<U+202E>gnp.exe");
  CHECK(visible("zero\xE2\x80\x8Bwidth") == "zero<U+200B>width");
  CHECK(visible(std::string_view("nul\0end", 7)) == "nul<U+0000>end");
  CHECK(visible("bell\a del\x7f") == "bell<U+0007> del<U+007F>");
  CHECK(visible("c1 \xC2\x9B"
                "31m") == "c1 <U+009B>31m");
}

TEST_CASE("white space of any kind is one space") {
  CHECK(visible("  two\r\n\tlines  ") == "two lines");
  CHECK(visible("") == "");
}

TEST_CASE("ordinary letters of any script stay") {
  CHECK(visible("≈ $732/month · größer · 日本") == "≈ $732/month · größer · 日本");
}

TEST_CASE("bytes that are not UTF-8 are shown as bytes") {
  CHECK(visible("caf\xe9") == "caf<0xE9>");
  CHECK(visible("\xc0\xaf") == "<0xC0><0xAF>");                      // overlong
  CHECK(visible("\xed\xa0\x80") == "<0xED><0xA0><0x80>");            // surrogate
  CHECK(visible("\xf4\x90\x80\x80") == "<0xF4><0x90><0x80><0x80>");  // beyond Unicode
  CHECK(visible("cut \xe2\x80") == "cut <0xE2><0x80>");
}

TEST_CASE("columns count what is seen") {
  CHECK(columns("größer") == 6);
  CHECK(columns("e\xCC\x81") == 1);  // combining acute
  CHECK(padded("ö", 3) == "ö  ");
  CHECK(padded_left("ö", 3) == "  ö");
  CHECK(padded("long", 2) == "long");
}

TEST_CASE("lines wrap between words") {
  CHECK(wrapped("one two three", 7) == std::vector<std::string>{"one two", "three"});
  CHECK(wrapped("extraordinarily long", 5) == std::vector<std::string>{"extraordinarily", "long"});
  CHECK(wrapped("", 5).empty());
}

TEST_CASE("JSON keeps its meaning where hidden characters are escaped") {
  CHECK(shown_json("{\"a\": \"caf\xc3\xa9 \xe2\x80\xae\"}\n") == "{\"a\": \"caf\xc3\xa9 \\u202e\"}\n");
  CHECK(shown_json("\xc2\x9b") == "\\u009b");
  CHECK(shown_json("\xf3\xa0\x80\x81") == "\\udb40\\udc01");  // U+E0001, as two halves
  CHECK(shown_json("\xf0\x9f\x98\x80") == "\xf0\x9f\x98\x80");
}

TEST_CASE("lists end with and") {
  CHECK(listed({}) == "");
  CHECK(listed({"a"}) == "a");
  CHECK(listed({"a", "b", "c"}) == "a, b and c");
}
