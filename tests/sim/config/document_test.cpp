// Documents: one tree from YAML and JSON, places of everything, and hostile input refused where it stands.
#include "sim/config/document.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "sim/config/diagnostics.h"

using namespace windtunnel;

namespace {

/// Every problem as "line:column message", for a text read under the given name.
std::vector<std::string> problems(const std::string& text, const std::string& file = "t.yaml", const DocumentLimits& limits = {}) {
  Diagnostics diagnostics;
  const std::optional<Document> document = parse_document(file, text, diagnostics, limits);
  CHECK(document.has_value() == diagnostics.ok());
  std::vector<std::string> result;
  for (const Diagnostic& d : diagnostics.sorted()) {
    CHECK(d.file == file);
    result.push_back(std::to_string(d.position.line) + ":" + std::to_string(d.position.column) + " " + d.message);
  }
  return result;
}

Node read(const std::string& text, const std::string& file = "t.yaml") {
  Diagnostics diagnostics;
  std::optional<Document> document = parse_document(file, text, diagnostics);
  for (const Diagnostic& d : diagnostics.sorted()) UNSCOPED_INFO(to_text(d));
  REQUIRE(document);
  return document->root;
}

std::string at(const Position& position) { return std::to_string(position.line) + ":" + std::to_string(position.column); }

using Problems = std::vector<std::string>;

/// A file that is gone when the test is.
struct TemporaryFile {
  explicit TemporaryFile(const std::string& name) : path((std::filesystem::temp_directory_path() / ("windtunnel-" + name)).string()) {}
  ~TemporaryFile() { std::filesystem::remove(path); }
  std::string path;
};

}  // namespace

TEST_CASE("YAML becomes a tree whose keys and values know their places") {
  const Node root = read("design: shop\nregions:\n  primary: {name: us-east-1, zones: [a, b]}\nnote: \"12\"\nnothing:\ntilde: ~\n");
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
  const Node root = read("a: no\nb: 0x10\nc: 1e3\nd: 12:30\ne: |\n  null\n");
  CHECK(root.find("a")->text == "no");
  CHECK(root.find("b")->text == "0x10");
  CHECK(root.find("c")->text == "1e3");
  CHECK(root.find("d")->text == "12:30");
  CHECK(root.find("e")->is_scalar());
  CHECK(root.find("e")->quoted);
}

TEST_CASE("JSON becomes the same tree, with places") {
  const Node root = read("{\"design\": \"shop\",\n  \"é\": [1, -2.50, true, null],\n \"b\": {\"c\": {}}}", "t.json");
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
  const Node root = read(R"({"a\"]}": "x\\", "b": "\u00e9", "c": 1})", "t.json");
  CHECK(root.find("a\"]}")->text == "x\\");
  CHECK(root.find("b")->text == "é");
  CHECK(at(root.find("c")->position) == "1:38");
}

TEST_CASE("surrogate pairs of JSON are characters") {
  CHECK(read(R"({"a": "\ud83d\ude00"})", "t.json").find("a")->text == "\xf0\x9f\x98\x80");
}

TEST_CASE("a document is JSON by its first bracket or by its name") {
  CHECK(read(" \n{\"a\": 1}").find("a")->text == "1");
  CHECK(problems("a: 1\n", "t.json") == Problems{"1:1 not valid JSON: syntax error while parsing value - invalid literal"});
}

TEST_CASE("a byte order mark is accepted and moves nothing") {
  CHECK(at(read("\xef\xbb\xbf" "a: 1\n").find("a")->position) == "1:4");
  CHECK(at(read("\xef\xbb\xbf{\"a\": 1}", "t.json").find("a")->position) == "1:7");
}

TEST_CASE("an empty file is an error") {
  const Problems empty = {"1:1 the file is empty"};
  CHECK(problems("") == empty);
  CHECK(problems("", "t.json") == empty);
  CHECK(problems(" \n\n\t\n") == empty);
  CHECK(problems("# only a comment\n") == empty);
  CHECK(problems("---\n") == empty);
  CHECK(problems("\xef\xbb\xbf") == empty);
  CHECK(problems("null", "t.json") == empty);
}

TEST_CASE("a file that is no text says where that shows") {
  CHECK(problems(std::string("a: 1\nb: \0x\n", 11)) == Problems{"2:4 expected text, found a NUL byte; is this a binary file?"});
  CHECK(problems("a: \x01\n") == Problems{"1:4 expected text, found the control character U+0001; is this a binary file?"});
  CHECK(problems("a: \x7f\n") == Problems{"1:4 expected text, found the control character U+007F; is this a binary file?"});
  CHECK(problems("\x89PNG\r\n\x1a\n") == Problems{"1:1 expected UTF-8 text, found the byte 0x89; is this a binary file, or in another encoding?"});
  CHECK(problems("{\"é\": \"\xff\"}", "t.json") == Problems{"1:8 expected UTF-8 text, found the byte 0xFF; is this a binary file, or in another encoding?"});
  CHECK(problems("a: b\xc3") == Problems{"1:5 expected UTF-8 text, found the byte 0xC3; is this a binary file, or in another encoding?"});
  CHECK(problems("\xc0\x80").size() == 1);          // overlong
  CHECK(problems("a: \xf4\x90\x80\x80").size() == 1);  // above U+10FFFF
  CHECK(problems(std::string("\xff\xfe" "a\0", 4)).size() == 1);  // UTF-16
}

TEST_CASE("a NUL character cannot come in by an escape either") {
  CHECK(problems("a: \"x\\0y\"\n") == Problems{"1:4 a NUL character has no place in text"});
  CHECK(problems(R"({"a": 1, "b\u0000": 2})", "t.json") == Problems{"1:10 a NUL character has no place in text"});
}

TEST_CASE("lone surrogates are refused") {
  CHECK(problems("{\"a\": 1,\n \"b\": \"\\ud83d\"}", "t.json") ==
        Problems{"2:14 not valid JSON: syntax error while parsing value - invalid string: surrogate U+D800..U+DBFF must be followed by U+DC00..U+DFFF"});
  CHECK(problems("{\"b\": \"\\ude00\"}", "t.json") ==
        Problems{"1:13 not valid JSON: syntax error while parsing value - invalid string: surrogate U+DC00..U+DFFF must follow U+D800..U+DBFF"});
  CHECK(problems("a: 1\nb: \"\\ud83d\"\n") ==
        Problems{"2:7 found invalid Unicode character escape code while parsing a quoted scalar that begins at 2:4"});
  CHECK(problems("a: \xed\xa0\xbd\n") == Problems{"1:4 expected UTF-8 text, found the byte 0xED; is this a binary file, or in another encoding?"});
}

TEST_CASE("duplicate keys are refused, all of them") {
  CHECK(problems("a: 1\nb: {x: 1, y: 2, x: 3}\na: 2\n") ==
        Problems{"2:17 duplicate key \"x\"; it stands first at 2:5", "3:1 duplicate key \"a\"; it stands first at 1:1"});
  CHECK(problems("{\"a\": 1,\n \"a\": 2}", "t.json") == Problems{"2:2 duplicate key \"a\"; it stands first at 1:2"});
}

TEST_CASE("tabs do not indent") {
  CHECK(problems("a:\n\tb: 1\n") == Problems{"2:1 found a tab; indent with spaces while scanning for the next token that begins at 2:1"});
}

TEST_CASE("broken YAML says what was expected, where, and in what") {
  CHECK(problems("a: [1, 2\nb: 3\n") == Problems{"2:2 did not find expected ',' or ']' while parsing a flow sequence that begins at 1:4"});
  CHECK(problems("a: \"open\n") == Problems{"2:1 found unexpected end of stream while scanning a quoted scalar that begins at 1:4"});
  CHECK(problems("boot: lognormal(p50: 8 min)\n") ==
        Problems{"1:20 found ':' inside a value; put text that holds \": \" in quotes, or begin a new line for a new key"});
  CHECK(problems("a: @b\n") == Problems{"1:4 a value cannot begin with '@'; put it in quotes while scanning for the next token that begins at 1:4"});
}

TEST_CASE("broken JSON says what was expected and where") {
  CHECK(problems("{\"a\": 1,\n}", "t.json") == Problems{"2:1 not valid JSON: syntax error while parsing object key - unexpected '}'; expected string literal"});
  CHECK(problems("{\"a\": 1} 2", "t.json") == Problems{"1:10 not valid JSON: syntax error while parsing value - unexpected number literal; expected end of input"});
  CHECK(problems("{\"a\": [1", "t.json").size() == 1);
  CHECK(problems("{\"a\": 1e999}", "t.json").size() == 1);
}

TEST_CASE("anchors, aliases, tags and merge keys are refused where they stand") {
  CHECK(problems("a: &x {b: 1}\nc: *x\nd: !!str 5\ne: {<<: 1}\n") ==
        Problems{"1:4 the anchor &x is not supported; write the value out where it is needed", "2:4 the alias *x is not supported; write the value out",
                 "3:4 the tag \"tag:yaml.org,2002:str\" is not supported; a value's kind follows from its key",
                 "4:5 the merge key << is not supported; write the values out"});
}

TEST_CASE("a file holds one document") {
  CHECK(problems("a: 1\n---\nb: 2\n") == Problems{"2:1 a file holds one document; a second begins here"});
  CHECK(read("---\na: 1\n...\n").find("a")->text == "1");
}

TEST_CASE("keys are words") {
  CHECK(problems("{a: 1}: 2\n", "t.yml").size() == 1);
  CHECK(problems("a: 1\n? [x]\n: 2\n") == Problems{"2:3 expected a key, found a list or map"});
  CHECK(problems("a: 1\n: 2\n") == Problems{"2:1 did not find expected key while parsing a block mapping that begins at 1:1"});
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
  CHECK(read(std::string(64, '[') + std::string(64, ']'), "t.json").is_list());
}

TEST_CASE("too many values are refused where the limit is passed") {
  DocumentLimits limits;
  limits.nodes = 4;
  CHECK(problems("[1, 2,\n 3, 4]", "t.json", limits) == Problems{"2:5 the document has more than 4 values"});
  CHECK(problems("a: [1, 2,\n 3, 4]\n", "t.yaml", limits) == Problems{"2:2 the document has more than 4 values"});
}

TEST_CASE("a text above the size limit is refused") {
  DocumentLimits limits;
  limits.bytes = 8;
  CHECK(problems("a: 1234\n", "t.yaml", limits).empty());
  CHECK(problems("a: 12345\n", "t.yaml", limits) == Problems{"1:1 the file is larger than 8 bytes, the most that is read"});
}

TEST_CASE("a file of 100 MB is refused by its size, unread") {
  const TemporaryFile file("large.yaml");
  std::ofstream(file.path) << "a: 1\n";
  std::filesystem::resize_file(file.path, 100'000'000);
  Diagnostics diagnostics;
  CHECK_FALSE(load_document(file.path, diagnostics));
  REQUIRE(diagnostics.errors() == 1);
  CHECK(to_text(diagnostics.sorted()[0]) == file.path + ":1:1: error: the file is larger than 16777216 bytes, the most that is read");
}

TEST_CASE("a device without end is read no further than the limit") {
  Diagnostics diagnostics;
  CHECK_FALSE(load_document("/dev/zero", diagnostics));
  CHECK(diagnostics.sorted()[0].message.find("larger than") != std::string::npos);
}

TEST_CASE("a file is loaded with its text") {
  const TemporaryFile file("small.yaml");
  std::ofstream(file.path) << "design: shop\n";
  Diagnostics diagnostics;
  const std::optional<Document> document = load_document(file.path, diagnostics);
  REQUIRE(document);
  CHECK(document->file == file.path);
  CHECK(document->text == "design: shop\n");
  CHECK(document->root.find("design")->text == "shop");
}

TEST_CASE("missing files and folders are reported without a place") {
  Diagnostics diagnostics;
  CHECK_FALSE(load_document("/no/such/file.yaml", diagnostics));
  CHECK_FALSE(load_document("/tmp", diagnostics));
  REQUIRE(diagnostics.errors() == 2);
  CHECK(to_text(diagnostics.sorted()[0]) == "/no/such/file.yaml: error: cannot be opened: No such file or directory");
  CHECK(to_text(diagnostics.sorted()[1]) == "/tmp: error: expected a file, found a folder");
}

TEST_CASE("what stands somewhere is described as a person would") {
  const Node root = read("a: 1.5\nb: \"1.5\"\nc: [1, 2]\nd: {x: 1}\ne:\nf: {p: 1, q: 2, r: 3, s: 4, t: 5, u: 6}\ng: []\n");
  CHECK(root.find("a")->describe() == "the number 1.5");
  CHECK(root.find("b")->describe() == "the text \"1.5\"");
  CHECK(root.find("c")->describe() == "a list of 2");
  CHECK(root.find("d")->describe() == "a map with the key x");
  CHECK(root.find("e")->describe() == "nothing");
  CHECK(root.find("f")->describe() == "a map with the keys p, q, r, s, t, …");
  CHECK(root.find("g")->describe() == "an empty list");
  CHECK(read("a: " + std::string(1000, 'x') + "\n").find("a")->describe().size() < 100);
}
