// Reports from the command line: every format, and what is said when a file is no result.
#include <catch2/catch.hpp>

#include "tests/tools/program.h"

using namespace windtunnel::testing;

namespace {

/// A small result, made once for all tests.
const std::string& result_text() {
  static const std::string text = [] {
    const Folder folder;
    const std::string file = folder / "result.json";
    windtunnel_program("run --designs kasha --scenarios zone-loss -n 8 --years 5 -q -o json=" + file);
    return text_of(file);
  }();
  return text;
}

}  // namespace

TEST_CASE("a result becomes a report in every format without being run again") {
  const Folder folder;
  const std::string result = folder.write("result.json", result_text());
  const Ended ended = windtunnel_program("report " + result + " -o html=" + (folder / "report.html") +
                                         " -o markdown=" + (folder / "report.md") + " -o csv=" + (folder / "csv") +
                                         " -o json=" + (folder / "again.json"));
  INFO(ended.out);
  CHECK(ended.status == 0);
  CHECK(text_of(folder / "report.html").starts_with("<!doctype html>"));
  CHECK(text_of(folder / "report.html").find("id=\"replay-0\"") != std::string::npos);
  CHECK(text_of(folder / "csv/runs.csv").starts_with("design,scenario,"));
  CHECK(text_of(folder / "again.json") == result_text());
}

TEST_CASE("the same result gives the same page, byte by byte") {
  const Folder folder;
  const std::string result = folder.write("result.json", result_text());
  windtunnel_program("report " + result + " -o html=" + (folder / "one.html"));
  windtunnel_program("report " + result + " -o html=" + (folder / "two.html"));
  CHECK_FALSE(text_of(folder / "one.html").empty());
  CHECK(text_of(folder / "one.html") == text_of(folder / "two.html"));
}

TEST_CASE("charts come as pictures with their specifications, or the package that draws is named") {
  const Folder folder;
  const std::string result = folder.write("result.json", result_text());
  const Ended ended = windtunnel_program("report " + result + " -o svg=" + (folder / "svg"), "PATH=/nowhere");
  CHECK(ended.status == 0);
  CHECK(text_of(folder / "svg/where-downtime-comes-from.vl.json").find("vega-lite/v6.json") != std::string::npos);
  const bool named =
      ended.out.find("package nodejs") != std::string::npos || ended.out.find("tools/setup") != std::string::npos;
  CHECK(named);
}

TEST_CASE("what is no result is refused with its name") {
  const Folder folder;
  const std::string broken = folder.write("broken.json", "{\"schema\": \"windtunnel-result/1\", \"runs\": 7}");
  const Ended ended = windtunnel_program("report " + broken + " -o html=" + (folder / "report.html"));
  CHECK(ended.status == 65);
  CHECK(ended.out.find("broken.json") != std::string::npos);
  CHECK(ended.out.find("/runs") != std::string::npos);
  CHECK(text_of(folder / "report.html").empty());
  CHECK(windtunnel_program("report " + (folder / "none.json") + " -o html=x.html").status == 66);
  CHECK(windtunnel_program("report " + broken).status == 64);
}

TEST_CASE("results are compared design by design, and differences of chance alone are none") {
  const Folder folder;
  const std::string before = folder.write("before.json", result_text()), after = folder / "after.json";
  windtunnel_program("run --designs kasha --scenarios zone-loss -n 8 --years 5 -q --seed 2 --no-ends -o json=" + after);
  const Ended ended = windtunnel_program("compare " + before + " " + after);
  CHECK(ended.status == 0);
  CHECK(ended.out.find("kasha in " + before + " (first) and kasha in " + after + " (second)") != std::string::npos);
  CHECK(ended.out.find("no difference shown") != std::string::npos);
  CHECK(ended.out.find(" worse") == std::string::npos);
  CHECK(ended.out.find(" better") == std::string::npos);
  CHECK(ended.out.find("kasha-spot") == std::string::npos);  // its variants that no run is of
  // One result alone: its first design with each other one.
  CHECK(windtunnel_program("compare " + before).out.find("kasha (first) and kasha-one-zone (second)") != std::string::npos);
}

TEST_CASE("a design is compared with its variant under the same storms") {
  const Folder folder;
  const Ended ended = windtunnel_program("compare kasha kasha-two-nat --scenarios nat-loss -n 6 --years 0 -o html=" +
                                         (folder / "report.html"));
  INFO(ended.out);
  CHECK(ended.status == 0);
  CHECK(ended.out.find("kasha-two-nat costs 36.30 USD more a month") != std::string::npos);
  CHECK(text_of(folder / "report.html").find("<section id=\"comparison\"") != std::string::npos);
  // A component that came has its own share: the second gateway costs its hours and nothing else does.
  const std::size_t row = ended.out.find("  primary.nat-2 ");
  REQUIRE(row != std::string::npos);
  const std::string line = ended.out.substr(row, ended.out.find('\n', row) - row);
  INFO(line);
  CHECK(line.find(" %") != std::string::npos);
  CHECK(line.find(" +36.50 ") != std::string::npos);
  CHECK(ended.out.find("primary.backend-subnets.route") != std::string::npos);
  CHECK(windtunnel_program("compare kasha").status == 64);
}
