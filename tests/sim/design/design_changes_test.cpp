// Changes between resolved designs: what counts as one, in what order they can be made, and what lies between.
#include "sim/design/design_changes.h"

#include <catch2/catch.hpp>

#include "sim/config/diagnostics.h"
#include "sim/design/resolved.h"

using namespace windtunnel;

namespace {

Node tree(const std::string& json) {
  Diagnostics diagnostics;
  const auto document = parse_document("a.json", json, diagnostics);
  REQUIRE(document);
  return document->root;
}

const char* one_gateway = R"({"design": "shop", "title": "Shop", "order": {"components": ["east.nat", "east.net", "dns"]},
  "stacks": {"east": {"nat": {"type": "gateway", "zone": "a"}, "net": {"type": "subnets", "route": ["nat"]}}},
  "components": {"dns": {"type": "names", "ttl": "60 s"}}})";
const char* two_gateways = R"({"design": "shop", "title": "Safe", "order": {"components": ["east.nat", "east.nat-2", "east.net", "dns"]},
  "stacks": {"east": {"nat": {"type": "gateway", "zone": "a"}, "nat-2": {"type": "gateway", "zone": "b"},
  "net": {"type": "subnets", "route": ["nat", "nat-2"]}}}, "components": {"dns": {"type": "names", "ttl": "30 s"}}})";

}  // namespace

TEST_CASE("a component that comes is one change, a list another, and the list waits for the component") {
  const auto changes = design_changes(tree(one_gateway), tree(two_gateways));
  REQUIRE(changes.size() == 3);
  CHECK(changes[0].path == "dns.ttl");
  CHECK(changes[0].before == "60 s");
  CHECK(changes[0].after == "30 s");
  CHECK(changes[0].after_changes.empty());
  CHECK(changes[1].path == "east.nat-2");
  CHECK(changes[1].before.empty());
  CHECK(changes[1].after == "gateway");
  CHECK(changes[2].path == "east.net.route");
  CHECK(changes[2].before == "[nat]");
  CHECK(changes[2].after == "[nat, nat-2]");
  CHECK(changes[2].after_changes == std::vector<std::size_t>{1});
}

TEST_CASE("a component that goes is let go of first") {
  const auto changes = design_changes(tree(two_gateways), tree(one_gateway));
  REQUIRE(changes.size() == 3);
  CHECK(changes[1].path == "east.nat-2");
  CHECK(changes[1].after.empty());
  CHECK(changes[1].after_changes == std::vector<std::size_t>{2});
  CHECK(changes[2].after_changes.empty());
}

TEST_CASE("a design in between has the changes that were made and no others") {
  const Node before = tree(one_gateway), after = tree(two_gateways);
  const auto changes = design_changes(before, after);
  CHECK(resolved_text(with_changes(before, after, changes, {})) == resolved_text(before));
  CHECK(resolved_text(with_changes(before, after, changes, {0, 1, 2})) == resolved_text(after));
  const Node between = with_changes(before, after, changes, {1});
  CHECK(design_changes(before, between).size() == 1);
  CHECK(design_changes(between, after).size() == 2);
  const Node* order = between.find("order")->find("components");
  REQUIRE(order->items.size() == 4);
  CHECK(order->items[1].text == "east.nat-2");
}

TEST_CASE("another type is another component, and what alternatives hold is one value") {
  const auto of = [](const std::string& a, const std::string& b) {
    std::vector<std::string> paths;
    for (const DesignChange& change : design_changes(tree(a), tree(b))) paths.push_back(change.path);
    return paths;
  };
  CHECK(of(R"({"components": {"web": {"type": "a", "x": 1}}})", R"({"components": {"web": {"type": "b", "y": 2}}})") ==
        std::vector<std::string>{"web"});
  CHECK(of(R"({"journeys": {"ask": {"rate": {"share": "50 %"}}}})",
           R"({"journeys": {"ask": {"rate": {"daily": {"peak": "1 /s"}}}}})") ==
        std::vector<std::string>{"journeys.ask.rate"});
  CHECK(of(R"({"components": {"web": {"type": "a", "h": {"x": 1, "y": 2}}}})",
           R"({"components": {"web": {"type": "a", "h": {"x": 1, "y": 3}}}})") == std::vector<std::string>{"web.h.y"});
}

TEST_CASE("a region comes before what stands in it") {
  const auto changes = design_changes(tree(R"({"regions": {"a": {"name": "x"}}, "stacks": {"a": {"n": {"type": "t"}}}})"),
                                      tree(R"({"regions": {"a": {"name": "x"}, "b": {"name": "y"}},
                                               "stacks": {"a": {"n": {"type": "t"}}, "b": {"n": {"type": "t"}}}})"));
  REQUIRE(changes.size() == 2);
  CHECK(changes[0].path == "b.n");
  CHECK(changes[0].after_changes == std::vector<std::size_t>{1});
  CHECK(changes[1].path == "regions.b");
}

TEST_CASE("a change that only the catalogue's defaults have made is told from one that a file makes") {
  const auto design = [](const char* ttl, const char* repair) {
    return tree(std::string(R"({"design": "shop", "components": {"dns": {"type": "names", "ttl": ")") + ttl +
                R"("}}, "stacks": {"east": {"nat": {"type": "gateway", "health": {"repair": ")" + repair + R"("}}}},
                "regions": {"east": {"zone": {"outage": ")" + repair + R"("}}}})");
  };
  const auto defaults = [](const char* repair) {
    return tree(std::string(R"({"names": {"ttl": "60 s"}, "gateway": {"health": {"repair": ")") + repair +
                R"("}}, "zone": {"outage": ")" + repair + R"("}})");
  };
  const Node before = design("60 s", "1 h"), now = design("30 s", "2 h");
  const auto changes = design_changes(before, now);
  REQUIRE(changes.size() == 3);
  CHECK(changes[0].path == "dns.ttl");
  // The record is of a catalogue in which repairs took an hour: they take two now, and no file says anything about it.
  const auto of_catalogue = changes_of_defaults(changes, now, defaults("1 h"), defaults("2 h"));
  CHECK(of_catalogue == std::set<std::size_t>{1, 2});
  CHECK(parameter_of(changes[1], now) == "gateway.health.repair");
  CHECK(parameter_of(changes[2], now) == "zone.outage");
  // Where the default was and is another, files have set both values.
  CHECK(changes_of_defaults(changes, now, defaults("3 h"), defaults("2 h")).empty());
  CHECK(changes_of_defaults(changes, now, defaults("1 h"), defaults("1 h")).empty());
  // A parameter that is new in the catalogue has no former default, and none in the record.
  const Node bare = tree(R"({"design": "shop", "stacks": {"east": {"nat": {"type": "gateway", "health": {}}}}})");
  const Node full = tree(R"({"design": "shop", "stacks": {"east": {"nat": {"type": "gateway", "health": {"repair": "2 h"}}}}})");
  const auto added = design_changes(bare, full);
  REQUIRE(added.size() == 1);
  CHECK(changes_of_defaults(added, full, tree(R"({"gateway": {"health": {}}})"), defaults("2 h")).size() == 1);
}
