// Hostile and broken files through the whole program: exit 65, a place, and nothing written.
#include <catch2/catch.hpp>
#include <regex>

#include "tests/tools/program.h"

using namespace windtunnel::testing;

namespace {

void check_refused(const std::string& name, const std::string& text, const std::string& expected) {
  Folder folder;
  const std::string file = folder.write(name, text);
  const Ended ended =
      windtunnel_program("run '" + file + "' --replications 1 --output json='" + (folder / "out.json") + "'");
  INFO(name << ": " << ended.out.substr(0, 500));
  CHECK(ended.status == 65);
  // File, line, column: the problem.
  CHECK(std::regex_search(ended.out, std::regex("/" + name + ":[0-9]+:[0-9]+: error: .")));
  CHECK(ended.out.find(expected) != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(folder / "out.json"));
}

const std::string head = "design: x\nregions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\n";

}  // namespace

TEST_CASE("broken files are refused with a place") {
  check_refused("empty.yaml", "", "empty");
  check_refused("binary.yaml",
                std::string("\x7f"
                            "ELF\x02\x01\x01\x00\x00",
                            9),
                ":1:");
  check_refused("nul.yaml", std::string("design: x\0y\n", 12), ":1:");
  check_refused("list.yaml", "- 1\n- 2\n", "expected a file whose first key");
  check_refused("deep.yaml", std::string(100'000, '['), ":1:");
  check_refused("deep.json", std::string(100'000, '['), ":1:");
  check_refused("surrogate.json", "{\"design\": \"\\ud83d\"}", ":1:");
  check_refused("alias.yaml", "a: &a [x, x]\nb: [*a, *a]\n", ":1:");
  std::string bomb = "b0: &b0 [x, x]\n";
  for (int i = 1; i < 40; ++i)
    bomb += "b" + std::to_string(i) + ": &b" + std::to_string(i) + " [*b" + std::to_string(i - 1) + ", *b" + std::to_string(i - 1) + "]\n";
  check_refused("bomb.yaml", bomb, "is not supported; write the value out");
  check_refused("twice.yaml", "design: x\ndesign: y\n", ":2:1");
}

TEST_CASE("a huge file is refused without being read into memory") {
  Folder folder;
  const std::string file = folder / "huge.yaml";
  std::ofstream(file).close();
  std::filesystem::resize_file(file, 100u << 20);
  const Ended ended = windtunnel_program("run '" + file + "' --output json='" + (folder / "out.json") + "'");
  CHECK(ended.status == 65);
  CHECK(ended.out.find("huge.yaml:1:1: error: the file is larger than") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(folder / "out.json"));
}

TEST_CASE("what is wrong with a design is said with expected and found") {
  check_refused(
      "unit.yaml",
      head + "stacks: {s: {nat: {type: nat_gateway, zone: a, creation: 5 parsecs}}}\njourneys: {j: {success: nat}}\n",
      "parsecs");
  check_refused("type.yaml", head + "stacks: {s: {nat: {type: nat_gatway, zone: a}}}\njourneys: {j: {success: nat}}\n",
                "did you mean \"nat_gateway\"");
  check_refused("key.yaml", head + "stacks: {s: {nat: {type: nat_gateway, zoen: a}}}\njourneys: {j: {success: nat}}\n",
                "did you mean \"zone\"");
  check_refused("zone.yaml", head + "stacks: {s: {nat: {type: nat_gateway, zone: z}}}\njourneys: {j: {success: nat}}\n",
                "unknown zone \"z\"");
  check_refused("kind.yaml",
                head + "stacks: {s: {nat: {type: nat_gateway, zone: a, creation: [1]}}}\njourneys: {j: {success: nat}}\n",
                "found a list of 1");
  check_refused(
      "reference.yaml",
      head + "stacks: {s: {nat: {type: nat_gateway, zone: a, gateway: igw}}}\njourneys: {j: {success: nat}}\n",
      "unknown component \"igw\"");
}

TEST_CASE("all problems of a file are reported at once") {
  Folder folder;
  const std::string file = folder.write(
      "many.yaml",
      head + "stacks: {s: {nat: {type: nat_gateway, zoen: a, creation: 5 parsecs}}}\njourneys: {}\nextra: 1\n");
  const Ended ended = windtunnel_program("validate '" + file + "'");
  CHECK(ended.status == 65);
  for (const char* part : {"zoen", "parsecs", "extra"}) CHECK(ended.out.find(part) != std::string::npos);
}

TEST_CASE("designs that extend each other in a circle are refused") {
  Folder folder;
  folder.write("a.yaml", "design: a\nextends: b\n");
  folder.write("b.yaml", "design: b\nextends: a\n");
  const Ended ended = windtunnel_program("run '" + (folder / "") + "' --output json='" + (folder / "out.json") + "'");
  CHECK(ended.status == 65);
  CHECK(ended.out.find("a.yaml:2:10: error: the designs extend each other in a circle") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(folder / "out.json"));
}

TEST_CASE("components that need each other in a circle are refused") {
  check_refused("circle.yaml",
                "design: x\ncomponents:\n  n: {type: node, requires: [m]}\n  m: {type: pool, units: 1, requires: [n]}\n"
                "journeys: {j: {success: n}}\n",
                "circle.yaml:3:30: error: a component cannot need itself: n needs m needs n");
}

TEST_CASE("a scenario whose component does not exist is refused, one without target is not applicable") {
  Folder folder;
  folder.write("d.yaml", "design: one\ncomponents: {n: {type: node}}\njourneys: {j: {success: n}}\n");
  const std::string scenario =
      folder.write("s.yaml", "scenario: s\ndesigns: one\nfaults: [{strike: component m, mode: failure, for: 1 h}]\n");
  const Ended refused = windtunnel_program("run '" + (folder / "") + "' --output json='" + (folder / "out.json") + "'");
  CHECK(refused.status == 65);
  CHECK(refused.out.find("s.yaml:3:19: error: design one: the design has no component \"m\"") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(folder / "out.json"));
  folder.write("s.yaml", "scenario: s\nfaults: [{strike: each type nat_gateway, mode: outage, for: 1 h}]\n");
  const Ended ended = windtunnel_program("run '" + (folder / "") + "' --replications 2 --output json=-");
  CHECK(ended.status == 0);
  CHECK(ended.out.find("\"not_applicable\"") != std::string::npos);
}

TEST_CASE("what cannot be read at all is missing, whatever it is") {
  Folder folder;
  std::filesystem::create_directory(folder / "empty");
  CHECK(windtunnel_program("run '" + (folder / "empty") + "'").status == 66);
  std::filesystem::create_symlink(folder / "nowhere.yaml", folder / "link.yaml");
  CHECK(windtunnel_program("run '" + (folder / "link.yaml") + "'").status == 66);
  const Ended ended = windtunnel_program("trace kasha '" + (folder / "empty") + "'");
  CHECK(ended.status == 66);
  CHECK(ended.out.find("expected a file, found a folder") != std::string::npos);
  const std::string secret = folder.write("secret.yaml", "design: x\n");
  std::filesystem::permissions(secret, std::filesystem::perms::none);
  // Root reads everything.
  if (!std::ifstream(secret)) CHECK(windtunnel_program("run '" + secret + "'").status == 66);
}

TEST_CASE("a scenario that names a design outright must mean one that there is") {
  check_refused("names.yaml",
                "scenario: s\ndesigns: [kasha, kahsa]\nfaults: [{strike: each zone, mode: power_loss, for: 1 h}]\n",
                "names.yaml:2:18: error: unknown design \"kahsa\"; did you mean \"kasha\"?");
}

TEST_CASE("braces do not make YAML JSON") {
  Folder folder;
  const std::string file =
      folder.write("flow.yaml", "{design: x, components: {n: {type: node}}, journeys: {j: {success: n}}}\n");
  CHECK(windtunnel_program("validate '" + file + "'").status == 0);
}

TEST_CASE("an output that cannot be written is refused before anything runs") {
  Folder folder;
  const Ended ended =
      windtunnel_program("run --replications 1000000 --output json='" + (folder / "no/such/folder.json") + "'");
  CHECK(ended.status == 64);
  CHECK(ended.out.find("there is no such folder") != std::string::npos);
  CHECK(windtunnel_program("run --replications 1000000 --output json='" + (folder / "") + "'").status == 64);
}
