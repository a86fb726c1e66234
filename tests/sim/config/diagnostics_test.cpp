// Diagnostics: their text form, their order, and the words that they suggest.
#include "sim/config/diagnostics.h"

#include <catch2/catch.hpp>

using namespace windtunnel;

TEST_CASE("a diagnostic reads as editors and CI systems link it") {
  CHECK(to_text({Severity::error, "shop.yaml", {12, 7}, "unknown unit"}) == "shop.yaml:12:7: error: unknown unit");
  CHECK(to_text({Severity::warning, "shop.yaml", {}, "cannot be opened"}) == "shop.yaml: warning: cannot be opened");
  CHECK(to_text({Severity::error, "", {}, "no design"}) == "error: no design");
}

TEST_CASE("diagnostics come by file, line and column, each once") {
  Diagnostics diagnostics;
  diagnostics.error("b.yaml", {1, 1}, "third");
  diagnostics.error("a.yaml", {10, 1}, "second");
  diagnostics.warning("a.yaml", {2, 30}, "first");
  diagnostics.error("b.yaml", {1, 1}, "fourth, at the same place");
  diagnostics.error("b.yaml", {1, 1}, "third");
  std::vector<std::string> messages;
  for (const Diagnostic& diagnostic : diagnostics.sorted()) messages.push_back(diagnostic.message);
  CHECK(messages == std::vector<std::string>{"first", "second", "third", "fourth, at the same place"});
}

TEST_CASE("warnings are no errors") {
  Diagnostics diagnostics;
  diagnostics.warning("a.yaml", {1, 1}, "odd");
  CHECK(diagnostics.ok());
  diagnostics.error("a.yaml", {1, 1}, "wrong");
  CHECK_FALSE(diagnostics.ok());
  CHECK(diagnostics.errors() == 1);
}

TEST_CASE("bad input carries everything that is wrong") {
  Diagnostics diagnostics;
  diagnostics.error("a.yaml", {2, 1}, "two");
  diagnostics.error("a.yaml", {1, 1}, "one");
  const BadInput bad(diagnostics, true);
  CHECK(std::string(bad.what()) == "a.yaml:1:1: error: one\na.yaml:2:1: error: two");
  CHECK(bad.missing());
  CHECK(bad.diagnostics().errors() == 2);
}

TEST_CASE("where very much is wrong, reading ends with what has been found") {
  Diagnostics diagnostics;
  const auto read_on = [&] {
    for (std::uint32_t line = 1; line < 1'000'000; ++line) diagnostics.error("a.yaml", {line, 1}, "wrong");
  };
  CHECK_THROWS_AS(read_on(), BadInput);
  const std::vector<Diagnostic> told = diagnostics.sorted();
  REQUIRE(told.size() == 1001);
  CHECK(told.back().message.find("more is wrong than is told at once") == 0);
}

TEST_CASE("the nearest word is the one that was meant") {
  const std::vector<std::string> words = {"interval", "timeout", "unhealthy_threshold", "healthy_threshold", "path",
                                          "port",     "az"};
  CHECK(nearest_word("intervall", words) == "interval");
  CHECK(nearest_word("inetrval", words) == "interval");  // a swap of neighbours is one edit
  CHECK(nearest_word("Time-Out", words) == "timeout");   // case and dashes are no spelling
  CHECK(nearest_word("unhealthy-threshold", words) == "unhealthy_threshold");
  CHECK(nearest_word("healthy_treshold", words) == "healthy_threshold");
  CHECK(nearest_word("pot", words) == "port");
  CHECK(nearest_word("zone", words).empty());
  CHECK(nearest_word("x", words).empty());
  CHECK(nearest_word("", words).empty());
  CHECK(nearest_word(std::string(100'000, 'a'), words).empty());
}

TEST_CASE("a word that goes on after a valid one points to it") {
  CHECK(nearest_word("tasks_min", {"cpu", "tasks"}) == "tasks");
  CHECK(nearest_word("cidr", {"cpu", "cidr_block"}) == "cidr_block");
}

TEST_CASE("the suggestion is ready to be appended") {
  CHECK(did_you_mean("intervall", {"interval"}) == "; did you mean \"interval\"?");
  CHECK(did_you_mean("colour", {"interval"}).empty());
}
