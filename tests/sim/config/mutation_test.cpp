// Random damage to a good document: whatever comes out, reading it ends with a value or with problems that have places.
#include <catch2/catch.hpp>

#include "sim/config/canonical.h"
#include "sim/kernel/random.h"
#include "tests/sim/config/sample_parameters.h"

using namespace windtunnel;
using sample::Everything;

namespace {

constexpr const char* good_yaml = R"yaml(# a sample
zone: a
zones: [a, b]
timeout: 1.5 min
boot: "lognormal(p50: 8 s, p95: 25 s, max: 60 s)"
network: 10.0.0.0/16
backup: 23:00-01:00 Europe/Berlin
health_check: {interval: 15 s, path: "/é\n"}
scaling:
  - target_tracking: {cpu: 60 %}
  - step:
      add: 2
tags: {Name: shop}
note: |
  text
)yaml";
constexpr const char* good_json = R"({"zone": "a", "zones": ["a", "b"], "count": 3, "factor": 1e-3, "timeout": "7 s",
 "health_check": {"interval": "15 s"}, "tags": {"\u00e9\ud83d\ude00": "x\\"}, "scaling": [{"step": {"add": 1}}], "ttl": null})";
/// Pieces that mean something to a parser.
constexpr std::string_view pieces[] = {"\t",
                                       "\n",
                                       ": ",
                                       "- ",
                                       "[",
                                       "]",
                                       "{",
                                       "}",
                                       "\"",
                                       "'",
                                       "&a ",
                                       "*a",
                                       "!!x ",
                                       "|",
                                       ">",
                                       "#",
                                       "---\n",
                                       "%",
                                       "\\u",
                                       "\\ud83d",
                                       "\xff",
                                       "\xed\xa0\x80",
                                       "\xef\xbb\xbf",
                                       ",",
                                       "?",
                                       "<<: ",
                                       "~",
                                       "null",
                                       "1e999",
                                       "-",
                                       "@",
                                       "  ",
                                       "(",
                                       ")",
                                       "all",
                                       "9999999999999999999 s"};

std::string damaged(std::string text, Stream& stream) {
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(stream.next() % n); };
  for (std::size_t edits = 1 + below(4); edits > 0; --edits) {
    const std::size_t at = below(text.size() + 1), length = std::min(below(12), text.size() - at);
    switch (below(6)) {
      case 0: text.erase(at, length); break;
      case 1: text.insert(at, pieces[below(std::size(pieces))]); break;
      case 2: text.insert(at, text.substr(at, length)); break;
      case 3: text.insert(at, 1, static_cast<char>(below(256))); break;
      case 4:
        if (at < text.size()) text[at] = static_cast<char>(below(256));
        break;
      default: text.replace(at, length, pieces[below(std::size(pieces))]); break;
    }
  }
  return text;
}

/// Reads as a file would be; returns whether all was well.
bool survives(const std::string& file, const std::string& text) {
  Diagnostics diagnostics;
  const std::optional<Document> document = parse_document(file, text, diagnostics);
  if (document.has_value() != diagnostics.ok())
    FAIL("a document without problems, or problems with a document: " << text);
  if (document) {
    Everything thing;
    Reader reader(file, diagnostics);
    if (read_parameters(document->root, thing, reader, {.reserved = {"note"}}) != diagnostics.ok())
      FAIL("the answer and the problems differ: " << text);
    canonical_lines(thing);
  }
  const std::size_t lines = 1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) +
                            static_cast<std::size_t>(std::count(text.begin(), text.end(), '\r'));
  for (const Diagnostic& d : diagnostics.sorted())
    if (d.position.line < 1 || d.position.column < 1 || d.position.line > 1 + lines + text.size() ||
        d.message.size() > 2000)
      FAIL(to_text(d) << " in " << text);
  return diagnostics.ok();
}

}  // namespace

TEST_CASE("the undamaged samples are good") {
  CHECK(survives("t.yaml", good_yaml));
  CHECK(survives("t.json", good_json));
}

TEST_CASE("damaged documents never crash the reader") {
  int good = 0, bad = 0;
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    Stream stream(StreamKey{i, 0, 0, 0});
    const bool json = i % 2 == 0;
    ++(survives(json ? "t.json" : "t.yaml", damaged(json ? good_json : good_yaml, stream)) ? good : bad);
  }
  // Damage that always or never hurts would test nothing.
  CHECK(good > 100);
  CHECK(bad > 10'000);
}
