// YAML: the plain part of the language with places, everything else refused where it stands.
#include "tests/sim/config/document_reading.h"

using namespace windtunnel;

TEST_CASE("YAML becomes a tree whose keys and values know their places") {
  const Node root = tree_of(
      "design: shop\nregions:\n  primary: {name: us-east-1, zones: [a, b]}\nnote: \"12\"\nnothing:\ntilde: ~\n");
  REQUIRE(root.is_map());
  CHECK(at(root.position) == "1:1");
  CHECK(root.entries[0].key == "design");
  CHECK(root.find("design")->text == "shop");
  CHECK(at(root.find("design")->position) == "1:9");
  const Node* zones = root.find("regions")->find("primary")->find("zones");
  REQUIRE(zones->is_list());
  CHECK(zones->items.size() == 2);
  CHECK(at(zones->items[1].position) == "3:41");
  CHECK(at(root.entries[1].position) == "2:1");
  CHECK(root.find("note")->quoted);
  CHECK_FALSE(root.find("design")->quoted);
  CHECK(root.find("nothing")->is_null());
  CHECK(root.find("tilde")->is_null());
  CHECK(root.find("absent") == nullptr);
}

TEST_CASE("plain words of YAML stay text: no country turns into a boolean") {
  const Node root = tree_of("a: no\nb: 0x10\nc: 1e3\nd: 12:30\ne: |\n  null\n");
  CHECK(root.find("a")->text == "no");
  CHECK(root.find("b")->text == "0x10");
  CHECK(root.find("c")->text == "1e3");
  CHECK(root.find("d")->text == "12:30");
  CHECK(root.find("e")->is_scalar());
  CHECK(root.find("e")->quoted);
}

TEST_CASE("tabs do not indent") {
  CHECK(problems("a:\n\tb: 1\n") ==
        Problems{"2:1 found a tab; indent with spaces while scanning for the next token that begins at 2:1"});
}

TEST_CASE("broken YAML says what was expected, where, and in what") {
  CHECK(problems("a: [1, 2\nb: 3\n") ==
        Problems{"2:2 did not find expected ',' or ']' while parsing a flow sequence that begins at 1:4"});
  CHECK(problems("a: \"open\n") ==
        Problems{"2:1 found unexpected end of stream while scanning a quoted scalar that begins at 1:4"});
  CHECK(problems("boot: lognormal(p50: 8 min)\n") ==
        Problems{
            "1:20 found ':' inside a value; put text that holds \": \" in quotes, or begin a new line for a new key"});
  CHECK(
      problems("a: @b\n") ==
      Problems{
          "1:4 a value cannot begin with '@'; put it in quotes while scanning for the next token that begins at 1:4"});
}

TEST_CASE("anchors, aliases, tags and merge keys are refused where they stand") {
  CHECK(problems("a: &x {b: 1}\nc: *x\nd: !!str 5\ne: {<<: 1}\n") ==
        Problems{"1:4 the anchor &x is not supported; write the value out where it is needed",
                 "2:4 the alias *x is not supported; write the value out",
                 "3:4 the tag \"tag:yaml.org,2002:str\" is not supported; a value's kind follows from its key",
                 "4:5 the merge key << is not supported; write the values out"});
}

TEST_CASE("a file holds one document") {
  CHECK(problems("a: 1\n---\nb: 2\n") == Problems{"2:1 a file holds one document; a second begins here"});
  CHECK(tree_of("---\na: 1\n...\n").find("a")->text == "1");
}

TEST_CASE("keys are words") {
  CHECK(problems("{a: 1}: 2\n", "t.yml").size() == 1);
  CHECK(problems("a: 1\n? [x]\n: 2\n") == Problems{"2:3 expected a key, found a list or map"});
  CHECK(problems("a: 1\n: 2\n") ==
        Problems{"2:1 did not find expected key while parsing a block mapping that begins at 1:1"});
}

TEST_CASE("an alias bomb is refused at its first anchor, in bounded time") {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 40; ++i) {
    const std::string inner = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + inner;
    for (int k = 0; k < 8; ++k) bomb += ", " + inner;
    bomb += "]\n";
  }
  const Problems found = problems(bomb);
  CHECK(found.size() == 20);  // enough of them
  CHECK(found.front() == "1:5 the anchor &a0 is not supported; write the value out where it is needed");
}

TEST_CASE("tag directives are refused before they cost time") {
  std::string directives;
  for (int i = 0; i < 100'000; ++i) directives += "%TAG !a" + std::to_string(i) + "! x\n";
  CHECK(problems("# first\n" + directives + "---\na: 1\n") == Problems{"2:1 tag directives are not supported"});
  CHECK(problems("a: 1\n...\n" + directives) == Problems{"3:1 tag directives are not supported"});
  CHECK(tree_of("%YAML 1.1\n---\na: 5 %TAG\n").find("a")->text == "5 %TAG");
}

TEST_CASE("characters that YAML does not allow are refused") {
  CHECK(problems("a: \xc2\x80\n") == Problems{"1:4 control characters are not allowed"});
}

TEST_CASE("where a format of others needs them, local tags are read as maps of one key") {
  Diagnostics diagnostics;
  DocumentLimits limits;
  limits.tags_as_keys = true;
  const auto document = parse_document(
      "t.yaml", "a: !Ref Name\nb: [!Sub [x, {y: !Ref Other}], 2]\nc: !If\n  - d\ne: !Null\nf: !!str 5\n", diagnostics, limits);
  CHECK_FALSE(document);  // the last one is no local tag
  CHECK(diagnostics.errors() == 1);
  Diagnostics clean;
  const auto read = parse_document("t.yaml", "a: !Ref Name\nb: [!Sub [x, {y: !Ref Other}], 2]\nc: !If\n  - d\ne: !Null\n",
                                   clean, limits);
  REQUIRE(read);
  CHECK(read->root.find("a")->find("Ref")->text == "Name");
  CHECK(at(read->root.find("a")->find("Ref")->position) == "1:4");
  const Node& list = *read->root.find("b");
  REQUIRE(list.items.size() == 2);
  CHECK(list.items[0].find("Sub")->items[1].find("y")->find("Ref")->text == "Other");
  CHECK(list.items[1].text == "2");
  CHECK(read->root.find("c")->find("If")->items.size() == 1);
  CHECK(read->root.find("e")->find("Null")->is_null());
  CHECK(problems("a: !Ref Name\n").size() == 1);  // elsewhere they are refused
}
