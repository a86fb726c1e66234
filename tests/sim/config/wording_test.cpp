// How messages show text: escaped, bounded, and quoted in files only where needed.
#include "sim/config/wording.h"

#include <catch2/catch.hpp>

#include "sim/config/diagnostics.h"

using namespace windtunnel;

TEST_CASE("quoted text shows control characters and stays short") {
  CHECK(in_quotes("abc") == "\"abc\"");
  CHECK(in_quotes("a\"b\\c\n\t\x1b") == "\"a\\\"b\\\\c\\n\\t\\u001b\"");
  CHECK(in_quotes(std::string(1000, 'x')) == "\"" + std::string(60, 'x') + "…\"");
  // 59 bytes, then a character of two: it is dropped whole.
  CHECK(in_quotes(std::string(59, 'x') + "éé") == "\"" + std::string(59, 'x') + "…\"");
}

TEST_CASE("lists of words end somewhere") {
  CHECK(listed({}) == "");
  CHECK(listed({"a", "b", "c"}) == "a, b, c");
  CHECK(listed({"a", "b", "c"}, 2) == "a, b, …");
}

TEST_CASE("text in files is quoted where YAML would read something else, and reads back") {
  for (const char* plain : {"web", "30 s", "0.25 vCPU", "70 %", "10.0.0.0/16", "03:00-04:00 UTC", "-5 s", "db.write"})
    CHECK(file_text(plain) == plain);
  for (const char* text : {"", "null", "~", "a: b", "a #b", "[a]", "lognormal(p50: 8 min, p95: 25 min)", "- a", "%x",
                           " a", "a ", "a:", "é", "a\nb", "\"", "---", "x,y", "Null"}) {
    INFO(text);
    CHECK(file_text(text) == quoted_whole(text));
  }
  for (const char* text :
       {"web", "a: b", "", "null", "a\nb\t", "é\"\\", "lognormal(p50: 8 min, p95: 25 min)", "-5", "---"}) {
    Diagnostics diagnostics;
    const std::optional<Document> document = parse_document(
        "t.yaml", std::string("x: ") + file_text(text) + "\ny: [" + file_text(text) + "]\n", diagnostics);
    INFO(text);
    REQUIRE(document);
    CHECK(document->root.find("x")->text == text);
    CHECK(document->root.find("x")->is_scalar());
    CHECK(document->root.find("y")->items.at(0).text == text);
  }
}
