// The picture of a design: what is on it, and that boxes hold what stands in them.
#include "reports/replay/map.h"

#include <catch2/catch.hpp>

#include "tests/reports/example_replay.h"

using namespace windtunnel;
using namespace windtunnel::reports;

TEST_CASE("the picture shows what requests pass and what that needs, not who watches") {
  const auto shown = shown_components(example_topology(), {"primary.nat", "primary.watch"});
  CHECK(shown == std::set<std::string>{"primary.alb", "primary.web", "primary.nat"});
  CHECK(shown_components(example_topology(), {}) == std::set<std::string>{"primary.alb", "primary.web"});
}

TEST_CASE("zones lie in their region, and parts in their zone") {
  const auto map = lay_out(example_topology(), {"primary.alb", "primary.web", "primary.nat"});
  if (!map) {
    WARN("graphviz is not installed: the layout is not tested");
    return;
  }
  const auto box = [&](const std::string& label) {
    for (const DesignMap::Box& b : map->boxes)
      if (b.label == label) return b;
    FAIL("no box " << label);
    return DesignMap::Box{};
  };
  const auto node = [&](const std::string& key) {
    for (const DesignMap::Node& n : map->nodes)
      if (n.key == key) return n;
    FAIL("no node " << key);
    return DesignMap::Node{};
  };
  const auto inside = [](const auto& a, const auto& b) {
    return a.x >= b.x - 0.5 && a.y >= b.y - 0.5 && a.x + a.width <= b.x + b.width + 0.5 &&
           a.y + a.height <= b.y + b.height + 0.5;
  };
  CHECK(inside(box("us-east-1a"), box("us-east-1")));
  CHECK(inside(box("us-east-1b"), box("us-east-1")));
  CHECK(inside(node("primary.web@a"), box("us-east-1a")));
  CHECK(inside(node("primary.web@b"), box("us-east-1b")));
  CHECK(inside(node("primary.nat"), box("us-east-1a")));
  CHECK_FALSE(inside(node("users"), box("us-east-1")));
  CHECK(box("us-east-1a").key == "primary.zone-1");
  CHECK(map->edges.size() == 5);  // users to the balancer, it to both parts, both parts to the gateway
}

TEST_CASE("a topology that points nowhere is not drawn") {
  TopologyResult broken = example_topology();
  broken.edges.push_back({99, 3, "path"});
  CHECK_FALSE(lay_out(broken, {"primary.alb"}));
}
