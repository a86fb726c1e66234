// A model that is not in the catalogue or has no test is found.
#include <catch2/catch.hpp>

#include "tests/style/rules.h"

namespace windtunnel::style {
namespace {

std::vector<std::string> texts(const std::vector<Violation>& violations) {
  std::vector<std::string> result;
  for (const auto& violation : violations) result.push_back(to_text(violation));
  return result;
}

std::vector<SourceFile> tree(const std::string& catalogue, const std::vector<std::string>& others) {
  std::vector<SourceFile> files = {make_source("models/catalogue.cpp", catalogue)};
  for (const auto& path : others) files.push_back(make_source(path, ""));
  return files;
}

}  // namespace

TEST_CASE("a model is declared in the catalogue and has its row") {
  const std::vector<std::string> files = {"models/network/nat_gateway.cpp",
                                          "tests/models/network/nat_gateway_test.cpp"};
  CHECK(check_models_listed(tree("const Type& nat_gateway();\nall = {&nat_gateway()};", files)).empty());
  const std::vector<std::string> missing = {
      "models/network/nat_gateway.cpp:1: nat_gateway is not declared and listed in models/catalogue.cpp"};
  CHECK(texts(check_models_listed(tree("// nat_gateway, &nat_gateway()\nadd(nat_gateway_pool());", files))) == missing);
  CHECK(texts(check_models_listed(tree("const Type& nat_gateway();\nall = {};", files))) == missing);
}

TEST_CASE("a model has a test where it is looked for") {
  CHECK(texts(check_models_listed(
            tree("nat_gateway nat_gateway", {"models/network/nat_gateway.cpp", "tests/models/nat_gateway_test.cpp"}))) ==
        std::vector<std::string>{
            "models/network/nat_gateway.cpp:1: has no test tests/models/network/nat_gateway_test.cpp"});
}

TEST_CASE("what is no component type needs no line in the catalogue") {
  CHECK(check_models_listed(tree("", {"models/facts.cpp"})).empty());
  CHECK(check_models_listed(tree("", {"models/compute/shared/fleet.cpp"})).empty());
  CHECK(check_models_listed(tree("", {"models/rules/cuts.cpp", "tests/models/rules/cuts_test.cpp"})).empty());
  CHECK(check_models_listed(tree("", {"models/rules/cuts.cpp"})).size() == 1);
}

TEST_CASE("without a catalogue there is nothing to check") {
  CHECK(check_models_listed({make_source("models/network/nat_gateway.cpp", "")}).empty());
}

TEST_CASE("all rules together report all places in order") {
  const auto violations =
      check_all({make_source("sim/b.cpp", "int ec2;\nint x = rand();"), make_source("sim/a.cpp", "")});
  const std::vector<std::string> places = texts(violations);
  REQUIRE(places.size() >= 4);
  CHECK(places.front().starts_with("sim/a.cpp:1: "));
  CHECK(places.back() == "sim/b.cpp:2: rand: random numbers come from sim/kernel/random.h");
}

}  // namespace windtunnel::style
