// Other programs: their output, their end, and their absence.
#include "reports/process.h"

#include <catch2/catch.hpp>

#include <csignal>
#include <thread>
#include <vector>

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

TEST_CASE("threads write to programs that do not read, and what a broken pipe does to others stays as it was") {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([] {
      for (int round = 0; round < 25; ++round) run_program({"false"}, std::string(1'000'000, 'x'));
    });
  for (std::thread& thread : threads) thread.join();
  struct sigaction now {};
  sigaction(SIGPIPE, nullptr, &now);
  CHECK(now.sa_handler == SIG_DFL);
}
