// What a baseline records and nobody measures any more leaves a check inconclusive: no gate passes by silence.
#include <catch2/catch.hpp>
#include <regex>

#include "tests/tools/pair.h"
#include "tests/tools/program.h"

using namespace windtunnel::testing;

namespace {

std::string fails(const std::string& name, const std::string& strike, const std::string& more = "") {
  return "scenario: " + name + "\ntitle: A node fails\n" + more + "faults:\n  - {strike: " + strike +
         ", mode: failure, for: 1 h}\n";
}

/// Two designs and two scenarios, one of which fails each node, recorded.
class Recorded {
 public:
  Recorded() {
    write("pair.yaml", pair_design);
    write("twin.yaml", renamed(pair_design));
    write("loss.yaml", fails("loss", "component left"));
    write("each-loss.yaml", fails("each-loss", "each type node"));
    const std::string how = " --replications 40 --years 0 --output '" + base() + "'";
    REQUIRE(windtunnel_program("baseline create '" + (folder_ / "") + "'" + how).status == 0);
  }
  void write(const std::string& name, const std::string& text) const { folder_.write(name, text); }
  void remove(const std::string& name) const { std::filesystem::remove(folder_ / name); }
  Ended check(const std::string& options = "") const {
    Ended ended = windtunnel_program("baseline check '" + base() + "' '" + (folder_ / "") + "' " + options);
    ended.out = std::regex_replace(ended.out, std::regex("\\s+"), " ");  // lines are broken anywhere
    return ended;
  }
  void check_names(const std::string& missing, const std::string& left_out) const {
    const Ended ended = check();
    INFO(ended.out);
    CHECK(ended.status == 2);
    CHECK(ended.out.rfind("Inconclusive: ", 0) == 0);
    CHECK(ended.out.find(missing) != std::string::npos);
    CHECK(check(left_out).status == 0);
  }
  static std::string replaced(std::string text, const std::string& what, const std::string& by) {
    return text.replace(text.find(what), what.size(), by);
  }

 private:
  static std::string renamed(const std::string& text) { return replaced(text, "design: pair", "design: twin"); }
  std::string base() const { return outputs_ / "base.json"; }
  Folder folder_, outputs_;
};

}  // namespace

TEST_CASE("a check of everything that was recorded passes") {
  const Recorded recorded;
  const Ended ended = recorded.check();
  INFO(ended.out);
  CHECK(ended.status == 0);
  CHECK(ended.out.find("no longer measured") == std::string::npos);
}

TEST_CASE("a scenario whose file is gone is named") {
  const Recorded recorded;
  recorded.remove("loss.yaml");
  recorded.check_names("loss of pair and twin: no scenario loss is among the inputs", "--scenarios 'each-*'");
}

TEST_CASE("a design that a scenario no longer runs on is named") {
  const Recorded recorded;
  recorded.write("loss.yaml", fails("loss", "component left", "designs: pair\n"));
  recorded.check_names("loss of twin: the scenario does not run on twin: its designs are pair", "--designs pair");
}

TEST_CASE("a design that is gone is named") {
  const Recorded recorded;
  recorded.remove("twin.yaml");
  recorded.check_names("twin: no design of this name is among the inputs", "--designs pair");
}

TEST_CASE("a target that is gone is named") {
  const Recorded recorded;
  const std::string twin = Recorded::replaced(pair_design, "design: pair", "design: twin");
  recorded.write("twin.yaml", Recorded::replaced(Recorded::replaced(twin, "  right:", "  third:"), "right]", "third]"));
  recorded.check_names("each-loss@right of twin: the design has no such target", "--designs pair");
}

TEST_CASE("a journey that is gone is named once") {
  const Recorded recorded;
  recorded.write("pair.yaml", Recorded::replaced(pair_design, "ask:", "query:"));
  recorded.check_names("journey ask of pair: the design has no such journey", "--designs twin");
}

TEST_CASE("prices that are not known any more are told, and fail who asks for costs") {
  const Folder folder;
  const std::string base = folder / "base.json";
  const auto design = [&](const std::string& region) {
    return folder.write("shop.yaml", "design: shop\nregions:\n  primary: {name: " + region +
                                         ", zones: [a], stack: web}\nstacks:\n  web:\n    store: {type: dynamodb_table}\n"
                                         "journeys:\n  ask: {path: [primary.store], rate: 1 /s}\n");
  };
  const std::string loss = folder.write("loss.yaml", fails("loss", "component primary.store"));
  const std::string inputs = " '" + design("us-east-1") + "' '" + loss + "'";
  const Ended created = windtunnel_program("baseline create" + inputs + " --replications 40 --years 0 -o '" + base + "'");
  INFO(created.out);
  REQUIRE(created.status == 0);
  design("mars-north-1");
  const Ended told = windtunnel_program("baseline check '" + base + "'" + inputs);
  INFO(told.out);
  CHECK(told.status == 0);
  CHECK(told.out.find("monthly cost of shop: some of its prices are not known") != std::string::npos);
  CHECK(windtunnel_program("baseline check '" + base + "'" + inputs + " --strict-cost").status == 2);
}
