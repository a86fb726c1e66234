// Objects that are put together from layers: what is checked once all are read.
#include <catch2/catch.hpp>

#include "sim/config/parameter.h"
#include "tests/sim/config/document_reading.h"

using namespace windtunnel;

namespace {

struct Lock {
  std::int64_t bolts = 0;
  bool oiled = false;
  static ParameterTable parameters() {
    return parameter_table<Lock>(parameter<&Lock::bolts>("bolts", "How many.", required), parameter<&Lock::oiled>("oiled", "Whether."));
  }
};

struct Door {
  std::optional<Lock> lock;
  std::map<std::string, Lock> others;
  static ParameterTable parameters() {
    return parameter_table<Door>(parameter<&Door::lock>("lock", "Its lock."), parameter<&Door::others>("others", "More locks."));
  }
};

/// What is wrong with a door that is put together from some texts.
Problems layered(const std::vector<std::string>& layers_of_door) {
  std::vector<Node> trees;
  for (const std::string& text : layers_of_door) trees.push_back(tree_of(text));
  const std::string file = "door.yaml";
  std::vector<ParameterLayer> layers;
  for (const Node& tree : trees) layers.push_back({&tree, &file});
  Diagnostics diagnostics;
  Door door;
  read_layers(layers, parameters_of<Door>(), &door, diagnostics);
  return texts(diagnostics);
}

bool says_only(const Problems& problems, const std::string& words) {
  return problems.size() == 1 && problems[0].find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("what was taken away and is given again needs what it requires anew") {
  CHECK(layered({"lock: {bolts: 2}\n", "lock: {oiled: true}\n"}) == Problems{});
  CHECK(says_only(layered({"lock: {bolts: 2}\n", "lock: null\n", "lock: {oiled: true}\n"}), "missing key \"lock.bolts\""));
  CHECK(layered({"lock: {bolts: 2}\n", "lock: null\n", "lock: {bolts: 1}\n"}) == Problems{});
}

TEST_CASE("a named entry is checked whatever its neighbours are called") {
  CHECK(says_only(layered({"others: {front: {oiled: true}}\n"}), "missing key \"others.front.bolts\""));
  CHECK(says_only(layered({"others: {front: {oiled: true}, front-2: {bolts: 1}}\n"}), "missing key \"others.front.bolts\""));
}
