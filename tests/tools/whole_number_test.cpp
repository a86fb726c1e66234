// Whole numbers on the command line are decimal and in their range; nothing wraps, and a leading zero means nothing else.
#include <catch2/catch.hpp>

#include "tests/tools/program.h"

using namespace windtunnel::testing;

TEST_CASE("whole numbers are decimal, without sign, and in their range") {
  for (const char* arguments :
       {"run kasha nat-loss --seed -1", "run kasha nat-loss -n 010", "run kasha nat-loss -n 0x10", "run kasha nat-loss -n +5",
        "run kasha nat-loss -n 5.0", "run kasha nat-loss -n 1e3", "run kasha nat-loss --years -1", "run kasha nat-loss --jobs 01",
        "run kasha nat-loss --seed 18446744073709551616", "run kasha nat-loss --seed ''", "trace kasha nat-loss --replication -1",
        "compare kasha kasha-two-nat --fields -1", "availability kasha --years 0", "baseline create kasha -o x.json -n 0b1"}) {
    const Ended ended = windtunnel_program(arguments);
    INFO(arguments << "\n" << ended.out);
    CHECK(ended.status == 64);
    CHECK(ended.out.find("expected a whole number ") != std::string::npos);
  }
  CHECK(windtunnel_program("run --replications 0").out.find("expected a whole number from 1 to 10000000, found \"0\"") !=
        std::string::npos);
  CHECK(windtunnel_program("trace kasha nat-loss --seed 18446744073709551615 --replication 10").status == 0);
}

TEST_CASE("a cache and none are not asked for at once") {
  const Ended ended = windtunnel_program("run kasha nat-loss --no-cache --cache somewhere");
  CHECK(ended.status == 64);
  CHECK(ended.out.find("--cache") != std::string::npos);
}
