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

namespace {

struct Span {
  std::int64_t from = 0, to = 10;
  static ParameterTable parameters() {
    return parameter_table<Span>(parameter<&Span::from>("from", "Where it begins."), parameter<&Span::to>("to", "Where it ends."));
  }
  void check(ParameterProblems& problems) const {
    if (from > to) problems.error("from", "it ends at " + std::to_string(to) + " and cannot begin behind that");
  }
};

struct Bridge {
  Span span;
  std::string name;
  static ParameterTable parameters() {
    return parameter_table<Bridge>(parameter<&Bridge::span>("span", "Its span."), parameter<&Bridge::name>("name", "Its name.", required));
  }
};

/// The place of the one problem of a bridge that is put together from some files.
std::string place_of_problem(const std::vector<std::string>& texts) {
  std::vector<Node> trees;
  std::vector<std::string> files;
  for (const std::string& text : texts) {
    trees.push_back(tree_of(text));
    files.push_back("file-" + std::to_string(files.size()));
  }
  std::vector<ParameterLayer> layers;
  for (std::size_t i = 0; i < trees.size(); ++i) layers.push_back({&trees[i], &files[i]});
  Diagnostics diagnostics;
  Bridge bridge;
  CHECK_FALSE(read_layers(layers, parameters_of<Bridge>(), &bridge, diagnostics));
  const auto told = diagnostics.sorted();
  REQUIRE(told.size() == 1);
  return told[0].file + ":" + at(told[0].position);
}

}  // namespace

TEST_CASE("what joins several values is told where the layer stands that made it wrong") {
  const std::string whole = "name: long\nspan: {from: 5, to: 8}\n";
  CHECK(place_of_problem({"name: wrong\nspan: {from: 9, to: 8}\n", "name: other\n"}) == "file-0:2:14");
  CHECK(place_of_problem({whole, "span: {from: 9}\n"}) == "file-1:1:14");
  CHECK(place_of_problem({whole, "name: other\nspan: {to: 4}\n", "name: last\n"}) == "file-1:2:12");
  CHECK(place_of_problem({"span: {from: 12}\n", "name: late\n"}) == "file-0:1:14");  // what is required comes later
}
