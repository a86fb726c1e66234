// Resolves a scenario's words against one design: selectors, modes, units, times, journeys, expectations.
#include "sim/scenario/planner.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/config/wording.h"
#include "sim/design/exemption.h"
#include "sim/scenario/glob.h"

namespace windtunnel {
namespace {

/// Fixed times of a scenario are times of this day of the first simulated week: a day like most others.
constexpr Time tuesday{days(1).microseconds};

/// Runs of one scenario on one design: several `each` multiply.
constexpr std::size_t most_runs = 10'000;

/// The time of day at which the journeys together have most (or least) traffic on a Tuesday, to half an hour.
Duration extreme_time_of_day(const Design& design, bool busiest) {
  Duration best;
  double best_rate = 0;
  for (Duration offset; offset < days(1); offset += minutes(30)) {
    double rate = 0;
    for (const JourneyDefinition& journey : design.journeys) rate += journey.rate.at(tuesday + offset);
    if (offset == Duration{} || (busiest ? rate > best_rate : rate < best_rate)) {
      best = offset;
      best_rate = rate;
    }
  }
  return best;
}

StartTime start_time(const Scenario& scenario, const Design& design) {
  const StrikeTime* start = nullptr;
  for (const FaultText& fault : scenario.faults)
    if (fault.at.is_start()) start = &fault.at;
  for (const TrafficText& change : scenario.traffic)
    if (change.at.is_start()) start = &change.at;
  if (!start) return {};
  switch (start->kind) {
    case StrikeTime::Kind::random_of_day:
      return {StartTime::Kind::random_of_day, {}};
    case StrikeTime::Kind::busiest:
      return {StartTime::Kind::fixed, tuesday + extreme_time_of_day(design, true)};
    case StrikeTime::Kind::quietest:
      return {StartTime::Kind::fixed, tuesday + extreme_time_of_day(design, false)};
    case StrikeTime::Kind::clock:
      return {StartTime::Kind::fixed, tuesday + start->since_midnight};
    default:
      return {};
  }
}

std::vector<std::uint32_t> journeys_of(const Design& design, std::string_view glob) {
  std::vector<std::uint32_t> found;
  for (std::uint32_t i = 0; i < design.journeys.size(); ++i)
    if (glob_matches(glob, design.journeys[i].name)) found.push_back(i);
  return found;
}

std::optional<std::uint16_t> mode_of(const ComponentType& type, const ModeNames& modes) {
  for (const std::string& name : modes.names)
    for (std::size_t i = 0; i < type.fault_modes.size(); ++i)
      if (type.fault_modes[i].name == name) return static_cast<std::uint16_t>(i);
  return std::nullopt;
}

std::string modes_text(const ComponentType& type) {
  std::vector<std::string> names;
  for (const FaultMode& mode : type.fault_modes) names.emplace_back(mode.name);
  return names.empty() ? "no fault modes" : listed(names);
}

/// The number of units that a design gives a component before anything happens.
std::int64_t units_at_start(const Component& component) {
  if (const auto* scalable = capability_of<Scalable>(component); scalable && scalable->desired() > 0)
    return scalable->desired();
  if (const auto* pool = capability_of<ServingPool>(component); pool && !pool->units().empty())
    return static_cast<std::int64_t>(pool->units().size());
  return component.units_at_most();
}

/// Strike::units of a count: 0 stands for all.
std::int64_t units_of(const UnitCount& count, const Component& component) {
  if (count.number > 0 || count.share >= 1) return count.number;
  return std::max<std::int64_t>(
      1, static_cast<std::int64_t>(std::ceil(count.share * static_cast<double>(units_at_start(component)) - 1e-9)));
}

/// What one fault does in one of a scenario's runs: blows, or why there are none.
struct Part {
  std::string target;  ///< names the run when the selector says `each`
  std::vector<Blow> blows;
  std::string not_applicable;
};

class Planner {
 public:
  Planner(const Scenario& scenario, const Design& design, Diagnostics& diagnostics)
      : scenario_(scenario), design_(design), diagnostics_(diagnostics) {}

  std::vector<Plan> plan() {
    const std::size_t errors_before = diagnostics_.errors();
    std::vector<Plan> plans = {common()};
    for (const FaultText& fault : scenario_.faults) {
      const std::vector<Part> parts = parts_of(fault);
      if (parts.size() * plans.size() > most_runs) {
        error(fault, fmt::format("design {}: expected at most {} runs, found more: a scenario has one for every "
                                 "combination of what its faults name with \"each\"",
                                 design_.name, most_runs));
        return {};
      }
      std::vector<Plan> grown;
      for (const Plan& before : plans)
        for (const Part& part : parts) grown.push_back(joined(before, part));
      plans = std::move(grown);
    }
    for (Plan& plan : plans) keep_hours(plan);
    return diagnostics_.errors() == errors_before ? plans : std::vector<Plan>{};
  }

 private:
  Plan common() {
    Plan plan;
    plan.design = design_.name;
    plan.scenario = plan.name = scenario_.name;
    plan.title = scenario_.title.empty() ? scenario_.name : scenario_.title;
    plan.start = start_time(scenario_, design_);
    plan.lead = scenario_.lead;
    plan.quiet = scenario_.quiet;
    plan.horizon = scenario_.horizon;
    plan.expectations = expectations(scenario_);
    add_traffic(plan);
    add_clients(plan);
    return plan;
  }

  void add_traffic(Plan& plan) {
    for (const TrafficText& change : scenario_.traffic) {
      const auto journeys = journeys_of(design_, change.journeys);
      if (journeys.empty()) plan.not_applicable = "the design has no journey " + in_quotes(change.journeys);
      for (const std::uint32_t journey : journeys)
        plan.traffic.push_back({journey, change.factor, change.at.offset, change.ramp, change.lasts});
    }
  }

  void add_clients(Plan& plan) {
    for (const ClientText& client : scenario_.clients) {
      const auto journeys = journeys_of(design_, client.journeys);
      if (journeys.empty()) plan.not_applicable = "the design has no journey " + in_quotes(client.journeys);
      for (const std::uint32_t journey : journeys) {
        ClientChange change;
        change.journey = journey;
        if (client.retries) change.retries = static_cast<int>(*client.retries);
        if (client.timeout) change.timeout_seconds = client.timeout->seconds();
        if (client.backoff) change.backoff_seconds = client.backoff->seconds();
        change.retry_budget = client.retry_budget;
        plan.clients.push_back(change);
      }
    }
  }

  Plan joined(const Plan& before, const Part& part) const {
    Plan plan = before;
    if (!part.target.empty()) plan.name += (plan.name == plan.scenario ? "@" : "+") + part.target;
    plan.blows.insert(plan.blows.end(), part.blows.begin(), part.blows.end());
    if (plan.not_applicable.empty()) plan.not_applicable = part.not_applicable;
    if (!plan.not_applicable.empty()) plan.blows.clear();
    return plan;
  }

  std::vector<Part> parts_of(const FaultText& fault) {
    const Selection selection = resolve_selector(fault.strike, design_);
    if (!selection.ambiguous.empty()) error(fault, selection.ambiguous);
    if (!selection.not_applicable.empty()) {
      check_names(fault, selection.not_applicable);
      return {{"", {}, selection.not_applicable}};
    }
    std::vector<Part> parts;
    for (const Selection::Hit& hit : selection.hits) {
      Part part = part_of(fault, hit);
      if (fault.strike.number == Selector::Number::each) part.target = design_.component(hit.component).name();
      parts.push_back(std::move(part));
    }
    return fault.strike.number == Selector::Number::every ? std::vector<Part>{together(parts)} : parts;
  }

  /// All parts in one run; components without the mode are passed over unless none has it.
  static Part together(const std::vector<Part>& parts) {
    Part whole;
    for (const Part& part : parts) whole.blows.insert(whole.blows.end(), part.blows.begin(), part.blows.end());
    if (whole.blows.empty()) whole.not_applicable = parts.front().not_applicable;
    return whole;
  }

  Part part_of(const FaultText& fault, const Selection::Hit& hit) {
    const Component& component = design_.component(hit.component);
    const auto mode = mode_of(component.type(), fault.mode);
    if (!mode)
      return {"",
              {},
              fmt::format("{} is of type {}, which does not know {} but {}", component.name(), component.type().name,
                          listed(fault.mode.names), modes_text(component.type()))};
    const FaultMode& declared = component.type().fault_modes[*mode];
    if (const std::string why = exempt(fault, component, *mode); !why.empty()) return {"", {}, component.name() + " " + why};
    const bool of_units = declared.scope == FaultMode::Scope::units;
    if (!of_units && (fault.units.number > 0 || fault.units.share < 1 || fault.strike.within_zone))
      return {"", {}, fmt::format("{} strikes {} as a whole, not some of its units", declared.name, component.name())};
    Blow blow;
    blow.component = hit.component;
    blow.at = fault.at.offset;
    blow.strike.mode = *mode;
    blow.strike.units = units_of(fault.units, component);
    blow.strike.within = hit.within;
    blow.strike.severity = fault.severity.value;
    blow.strike.duration = declared.lasting && fault.lasts ? *fault.lasts : Duration{};
    return {"", {blow}, ""};
  }

  /// Why the mode finds nothing to hurt, whatever the replication: nothing there could be hurt, or nothing runs there yet.
  std::string exempt(const FaultText& fault, const Component& component, std::uint16_t mode) const {
    if (const auto* exemption = dynamic_cast<const Exemption*>(&component))
      if (const std::string_view why = exemption->exempt(mode); !why.empty()) return std::string(why);
    const auto* scalable = capability_of<Scalable>(component);
    const bool first = &fault == &scenario_.faults.front() && scenario_.traffic.empty();
    if (first && scalable && scalable->desired() == 0 && component.type().fault_modes[mode].scope == FaultMode::Scope::units)
      return "runs no unit before something else has happened";
    return "";
  }

  /// What happens in hours of its own, as maintenance does, comes in the middle of them and at no other time of the week.
  void keep_hours(Plan& plan) const {
    if (plan.start.kind != StartTime::Kind::random_of_week || plan.blows.empty()) return;
    const Blow& first = plan.blows.front();
    const auto hours = design_.component(first.component).nature(first.strike.mode).within;
    if (hours && first.at == Duration{}) plan.start = {StartTime::Kind::fixed, Time{} + hours->opens + hours->length / 2};
  }

  /// A design that the scenario names outright must have what the selector names outright.
  void check_names(const FaultText& fault, const std::string& why) {
    const auto& globs = scenario_.designs;
    if (std::find(globs.begin(), globs.end(), design_.name) == globs.end()) return;
    const Selector& selector = fault.strike;
    const std::string path = selector.components ? selector.components->path : "";
    if (is_glob(path) || (path.empty() && selector.name.empty())) return;
    error(fault, fmt::format("design {}: {}{}", design_.name, why, path.empty() ? "" : did_you_mean(path, design_.names())));
  }

  void error(const FaultText& fault, std::string message) {
    diagnostics_.error(fault.strike.place.file, fault.strike.place.position, std::move(message));
  }

  const Scenario& scenario_;
  const Design& design_;
  Diagnostics& diagnostics_;
};

}  // namespace

std::vector<Plan> plan(const Scenario& scenario, const Design& design, Diagnostics& diagnostics) {
  if (!scenario.runs_on(design.name)) return {};
  return Planner(scenario, design, diagnostics).plan();
}

}  // namespace windtunnel
