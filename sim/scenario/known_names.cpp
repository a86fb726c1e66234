// See known_names.h.
#include "sim/scenario/known_names.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/config/wording.h"
#include "sim/scenario/glob.h"

namespace windtunnel {
namespace {

/// Walks over the globs that a document states and reports those that fit nothing.
class NameCheck {
 public:
  NameCheck(const Document& document, bool each, Diagnostics& diagnostics)
      : document_(document), each_(each), diagnostics_(diagnostics) {}

  void globs(const Node& of, const char* key, const char* kind, const std::vector<std::string>& known) {
    const Node* node = of.is_map() ? of.find(key) : nullptr;
    if (node == nullptr) return;
    if (node->is_scalar()) return report_misfit(*node, kind, known);
    const auto fit = [&](const Node& item) { return fits(item, known); };
    if (!each_ && std::any_of(node->items.begin(), node->items.end(), fit)) return;
    for (const Node& item : node->items) report_misfit(item, kind, known);
  }

  /// A glob that names some runs of a scenario, "zone-loss@primary.a". A scenario of which no run is known may have any.
  void place(const Node& node, const std::vector<std::string>& runs) {
    std::vector<std::string> there;
    for (const std::string& run : runs)
      if (glob_matches(pattern_of(node), run.substr(0, run.find('@')))) there.push_back(run);
    if (!there.empty() && !any_fits(node.text, there)) report(node, node.text, "run", there);
  }

  /// Globs may fit nothing here.
  void plain_names(const Node& node, const char* kind, const std::vector<std::string>& known) {
    if (node.is_scalar() && !is_glob(node.text)) report_misfit(node, kind, known);
    for (const Node& item : node.items) plain_names(item, kind, known);
  }

 private:
  /// "zone-loss@primary.a" names an expansion of "zone-loss".
  static std::string pattern_of(const Node& node) { return node.text.substr(0, node.text.find('@')); }

  static bool any_fits(const std::string& pattern, const std::vector<std::string>& known) {
    return std::any_of(known.begin(), known.end(), [&](const std::string& name) { return glob_matches(pattern, name); });
  }
  static bool fits(const Node& node, const std::vector<std::string>& known) { return any_fits(pattern_of(node), known); }

  void report_misfit(const Node& node, const char* kind, const std::vector<std::string>& known) {
    if (!fits(node, known)) report(node, pattern_of(node), kind, known);
  }
  void report(const Node& node, const std::string& pattern, const char* kind, const std::vector<std::string>& known) {
    const std::string what = is_glob(pattern) ? fmt::format("no {} matches {}", kind, in_quotes(node.text))
                                              : fmt::format("unknown {} {}", kind, in_quotes(node.text));
    diagnostics_.error(document_.file, node.position, what + did_you_mean(pattern, known));
  }

  const Document& document_;
  bool each_;
  Diagnostics& diagnostics_;
};

/// What the designs have that an item of a policy or scenario speaks of: of journeys, or of runs.
std::vector<std::string> those_for(const Node& item, const std::map<std::string, std::vector<std::string>>& by_design) {
  std::vector<std::string> globs;
  if (const Node* node = item.is_map() ? item.find("design") : nullptr) {
    if (node->is_scalar()) globs.push_back(node->text);
    for (const Node& one : node->items) globs.push_back(one.text);
  }
  std::vector<std::string> all;
  for (const auto& [design, names] : by_design)
    if (globs.empty() || std::any_of(globs.begin(), globs.end(), [&](const auto& g) { return glob_matches(g, design); }))
      all.insert(all.end(), names.begin(), names.end());
  return all;
}

/// Looks at the places in the globs of an item over runs.
void check_places(const Node& item, const KnownNames& known, NameCheck& check) {
  const Node* globs = item.is_map() ? item.find("scenario") : nullptr;
  if (globs == nullptr) return;
  const auto look_at = [&](const Node& glob) {
    if (glob.text.find('@') != std::string::npos) check.place(glob, those_for(item, known.runs));
  };
  look_at(*globs);
  for (const Node& glob : globs->items) look_at(glob);
}

/// Looks at the names in the items of a list of the document.
void check_items(const Document& document, const char* list, const KnownNames& known, NameCheck check) {
  const Node* items = document.root.find(list);
  for (std::size_t i = 0; items && i < items->items.size(); ++i) {
    const Node& item = items->items[i];
    check.globs(item, "design", "design", known.designs);
    check.globs(item, "scenario", "scenario", known.scenarios);
    check_places(item, known, check);
    const std::vector<std::string> journeys = those_for(item, known.journeys);
    if (journeys.empty()) continue;
    check.globs(item, "journey", "journey", journeys);
    check.globs(item, "journeys", "journey", journeys);
  }
}

}  // namespace

void check_policy_names(const Document& document, const KnownNames& known, bool each, Diagnostics& diagnostics) {
  for (const char* list : {"expect", "contracts"})
    check_items(document, list, known, NameCheck(document, each, diagnostics));
}

void check_scenario_names(const Document& document, const Scenario& scenario, const KnownNames& known,
                          Diagnostics& diagnostics) {
  NameCheck check(document, true, diagnostics);
  if (const Node* designs = document.root.find("designs"))
    check.plain_names(*designs, "design", known.designs);
  KnownNames there = known;
  std::erase_if(there.journeys, [&](const auto& of) { return !scenario.runs_on(of.first); });
  for (const char* list : {"expect", "traffic", "clients"}) check_items(document, list, there, check);
}

}  // namespace windtunnel
