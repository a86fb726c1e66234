// The JSON Schemas that editors use take every shipped file, and refuse what the program refuses.
#include <catch2/catch.hpp>

#include "tests/support/consumers.h"

using namespace windtunnel::testing;

namespace {

Ended check(const std::string& of, const std::string& files) {
  return shell("cd '" WINDTUNNEL_SOURCE_DIR "' && /usr/bin/python3 tests/support/check_yaml.py tools/schemas/" + of + ".json " +
               files);
}

}  // namespace

TEST_CASE("an independent validator takes every shipped design, scenario and policy by the shipped schemas") {
  for (const auto& [of, files] : {std::pair{"design", "$(find models/designs tools/template/designs -name '*.yaml')"},
                                  {"scenario", "$(find scenarios tools/template/scenarios -name '*.yaml' -not -path '*/policies/*')"},
                                  {"policy", "$(find scenarios/policies tools/template/policies -name '*.yaml')"}}) {
    const Ended checked = check(of, files);
    INFO(checked.out);
    CHECK(checked.status == 0);
  }
}

TEST_CASE("an independent validator refuses an unknown key and a missing unit") {
  const Folder folder;
  for (const char* text : {"scenario: a\ntitle: b\nfautls: []\n", "scenario: a\ntitle: b\nhorizon: 24\n"}) {
    const Ended checked = check("scenario", "'" + folder.write("wrong.yaml", text) + "'");
    INFO(text << checked.out);
    CHECK(checked.status == 1);
  }
}

TEST_CASE("a result of a run is valid by the schema of results") {
  const Folder folder;
  REQUIRE(windtunnel_program("run --designs kasha --scenarios zone-loss -n 4 --years 2 -q -o json='" +
                             (folder / "result.json") + "'")
              .status == 0);
  const Ended checked = check_json(text_of(folder / "result.json"), "tools/schemas/result.json");
  INFO(checked.out);
  CHECK(checked.status == 0);
}
