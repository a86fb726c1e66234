// Where the parts of a design stand in its picture: regions and zones as boxes, laid out by graphviz.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sim/measure/replay.h"

namespace windtunnel::reports {

/// Positions in pixels from the upper left corner.
struct DesignMap {
  struct Node {
    std::string key;                             ///< name of the lane that colours it
    std::string label;                           ///< the name without its region
    std::string type;                            ///< in words
    double x = 0, y = 0, width = 0, height = 0;  ///< upper left corner and size
  };
  struct Box {
    std::string key, label;
    bool region = true;
    double x = 0, y = 0, width = 0, height = 0;
  };
  struct Edge {
    std::string path;     ///< of an SVG path element
    bool request = true;  ///< requests go there; else it is only needed
  };
  double width = 0, height = 0;
  std::vector<Box> boxes;  ///< regions before zones
  std::vector<Edge> edges;
  std::vector<Node> nodes;
};

/// The components that the picture shows: those that requests pass, and of those named in `also`
/// what they need, directly or at one remove.
std::set<std::string> shown_components(const TopologyResult& topology, const std::set<std::string>& also);

/// Lays out the shown components; nothing when graphviz is not installed.
std::optional<DesignMap> lay_out(const TopologyResult& topology, const std::set<std::string>& shown);

/// The picture as an inline SVG element; every node has its key in data-key, and a state that scripts set.
/// `id` makes its marks its own where a page shows several.
std::string map_svg(const DesignMap& map, const std::string& title, const std::string& id);

}  // namespace windtunnel::reports
