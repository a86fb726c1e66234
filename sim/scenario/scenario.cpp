// The tables of a scenario's keys, and what must hold between them.
#include "sim/scenario/scenario.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/config/wording.h"
#include "sim/scenario/figure_units.h"
#include "sim/scenario/glob.h"

namespace windtunnel {
namespace {

bool is_scenario_name(std::string_view text) {
  return is_dotted_name(text) && text.find('.') == std::string_view::npos;
}

/// Every fault mode of the catalogue, each once.
std::vector<std::string> all_modes(const Catalogue& catalogue) {
  std::vector<std::string> modes;
  for (const ComponentType* type : catalogue.types())
    for (const FaultMode& mode : type->fault_modes) modes.emplace_back(mode.name);
  std::sort(modes.begin(), modes.end());
  modes.erase(std::unique(modes.begin(), modes.end()), modes.end());
  return modes;
}

/// Whether the mode lasts in any type that declares it.
bool can_last(const Catalogue& catalogue, std::string_view name) {
  for (const ComponentType* type : catalogue.types())
    for (const FaultMode& mode : type->fault_modes)
      if (mode.name == name && mode.lasting) return true;
  return false;
}

void check_selector_type(const Selector& selector, const Catalogue& catalogue, Diagnostics& diagnostics) {
  if (!selector.components || selector.components->type.empty() || catalogue.find(selector.components->type)) return;
  std::vector<std::string> names;
  for (const ComponentType* type : catalogue.types()) names.emplace_back(type->name);
  diagnostics.error(selector.place.file, selector.place.position,
                    fmt::format("unknown component type {}{}", in_quotes(selector.components->type),
                                did_you_mean(selector.components->type, names)));
}

void check_fault(const FaultText& fault, const Catalogue& catalogue, Diagnostics& diagnostics) {
  check_selector_type(fault.strike, catalogue, diagnostics);
  const std::vector<std::string> modes = all_modes(catalogue);
  bool lasting = false;
  for (const std::string& name : fault.mode.names) {
    lasting = lasting || can_last(catalogue, name);
    if (std::binary_search(modes.begin(), modes.end(), name)) continue;
    diagnostics.error(fault.mode.place.file, fault.mode.place.position,
                      fmt::format("unknown fault mode {}{}", in_quotes(name), did_you_mean(name, modes)));
  }
  if (lasting && !fault.lasts)
    diagnostics.error(fault.mode.place.file, fault.mode.place.position,
                      fmt::format("the fault {} lasts until it is mended; say for how long: \"for: 2 h\"",
                                  in_quotes(fault.mode.names.front())));
}

/// What begins when nobody looks any more would be left out without a word.
void check_time(const StrikeTime& at, Duration horizon, Diagnostics& diagnostics) {
  if (at.offset < horizon) return;
  diagnostics.error(at.place.file, at.place.position,
                    fmt::format("expected a time before the end of the observation, which the horizon sets to {}, found {}",
                                to_text(horizon), in_quotes(at.text)));
}

}  // namespace

ParameterTable FaultText::parameters() {
  using P = FaultText;
  return parameter_table<P>(
      parameter<&P::strike>("strike", "What is struck, as a selector.", required),
      parameter<&P::mode>("mode", "Fault mode; of several divided by '|' each target suffers the first that it knows.",
                          required),
      parameter<&P::at>("at", "When: after the first fault; or, for the first fault itself, a time of day or week."),
      parameter<&P::lasts>("for", "How long the fault lasts; recovery begins then.", above(seconds(0))),
      parameter<&P::units>("units", "How many units of the target, for modes that strike units."),
      parameter<&P::severity>("severity", "How hard, in the terms of the fault mode."));
}

ParameterTable TrafficText::parameters() {
  using P = TrafficText;
  return parameter_table<P>(
      parameter<&P::journeys>("journeys", "Journeys whose traffic changes; globs allowed."),
      parameter<&P::factor>("factor", "What the traffic is multiplied by.", required, between(0.0, 1e6)),
      parameter<&P::at>("at", "When it begins to change: after the first fault, or a time of day or week."),
      parameter<&P::ramp>("ramp", "How long the change takes, and later the way back.", at_least(seconds(0))),
      parameter<&P::lasts>("for", "How long it stays there between the two ramps.", required, above(seconds(0))));
}

ParameterTable ClientText::parameters() {
  using P = ClientText;
  return parameter_table<P>(
      parameter<&P::journeys>("journeys", "Journeys whose users behave so; globs allowed."),
      parameter<&P::retries>("retries", "How often a failed request is tried again at the most.", between(0, 100)),
      parameter<&P::timeout>("timeout", "How long users wait for an answer.", above(seconds(0))),
      parameter<&P::backoff>("backoff", "Base of the exponential back-off between tries.", at_least(seconds(0))),
      parameter<&P::retry_budget>("retry_budget", "Retries per request at the most, on the average over all users.",
                                  between(0.0, 100.0)));
}

ParameterTable Scenario::parameters() {
  using P = Scenario;
  return parameter_table<P>(
      parameter<&P::name>("scenario", "Name of the scenario; as the first key of a file it says that the file is one.",
                          required),
      parameter<&P::title>("title", "What happens, in one line."),
      parameter<&P::description>("description", "What happens, in a paragraph."),
      parameter<&P::disruption>("disruption", "Kind of disruption, by which reports weigh drills."),
      parameter<&P::designs>("designs", "Designs that it runs on; globs allowed."),
      parameter<&P::faults>("faults", "What is struck, how and when."),
      parameter<&P::traffic>("traffic", "Changes of the journeys' traffic."),
      parameter<&P::clients>("clients", "How users' software behaves, in place of what the design says."),
      parameter<&P::horizon>("horizon", "How long after the first fault it is observed at the most.",
                             "assumption:scenario-horizon", between(minutes(1), years(10))),
      parameter<&P::lead>("lead", "How long it is observed before the first fault.", "assumption:scenario-window",
                          between(seconds(0), days(7))),
      parameter<&P::quiet>("quiet", "How long every journey must be at its recovery level for the observation to end.",
                           "assumption:scenario-window", between(minutes(1), days(7))),
      parameter<&P::replications>("replications", "How many replications, in place of the command line's default.",
                                  between(1, 100'000'000)),
      parameter<&P::expect>("expect", "What is expected of every design that it runs on."));
}

void Scenario::check(ParameterProblems& problems) const {
  if (!is_scenario_name(name))
    problems.error("scenario", fmt::format("{} is no name for a scenario; use letters, digits, '-' and '_'", in_quotes(name)));
  int starts = 0;
  for (const FaultText& fault : faults) starts += fault.at.is_start();
  for (const TrafficText& change : traffic) starts += change.at.is_start();
  if (starts > 1)
    problems.error(faults.empty() ? "traffic" : "faults",
                   "only one fault or change of traffic can name a time of day or week; the others count from it");
  if (designs.empty()) problems.error("designs", "a scenario needs at least one glob of designs");
  for (const ExpectationText& text : expect) {
    if (text.scenario != std::vector<std::string>{"*"})
      problems.error("expect", "an expectation of a scenario is about that scenario; \"scenario\" belongs in policies");
    if (text.monthly_uptime || text.credits)
      problems.error("expect", "monthly_uptime and credits go by a contract, and contracts belong in policies");
  }
}

bool Scenario::runs_on(std::string_view design) const {
  return std::any_of(designs.begin(), designs.end(),
                     [&](const std::string& glob) { return glob_matches(glob, design); });
}

std::vector<Expectation> expectations(const Scenario& scenario) {
  return expectations_of(scenario.expect, scenario.file, "");
}

bool is_scenario(const Document& document) {
  return document.root.is_map() && !document.root.entries.empty() && document.root.entries.front().key == "scenario";
}

std::optional<Scenario> load_scenario(const Document& document, const Catalogue& catalogue, Diagnostics& diagnostics) {
  const std::size_t errors_before = diagnostics.errors();
  Scenario scenario;
  scenario.file = document.file;
  Reader reader(document.file, diagnostics);
  const bool read = read_parameters(document.root, scenario, reader);
  for (const FaultText& fault : scenario.faults)
    if (!fault.strike.text.empty() && !fault.mode.names.empty()) check_fault(fault, catalogue, diagnostics);
  check_figure_units(scenario.expect, catalogue, diagnostics);
  if (read) {
    for (const FaultText& fault : scenario.faults) check_time(fault.at, scenario.horizon, diagnostics);
    for (const TrafficText& change : scenario.traffic) check_time(change.at, scenario.horizon, diagnostics);
  }
  if (diagnostics.errors() != errors_before) return std::nullopt;
  return scenario;
}

}  // namespace windtunnel
