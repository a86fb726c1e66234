// Parameters written as a tree read back to an equal object, whatever they are made of.
#include "sim/config/parameter_node.h"

#include <catch2/catch.hpp>

#include "sim/config/canonical.h"
#include "sim/config/diagnostics.h"

using namespace windtunnel;

namespace {

struct Inner {
  Duration wait = seconds(5);
  static ParameterTable parameters() {
    return parameter_table<Inner>(parameter<&Inner::wait>("wait", "How long it waits."));
  }
};

struct Step {
  static constexpr std::string_view choice = "step";
  std::int64_t by = 1;
  static ParameterTable parameters() { return parameter_table<Step>(parameter<&Step::by>("by", "How many.")); }
};

struct Target {
  static constexpr std::string_view choice = "target";
  Share at = percent(70);
  static ParameterTable parameters() { return parameter_table<Target>(parameter<&Target::at>("at", "Where.")); }
};

struct Thing {
  std::string text = "null";
  std::int64_t count = 3;
  double factor = 0.1;
  bool on = true;
  Reference other;
  std::optional<Duration> maybe;
  Zones zones;
  Inner inner;
  std::vector<std::variant<Step, Target>> scaling;
  std::map<std::string, std::string> tags;

  static ParameterTable parameters() {
    using P = Thing;
    return parameter_table<P>(
        parameter<&P::text>("text", "Text."), parameter<&P::count>("count", "A count."),
        parameter<&P::factor>("factor", "A factor."), parameter<&P::on>("on", "Whether."),
        parameter<&P::other>("other", "Another.", references("thing")), parameter<&P::maybe>("maybe", "Perhaps."),
        parameter<&P::zones>("zones", "Where."), parameter<&P::inner>("inner", "A group."),
        parameter<&P::scaling>("scaling", "A list of choices."), parameter<&P::tags>("tags", "A dictionary."));
  }
};

void check_round_trip(const Thing& thing) {
  Diagnostics diagnostics;
  Reader reader("a.json", diagnostics);
  Thing again;
  again.count = 99;
  CHECK(read_parameters(node_of(thing), again, reader));
  CHECK(canonical_lines(again) == canonical_lines(thing));
}

}  // namespace

TEST_CASE("defaults and everything else read back as they are") {
  Thing thing;
  check_round_trip(thing);
  thing.text = "3";
  thing.other.text = "primary.db";
  thing.maybe = minutes(3);
  thing.zones = {false, {"a", "b"}, {}};
  thing.scaling = {Step{4}, Target{percent(55)}};
  thing.tags = {{"a key", "with: colon"}, {"b", ""}};
  check_round_trip(thing);
}

TEST_CASE("numbers and truth stand plain, and a name that is not given is left out") {
  const Node node = node_of(Thing{});
  CHECK(node.find("text")->quoted);
  CHECK_FALSE(node.find("count")->quoted);
  CHECK_FALSE(node.find("on")->quoted);
  CHECK(node.find("maybe")->is_null());
  CHECK_FALSE(node.find("other"));
  CHECK(node.find("zones")->text == "all");
}
