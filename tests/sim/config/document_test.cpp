// Documents: form by name and content, encodings, sizes and files.
#include "sim/config/document.h"

#include <filesystem>
#include <fstream>

#include "tests/sim/config/document_reading.h"

using namespace windtunnel;

namespace {

/// A file that is gone when the test is.
struct TemporaryFile {
  explicit TemporaryFile(const std::string& name)
      : path((std::filesystem::temp_directory_path() / ("windtunnel-" + name)).string()) {}
  ~TemporaryFile() { std::filesystem::remove(path); }
  std::string path;
};

}  // namespace

TEST_CASE("a document is JSON by its first bracket or by its name") {
  CHECK(tree_of(" \n{\"a\": 1}").find("a")->text == "1");
  CHECK(problems("a: 1\n", "t.json") ==
        Problems{"1:1 not valid JSON: syntax error while parsing value - invalid literal"});
}

TEST_CASE("a byte order mark is accepted and moves nothing") {
  CHECK(at(tree_of("\xef\xbb\xbf"
                   "a: 1\n")
               .find("a")
               ->position) == "1:4");
  CHECK(at(tree_of("\xef\xbb\xbf{\"a\": 1}", "t.json").find("a")->position) == "1:7");
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
  CHECK(problems(std::string("a: 1\nb: \0x\n", 11)) ==
        Problems{"2:4 expected text, found a NUL byte; is this a binary file?"});
  CHECK(problems("a: \x01\n") ==
        Problems{"1:4 expected text, found the control character U+0001; is this a binary file?"});
  CHECK(problems("a: \x7f\n") ==
        Problems{"1:4 expected text, found the control character U+007F; is this a binary file?"});
  CHECK(problems("\x89PNG\r\n\x1a\n") ==
        Problems{"1:1 expected UTF-8 text, found the byte 0x89; is this a binary file, or in another encoding?"});
  CHECK(problems("{\"é\": \"\xff\"}", "t.json") ==
        Problems{"1:8 expected UTF-8 text, found the byte 0xFF; is this a binary file, or in another encoding?"});
  CHECK(problems("a: b\xc3") ==
        Problems{"1:5 expected UTF-8 text, found the byte 0xC3; is this a binary file, or in another encoding?"});
  CHECK(problems("\xc0\x80").size() == 1);             // overlong
  CHECK(problems("a: \xf4\x90\x80\x80").size() == 1);  // above U+10FFFF
  CHECK(problems(std::string("\xff\xfe"
                             "a\0",
                             4))
            .size() == 1);  // UTF-16
}

TEST_CASE("lone surrogates are refused") {
  CHECK(problems("{\"a\": 1,\n \"b\": \"\\ud83d\"}", "t.json") ==
        Problems{"2:14 not valid JSON: syntax error while parsing value - invalid string: surrogate U+D800..U+DBFF "
                 "must be followed by U+DC00..U+DFFF"});
  CHECK(problems("{\"b\": \"\\ude00\"}", "t.json") ==
        Problems{"1:13 not valid JSON: syntax error while parsing value - invalid string: surrogate U+DC00..U+DFFF "
                 "must follow U+D800..U+DBFF"});
  CHECK(problems("a: 1\nb: \"\\ud83d\"\n") ==
        Problems{"2:7 found invalid Unicode character escape code while parsing a quoted scalar that begins at 2:4"});
  CHECK(problems("a: \xed\xa0\xbd\n") ==
        Problems{"1:4 expected UTF-8 text, found the byte 0xED; is this a binary file, or in another encoding?"});
}

TEST_CASE("a text above the size limit is refused") {
  DocumentLimits limits;
  limits.bytes = 8;
  CHECK(problems("a: 1234\n", "t.yaml", limits).empty());
  CHECK(problems("a: 12345\n", "t.yaml", limits) ==
        Problems{"1:1 the file is larger than 8 bytes, the most that is read"});
}

TEST_CASE("a file of 100 MB is refused by its size, unread") {
  const TemporaryFile file("large.yaml");
  std::ofstream(file.path) << "a: 1\n";
  std::filesystem::resize_file(file.path, 100'000'000);
  Diagnostics diagnostics;
  CHECK_FALSE(load_document(file.path, diagnostics));
  REQUIRE(diagnostics.errors() == 1);
  CHECK(to_text(diagnostics.sorted()[0]) ==
        file.path + ":1:1: error: the file is larger than 16777216 bytes, the most that is read");
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
  const Node root =
      tree_of("a: 1.5\nb: \"1.5\"\nc: [1, 2]\nd: {x: 1}\ne:\nf: {p: 1, q: 2, r: 3, s: 4, t: 5, u: 6}\ng: []\n");
  CHECK(root.find("a")->describe() == "the number 1.5");
  CHECK(root.find("b")->describe() == "the text \"1.5\"");
  CHECK(root.find("c")->describe() == "a list of 2");
  CHECK(root.find("d")->describe() == "a map with the key x");
  CHECK(root.find("e")->describe() == "nothing");
  CHECK(root.find("f")->describe() == "a map with the keys p, q, r, s, t, …");
  CHECK(root.find("g")->describe() == "an empty list");
  CHECK(tree_of("a: " + std::string(1000, 'x') + "\n").find("a")->describe().size() < 100);
}
