// See savings.h.
#include "tools/command_line/savings.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "sim/config/parameter_node.h"
#include "sim/design/resolved.h"
#include "sim/kernel/number_text.h"
#include "sim/run/parallel.h"
#include "sim/scenario/planner.h"
#include "tools/command_line/baseline_runs.h"

namespace windtunnel::tools {
namespace {

/// Below this, and below this share of the recovery, a saving is nothing that anybody would notice.
constexpr double least_seconds = 0.5, least_share = 0.002;
/// A duration this many times longer than the recovery cannot have been waited for.
constexpr double longest_share = 4;
/// A duration is rarely waited for more often than this in one recovery: three probes, three points of an alarm.
constexpr double times_waited = 3;

struct Trial {
  ComponentId component = no_component;
  std::string path;  ///< within the component: "steps[0].takes"
  std::string value, tried;
  double seconds = 0;  ///< how long it is; 0 of thresholds
  double holds = 0;    ///< at the most, of the recovery
};

/// Seconds that hurt recoveries waited for each component. What they waited for without a component's event, such as
/// requests that follow, may be any component's that was not as usual.
std::map<ComponentId, double> waited_for(const Story& story, const Design& design) {
  std::map<ComponentId, double> seconds;
  double nobody = 0;
  for (const Story::Recovery& recovery : story.recoveries)
    for (const PathLink& link : recovery.path) {
      if (!recovery.hurt) continue;
      const double length = (link.until - link.from).seconds();
      if (link.target < design.components().size())
        seconds[link.target] += length;
      else
        nobody += length;
    }
  if (seconds.empty())
    for (const StateWatch::Change& change : story.states.changes())
      seconds[story.states.lanes()[change.lane].component] = nobody;
  return seconds;
}

/// Counts of probes and periods are thresholds; those of tasks and disks are capacity, which nobody waits for.
bool is_threshold(const std::string& path) {
  const std::string name = path.substr(path.rfind('.') + 1);
  return name.ends_with("threshold") || name.ends_with("periods") || name.ends_with("datapoints");
}

/// The value halved, or the smallest that the parameter may have; nothing where it has no length, or none to spare.
std::optional<Trial> smaller(const ParameterValue& value) {
  Trial trial;
  trial.path = value.path;
  trial.value = value.type->write(value.value);
  const auto& low = value.declaration->range.low;
  if (value.type == &value_type<Duration>()) {
    const Duration whole = *static_cast<const Duration*>(value.value);
    Duration half{whole.microseconds / 2};
    if (low) half.microseconds = std::max(half.microseconds, static_cast<std::int64_t>(*low));
    trial.seconds = whole.seconds();
    trial.tried = value.type->write(&half);
  } else if (value.type == &value_type<DurationDistribution>()) {
    const auto& whole = *static_cast<const DurationDistribution*>(value.value);
    if (whole.mean_seconds() <= 0) return std::nullopt;
    const DurationDistribution half = whole.scaled(0.5);
    trial.seconds = whole.quantile(0.5).seconds();
    trial.tried = value.type->write(&half);
  } else if (value.type == &value_type<std::int64_t>() && is_threshold(value.path)) {
    const std::int64_t half = (*static_cast<const std::int64_t*>(value.value) + 1) / 2;
    trial.tried = value.type->write(&half);
  } else {
    return std::nullopt;
  }
  return trial.tried == trial.value ? std::nullopt : std::optional(std::move(trial));
}

std::vector<Trial> trials_of(const Story& story, const Design& design, double longest) {
  std::vector<Trial> trials;
  for (const auto& [id, seconds] : waited_for(story, design)) {
    if (seconds < std::max(least_seconds, least_share * longest)) continue;
    Component& component = *design.components()[id];
    for_each_value(*component.type().parameters, component.parameters_address(), "",
                   [&, id = id, waited = seconds](const ParameterValue& value) {
                     auto trial = smaller(value);
                     if (!trial || trial->seconds > longest_share * longest) return;
                     trial->component = id;
                     trial->holds = trial->seconds > 0 ? std::min(waited, times_waited * trial->seconds) : waited;
                     trials.push_back(std::move(*trial));
                   });
  }
  std::stable_sort(trials.begin(), trials.end(), [](const Trial& a, const Trial& b) { return a.holds > b.holds; });
  if (trials.size() > savings_tried_at_most) trials.resize(savings_tried_at_most);
  return trials;
}

/// The value at "steps[0].takes" of a component's map; null where the map has none.
Node* node_at(Node& map, std::string_view path) {
  Node* node = &map;
  while (node && !path.empty()) {
    const std::size_t end = path.find_first_of(".[");
    if (end == 0 && path[0] == '[') {
      const std::size_t close = path.find(']');
      const std::size_t index = std::stoul(std::string(path.substr(1, close - 1)));
      if (!node->is_list() || index >= node->items.size()) return nullptr;
      node = &node->items[index];
      path.remove_prefix(close + 1);
    } else {
      const std::string_view key = path.substr(0, end);
      if (!node->is_map() || !node->find(key)) return nullptr;
      node = &child_of(*node, std::string(key));
      path.remove_prefix(key.size());
    }
    if (path.starts_with('.')) path.remove_prefix(1);
  }
  return node;
}

/// Where a resolved design states a component; null for regions and zones, which have no waits of their own.
Node* component_node(Node& resolved, const Design& design, const Component& component) {
  if (component.region() == no_domain) return node_at(resolved, "components." + component.name());
  const std::string& region = design.domains[component.region()].name;
  if (!component.name().starts_with(region + ".")) return nullptr;
  Node* stacks = node_at(resolved, "stacks");
  if (!stacks || !stacks->find(region)) return nullptr;
  Node& stack = child_of(*stacks, region);
  const std::string local = component.name().substr(region.size() + 1);
  return stack.find(local) ? &child_of(stack, local) : nullptr;
}

/// The design with one parameter of one component as the trial has it; none where the component does not take the value, or it
/// contradicts another.
std::shared_ptr<const Design> changed_design(const Inputs& inputs, const Node& resolved, const Design& design, const Trial& trial) {
  Node changed = resolved;
  Node* component = component_node(changed, design, design.component(trial.component));
  Node* value = component ? node_at(*component, trial.path) : nullptr;
  if (!value) return nullptr;
  *value = value->quoted ? text_node(trial.tried) : Node{Node::Kind::scalar, false, {}, trial.tried, {}, {}};
  Diagnostics refused;
  return load_design(resolved_document(changed, design.name), inputs.environment, refused);
}

/// Runs a story's replication on another design; nothing where its scenario has no such run.
std::optional<ReplicationRecord> run_again(const std::shared_ptr<const Design>& design, const Scenario& scenario,
                                           const Plan& told, std::uint64_t replication, const CampaignOptions& options,
                                           const Story& story) {
  Diagnostics ignored;
  for (const Plan& plan : plan(scenario, *design, ignored)) {
    if (plan.name != told.name || !plan.not_applicable.empty()) continue;
    WeekPart entered{{}, story.fault + told.horizon};
    entered.hours.add(story.start);
    const PreparedDesign prepared = std::move(prepare({design}, options, entered)[0]);
    Drill drill(*prepared.week, *prepared.labels, options.seed, options.resolution, halting(options));
    return drill.run(plan, replication);
  }
  return std::nullopt;
}

void note_savings(const Trial& trial, const Design& design, const ReplicationRecord& other, ReplayResult& replay) {
  const std::string component = design.component(trial.component).name();
  for (ReplayResult::Recovery& recovery : replay.recoveries)
    for (std::size_t j = 0; j < design.journeys.size(); ++j) {
      const JourneyRecord& now = other.journeys[j];
      if (design.journeys[j].name != recovery.journey || !recovery.hurt || !recovery.recovered || !now.recovered) continue;
      const double saved = std::round((recovery.seconds - now.rto_seconds) * 10) / 10;
      if (std::abs(saved) < std::max(least_seconds, least_share * recovery.seconds)) continue;
      recovery.savings.push_back({component + "." + trial.path, trial.value, trial.tried, saved});
    }
}

}  // namespace

void add_savings(const Inputs& inputs, const PreparedDesign& prepared, const Scenario& scenario, const Plan& plan,
                 std::uint64_t replication, const CampaignOptions& options, const Story& story, ReplayResult& replay) {
  const Design& design = *prepared.design;
  double longest = 0;
  for (const ReplayResult::Recovery& recovery : replay.recoveries)
    if (recovery.hurt && recovery.recovered) longest = std::max(longest, recovery.seconds);
  // Of two designs of one name, as compare takes them, the environment knows the last: the other's text is not at hand.
  const Document* document = inputs.environment.design_document(design.name);
  const auto is_read = [&] { return std::pair(document->file, hexadecimal(hash_name(document->text))) == design.inputs.back(); };
  if (longest <= 0 || !document || design.inputs.empty() || !is_read()) return;
  const Node resolved = resolve(inputs, prepared.design).resolved;
  const std::vector<Trial> trials = trials_of(story, design, longest);
  std::vector<std::optional<ReplicationRecord>> records(trials.size());
  CampaignOptions alone = options;  // each trial has a thread to itself
  alone.jobs = 1;
  alone.progress = nullptr;
  for_each_index(trials.size(), options, [&] {
    return [&](std::size_t i) {
      const auto changed = changed_design(inputs, resolved, design, trials[i]);
      if (changed) records[i] = run_again(changed, scenario, plan, replication, alone, story);
    };
  });
  for (std::size_t i = 0; i < trials.size(); ++i) {
    if (!records[i]) continue;
    ++replay.parameters_tried;
    note_savings(trials[i], design, *records[i], replay);
  }
  for (ReplayResult::Recovery& recovery : replay.recoveries)
    std::stable_sort(recovery.savings.begin(), recovery.savings.end(),
                     [](const auto& a, const auto& b) { return a.seconds > b.seconds; });
}

}  // namespace windtunnel::tools
