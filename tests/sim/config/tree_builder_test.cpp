// The form of a tree: unique keys, bounded depth and size, in bounded time.
#include "tests/sim/config/document_reading.h"

using namespace windtunnel;

TEST_CASE("a NUL character cannot come in by an escape either") {
  CHECK(problems("a: \"x\\0y\"\n") == Problems{"1:4 a NUL character has no place in text"});
  CHECK(problems(R"({"a": 1, "b\u0000": 2})", "t.json") == Problems{"1:10 a NUL character has no place in text"});
}

TEST_CASE("duplicate keys are refused, all of them") {
  CHECK(problems("a: 1\nb: {x: 1, y: 2, x: 3}\na: 2\n") == Problems{"2:17 duplicate key \"x\"; it stands first at 2:5",
                                                                    "3:1 duplicate key \"a\"; it stands first at 1:1"});
  CHECK(problems("{\"a\": 1,\n \"a\": 2}", "t.json") == Problems{"2:2 duplicate key \"a\"; it stands first at 1:2"});
}

TEST_CASE("deep nesting is refused at the bracket that is too much, in bounded time") {
  const std::string brackets(200'000, '[');
  CHECK(problems(brackets) == Problems{"1:65 nested more than 64 deep"});
  CHECK(problems("a: " + brackets) == Problems{"1:67 nested more than 64 deep"});
  std::string maps;
  for (int i = 0; i < 100'000; ++i) maps += "{a: ";
  CHECK(problems("a: 1\nb: " + maps) == Problems{"2:256 nested more than 64 deep"});
  std::string dashes;
  for (int i = 0; i < 100'000; ++i) dashes += "- ";
  CHECK(problems(dashes) == Problems{"1:129 nested more than 64 deep"});
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  CHECK(problems(objects, "t.json") == Problems{"1:321 nested more than 64 deep"});
  std::string indented;
  for (int i = 0; i < 1'000; ++i) indented += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  CHECK(problems(indented) == Problems{"65:65 nested more than 64 deep"});
  CHECK(tree_of(std::string(64, '[') + std::string(64, ']'), "t.json").is_list());
}

TEST_CASE("too many values are refused where the limit is passed") {
  DocumentLimits limits;
  limits.nodes = 4;
  CHECK(problems("[1, 2,\n 3, 4]", "t.json", limits) == Problems{"2:5 the document has more than 4 values"});
  CHECK(problems("a: [1, 2,\n 3, 4]\n", "t.yaml", limits) == Problems{"2:2 the document has more than 4 values"});
}
