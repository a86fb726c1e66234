// How long parts of a command took.
#include "tools/command_line/time_taken.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "tests/tools/program.h"

using namespace windtunnel;
using namespace windtunnel::testing;

TEST_CASE("what took time is told in its order, and what nobody noticed is left out") {
  tools::TimeTaken taken;
  taken.begin("files");
  taken.begin("replications");
  std::this_thread::sleep_for(std::chrono::milliseconds(120));
  taken.begin("years");
  const std::string text = taken.end();
  CHECK(text.find("Took ") == 0);
  CHECK(text.find(" s: replications ") != std::string::npos);
  CHECK(text.find("files") == std::string::npos);
  CHECK(text.find("years") == std::string::npos);
}

TEST_CASE("run tells times where it is asked to, on standard error, and the same on standard output") {
  const std::string run = "run kasha task-loss -n 4 --years 0 --no-ends";
  const Ended plain = windtunnel_program(run), error = windtunnel_program(run + " --times 2>&1 >/dev/null"),
              output = windtunnel_program(run + " --times 2>/dev/null");
  CHECK(plain.status == 0);
  CHECK(plain.out.find("Took ") == std::string::npos);
  CHECK(error.out.find("Took ") == 0);
  CHECK(output.out == plain.out);
}
