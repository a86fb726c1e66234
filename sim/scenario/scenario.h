// A scenario as its file states it: what is done to designs, when, and what is expected then.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/config/parameter.h"
#include "sim/design/claim.h"
#include "sim/design/component.h"
#include "sim/scenario/disruption.h"
#include "sim/scenario/expectation_text.h"
#include "sim/scenario/plan.h"
#include "sim/scenario/scenario_values.h"
#include "sim/scenario/selector.h"

namespace windtunnel {

/// One fault: {strike: zone of database primary, mode: power_loss, at: random time of day, for: 2 h}.
struct FaultText {
  Selector strike;
  ModeNames mode;
  StrikeTime at;
  std::optional<Duration> lasts;
  UnitCount units;
  FaultSeverity severity;

  static ParameterTable parameters();
};

/// A journey's traffic times a factor: {journeys: "*", factor: 3, at: 0 s, ramp: 5 min, for: 30 min}.
struct TrafficText {
  std::string journeys = "*";
  double factor = 1;
  StrikeTime at;
  Duration ramp;
  Duration lasts;

  static ParameterTable parameters();
};

/// How users' software behaves, in place of what the design says: {journeys: "*", retries: 3, timeout: 5 s}.
struct ClientText {
  std::string journeys = "*";
  std::optional<std::int64_t> retries;
  std::optional<Duration> timeout, backoff;
  std::optional<double> retry_budget;

  static ParameterTable parameters();
};

struct Scenario {
  std::string name;  ///< the file's first key: "zone-loss"
  std::string title, description;
  std::optional<Disruption> disruption;      ///< what it is about; nothing: of no kind
  std::vector<std::string> designs = {"*"};  ///< globs
  std::vector<FaultText> faults;
  std::vector<TrafficText> traffic;
  std::vector<ClientText> clients;
  Duration horizon = hours(24);
  Duration lead = hours(1);
  Duration quiet = hours(1);
  std::optional<std::int64_t> replications;  ///< in place of the command line's default
  std::vector<ExpectationText> expect;
  std::string file;

  static ParameterTable parameters();
  void check(ParameterProblems& problems) const;
  /// Whether one of the globs names the design.
  bool runs_on(std::string_view design) const;
};

/// What a scenario expects, one row per figure and statistic, in the file's order.
std::vector<Expectation> expectations(const Scenario& scenario);

/// Whether a document says that it is a scenario: by its first key.
bool is_scenario(const Document& document);

/// Reads a scenario; everything that is wrong with it goes to `diagnostics`, component types and fault modes that the
/// catalogue does not know included, and nothing is returned then.
std::optional<Scenario> load_scenario(const Document& document, const Catalogue& catalogue, Diagnostics& diagnostics);

}  // namespace windtunnel
