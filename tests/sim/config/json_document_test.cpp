// JSON: the same tree as from YAML, with places beside a parser that gives none.
#include "tests/sim/config/document_reading.h"

using namespace windtunnel;

TEST_CASE("JSON becomes the same tree, with places") {
  const Node root = tree_of("{\"design\": \"shop\",\n  \"é\": [1, -2.50, true, null],\n \"b\": {\"c\": {}}}", "t.json");
  REQUIRE(root.is_map());
  CHECK(at(root.position) == "1:1");
  CHECK(at(root.entries[0].position) == "1:2");
  CHECK(at(root.find("design")->position) == "1:12");
  CHECK(root.find("design")->quoted);
  const Node* list = root.find("é");
  CHECK(at(root.entries[1].position) == "2:3");
  CHECK(at(list->position) == "2:8");  // columns count characters, not bytes
  CHECK(at(list->items[1].position) == "2:12");
  CHECK(list->items[1].text == "-2.50");
  CHECK_FALSE(list->items[1].quoted);
  CHECK(list->items[2].text == "true");
  CHECK(list->items[3].is_null());
  CHECK(at(root.find("b")->find("c")->position) == "3:13");
}

TEST_CASE("strings of JSON with escapes do not confuse the places behind them") {
  const Node root = tree_of(R"({"a\"]}": "x\\", "b": "\u00e9", "c": 1})", "t.json");
  CHECK(root.find("a\"]}")->text == "x\\");
  CHECK(root.find("b")->text == "é");
  CHECK(at(root.find("c")->position) == "1:38");
}

TEST_CASE("surrogate pairs of JSON are characters") {
  CHECK(tree_of(R"({"a": "\ud83d\ude00"})", "t.json").find("a")->text == "\xf0\x9f\x98\x80");
}

TEST_CASE("broken JSON says what was expected and where") {
  CHECK(
      problems("{\"a\": 1,\n}", "t.json") ==
      Problems{"2:1 not valid JSON: syntax error while parsing object key - unexpected '}'; expected string literal"});
  CHECK(
      problems("{\"a\": 1} 2", "t.json") ==
      Problems{
          "1:10 not valid JSON: syntax error while parsing value - unexpected number literal; expected end of input"});
  CHECK(problems("{\"a\": [1", "t.json").size() == 1);
  CHECK(problems("{\"a\": 1e999}", "t.json").size() == 1);
}
