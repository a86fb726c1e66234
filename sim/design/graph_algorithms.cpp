// Thin covers over Boost.Graph, which no other file includes.
#include "sim/design/graph_algorithms.h"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/biconnected_components.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/dominator_tree.hpp>
#include <boost/graph/filtered_graph.hpp>
#include <boost/graph/push_relabel_max_flow.hpp>
#include <iterator>

namespace windtunnel {
namespace {

using Directed = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS>;
using Undirected = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS>;

template <class BoostGraph>
BoostGraph converted(const Graph& graph) {
  BoostGraph result(graph.nodes.size());
  for (const GraphEdge& edge : graph.edges) boost::add_edge(edge.from, edge.to, result);
  return result;
}

/// Marks what a search from a node reaches without entering lost nodes.
std::vector<bool> reached_from(const Graph& graph, std::uint32_t from,
                               const std::function<bool(const GraphNode&)>& lost) {
  std::vector<char> stands(graph.nodes.size(), 1);
  if (lost)
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) stands[i] = !lost(graph.nodes[i]);
  std::vector<bool> reached(graph.nodes.size(), false);
  if (!stands[from]) return reached;
  const Directed whole = converted<Directed>(graph);
  const auto stands_there = [&](Directed::vertex_descriptor node) { return stands[node] != 0; };
  const boost::filtered_graph<Directed, boost::keep_all, std::function<bool(Directed::vertex_descriptor)>> rest(
      whole, boost::keep_all{}, stands_there);
  std::vector<boost::default_color_type> colours(graph.nodes.size(), boost::white_color);
  boost::queue<Directed::vertex_descriptor> queue;
  const auto colour_of = boost::make_iterator_property_map(colours.begin(), boost::get(boost::vertex_index, whole));
  boost::breadth_first_visit(rest, from, queue, boost::default_bfs_visitor(), colour_of);
  for (std::size_t i = 0; i < colours.size(); ++i) reached[i] = colours[i] != boost::white_color;
  return reached;
}

using FlowTraits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
using FlowNetwork = boost::adjacency_list<
    boost::vecS, boost::vecS, boost::directedS, boost::no_property,
    boost::property<boost::edge_capacity_t, long,
                    boost::property<boost::edge_residual_capacity_t, long,
                                    boost::property<boost::edge_reverse_t, FlowTraits::edge_descriptor>>>>;

/// A network in which node i is the arc from 2 i to 2 i + 1.
class SplitNetwork {
 public:
  explicit SplitNetwork(std::size_t nodes) : network_(2 * nodes) {}

  void add_arc(std::size_t from, std::size_t to, long capacity) {
    const auto forth = boost::add_edge(from, to, network_).first;
    const auto back = boost::add_edge(to, from, network_).first;
    boost::put(boost::edge_capacity, network_, forth, capacity);
    boost::put(boost::edge_capacity, network_, back, 0);
    boost::put(boost::edge_reverse, network_, forth, back);
    boost::put(boost::edge_reverse, network_, back, forth);
  }
  long maximum_flow(std::size_t from, std::size_t to) { return boost::push_relabel_max_flow(network_, from, to); }

  /// Vertices that can still be reached from one when the flow is at its maximum.
  std::vector<bool> source_side(std::size_t from) const {
    std::vector<bool> reached(boost::num_vertices(network_), false);
    std::vector<std::size_t> open = {from};
    reached[from] = true;
    while (!open.empty()) {
      const std::size_t at = open.back();
      open.pop_back();
      for (const auto edge : boost::make_iterator_range(boost::out_edges(at, network_))) {
        const std::size_t next = boost::target(edge, network_);
        if (reached[next] || boost::get(boost::edge_residual_capacity, network_, edge) == 0) continue;
        reached[next] = true;
        open.push_back(next);
      }
    }
    return reached;
  }

 private:
  FlowNetwork network_;
};

}  // namespace

bool reaches(const Graph& graph, std::uint32_t from, std::uint32_t to,
             const std::function<bool(const GraphNode&)>& lost) {
  return reached_from(graph, from, lost)[to];
}

std::vector<std::uint32_t> dominators(const Graph& graph, std::uint32_t from, std::uint32_t to) {
  const Directed whole = converted<Directed>(graph);
  const auto none = boost::graph_traits<Directed>::null_vertex();
  std::vector<Directed::vertex_descriptor> parents(graph.nodes.size(), none);
  boost::lengauer_tarjan_dominator_tree(
      whole, from, boost::make_iterator_property_map(parents.begin(), boost::get(boost::vertex_index, whole)));
  std::vector<std::uint32_t> found;
  for (auto node = parents[to]; node != none && node != from; node = parents[node])
    found.push_back(static_cast<std::uint32_t>(node));
  std::reverse(found.begin(), found.end());
  return found;
}

std::vector<std::uint32_t> articulation_points(const Graph& graph) {
  const Undirected whole = converted<Undirected>(graph);
  std::vector<std::size_t> found;
  boost::articulation_points(whole, std::back_inserter(found));
  std::sort(found.begin(), found.end());
  return {found.begin(), found.end()};
}

VertexCut minimum_vertex_cut(const Graph& graph, std::uint32_t from, std::uint32_t to,
                             const std::function<bool(const GraphNode&)>& can_fail) {
  // More than all nodes together: an arc that no smallest cut takes.
  const long uncuttable = static_cast<long>(graph.nodes.size()) + 1;
  SplitNetwork network(graph.nodes.size());
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i)
    network.add_arc(2 * i, 2 * i + 1, i != from && i != to && can_fail(graph.nodes[i]) ? 1 : uncuttable);
  for (const GraphEdge& edge : graph.edges) network.add_arc(2 * edge.from + 1, 2 * edge.to, uncuttable);
  VertexCut cut;
  cut.separable = network.maximum_flow(2 * from, 2 * to + 1) < uncuttable;
  if (!cut.separable) return cut;
  const std::vector<bool> near = network.source_side(2 * from);
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i)
    if (near[2 * i] && !near[2 * i + 1]) cut.nodes.push_back(i);
  return cut;
}

}  // namespace windtunnel
