// Every documented exit status, by a command that ends with it.
#include <catch2/catch.hpp>

#include "tests/tools/pair.h"
#include "tests/tools/program.h"

using namespace windtunnel::testing;

namespace {

std::string scenario(const std::string& limit, const std::string& level) {
  return "scenario: loss\ntitle: Both nodes fail for an hour\nfaults:\n  - {strike: component left, mode: failure, "
         "for: 1 h}\n"
         "  - {strike: component right, mode: failure, for: 1 h}\nexpect:\n  - {journey: ask, rto: {p50: \"" +
         limit + "\"}, level: " + level + ", why: a test}\n";
}

}  // namespace

TEST_CASE("0: expectations hold, or only warn") {
  Folder folder;
  folder.write("pair.yaml", pair_design);
  const std::string loss = folder.write("loss.yaml", scenario("<= 2 h", "error"));
  CHECK(windtunnel_program("run '" + (folder / "") + "' --replications 40").status == 0);
  folder.write("loss.yaml", scenario("<= 1 s", "warn"));
  CHECK(windtunnel_program("run '" + (folder / "") + "' --replications 40").status == 0);
}

TEST_CASE("1: an error-level expectation fails, and the reason is said") {
  Folder folder;
  folder.write("pair.yaml", pair_design);
  folder.write("loss.yaml", scenario("<= 10 min", "error"));
  const Ended ended = windtunnel_program("run '" + (folder / "") + "' --replications 100");
  CHECK(ended.status == 1);
  CHECK(ended.out.find("<= 10 min") != std::string::npos);
  CHECK(ended.out.find("windtunnel trace " + (folder / "pair.yaml") + " " + (folder / "loss.yaml")) != std::string::npos);
}

TEST_CASE("2: too few replications decide nothing") {
  Folder folder;
  folder.write("pair.yaml", pair_design);
  folder.write("loss.yaml", scenario("<= 2 h", "error"));
  CHECK(windtunnel_program("run '" + (folder / "") + "' --replications 2").status == 2);
}

TEST_CASE("3: worse than a baseline") {
  Folder folder;
  const std::string file = folder.write("pair.yaml", pair_design), base = folder / "base.json";
  const std::string loss = folder.write("loss.yaml",
                                        "scenario: loss\ntitle: One node fails for an hour\nfaults:\n  - {strike: "
                                        "component left, mode: failure, for: 1 h}\n");
  const std::string inputs = " '" + file + "' '" + loss + "'";
  REQUIRE(windtunnel_program("baseline create" + inputs + " --replications 40 --output '" + base + "'").status == 0);
  CHECK(windtunnel_program("baseline check '" + base + "'" + inputs).status == 0);
  std::string needy = pair_design;
  needy.replace(needy.find("any"), 3, "all");
  folder.write("pair.yaml", needy);
  const Ended ended = windtunnel_program("baseline check '" + base + "'" + inputs);
  INFO(ended.out);
  CHECK(ended.status == 3);
  CHECK(ended.out.find("journeys.ask.success") != std::string::npos);
}

TEST_CASE("64: usage") {
  CHECK(windtunnel_program("").status == 64);
  CHECK(windtunnel_program("run --no-such-flag").status == 64);
  CHECK(windtunnel_program("run --replications 0").status == 64);
  const Ended ended = windtunnel_program("run --output xlsx=a");
  CHECK(ended.status == 64);
  CHECK(ended.out.find("json") != std::string::npos);
}

TEST_CASE("65: a wrong file is reported with its place, and nothing is written") {
  Folder folder;
  const std::string file = folder.write("shop.yaml", "design: shop\nregoins: {}\n");
  const Ended ended = windtunnel_program("run '" + file + "' --output json='" + (folder / "out.json") + "'");
  CHECK(ended.status == 65);
  CHECK(ended.out.find("shop.yaml:2:1: error: unknown key \"regoins\"") != std::string::npos);
  CHECK(ended.out.find("did you mean \"regions\"?") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(folder / "out.json"));
}

TEST_CASE("66: what does not exist, with the nearest name") {
  CHECK(windtunnel_program("run /no/such/folder").status == 66);
  const Ended ended = windtunnel_program("trace kashaa region-loss");
  CHECK(ended.status == 66);
  CHECK(ended.out.find("did you mean \"kasha\"?") != std::string::npos);
  CHECK(windtunnel_program("explain no-such-thing-at-all").status == 66);
}

TEST_CASE("of several reasons the gravest decides the status") {
  Folder folder;
  const std::string wrong = folder.write("wrong.yaml", "design: shop\nregoins: {}\n");
  // What does not exist before what is wrong, and that before an output that cannot be written.
  CHECK(windtunnel_program("run /no/such/folder '" + wrong + "'").status == 66);
  CHECK(windtunnel_program("run '" + wrong + "' '/no/such/folder'").status == 66);
  CHECK(windtunnel_program("run '" + wrong + "' --output json='" + (folder / "no/such/out.json") + "'").status == 65);
  std::filesystem::remove(wrong);
  // A failed expectation before one that too few replications leave open.
  folder.write("pair.yaml", pair_design);
  folder.write("loss.yaml", scenario("<= 10 min", "error") +
                                "  - {journey: ask, rto: {p99: \"<= 2 h\"}, level: error, why: another}\n");
  const Ended ended = windtunnel_program("run '" + (folder / "") + "' --replications 40");
  INFO(ended.out);
  CHECK(ended.out.find("1 failed, 1 inconclusive") != std::string::npos);
  CHECK(ended.status == 1);
}

TEST_CASE("every command weighs its reasons in the same way") {
  Folder folder;
  const std::string wrong = folder.write("wrong.yaml", "design: shop\nregoins: {}\n");
  const std::string nowhere = " --output json='" + (folder / "no/such/out.json") + "'";
  const auto status = [](const std::string& arguments) { return windtunnel_program(arguments).status; };
  CHECK(status("run '" + wrong + "' --today soon") == 65);
  CHECK(status("run '" + wrong + "' --baseline /no/such.json") == 66);
  CHECK(status("run --baseline '" + wrong + "' /no/such/folder") == 66);
  CHECK(status("trace '" + wrong + "' no-such-scenario") == 66);
  CHECK(status("availability no-such-design" + nowhere) == 66);
  CHECK(status("availability '" + wrong + "'" + nowhere) == 65);
  CHECK(status("compare '" + wrong + "' no-such-design" + nowhere) == 66);
  CHECK(status("report /no/such.json" + nowhere) == 66);
  CHECK(status("report '" + wrong + "' --output xlsx=a") == 65);
  CHECK(status("baseline create '" + wrong + "' --output '" + (folder / "no/such/base.json") + "'") == 65);
  CHECK(status("baseline check '" + wrong + "' /no/such/folder" + nowhere) == 66);
}

TEST_CASE("64: an output that turns out not to take what is written") {
  if (!std::filesystem::exists("/dev/full")) return;
  for (const char* arguments : {"run --designs kasha --scenarios nat-loss --replications 1 --years 0 -q -o json=/dev/full",
                                "list designs > /dev/full", "trace kasha nat-loss > /dev/full"}) {
    const Ended ended = windtunnel_program(arguments);
    INFO(arguments << ": " << ended.out);
    CHECK(ended.status == 64);
    CHECK(ended.out.find("windtunnel: cannot write ") != std::string::npos);
    CHECK(ended.out.find("internal") == std::string::npos);
  }
}

TEST_CASE("help and version end with 0") {
  CHECK(windtunnel_program("--help").status == 0);
  CHECK(windtunnel_program("run --help").status == 0);
  const Ended ended = windtunnel_program("--version");
  CHECK(ended.status == 0);
  CHECK(ended.out.rfind("windtunnel ", 0) == 0);
}
