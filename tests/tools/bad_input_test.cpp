// Hostile and broken files through the whole program: exit 65, a place, and nothing written.
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <vector>

#include "tests/tools/program.h"

using namespace windtunnel::testing;

namespace {

/// Both commands refuse the file in bounded time, at a place of it; nothing is written, and nothing is left beside it.
void check_refused(const std::string& name, const std::string& text, const std::string& expected) {
  const Folder folder;
  const std::string file = folder.write(name, text);
  for (const std::string& command :
       {"validate '" + file + "'", "run '" + file + "' --replications 1 --output json='" + (folder / "out.json") + "'"}) {
    const Ended ended = shell("ulimit -t 60; WINDTUNNEL_NO_CACHE=1 \"" WINDTUNNEL_BINARY "\" " + command);
    INFO(command << ": " << ended.out.substr(0, 500));
    CHECK(ended.status == 65);
    // File, line, column: the problem.
    CHECK(std::regex_search(ended.out, std::regex("/" + name + ":[0-9]+:[0-9]+: error: .")));
    CHECK(ended.out.find(expected) != std::string::npos);
    CHECK(folder.names() == std::vector<std::string>{name});
  }
}

/// A design, a scenario and a policy that are well-formed, each by its first key.
const std::map<std::string, std::string> kinds = {
    {"design", "design: x\ncomponents: {n: {type: node}}\njourneys: {j: {success: n, rate: 1 /s}}\n"},
    {"scenario", "scenario: s\ndesigns: kasha\nfaults: [{strike: each zone, mode: power_loss, for: 1 h}]\n"},
    {"policy", "policy: p\nexpect: [{scenario: zone-loss, rto: {p95: <= 10 min}, level: warn}]\n"}};

/// The file of each kind with a text added to its end is refused.
void check_all_kinds_refused(const std::string& added, const std::string& expected) {
  for (const auto& [kind, text] : kinds) check_refused(kind + ".yaml", text + added, expected);
}

/// A line of a scenario or policy in place of the well-formed one is refused.
void check_fault_refused(const std::string& fault, const std::string& expected) {
  check_refused("s.yaml", "scenario: s\ndesigns: kasha\nfaults: [{" + fault + "}]\n", expected);
}
void check_expectation_refused(const std::string& expectation, const std::string& expected) {
  check_refused("p.yaml", "policy: p\nexpect: [{" + expectation + "}]\n", expected);
}

const std::string head = "design: x\nregions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\n";

}  // namespace

TEST_CASE("the files that each kind is tried with are well-formed") {
  const Folder folder;
  for (const auto& [kind, text] : kinds)
    CHECK(windtunnel_program("validate '" + folder.write(kind + ".yaml", text) + "'").status == 0);
}

TEST_CASE("files without a document are refused") {
  for (const char* name : {"empty.yaml", "empty.json"}) check_refused(name, "", ":1:1: error: the file is empty");
  check_refused("blank.yaml", "\n  \n", "the file is empty");
  check_refused("comment.yaml", "# nothing yet\n", "the file is empty");
  check_refused("list.yaml", "- 1\n- 2\n", "expected a file whose first key");
  check_refused("misspelt.yaml", "desing: x\n", "did you mean \"design\"?");
}

TEST_CASE("bytes that are no text are refused in every kind of file") {
  check_refused("program.yaml", std::string("\x7f" "ELF\x02\x01\x01\x00\x00", 9), ":1:1:");
  check_all_kinds_refused(std::string("x: \x7f" "ELF\x02\x01\x00", 10), "expected text, found the control character U+007F");
  check_all_kinds_refused(std::string("x: a\0b\n", 7), "found a NUL byte");
  check_all_kinds_refused("x: \"a\\0b\"\n", "a NUL character has no place in text");
  check_all_kinds_refused("x: caf\xe9\n", "expected UTF-8 text, found the byte 0xE9");
  check_all_kinds_refused("x: \xed\xa0\x80\n", "expected UTF-8 text, found the byte 0xED");  // half of a surrogate pair
}

TEST_CASE("lone surrogates are refused in every kind of file") {
  check_all_kinds_refused("x: \"\\ud83d\"\n", "invalid Unicode character escape code");
  for (const auto& [kind, text] : kinds) {
    check_refused(kind + ".json", "{\"" + kind + "\": \"\\ud83d\"}", "surrogate");
    check_refused(kind + "-key.json", "{\"" + kind + "\": \"a\", \"\\udc00\": 1}", "surrogate");
  }
}

TEST_CASE("nesting without end is refused in every kind of file") {
  const auto many = [](const std::string& part) {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += part;
    return text;
  };
  check_all_kinds_refused("x: " + many("["), "nested more than 64 deep");
  check_all_kinds_refused("x: " + many("{a: "), "nested more than 64 deep");
  check_all_kinds_refused("x:\n " + many("- ") + "\n", "nested more than 64 deep");
  for (const auto& [kind, text] : kinds) {
    check_refused(kind + ".json", "{\"" + kind + "\": \"a\", \"x\": " + many("["), "nested more than 64 deep");
    check_refused(kind + "-map.json", "{\"" + kind + "\": \"a\", \"x\": " + many("{\"a\":"), "nested more than 64 deep");
  }
}

TEST_CASE("what YAML can repeat or refer to is refused in every kind of file") {
  std::string bomb = "b0: &b0 [x, x]\n";
  for (int i = 1; i < 40; ++i)
    bomb += "b" + std::to_string(i) + ": &b" + std::to_string(i) + " [*b" + std::to_string(i - 1) + ", *b" + std::to_string(i - 1) + "]\n";
  check_all_kinds_refused(bomb, "is not supported; write the value out");
  check_all_kinds_refused("x: &x [*x]\n", "the anchor &x is not supported");  // a circle
  check_all_kinds_refused("<<: {title: x}\n", "the merge key << is not supported");
  check_all_kinds_refused("---\nx: 1\n", "a file holds one document");
  for (const auto& [kind, text] : kinds) {
    check_refused(kind + ".yaml", text + kind + ": again\n", "duplicate key \"" + kind + "\"; it stands first at 1:1");
    check_refused(kind + ".json", "{\"" + kind + "\": \"x\", \"" + kind + "\": \"y\"}", "duplicate key");
  }
}

TEST_CASE("numbers that are none, or far too large, are refused") {
  for (const char* wrong : {"5 parsecs", "5", "-5 s", "9e300 s", "99999999999999999999 y", "inf s", "nan s", "{a: 1}"}) {
    check_fault_refused("strike: each zone, mode: power_loss, for: " + std::string(wrong), "\"faults[0].for\" must be");
    check_refused("d.yaml", "design: x\ncomponents: {n: {type: node, time_to_repair: " + std::string(wrong) +
                                "}}\njourneys: {j: {success: n, rate: 1 /s}}\n",
                  "\"time_to_repair\" must be");
  }
  for (const char* wrong : {"<= 5 parsecs", "<= 5", "<= -5 s", "<= 9e300 s", "5 min", ""})
    check_expectation_refused("scenario: zone-loss, rto: {p95: \"" + std::string(wrong) + "\"}",
                              "\"expect[0].rto.p95\" must be a limit on a duration such as <= 120 s, found the text");
  for (const char* wrong : {"-3", "0", "2.5", "1e300", "99999999999999999999", "many"})
    check_refused("d.yaml", "design: x\ncomponents: {n: {type: pool, units: " + std::string(wrong) +
                                "}}\njourneys: {j: {success: n, rate: 1 /s}}\n",
                  "\"units\" must be");
  for (const auto& [kind, text] : kinds) check_refused(kind + ".json", "{\"" + kind + "\": 1e999}", "number overflow");
}

TEST_CASE("unknown keys are refused in every kind of file, with the nearest that there is") {
  check_all_kinds_refused("titel: x\n", "unknown key \"titel\"");
  check_all_kinds_refused("titel: x\n", "did you mean \"title\"?");
  check_fault_refused("strik: each zone, mode: power_loss, for: 1 h", "did you mean \"strike\"?");
  check_expectation_refused("scenario: zone-loss, rot: {p95: <= 10 min}", "did you mean \"rto\"?");
  check_expectation_refused("scenario: zone-loss, rto: {p59: <= 10 min}", "did you mean \"p99\"?");
}

TEST_CASE("an expectation without a limit, and a policy without an expectation, are refused") {
  check_expectation_refused("scenario: zone-loss, rto: {p95: }", "expected a limit on a statistic");
  check_expectation_refused("scenario: zone-loss, rto: {}", "expected a limit on a statistic");
  check_expectation_refused("monthly_cost: {}", "expected a limit, such as {total: ...}");
  check_refused("p.yaml", "policy: p\n", "a policy needs something that it expects");
}

TEST_CASE("limits that no figure can reach, and limits in another unit than the figure's, are refused") {
  check_expectation_refused("availability: {mean: \">= 150 %\"}", "found the text \">= 150 %\"; what it limits lies between 0 % and 100 %");
  check_expectation_refused("value: {\"*.db.failover_seconds\": {p95: < 60 %}}", "\"*.db.failover_seconds\" is a duration");
}

TEST_CASE("a file that is wrong in very many places costs little time and few lines") {
  const auto many = [](const std::string& line) {
    std::string text;
    for (int i = 0; i < 50'000; ++i) text += "  " + std::regex_replace(line, std::regex("#"), std::to_string(i)) + "\n";
    return text;
  };
  const std::map<std::string, std::string> files = {
      {"keys.yaml", "scenario: s\n" + std::regex_replace(many("k#: 1"), std::regex("(^|\n)  "), "$1")},
      {"components.yaml", "design: x\ncomponents:\n" + many("c#: {type: nod}")},
      {"regions.yaml", "design: x\nregions:\n" + many("r#: {name: us-east-1, zones: [a]}")},
      {"journeys.yaml", "design: x\ncomponents: {n: {type: node}}\njourneys:\n" + many("j#: {success: m}")},
      {"faults.yaml", "scenario: s\nfaults:\n" + many("- {strike: each type zon, mode: x, for: 1 h}")},
      {"expect.yaml", "policy: p\nexpect:\n" + many("- {scenario: zone-los, rto: {p95: <= 1 h}}")}};
  for (const auto& [name, text] : files) {
    const Folder folder;
    const Ended ended = shell("ulimit -t 60; \"" WINDTUNNEL_BINARY "\" validate '" + folder.write(name, text) + "'");
    INFO(name << ": " << ended.out.substr(0, 500));
    CHECK(ended.status == 65);
    CHECK(std::regex_search(ended.out.substr(0, 1000), std::regex("/" + name + ":[0-9]+:[0-9]+: error: .")));
    CHECK(std::count(ended.out.begin(), ended.out.end(), '\n') <= 1001);
    CHECK(ended.out.find("missing key") == std::string::npos);
  }
}

TEST_CASE("a huge file is refused without being read into memory") {
  for (const auto& [kind, text] : kinds)
    for (const char* ending : {".yaml", ".json"}) {
      const Folder folder;
      const std::string file = folder.write(kind + ending, text);
      std::filesystem::resize_file(file, 100u << 20);
      for (const std::string& command : {"validate '" + file + "'", "run '" + file + "' --output json='" + (folder / "out.json") + "'"}) {
        const Ended ended = windtunnel_program(command);
        CHECK(ended.status == 65);
        CHECK(ended.out.find(kind + ending + ":1:1: error: the file is larger than") != std::string::npos);
        CHECK(folder.names() == std::vector<std::string>{kind + ending});
      }
    }
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

TEST_CASE("a design that extends itself is refused") {
  check_refused("self.yaml", "design: x\nextends: x\n", "self.yaml:2:10: error: the designs extend each other in a circle");
}

TEST_CASE("a scenario with more runs than anybody waits for is refused") {
  std::string faults;
  for (int i = 0; i < 30; ++i) faults += "  - {strike: each zone, mode: power_loss, for: 1 h}\n";
  check_refused("storm.yaml", "scenario: s\ndesigns: kasha\nfaults:\n" + faults, "design kasha: expected at most 10000 runs");
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
  CHECK(windtunnel_program("validate '" + (folder / "") + "'").status == 65);
  folder.write("s.yaml", "scenario: s\nfaults: [{strike: each type nat_gateway, mode: outage, for: 1 h}]\n");
  const Ended ended = windtunnel_program("run '" + (folder / "") + "' --replications 2 --output json=-");
  CHECK(ended.status == 0);
  CHECK(ended.out.find("\"not_applicable\"") != std::string::npos);
}

TEST_CASE("selectors and names that fit nothing are refused with the nearest") {
  check_fault_refused("strike: component frontent, mode: task_loss, for: 1 h", "did you mean \"frontend\"?");
  check_fault_refused("strike: zone q, mode: power_loss, for: 1 h", ":3:19: error: design kasha: ");
  check_fault_refused("strike: each type nat_gatway, mode: outage, for: 1 h", "did you mean \"nat_gateway\"?");
  check_fault_refused("strike: each databse, mode: crash", "did you mean \"database\"?");
  check_fault_refused("strike: each zone, mode: power_los, for: 1 h", "did you mean \"power_loss\"?");
  check_refused("s.yaml", kinds.at("scenario") + "expect: [{journey: ordre, rto: {p95: <= 1 h}}]\n", "unknown journey \"ordre\"");
  check_refused("s.yaml", "scenario: s\ndesigns: \"zzz*\"\nfaults: [{strike: each zone, mode: power_loss, for: 1 h}]\n",
                "s.yaml:2:10: error: no design that is selected matches the text \"zzz*\"");
  check_expectation_refused("design: kahsa, rto: {p95: <= 10 min}", "did you mean \"kasha\"?");
  check_expectation_refused("scenario: zone-los, rto: {p95: <= 10 min}", "did you mean \"zone-loss\"?");
  check_expectation_refused("scenario: \"zzz*\", rto: {p95: <= 10 min}", "no scenario matches \"zzz*\"");
  check_expectation_refused("design: kasha, scenario: zone-loss@primary.zone-9, rto: {p95: <= 10 min}",
                            "unknown run \"zone-loss@primary.zone-9\"; did you mean \"zone-loss@primary.zone-1\"?");
}

TEST_CASE("what is missing and what is malformed is told together") {
  const Folder folder;
  const std::string file = folder.write("list.yaml", "- 1\n");
  const Ended ended = windtunnel_program("validate '" + file + "' '" + (folder / "nowhere.yaml") + "'");
  CHECK(ended.status == 66);
  CHECK(ended.out.find("nowhere.yaml: error: no such file or folder") != std::string::npos);
  CHECK(ended.out.find("list.yaml:1:1: error: expected a file whose first key") != std::string::npos);
}

TEST_CASE("names of shipped designs and scenarios serve as paths, and a name that nothing has is told once, with the nearest") {
  const Folder folder;
  const Ended run = windtunnel_program("run kasha-two-nat zone-loss --replications 2 --years 0 --no-ends --output json=-");
  CHECK(run.status <= 2);
  const auto result = nlohmann::json::parse(run.out.substr(run.out.find("{\n")));
  CHECK_FALSE(result.at("runs").empty());
  for (const char* data : {"models/designs/variants/kasha-two-nat.yaml", "models/facts/behaviour.json", "models/prices/prices.json"})
    CHECK(result.at("inputs").contains(data));
  for (const auto& one : result.at("runs")) {
    CHECK(one.at("design") == "kasha-two-nat");
    CHECK(one.at("scenario").get<std::string>().starts_with("zone-loss@"));
  }
  const Ended wrong = windtunnel_program("validate kasha-to-nat '" + (folder / "nowhere.yaml") + "'");
  CHECK(wrong.status == 66);
  CHECK(wrong.out.find("kasha-to-nat: error: no such file or folder, and nothing of this name is shipped; did you mean "
                       "\"kasha-two-nat\"?\n") != std::string::npos);
  CHECK(wrong.out.find("nowhere.yaml: error: no such file or folder\n") != std::string::npos);
  CHECK(wrong.out.find("cannot be opened") == std::string::npos);
  // A file of that name goes before what is shipped.
  folder.write("kasha", "design: mine\ncomponents: {n: {type: node}}\njourneys: {j: {success: n}}\n");
  CHECK(shell("cd '" + (folder / "") + "' && \"" WINDTUNNEL_BINARY "\" validate kasha").out.find("1 design") == 0);
}

TEST_CASE("files may come through pipes") {
  const Folder folder;
  const std::string file = folder.write("d.yaml", kinds.at("design"));
  CHECK(shell("cat '" + file + "' | \"" WINDTUNNEL_BINARY "\" validate /dev/stdin").status == 0);
  CHECK(windtunnel_program("validate /dev/zero").status == 65);
}

TEST_CASE("files that are no results or baselines are refused at their place") {
  const Folder folder;
  const std::map<std::string, std::string> files = {
      {"text.json", "hello"}, {"empty.json", ""}, {"surrogate.json", "{\"schema\": \"\\ud800\"}"},
      {"deep.json", std::string(100'000, '[')}, {"kind.json", "{\n  \"schema\": \"windtunnel-result/9\"\n}"}};
  for (const auto& [name, text] : files) {
    const std::string file = "'" + folder.write(name, text) + "'";
    for (const std::string& command : {"report " + file + " --output markdown=-", "baseline check " + file,
                                       "run --designs kasha --baseline " + file}) {
      const Ended ended = windtunnel_program(command);
      INFO(command << ": " << ended.out.substr(0, 500));
      CHECK(ended.status == 65);
      CHECK(std::regex_search(ended.out, std::regex("/" + name + ":[0-9]+:[0-9]+: error: .")));
    }
  }
  CHECK(windtunnel_program("report '" + (folder / "kind.json") + "' -o markdown=-").out.find("kind.json:2:13: error: ") !=
        std::string::npos);
  CHECK(windtunnel_program("report '" + (folder / "") + "' -o markdown=-").status == 66);
  CHECK(windtunnel_program("baseline check '" + (folder / "") + "'").status == 66);
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

TEST_CASE("what a folder only seems to hold is missing") {
  const Folder folder;
  folder.write("shop.yaml", "design: shop\nextends: kasha\n");
  std::filesystem::create_symlink("/no/such/file.yaml", folder / "linked.yaml");
  std::filesystem::create_directory(folder / "team");
  std::filesystem::create_symlink("..", folder / "team/round");  // links to folders are not followed
  const Ended ended = windtunnel_program("validate '" + (folder / "") + "'");
  INFO(ended.out);
  CHECK(ended.status == 66);
  CHECK(ended.out.find("linked.yaml: error: no such file or folder") != std::string::npos);
  std::filesystem::remove(folder / "linked.yaml");
  CHECK(windtunnel_program("validate '" + (folder / "") + "'").status == 0);
  if (geteuid() == 0) return;  // nothing is closed to the superuser
  std::filesystem::permissions(folder / "team", std::filesystem::perms::none);
  CHECK(windtunnel_program("validate '" + (folder / "") + "'").status == 66);
  std::filesystem::permissions(folder / "team", std::filesystem::perms::owner_all);
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
