// Questions about graphs: reachability, dominators, articulation points, minimum cuts.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "sim/design/graph.h"

namespace windtunnel {

/// Whether a way leads from one node to another that avoids every node for which `lost` is true. The ends count, too.
bool reaches(const Graph& graph, std::uint32_t from, std::uint32_t to,
             const std::function<bool(const GraphNode&)>& lost = {});

/// The nodes that lie on every way from one node to another, in the order of the way, without the two; empty when no
/// way leads there. (Lengauer and Tarjan's dominator tree.)
std::vector<std::uint32_t> dominators(const Graph& graph, std::uint32_t from, std::uint32_t to);

/// The nodes without which the graph, taken without directions, falls into more pieces, in ascending order.
std::vector<std::uint32_t> articulation_points(const Graph& graph);

/// A smallest set of nodes that is on every way from one node to another, in ascending order; only nodes for which
/// `can_fail` is true are taken. Empty when no way leads there, and when no set of such nodes is enough: `separable`
/// says which. (Maximum flow in the graph with each node split in two.)
struct VertexCut {
  bool separable = true;
  std::vector<std::uint32_t> nodes;
};
VertexCut minimum_vertex_cut(const Graph& graph, std::uint32_t from, std::uint32_t to,
                             const std::function<bool(const GraphNode&)>& can_fail);

}  // namespace windtunnel
