// The page on policies: every example in it is a policy that is read, and its tables say what the program does.
#include <catch2/catch.hpp>

#include "models/resilience_hub.h"
#include "tests/tools/program.h"

using namespace windtunnel::testing;

namespace {

std::string page() { return text_of(WINDTUNNEL_SOURCE_DIR "/scenarios/policies.md"); }

}  // namespace

TEST_CASE("every example of the page on policies is read") {
  std::istringstream lines(page());
  std::string block;
  bool inside = false;
  int examples = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line == "```yaml") {
      inside = true;
    } else if (line == "```" && inside) {
      const Folder folder;
      const Ended ended = windtunnel_program("validate '" + folder.write("policy.yaml", block) + "'");
      INFO(block << ended.out);
      CHECK(ended.status == 0);
      ++examples;
      inside = false;
      block.clear();
    } else if (inside) {
      block += line + "\n";
    }
  }
  CHECK(examples == 3);
}

TEST_CASE("the page says which scenarios stand for which type of disruption") {
  for (const windtunnel::models::DisruptionType& type : windtunnel::models::disruption_types()) {
    std::string scenarios;
    for (const std::string_view name : type.scenarios) scenarios += (scenarios.empty() ? "" : ", ") + std::string(name);
    INFO(type.name);
    CHECK(page().find("| `" + std::string(type.name) + "` |") != std::string::npos);
    CHECK(page().find("| " + scenarios + " |") != std::string::npos);
  }
}
