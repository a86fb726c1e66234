// A run that is interrupted ends at once with status 130, and leaves nothing behind.
#include <catch2/catch.hpp>

#include "tests/tools/program.h"

using namespace windtunnel::testing;

namespace {

/// Starts the program and sends it a signal when it is at work. 137: it did not end within a minute and was killed. What this process
/// was started to ignore, the program is not.
Ended interrupted(const std::string& arguments, const std::string& signal) {
  return shell("env --default-signal timeout --foreground -s KILL 60 timeout --foreground -s " + signal + " 0.5 \"" WINDTUNNEL_BINARY
               "\" " + arguments + "; status=$?; [ $status = 124 ] && status=130; exit $status");
}

void check_interrupted(const Ended& ended, const Folder& outputs) {
  INFO(ended.out);
  CHECK(ended.status == 130);
  CHECK(ended.out == "windtunnel: interrupted; nothing was written\n");
  CHECK(std::filesystem::is_empty(outputs / ""));
}

}  // namespace

TEST_CASE("a run of very many replications ends when it is asked to") {
  const Folder outputs;
  for (const char* signal : {"INT", "TERM", "HUP"})
    check_interrupted(interrupted("run --designs kasha --scenarios zone-loss --replications 200000 "
                                      "--output json='" + (outputs / "out.json") +
                                      "' --output markdown='" + (outputs / "out.md") + "'",
                                  signal),
                      outputs);
}

TEST_CASE("an interruption does not wait for the end of a replication") {
  // A hundred times the traffic, request by request, for most of a day: no such replication ends within the test.
  const Folder inputs, outputs;
  const std::string crowd = inputs.write("crowd.yaml",
                                         "scenario: crowd\ntitle: A crowd\ntraffic:\n  - {journeys: \"*\", factor: "
                                         "100, at: busiest time of day, ramp: 1 s, for: 20 h}\n");
  check_interrupted(interrupted("run '" + crowd +
                                    "' --designs kasha --replications 1 --years 0 --resolution request "
                                    "--output json='" +
                                    (outputs / "out.json") + "'",
                                "INT"),
                    outputs);
  check_interrupted(interrupted("trace kasha '" + crowd + "' --resolution request", "INT"), outputs);
}

TEST_CASE("years under nature end when they are asked to") {
  const Folder outputs;
  check_interrupted(
      interrupted("availability kasha --years 1000000 --output json='" + (outputs / "out.json") + "'", "INT"),
      outputs);
}

TEST_CASE("who is interrupted while charts are drawn is told what stands") {
  const Folder folder, outputs;
  const std::string result = folder / "result.json";
  REQUIRE(windtunnel_program("run kasha task-loss -n 2 --years 0 --no-ends -q -o json='" + result + "'").status == 0);
  // At a terminal the program that draws is interrupted, too.
  std::filesystem::permissions(folder.write("node", "#!/bin/sh\nkill -INT $PPID\nkill -INT $$\n"), std::filesystem::perms::owner_all);
  const Ended ended = windtunnel_program("report '" + result + "' -o csv='" + (outputs / "tables") + "' -o svg='" + (outputs / "pictures") +
                                             "' -o markdown='" + (outputs / "late.md") + "'",
                                         "PATH='" + (folder / "") + "':\"$PATH\"");
  CHECK(ended.status == 130);
  CHECK(ended.out == "windtunnel: interrupted; written before that: " + (outputs / "tables") + "\n");
  CHECK_FALSE(std::filesystem::exists(outputs / "late.md"));
}
