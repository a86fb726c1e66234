// The same inputs and seed give the same bytes, whatever the threads, the processor's features or the order of files.
#include <catch2/catch.hpp>

#include "tests/tools/program.h"

using namespace windtunnel::testing;

namespace {

/// The result file of a run; every run here is short, but of everything that is shipped.
std::string result(const std::string& arguments, const std::string& environment = "") {
  const Folder folder;
  const std::string file = folder / "result.json";
  const Ended ended = windtunnel_program(
      "run --quiet --replications 2 --years 2 --output json='" + file + "' " + arguments, environment);
  INFO(ended.out);
  REQUIRE(ended.status == 0);
  return text_of(file);
}

/// As result(), of one design.
std::string small_result(const std::string& arguments, const std::string& environment = "") {
  return result("--designs kasha --scenarios '*-loss' " + arguments, environment);
}

/// An environment in which the C library takes the processor to have no fused multiply-add.
const std::string without_fma = "GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-AVX2,-AVX2_Usable,-FMA_Usable";

}  // namespace

// Compared inside parentheses: nobody wants to see both files.

TEST_CASE("results of everything that is shipped depend neither on the number of threads nor on fused multiply-add") {
  const std::string one = result("--no-ends --jobs 1");
  REQUIRE(one.size() > 100'000);
  // Both differ at once, since each run takes long; where the bytes do, runs of their own tell which it was.
  if (one != result("--no-ends --jobs 5", without_fma)) {
    CHECK((one == result("--no-ends --jobs 5")));
    CHECK((one == result("--no-ends --jobs 1", without_fma)));
    FAIL("the bytes differ");
  }
}

TEST_CASE("results do not depend on the number of threads, be they fewer or more than processors") {
  const std::string one = small_result("--no-ends --jobs 1");
  for (const char* jobs : {"2", "3", "16"}) CHECK((one == small_result(std::string("--no-ends --jobs ") + jobs)));
}

TEST_CASE("verdicts at the ends of assumptions do not depend on the number of threads") {
  const std::string one = small_result("--jobs 1");
  REQUIRE(one.find("tried_ends") != std::string::npos);
  CHECK((one == small_result("--jobs 2")));
}

TEST_CASE("results do not depend on the order in which files are named") {
  const std::string root = WINDTUNNEL_SOURCE_DIR "/";
  const std::string kasha = "'" + root + "models/designs/kasha.yaml' ";
  const std::string fleet = "'" + root + "models/designs/availability-fleet.yaml' ";
  const std::string suite = "'" + root + "scenarios/standard' ";
  const std::string alone = "'" + root + "scenarios/availability-fleet/node-zone-loss.yaml' ";
  CHECK((result("--no-ends " + kasha + fleet + suite + alone) == result("--no-ends " + alone + suite + fleet + kasha)));
}

TEST_CASE("results depend on the seed") { CHECK((small_result("--no-ends --seed 1") != small_result("--no-ends --seed 2"))); }

TEST_CASE("a component added to one region leaves the draws of all others unmoved") {
  Folder folder;
  const std::string base = text_of(WINDTUNNEL_SOURCE_DIR "/models/designs/multi-region.yaml");
  folder.write("more.yaml",
               "design: more\nextends: multi-region\nregions:\n  standby:\n    with:\n      spare: {type: nat_gateway, "
               "zone: b}\n");
  folder.write("same.yaml", "design: same\nextends: multi-region\n");
  // The histories differ in nothing that the added gateway does not touch: every journey's figures are the same.
  const auto journeys = [&](const std::string& name) {
    const std::string file = folder / (name + ".json");
    REQUIRE(windtunnel_program("run '" + (folder / (name + ".yaml")) +
                               "' --quiet --scenarios region-loss --replications 10 --years 0 --output json='" + file +
                               "'")
                .status == 0);
    const std::string text = text_of(file);
    const std::size_t from = text.find("\"journeys\""), to = text.find("\"rpo\"", from);
    return text.substr(from, to - from);
  };
  CHECK(journeys("more") == journeys("same"));
}
