// Algorithms on small graphs whose answers can be seen with the eye.
#include "sim/design/graph_algorithms.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace windtunnel;

namespace {

using Nodes = std::vector<std::uint32_t>;

Graph graph_of(std::size_t nodes, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& edges) {
  Graph graph;
  for (std::size_t i = 0; i < nodes; ++i)
    graph.add({GraphNode::Kind::component, std::to_string(i), static_cast<ComponentId>(i), {}});
  for (const auto& [from, to] : edges) graph.connect(from, to);
  return graph;
}

/// Start 0 and end 5; 1 or 2 side by side, then 3, then end; 4 hangs off 3.
Graph diamond() { return graph_of(6, {{0, 1}, {0, 2}, {1, 3}, {2, 3}, {3, 5}, {3, 4}}); }

bool any_node(const GraphNode&) { return true; }

}  // namespace

TEST_CASE("a way avoids what is lost") {
  const Graph graph = diamond();
  const auto without = [&](std::vector<ComponentId> lost) {
    return reaches(graph, 0, 5,
                   [=](const GraphNode& node) { return std::count(lost.begin(), lost.end(), node.component) > 0; });
  };
  CHECK(reaches(graph, 0, 5));
  CHECK(without({1}));
  CHECK(without({2, 4}));
  CHECK_FALSE(without({1, 2}));
  CHECK_FALSE(without({3}));
  CHECK_FALSE(without({0}));
  CHECK_FALSE(without({5}));
  CHECK_FALSE(reaches(graph, 5, 0));  // edges have a direction
}

TEST_CASE("dominators lie on every way, in the order of the way") {
  CHECK(dominators(diamond(), 0, 5) == Nodes{3});
  CHECK(dominators(diamond(), 0, 4) == Nodes{3});
  CHECK(dominators(graph_of(4, {{0, 2}, {2, 1}, {1, 3}}), 0, 3) == Nodes{2, 1});
  CHECK(dominators(graph_of(4, {{0, 1}, {1, 3}, {0, 2}, {2, 3}}), 0, 3).empty());
  CHECK(dominators(graph_of(3, {{0, 1}}), 0, 2).empty());
  // A circle: 1 and 2 lead to each other, and only 2 leads on.
  CHECK(dominators(graph_of(4, {{0, 1}, {1, 2}, {2, 1}, {2, 3}}), 0, 3) == Nodes{1, 2});
}

TEST_CASE("articulation points hold the pieces together") {
  CHECK(articulation_points(diamond()) == Nodes{3});
  CHECK(articulation_points(graph_of(3, {{0, 1}, {1, 2}, {2, 0}})).empty());
  CHECK(articulation_points(graph_of(5, {{0, 1}, {1, 2}, {2, 0}, {2, 3}, {3, 4}})) == Nodes{2, 3});
}

TEST_CASE("a minimum cut is a smallest set that every way passes") {
  CHECK(minimum_vertex_cut(diamond(), 0, 5, any_node).nodes == Nodes{3});
  const auto only_first = [](const GraphNode& node) { return node.component == 1 || node.component == 2; };
  CHECK(minimum_vertex_cut(diamond(), 0, 5, only_first).nodes == Nodes{1, 2});
  // Three ways of two nodes each, all of which may be cut anywhere: three.
  const Graph three = graph_of(8, {{0, 1}, {1, 2}, {2, 7}, {0, 3}, {3, 4}, {4, 7}, {0, 5}, {5, 6}, {6, 7}});
  CHECK(minimum_vertex_cut(three, 0, 7, any_node).nodes.size() == 3);
  // Two ways in that meet in one of two ways out: the narrow end is taken.
  const Graph funnel = graph_of(7, {{0, 1}, {0, 2}, {0, 3}, {1, 4}, {2, 4}, {2, 5}, {3, 5}, {4, 6}, {5, 6}});
  CHECK(minimum_vertex_cut(funnel, 0, 6, any_node).nodes == Nodes{4, 5});
}

TEST_CASE("what cannot be cut, and what need not be, is told apart") {
  const auto nothing = [](const GraphNode&) { return false; };
  CHECK_FALSE(minimum_vertex_cut(diamond(), 0, 5, nothing).separable);
  const VertexCut apart = minimum_vertex_cut(graph_of(3, {{0, 1}}), 0, 2, any_node);
  CHECK(apart.separable);
  CHECK(apart.nodes.empty());
}
