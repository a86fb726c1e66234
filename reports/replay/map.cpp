// See map.h. Graphviz gets numbers only: names of a stranger's design never reach it.
#include "reports/replay/map.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "reports/markup.h"
#include "reports/process.h"
#include "reports/text.h"
#include "reports/text_width.h"

namespace windtunnel::reports {
namespace {

using Json = nlohmann::json;
using Node = TopologyResult::Node;

constexpr double node_height = 40;

/// A node of the picture: a part, or a component that has none in several zones.
struct Drawn {
  const Node* node = nullptr;
  std::string component;
};

class Plan {
 public:
  Plan(const TopologyResult& topology, const std::set<std::string>& shown) : topology_(topology) {
    for (const Node& node : topology.nodes)
      if (node.kind == "part" && shown.contains(node.component)) parts_[node.component].push_back(&node);
    for (const Node& node : topology.nodes) {
      if (node.kind == "users") add(node, node.name);
      if (node.kind != "component" || !shown.contains(node.name)) continue;
      if (parts_[node.name].size() > 1)
        for (const Node* part : parts_[node.name]) add(*part, node.name);
      else
        add(node, node.name);
    }
    for (const TopologyResult::Edge& edge : topology.edges)
      if (edge.kind == "path") connect(edge);
    for (const TopologyResult::Edge& edge : topology.edges)
      if (edge.kind != "path") connect(edge);
  }

  const std::vector<Drawn>& drawn() const { return drawn_; }

  std::string dot() const {
    std::string text =
        "digraph g {\nrankdir=LR; nodesep=0.16; ranksep=0.55; node [shape=box, fixedsize=true, label=\"\"];\n";
    std::map<std::string, std::map<std::string, std::vector<std::size_t>>> places;
    for (std::size_t i = 0; i < drawn_.size(); ++i) places[drawn_[i].node->region][drawn_[i].node->zone].push_back(i);
    std::size_t box = 0;
    for (const auto& [region, zones] : places) {
      if (!region.empty()) text += fmt::format("subgraph cluster_{} {{ margin=14; fontsize=13; label=\"r\";\n", box++);
      for (const auto& [zone, members] : zones) {
        if (!zone.empty()) text += fmt::format("subgraph cluster_{} {{ margin=10; fontsize=12; label=\"z\";\n", box++);
        for (const std::size_t i : members)
          text += fmt::format("n{} [width={:.3f}, height={:.3f}];\n", i, width(i) / 72, node_height / 72);
        if (!zone.empty()) text += "}\n";
      }
      if (!region.empty()) text += "}\n";
    }
    for (const auto& [ends, request] : edges_)
      text += fmt::format("n{} -> n{} [weight={}, id=\"{}\"];\n", ends.first, ends.second, request ? 3 : 1,
                          request ? "p" : "r");
    return text + "}\n";
  }

  /// The boxes in the order in which `dot` wrote them.
  std::vector<DesignMap::Box> boxes() const {
    std::map<std::string, std::set<std::string>> places;
    for (const Drawn& one : drawn_) places[one.node->region].insert(one.node->zone);
    std::vector<DesignMap::Box> boxes;
    for (const auto& [region, zones] : places) {
      if (!region.empty()) boxes.push_back({key_of(region, "region"), region, true, 0, 0, 0, 0});
      for (const std::string& zone : zones)
        if (!zone.empty()) boxes.push_back({key_of(zone, "zone"), zone, false, 0, 0, 0, 0});
    }
    return boxes;
  }

  DesignMap::Node described(std::size_t i) const {
    DesignMap::Node node{drawn_[i].node->name, label(i), type(i), 0, 0, width(i), node_height};
    return node;
  }

 private:
  void add(const Node& node, const std::string& component) {
    of_component_[component].push_back(drawn_.size());
    drawn_.push_back({&node, component});
  }

  std::string label(std::size_t i) const {
    const std::string& name = drawn_[i].component;
    const std::size_t dot = name.find('.');
    return visible(dot == std::string::npos ? name : name.substr(dot + 1));
  }
  std::string type(std::size_t i) const {
    std::string words = visible(drawn_[i].node->type);
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
  }
  double width(std::size_t i) const {
    return std::max({60.0, text_width(label(i), 12.5, true) + 34, text_width(type(i), 10) + 20});
  }

  /// What scripts call a place: the component that stands for it, where it has one.
  std::string key_of(const std::string& label, const std::string& kind) const {
    for (const Node& node : topology_.nodes)
      if (node.kind == kind && node.name == label) return node.component.empty() ? label : node.component;
    return label;
  }

  void connect(const TopologyResult::Edge& edge) {
    const Node& from = topology_.nodes[edge.from];
    const Node& to = topology_.nodes[edge.to];
    if (edge.kind == "path" && from.kind == "journey") return connect("users", to.name, true);
    if (from.kind == "component" && to.kind == "component") connect(from.name, to.name, edge.kind == "path");
  }

  /// Between parts, requests are drawn within a zone where both ends have a part there.
  void connect(const std::string& from, const std::string& to, bool request) {
    const auto a = of_component_.find(from), b = of_component_.find(to);
    if (a == of_component_.end() || b == of_component_.end()) return;
    for (const std::size_t i : a->second) {
      const auto beside = [&](std::size_t j) {
        return !drawn_[i].node->zone.empty() && drawn_[j].node->zone == drawn_[i].node->zone;
      };
      const bool local = a->second.size() > 1 && std::any_of(b->second.begin(), b->second.end(), beside);
      for (const std::size_t j : b->second) {
        if (local && !beside(j)) continue;
        if (!request && (edges_.contains({i, j}) || edges_.contains({j, i}))) continue;
        edges_[{i, j}] |= request;
      }
    }
  }

  const TopologyResult& topology_;
  std::map<std::string, std::vector<const Node*>> parts_;
  std::vector<Drawn> drawn_;
  std::map<std::string, std::vector<std::size_t>> of_component_;
  std::map<std::pair<std::size_t, std::size_t>, bool> edges_;
};

std::vector<double> numbers(std::string text) {
  for (char& c : text)
    if (c == ',' || c == 'e') c = ' ';
  std::istringstream in(text);
  std::vector<double> all;
  for (double number; in >> number;) all.push_back(number);
  return all;
}

/// Graphviz's "e,x,y x,y x,y ..." (the arrow's tip first, then the points of Bézier curves) as an SVG path.
std::string path_of(const std::string& position, double height) {
  const std::vector<double> p = numbers(position);
  if (p.size() < 10) return "";
  std::string path = fmt::format("M{:.1f} {:.1f}C", p[2], height - p[3]);
  for (std::size_t i = 4; i + 1 < p.size(); i += 2) path += fmt::format("{:.1f} {:.1f} ", p[i], height - p[i + 1]);
  return path + fmt::format("L{:.1f} {:.1f}", p[0], height - p[1]);
}

}  // namespace

std::set<std::string> shown_components(const TopologyResult& topology, const std::set<std::string>& also) {
  const auto is_component = [&](std::uint64_t node) {
    return node < topology.nodes.size() && topology.nodes[node].kind == "component";
  };
  std::set<std::string> shown, near;
  for (const TopologyResult::Edge& edge : topology.edges) {
    if (edge.kind != "path") continue;
    for (const std::uint64_t end : {edge.from, edge.to})
      if (is_component(end)) shown.insert(topology.nodes[end].name);
  }
  // Who only watches or steers what requests pass would fill the picture: it stays in the lanes and the words.
  near = shown;
  for (int step = 0; step < 2; ++step) {
    const std::set<std::string> from = near;
    for (const TopologyResult::Edge& edge : topology.edges)
      if (edge.kind == "reference" && is_component(edge.from) && is_component(edge.to) &&
          from.contains(topology.nodes[edge.from].name))
        near.insert(topology.nodes[edge.to].name);
  }
  for (const std::string& name : near)
    if (also.contains(name)) shown.insert(name);
  return shown;
}

std::optional<DesignMap> lay_out(const TopologyResult& topology, const std::set<std::string>& shown) {
  for (const TopologyResult::Edge& edge : topology.edges)
    if (edge.from >= topology.nodes.size() || edge.to >= topology.nodes.size()) return std::nullopt;
  const Plan plan(topology, shown);
  const auto finished = run_program({"dot", "-Tjson0"}, plan.dot(), 60);
  if (!finished || finished->status != 0) return std::nullopt;
  const Json graph = Json::parse(finished->out, nullptr, false);
  if (!graph.is_object() || !graph.contains("bb")) return std::nullopt;
  DesignMap map;
  const std::vector<double> bounds = numbers(graph["bb"]);
  map.width = bounds.at(2);
  map.height = bounds.at(3);
  map.boxes = plan.boxes();
  for (const Json& object : graph.value("objects", Json::array())) {
    const std::string name = object.value("name", "");
    if (name.starts_with("cluster_")) {
      DesignMap::Box& box = map.boxes.at(std::stoul(name.substr(8)));
      const std::vector<double> b = numbers(object.value("bb", ""));
      box.x = b.at(0), box.y = map.height - b.at(3), box.width = b.at(2) - b.at(0), box.height = b.at(3) - b.at(1);
    } else if (name.starts_with("n")) {
      DesignMap::Node node = plan.described(std::stoul(name.substr(1)));
      const std::vector<double> at = numbers(object.value("pos", ""));
      node.x = at.at(0) - node.width / 2, node.y = map.height - at.at(1) - node.height / 2;
      map.nodes.push_back(std::move(node));
    }
  }
  for (const Json& edge : graph.value("edges", Json::array()))
    map.edges.push_back({path_of(edge.value("pos", ""), map.height), edge.value("id", "") == "p"});
  return map;
}

std::string map_svg(const DesignMap& map, const std::string& title, const std::string& id) {
  std::string svg = fmt::format(
      "<svg class=\"map\" role=\"img\" aria-label=\"{}\" viewBox=\"-6 -6 {:.0f} {:.0f}\" width=\"{:.0f}\" "
      "height=\"{:.0f}\">"
      "<defs><marker id=\"tip-{}\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" "
      "orient=\"auto\">"
      "<path d=\"M0 0L8 4L0 8z\"/></marker></defs>",
      markup(title), map.width + 12, map.height + 12, map.width + 12, map.height + 12, slug(id));
  for (const DesignMap::Box& box : map.boxes)
    svg += fmt::format(
        "<g class=\"{}\" data-key=\"{}\"><rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"6\"/>"
        "<text x=\"{:.1f}\" y=\"{:.1f}\">{}</text></g>",
        box.region ? "region" : "zone", markup(box.key), box.x, box.y, box.width, box.height, box.x + 10, box.y + 16,
        markup(box.label));
  for (const DesignMap::Edge& edge : map.edges)
    svg += fmt::format("<path class=\"{}\" marker-end=\"url(#tip-{})\" d=\"{}\"/>", edge.request ? "request" : "need",
                       slug(id), edge.path);
  for (const DesignMap::Node& node : map.nodes)
    svg += fmt::format(
        "<g class=\"node\" data-key=\"{}\"><title>{}</title><rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" "
        "height=\"{:.1f}\" rx=\"5\"/>"
        "<text class=\"sign\" x=\"{:.1f}\" y=\"{:.1f}\"></text><text class=\"name\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>"
        "<text class=\"type\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text></g>",
        markup(node.key), markup(node.key), node.x, node.y, node.width, node.height, node.x + 5, node.y + 16,
        node.x + node.width / 2 + (node.type.empty() ? 0 : 4), node.y + (node.type.empty() ? 25 : 17),
        markup(node.label), node.x + node.width / 2, node.y + 32, markup(node.type));
  return svg + "</svg>";
}

}  // namespace windtunnel::reports
