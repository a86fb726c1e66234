// Outputs for pipelines, from the command line: valid, placed in the repository, and the same from a kept result.
#include <catch2/catch.hpp>

#include "tests/support/consumers.h"

using namespace windtunnel::testing;
using Catch::Contains;

namespace {

/// A repository with a design and a scenario in a folder below its root; the limit decides how the run ends.
void write_project(const Folder& folder, const std::string& limit) {
  std::filesystem::create_directories(folder / ".git");
  std::filesystem::create_directories(folder / "infra/designs");
  folder.write("infra/designs/pair.yaml", R"(design: pair
components:
  left: {type: node, time_to_failure: exponential(100 d), time_to_repair: 1 h}
  right: {type: node, time_to_failure: exponential(100 d), time_to_repair: 1 h}
journeys:
  ask: {success: {all: [left, right]}, rate: 10 /s}
)");
  folder.write("infra/loss.yaml", "scenario: loss\ntitle: A node fails for an hour\nfaults:\n"
                                  "  - {strike: component left, mode: failure, for: 1 h}\nexpect:\n"
                                  "  - {journey: ask, rto: {p50: \"" + limit + "\"}, why: a test}\n");
}

Ended in_project(const Folder& folder, const std::string& arguments) {
  return shell("cd '" + (folder / "infra") + "' && \"" WINDTUNNEL_BINARY "\" " + arguments);
}

}  // namespace

TEST_CASE("a failed run tells each pipeline at which line, and a kept result says the same again") {
  const Folder folder;
  write_project(folder, "<= 10 min");
  const std::string outputs = " -o junit=junit.xml -o sarif=run.sarif -o github=github.txt -o markdown=comment.md";
  const Ended run = in_project(folder, "run designs loss.yaml -n 100 --years 0 -q -o json=result.json" + outputs);
  INFO(run.out);
  CHECK(run.status == 1);
  const std::string junit = text_of(folder / "infra/junit.xml"), sarif = text_of(folder / "infra/run.sarif");
  CHECK(check_junit(junit).status == 0);
  CHECK(check_sarif(sarif).status == 0);
  CHECK_THAT(junit, Contains("<testsuite name=\"loss.yaml\" tests=\"1\" failures=\"1\""));
  CHECK_THAT(sarif, Contains("\"uri\": \"infra/loss.yaml\"") && Contains("\"startLine\": 6"));
  CHECK_THAT(text_of(folder / "infra/github.txt"), Contains("::error file=infra/loss.yaml,line=6,col="));
  CHECK_THAT(rendered_markdown(text_of(folder / "infra/comment.md")), Contains("<strong>failed</strong>"));
  for (const char* output : {"junit=junit.xml", "sarif=run.sarif", "github=github.txt"}) {
    const std::string file = folder / ("infra/" + std::string(output).substr(std::string(output).find('=') + 1));
    const std::string before = text_of(file);
    CHECK(in_project(folder, "report result.json -o " + std::string(output)).status == 0);
    CHECK(text_of(file) == before);
  }
}

TEST_CASE("the replay command of a failure works as it stands") {
  const Folder folder;
  write_project(folder, "<= 10 min");
  in_project(folder, "run designs loss.yaml -n 100 --years 0 -q -o junit=junit.xml");
  const std::string junit = text_of(folder / "infra/junit.xml");
  const std::size_t begin = junit.find("windtunnel trace ");
  REQUIRE(begin != std::string::npos);
  const std::string command = junit.substr(begin + 11, junit.find('\n', begin) - begin - 11);
  const Ended told = in_project(folder, command);
  INFO(command << '\n' << told.out);
  CHECK(told.status == 0);
  CHECK_THAT(told.out, Contains("A node fails for an hour"));
}

TEST_CASE("annotations leave standard output to the summary too, other formats do not") {
  const Folder folder;
  write_project(folder, "<= 2 h");
  const Ended both = in_project(folder, "run designs loss.yaml -n 40 --years 0 -o github=-");
  CHECK_THAT(both.out, Contains("Expectations: 1 of 1 held"));
  CHECK(in_project(folder, "run designs loss.yaml -n 40 --years 0 -o junit=-").out.starts_with("<?xml"));
}

TEST_CASE("a wrong file is told to pipelines, and other outputs are not written") {
  const Folder folder;
  write_project(folder, "<= 2 h");
  folder.write("infra/designs/pair.yaml", "design: pair\nregoins: {}\n");
  const Ended run = in_project(folder, "run designs loss.yaml -o github=- -o junit=junit.xml -o sarif=run.sarif -o json=r.json");
  CHECK(run.status == 65);
  CHECK_THAT(run.out, Contains("::error file=infra/designs/pair.yaml,line=2,col=1,title=windtunnel::unknown key"));
  CHECK_THAT(text_of(folder / "infra/junit.xml"), Contains("errors=\"1\""));
  CHECK(check_junit(text_of(folder / "infra/junit.xml")).status == 0);
  CHECK_THAT(text_of(folder / "infra/run.sarif"), Contains("\"executionSuccessful\": false"));
  CHECK(check_sarif(text_of(folder / "infra/run.sarif")).status == 0);
  CHECK_FALSE(std::filesystem::exists(folder / "infra/r.json"));
}
