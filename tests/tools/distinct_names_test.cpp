// What results are looked up by is a name: two designs, or two scenarios, of one name are refused, and compared ones told apart.
#include <catch2/catch.hpp>
#include <regex>

#include "tests/tools/pair.h"
#include "tests/tools/program.h"

using namespace windtunnel::testing;

namespace {

const std::string loss = "scenario: loss\ntitle: One node fails for an hour\n"
                         "faults: [{strike: component left, mode: failure, for: 1 h}]\n";

/// The pair of which both nodes are needed.
std::string needy_pair() {
  std::string text = pair_design;
  return text.replace(text.find("any"), 3, "all");
}

/// Two versions of one design, the later one worse.
struct Versions {
  Folder folder;
  std::string old_file = folder.write("old.yaml", pair_design), new_file = folder.write("new.yaml", needy_pair());
};

}  // namespace

TEST_CASE("a second design of one name is refused where it stands, with the place of the first") {
  const Versions versions;
  const std::string scenario = versions.folder.write("loss.yaml", loss), base = versions.folder / "base.json";
  const std::string error = versions.old_file + ":2:9: error: two designs have the name \"pair\"; the other is " +
                            versions.new_file + ":2:9";
  REQUIRE(windtunnel_program("baseline create " + versions.old_file + " " + scenario + " -n 5 --years 0 -q -o " + base).status == 0);
  for (const std::string& command : {"validate " + (versions.folder / ""), "run " + (versions.folder / "") + " -n 2 --years 0",
                                     "baseline create " + (versions.folder / "") + " -o " + (versions.folder / "other.json"),
                                     "baseline check " + base + " " + (versions.folder / "")}) {
    const Ended ended = windtunnel_program(command);
    INFO(command << "\n" << ended.out);
    CHECK(ended.status == 65);
    CHECK(ended.out.find(error) != std::string::npos);
  }
}

TEST_CASE("a second scenario of one name is refused where it stands, with the place of the first") {
  const Folder folder;
  const std::string design = folder.write("pair.yaml", pair_design), first = folder.write("a.yaml", loss),
                    second = folder.write("b.json", "{\"scenario\": \"loss\", \"faults\": [{\"strike\": \"component right\", "
                                                    "\"mode\": \"failure\", \"for\": \"1 h\"}]}");
  const Ended ended = windtunnel_program("validate " + design + " " + first + " " + second);
  INFO(ended.out);
  CHECK(ended.status == 65);
  const std::string error = second + ":1:14: error: two scenarios have the name \"loss\"; the other is " + first + ":1:11";
  CHECK(ended.out.find(error) != std::string::npos);
}

TEST_CASE("a file that several paths lead to is read once") {
  const Versions versions;
  std::filesystem::remove(versions.new_file);
  const std::string folder = versions.folder / "";
  std::filesystem::create_symlink(versions.old_file, versions.folder / "link.yaml");
  CHECK(windtunnel_program("validate " + versions.old_file + " " + folder + " " + folder + "./old.yaml").out.find("1 design and ") == 0);
}

TEST_CASE("two files of one design are compared, each called by its file") {
  const Versions versions;
  for (const bool forward : {true, false}) {
    const std::string& first = forward ? versions.old_file : versions.new_file;
    const std::string& second = forward ? versions.new_file : versions.old_file;
    const Ended ended = windtunnel_program("compare " + first + " " + second + " -n 5 --years 20");
    INFO(ended.out);
    CHECK(ended.status == 0);
    CHECK(ended.out.find("pair in " + first + " (first) and pair in " + second + " (second)") != std::string::npos);
    CHECK(std::regex_search(ended.out, std::regex(forward ? "journeys.ask.success +.*any.*all" : "journeys.ask.success +.*all.*any")));
  }
}

TEST_CASE("a copy of a shipped design is compared with the shipped one, in either order") {
  const Folder folder;
  std::string text = text_of(WINDTUNNEL_SOURCE_DIR "/models/designs/kasha.yaml");
  text.replace(text.find("max: 4"), 6, "max: 5");
  const std::string copy = folder.write("copy.yaml", text);
  for (const auto& [first, second] : {std::pair<std::string, std::string>{"kasha", copy}, {copy, "kasha"}}) {
    const Ended ended = windtunnel_program("compare " + first + " " + second + " --scenarios nat-loss -n 2 --years 0 --fields 0");
    INFO(ended.out);
    CHECK(ended.status == 0);
    CHECK(ended.out.find("kasha in the shipped designs") != std::string::npos);
    CHECK(ended.out.find("kasha in " + copy) != std::string::npos);
    CHECK(std::regex_search(ended.out, std::regex(first == "kasha" ? "tasks.max +4 +5" : "tasks.max +5 +4")));
  }
}

TEST_CASE("a design is not compared with itself") {
  const Ended ended = windtunnel_program("compare kasha kasha");
  CHECK(ended.status == 64);
  CHECK(ended.out.find("compare: kasha stands twice") != std::string::npos);
}

TEST_CASE("a design that only claims of another speak of is compared in all runs") {
  const Ended ended = windtunnel_program("compare kasha kasha-one-zone --scenarios region-loss -n 2 --years 0 --fields 0");
  INFO(ended.out);
  CHECK(ended.out.find("Of the one run that both went through") != std::string::npos);
  CHECK(ended.out.find("Only on") == std::string::npos);
}
