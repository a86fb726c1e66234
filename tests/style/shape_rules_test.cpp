// Each rule on the shape of files can fail, and lets pass what is at its limit.
#include <catch2/catch.hpp>

#include "tests/style/rules.h"

namespace windtunnel::style {
namespace {

const std::string first_line = "// What this file is about.\n";

std::string repeated(std::size_t count, const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < count; ++i) result += text;
  return result;
}

std::vector<std::size_t> lines(const std::vector<Violation>& violations) {
  std::vector<std::size_t> result;
  for (const auto& violation : violations) result.push_back(violation.line);
  return result;
}

std::vector<std::size_t> shape(const std::string& text) { return lines(check_shape(make_source("sim/a.cpp", text))); }
std::vector<std::size_t> long_functions(const std::string& text) {
  return lines(check_function_lengths(make_source("sim/a.cpp", text)));
}

using Lines = std::vector<std::size_t>;

}  // namespace

TEST_CASE("a file begins with a sentence that says what it is") {
  CHECK(shape(first_line).empty());
  CHECK(shape("// Queueing formulas.\n").empty());
  CHECK(shape("#pragma once\n") == Lines{1});
  CHECK(shape("//\n// What this file is about.\n") == Lines{1});
  CHECK(shape("// Helpers\n") == Lines{1});
  CHECK(shape("") == Lines{1});
}

TEST_CASE("lines are counted in characters, not bytes") {
  CHECK(shape(first_line + "//" + repeated(138, "x")).empty());
  CHECK(shape(first_line + "//" + repeated(138, "é")).empty());
  CHECK(shape(first_line + "//" + repeated(139, "x")) == Lines{2});
}

TEST_CASE("a file of 400 lines is the longest") {
  CHECK(shape(first_line + repeated(399, "\n")).empty());
  CHECK(shape(first_line + repeated(400, "\n")) == Lines{401});
}

TEST_CASE("a function of 70 lines is the longest, wherever it stands") {
  const std::string fits = "{\n" + repeated(68, "  call();\n") + "}\n";
  const std::string too_long = "{\n" + repeated(69, "  call();\n") + "}\n";
  CHECK(long_functions("void f() " + fits).empty());
  CHECK(long_functions("void f() " + too_long) == Lines{1});
  CHECK(long_functions("namespace a {\nstruct B {\nint f(int x = 3) const noexcept " + too_long + "};\n}") == Lines{3});
  CHECK(long_functions("template <class T>\nvoid f(const T&) " + too_long) == Lines{2});
  CHECK(long_functions("B::B(int x)\n: x_{x}, y_(2), z_{3} " + too_long) == Lines{2});
  CHECK(long_functions("auto f() -> std::vector<int> " + too_long) == Lines{1});
  CHECK(long_functions("const auto f = [](int x) " + too_long + ";") == Lines{1});
  CHECK(long_functions("const auto f = [] " + too_long + ";") == Lines{1});
  CHECK(long_functions("TEST_CASE(\"x {\") " + too_long) == Lines{1});
  CHECK(long_functions("void f() " + fits + "void g() " + too_long + "void h() " + too_long) == Lines{71, 142});
}

TEST_CASE("classes and tables may be longer than functions, lambdas in them may not") {
  CHECK(long_functions("struct A {\n" + repeated(80, "  int x;\n") + "};\n").empty());
  CHECK(long_functions("enum class A : int {\n" + repeated(80, "  a,\n") + "};\n").empty());
  CHECK(long_functions("const std::map<int, F> table = {\n" + repeated(80, "  {1, f(2)},\n") + "};\n").empty());
  CHECK(long_functions("const F table[] = {\n{1, [](int x) {\n" + repeated(80, "  call();\n") + "}},\n};\n") ==
        Lines{2});
  CHECK(long_functions("#define A(x) { \\\n" + repeated(80, "x \\\n") + "\n").empty());
}

TEST_CASE("marks of unfinished work are found anywhere, as whole words") {
  const auto marked = [](const std::string& text) {
    return lines(check_unfinished_marks(make_source("tools/run", text)));
  };
  CHECK(marked("a\n# TO"
               "DO: later\n") == Lines{2});
  CHECK(marked("x = \"place"
               "holder\"") == Lines{1});
  CHECK(marked("for n"
               "ow this is Not Imple"
               "mented") == Lines{1, 1});
  CHECK(marked("ha"
               "ck fix"
               "me xx"
               "x st"
               "ub") == Lines{1, 1, 1, 1});
  CHECK(marked("method, stubborn, hacksaw, xxxx, before nowhere").empty());
}

}  // namespace windtunnel::style
