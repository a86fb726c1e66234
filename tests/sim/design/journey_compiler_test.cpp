// Paths of journeys: what of them is refused, with its place and the way out.
#include <fmt/format.h>

#include <algorithm>

#include "tests/support/small_catalogue.h"

using namespace windtunnel;

namespace {

std::string path_problems(const std::string& yaml) {
  Diagnostics diagnostics;
  const auto document = parse_document("paths.yaml", yaml, diagnostics);
  REQUIRE(document);
  const auto design = load_design(*document, testing::SmallEnvironment(), diagnostics);
  CHECK((design == nullptr) == !diagnostics.ok());
  return testing::text_of(diagnostics);
}

/// Two regions behind one name, and one path.
std::string twins(const std::string& path) {
  return "design: twins\nregions:\n  east: {name: us-east-1, zones: [a], stack: web}\n  west: {name: us-west-2, zones: [a], stack: web}\n"
         "stacks:\n  web:\n    front: {type: balancer, targets: web}\n    web: {type: service}\n"
         "components: {names: {type: names, endpoints: [east.front, west.front]}}\n"
         "journeys:\n  look: {path: " + path + ", rate: 10 /s}\n";
}

}  // namespace

TEST_CASE("a path goes on with what its names point at, however it is called") {
  CHECK(path_problems(twins("[names, front, web]")) == "");
  CHECK(path_problems(twins("[names, {call: front, timeout: 5 s}, web]")) == "");
  CHECK(path_problems(twins("[names, east.front, web]")) ==
        "paths.yaml:11:24: error: \"names\" points at west.front, but the path goes on with \"east.front\"\n");
  CHECK(path_problems(twins("[names, {call: east.front, timeout: 5 s}, web]")) ==
        "paths.yaml:11:24: error: \"names\" points at west.front, but the path goes on with \"east.front\"\n");
}

TEST_CASE("paths are only as long as they can be followed") {
  const auto shop = [](int length) {
    std::string path = "front";
    for (int i = 1; i < length; ++i) path += ", front";
    return "design: shop\nregions: {east: {name: us-east-1, zones: [a], stack: web}}\nstacks: {web: {front: {type: service}}}\n"
           "journeys:\n  ask:\n    rate: 1 /s\n    path: [" + path + "]\n";
  };
  CHECK(path_problems(shop(400)) == "");
  CHECK(path_problems(shop(20'000)) == "paths.yaml:7:2812: error: expected at most 400 components in a row, found more\n");
}

TEST_CASE("journeys have room for as many visits as anybody can simulate") {
  std::string journeys = "journeys:\n";
  for (int i = 0; i < 60; ++i) {
    journeys += fmt::format("  ask-{}: {{rate: 1 /s, path: [front", i);
    for (int k = 0; k < 390; ++k) journeys += ", front";
    journeys += "]}\n";
  }
  const std::string said = path_problems("design: shop\nregions: {east: {name: us-east-1, zones: [a], stack: web}}\n"
                                         "stacks: {web: {front: {type: service}}}\n" + journeys);
  INFO(said);
  CHECK(said.find("paths.yaml:56:") == 0);  // 51 journeys of 391 visits fit
  CHECK(said.find("expected at most 20000 visits of components in all journeys, found more") != std::string::npos);
  CHECK(std::count(said.begin(), said.end(), '\n') == 1);
}

TEST_CASE("what a path says of a call that is made otherwise is refused") {
  const std::string first = " has no effect here: users make the first call, and how they do is said under \"client\" of the journey\n";
  CHECK(path_problems(twins("[{call: names}, front, web]")) == "");
  CHECK(path_problems(twins("[{call: names, timeout: 5 s, retries: 2}, front, web]")) ==
        "paths.yaml:11:31: error: \"timeout\"" + first + "paths.yaml:11:45: error: \"retries\"" + first);
  CHECK(path_problems(twins("[{call: names, fallback: east.web}, front, web]")) == "paths.yaml:11:31: error: \"fallback\"" + first);
  CHECK(path_problems(twins("[names, {call: front, timeout: 5 s, times: 2, optional: true}, web]")) ==
        "paths.yaml:11:52: error: \"times\" has no effect here: \"names\" goes on to it exactly once\n"
        "paths.yaml:11:62: error: \"optional\" has no effect here: \"names\" goes on to it exactly once\n");
  CHECK(path_problems(twins("[names, front, {call: web, timeout: 5 s}]")) ==
        "paths.yaml:11:43: error: \"timeout\" has no effect here: \"front\" hands a call on to its targets as it came; say it there\n");
  CHECK(path_problems(twins("[names, front, {calls: [web]}]")) ==
        "paths.yaml:11:31: error: {calls: [...]} must follow a component that makes them\n");
}

TEST_CASE("only behind a cache is something called on a miss") {
  const std::string shop =
      "design: shop\nregions: {east: {name: us-east-1, zones: [a], stack: web}}\n"
      "stacks: {web: {front: {type: balancer, targets: web}, web: {type: service}, db: {type: store}}}\n"
      "journeys:\n  ask: {rate: 1 /s, path: ";
  CHECK(path_problems(shop + "[front, web, {call: db, on_miss: [web]}]}\n") ==
        "paths.yaml:5:51: error: \"on_miss\" has no effect here: \"db\" is no cache\n");
  CHECK(path_problems(shop + "[front, {call: web, on_miss: [db]}]}\n") ==
        "paths.yaml:5:47: error: \"on_miss\" has no effect here: \"web\" is no cache\n");
  CHECK(path_problems(shop + "[{call: front, on_miss: [db]}, web]}\n") ==
        "paths.yaml:5:42: error: \"on_miss\" has no effect here: \"front\" is no cache\n");
}
