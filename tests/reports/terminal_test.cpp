// The summary on a terminal: the answer first, everything that failed with its reason, nothing that acts on the
// terminal.
#include "reports/terminal.h"

#include <catch2/catch.hpp>
#include <sstream>

#include "reports/answer.h"
#include "reports/text.h"
#include "tests/reports/example_replay.h"

using namespace windtunnel;
using namespace windtunnel::reports;
using Catch::Contains;

namespace {

std::string without_colour(const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\x1b') {
      result += text[i];
      continue;
    }
    while (text[i] != 'm') ++i;
  }
  return result;
}

}  // namespace

TEST_CASE("the summary begins with the answer") {
  const Result result = example_result();
  const std::string text = terminal(result, {false, 200});
  CHECK(text.substr(0, text.find('\n')) == headline(result));
  const auto place = [&text](const std::string& part) {
    INFO(part);
    REQUIRE(text.find(part) != std::string::npos);
    return text.find(part);
  };
  CHECK(place("shop-02") < place("shop-01"));
  CHECK(place("the reason of 02") < place("Expectations: 1 of 3 held"));
  CHECK(place("Expectations") < place("Runs of shop"));
  CHECK(place("Runs of shop") < place("Availability over years"));
  CHECK(place("Availability over years") < place("Findings (3 of 4)"));
  CHECK(place("Findings") < place("32.85 USD a month"));
  CHECK(place("Cost") < place("windtunnel 0.1.0, seed 42, 1 000 replications a run"));
}

TEST_CASE("a failed expectation comes with reason and replay command") {
  const std::string text = terminal(example_result(), {false, 200});
  CHECK_THAT(
      text,
      Contains(
          "FAILED         region-loss on shop, journey order: rto.p95 <= 15 min, measured not bounded by this sample"));
  CHECK_THAT(text, Contains("700 of 1 000 replications kept <= 15 min"));
  CHECK_THAT(text, Contains("replay: windtunnel trace shop region-loss --seed 42 --replication 417"));
  CHECK_THAT(text, Contains("FAILED (warn)"));
}

TEST_CASE("runs are a table with what never recovered and what did not apply") {
  const std::string text = terminal(example_result());
  CHECK_THAT(text, Contains("  run          journey   RTO p50  RTO p95  never  RPO p95      SLI      n\n"
                            "  zone-loss@a  order        84 s    112 s      0     12 s  98.71 %  1 000\n"
                            "               browse       84 s    112 s      0           98.71 %\n"
                            "  region-loss  order    12.4 min        -     60     12 s  98.71 %  1 000\n"));
  CHECK_THAT(text, Contains("cache-loss does not apply: the design has no cache"));
}

TEST_CASE("a table of runs says why quantiles are missing, and where users were hurt for far less than the recovery") {
  Result result = example_result();
  const std::string note = "-: not bounded by this sample; a p95 takes 72 replications, and more where some do not recover";
  CHECK_THAT(terminal(result), Contains(note));
  result.runs[1].journeys[0].second.rto_seconds.p95 = result.runs[1].journeys[1].second.rto_seconds.p95 = 900;
  CHECK(terminal(result).find(note) == std::string::npos);
  result.runs[1].last_fault_seconds = 700;
  result.runs[1].journeys[0].second.below_level_seconds = 3;
  CHECK_THAT(terminal(result, {false, 200}), Contains("region-loss: order is below its level for 3 s only; the last fault comes after "
                                                      "11.7 min, and RTO counts from the first"));
}

TEST_CASE("a verdict changes at the end of an assumption: the summary says so") {
  CHECK_THAT(terminal(example_result()), Contains("the verdict changes at resolver-cache = 10 s: upheld"));
}

TEST_CASE("colour only decorates words") {
  const std::string plain = terminal(example_result()), coloured = terminal(example_result(), {true, 100});
  CHECK(plain.find('\x1b') == std::string::npos);
  CHECK(coloured.find('\x1b') != std::string::npos);
  CHECK(without_colour(coloured) == plain);
}

TEST_CASE("prose keeps within the width") {
  Result result = example_result();
  for (int i = 0; i < 60; ++i) result.claims[1].because += " and another word";
  std::istringstream lines(terminal(result, {false, 80}));
  std::string headline_line, line;
  std::getline(lines, headline_line);
  for (; std::getline(lines, line);) {
    INFO(line);
    const bool heading = line.rfind("shop: ", 0) == 0;
    CHECK((heading || line.find("replay:") != std::string::npos || columns(line) <= 80));
  }
}

TEST_CASE("text from files cannot steer the terminal") {
  Result result = example_result();
  result.claims[1].claimed = "\x1b]0;title\a \xE2\x80\xAEreversed";
  result.runs[0].scenario = "zone\nloss\x1b[2J";
  result.expectations[1].because = "bad \xff byte";
  result.designs[0].findings[3].text = "\x1b[31m";
  const std::string text = terminal(result);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK_THAT(text, Contains("<U+001B>]0;title<U+0007> <U+202E>reversed"));
  CHECK_THAT(text, Contains("zone loss<U+001B>[2J"));
  CHECK_THAT(text, Contains("bad <0xFF> byte"));
}

TEST_CASE("a stranger's design does not steer the terminal in any of its texts") {
  const std::string text = terminal(hostile(example_report()), {});
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find('\x07') == std::string::npos);
  CHECK(text.find("\xe2\x80\xae") == std::string::npos);
}

TEST_CASE("an empty result is a line, not an accident") {
  CHECK(terminal(Result{}) == "0 designs.\n\nwindtunnel , seed 0\n");
}
