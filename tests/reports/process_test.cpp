// Other programs: their output, their end, and their absence.
#include "reports/process.h"

#include <catch2/catch.hpp>

using namespace windtunnel::reports;

TEST_CASE("a program gets its input and its output comes back, however long both are") {
  const std::string text(3'000'000, 'x');
  const auto finished = run_program({"cat"}, text);
  REQUIRE(finished);
  CHECK(finished->status == 0);
  CHECK(finished->out == text);
}

TEST_CASE("a program that is not there, or does not end, gives nothing; one that fails says so") {
  CHECK_FALSE(run_program({"no-such-program-anywhere"}, ""));
  CHECK_FALSE(run_program({"sleep", "60"}, "", 1));
  const auto failed = run_program({"false"}, std::string(1'000'000, 'x'));
  REQUIRE(failed);
  CHECK(failed->status == 1);
}
