// The picture of a design, and the order of what it connects.
#include "sim/design/graph.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "sim/design/graph_algorithms.h"
#include "tests/support/small_catalogue.h"

using namespace windtunnel;
using testing::small_design;

namespace {

std::uint32_t node_of(const Graph& graph, const std::string& name) {
  const auto found =
      std::find_if(graph.nodes.begin(), graph.nodes.end(), [&](const GraphNode& node) { return node.name == name; });
  INFO(name);
  REQUIRE(found != graph.nodes.end());
  return static_cast<std::uint32_t>(found - graph.nodes.begin());
}

bool has_edge(const Graph& graph, const std::string& from, const std::string& to, GraphEdge::Kind kind) {
  const std::uint32_t a = node_of(graph, from), b = node_of(graph, to);
  return std::any_of(graph.edges.begin(), graph.edges.end(),
                     [&](const GraphEdge& edge) { return edge.from == a && edge.to == b && edge.kind == kind; });
}

}  // namespace

TEST_CASE("journeys, references and places connect a design's components") {
  const auto design = small_design(testing::two_regions);
  const Graph graph = design_graph(*design);
  using Kind = GraphEdge::Kind;
  CHECK(has_edge(graph, "users", "order", Kind::path));
  CHECK(has_edge(graph, "order", "names", Kind::path));
  CHECK(has_edge(graph, "names", "west.front", Kind::path));
  CHECK(has_edge(graph, "east.front", "east.web", Kind::path));
  CHECK(has_edge(graph, "east.web", "east.db", Kind::path));
  CHECK_FALSE(has_edge(graph, "east.web", "west.db", Kind::path));
  CHECK(has_edge(graph, "east.web", "east.gateway", Kind::reference));
  CHECK(has_edge(graph, "west.db", "east.db", Kind::reference));
  CHECK(has_edge(graph, "east.web", "east.web@us-east-1b", Kind::placement));
  CHECK(has_edge(graph, "east.web@us-east-1b", "us-east-1b", Kind::placement));
  CHECK(has_edge(graph, "us-east-1b", "us-east-1", Kind::placement));
  CHECK(has_edge(graph, "east.registry", "us-east-1", Kind::placement));
}

TEST_CASE("users reach every component that a journey or a launch needs, and those alone") {
  const auto design = small_design(std::string(testing::two_regions) + "  idle: {path: [east.db], rate: 1 /s}\n");
  const Graph graph = design_graph(*design);
  const std::uint32_t users = node_of(graph, "users");
  CHECK(reaches(graph, users, node_of(graph, "west.registry")));
  CHECK(reaches(graph, users, node_of(graph, "us-west-2c")));
  CHECK_FALSE(reaches(graph, node_of(graph, "east.db"), node_of(graph, "east.web")));
  const auto without_names = [](const GraphNode& node) { return node.name == "names"; };
  CHECK_FALSE(reaches(graph, users, node_of(graph, "west.web"), without_names));
  CHECK(reaches(graph, users, node_of(graph, "east.db"), without_names));  // by the idle journey
}
