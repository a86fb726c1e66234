// Comments and literals are told from code, whatever they contain, and names are found with their places.
#include "tests/style/source.h"

#include <catch2/catch.hpp>

namespace windtunnel::style {
namespace {

std::string code_of(std::string text) { return make_source("sim/a.cpp", std::move(text)).code; }
std::string with_literals(std::string text) { return make_source("sim/a.cpp", std::move(text)).code_and_literals; }

}  // namespace

TEST_CASE("comments are blanked, and lines stay where they are") {
  CHECK(code_of("int a; // rand()\nint b;") == "int a;          \nint b;");
  CHECK(code_of("int /* one\ntwo */ b;") == "int       \n       b;");
  CHECK(with_literals("f(\"// no comment\"); // one") == "f(\"// no comment\");       ");
}

TEST_CASE("the insides of literals are blanked in code only") {
  CHECK(code_of(R"(f("a\"b{", '{', '\'');)") == R"(f("     ", ' ', '  ');)");
  CHECK(with_literals(R"(f("a\"b{", '{');)") == R"(f("a\"b{", '{');)");
  CHECK(code_of("f(R\"x({ )\" // \n)x\"); g{") == "f(R\"x(        \n)x\"); g{");
  CHECK(code_of("1'000'000 + 'a'") == "1'000'000 + ' '");
}

TEST_CASE("text that ends inside a comment or literal is read to its end") {
  CHECK(code_of("a /* b").size() == 6);
  CHECK(code_of("a \"b\\").size() == 5);
  CHECK(code_of("a R\"x(b").size() == 7);
  CHECK(code_of("a R\"x").size() == 5);
}

TEST_CASE("names come with their qualification and place") {
  const auto names = names_in("std::log(x1 + 2u) ? a::b : c;");
  REQUIRE(names.size() == 4);
  CHECK(names[0].text == "std::log");
  CHECK(names[1].text == "x1");
  CHECK(names[2].text == "a::b");
  CHECK(names[2].offset == 20);
  CHECK(names[3].text == "c");
}

TEST_CASE("a place is written as editors link it") {
  CHECK(line_of("a\nb\nc", 4) == 3);
  CHECK(to_text({"sim/a.h", 3, "what"}) == "sim/a.h:3: what");
}

}  // namespace windtunnel::style
