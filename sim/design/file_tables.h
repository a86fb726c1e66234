// The tables of a design file's own keys: regions, journeys, assumptions, the SLA target and claims. Reader and schema
// derive from them; component types bring tables of their own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/config/parameter.h"
#include "sim/kernel/number_text.h"

namespace windtunnel {

/// A region as a design file writes it; the maps of parameters are read by the models of regions and zones.
struct RegionText {
  std::string name;
  std::vector<std::string> zones;
  std::string time_zone = "UTC";
  std::string stack;

  static ParameterTable parameters() {
    using P = RegionText;
    return parameter_table<P>(
        parameter<&P::name>("name", "The provider's name of the region.", required),
        parameter<&P::zones>("zones", "Letters of its zones, in the order of their ranks.", required),
        parameter<&P::time_zone>("time_zone", "Where its users' day is counted."),
        parameter<&P::stack>("stack", "The stack of components that runs in it."));
  }
};

/// How a path element is called, beyond its name.
struct CallText {
  std::string call;
  double times = 1;
  bool optional = false;
  std::optional<Duration> timeout;
  std::optional<std::int64_t> retries;
  std::optional<std::string> fallback;

  static ParameterTable parameters() {
    using P = CallText;
    return parameter_table<P>(
        parameter<&P::call>("call", "Component that is called; of stores with \".read\" or \".write\" after it, without either a read.",
                            required),
        parameter<&P::times>("times", "Mean number of calls per request; below 1 a probability.", between(0.0, 1000.0)),
        parameter<&P::optional>("optional", "Whether the request succeeds without it."),
        parameter<&P::timeout>("timeout", "How long the caller waits for an answer."),
        parameter<&P::retries>("retries", "How often the caller tries again.", between(0, 100)),
        parameter<&P::fallback>("fallback", "Component that is called instead when the call has failed for good."));
  }
};

struct ObjectiveText {
  Share success = percent(99.9);
  Duration within = seconds(1);

  static ParameterTable parameters() {
    using P = ObjectiveText;
    return parameter_table<P>(
        parameter<&P::success>("success", "Share of requests that are meant to be good.",
                               "assumption:journey-objective", between(percent(0), percent(100))),
        parameter<&P::within>("within", "Latest time of a good answer.", "assumption:journey-objective",
                             plausible(milliseconds(200), seconds(5))));
  }
};

struct UserClientText {
  Duration timeout = seconds(10);
  std::int64_t retries = 0;
  Duration backoff = milliseconds(100);

  static ParameterTable parameters() {
    using P = UserClientText;
    return parameter_table<P>(parameter<&P::timeout>("timeout", "How long users wait for an answer.",
                                                     "assumption:user-patience", plausible(seconds(3), seconds(30))),
                              parameter<&P::retries>("retries", "How often users, or their software, try again.",
                                                     "assumption:user-retries", between(0, 100)),
                              parameter<&P::backoff>("backoff", "Base of the exponential back-off between their tries.",
                                                     "assumption:user-retries", plausible(milliseconds(10), seconds(1))));
  }
};

struct DailyText {
  std::string peak, trough;
  static ParameterTable parameters() {
    using P = DailyText;
    return parameter_table<P>(
        parameter<&P::peak>("peak", "Highest rate and when: \"120 /s at 20:00 America/New_York\".", required),
        parameter<&P::trough>("trough", "Lowest rate, twelve hours away: \"30 /s\".", required));
  }
};

/// The scalar parameters of a journey; `path`, `success` and `rate` are read by hand.
struct JourneyText {
  std::string description;
  ObjectiveText objective;
  Share recovery_level = percent(95);
  std::optional<Share> sla_level;
  UserClientText client;

  static ParameterTable parameters() {
    using P = JourneyText;
    return parameter_table<P>(
        parameter<&P::description>("description", "What the user does."),
        parameter<&P::objective>("objective", "When a request counts as good, and how many should."),
        parameter<&P::recovery_level>(
            "recovery_level", "Share of the SLI before a fault at which the journey counts as recovered.",
            "assumption:recovery-level", between(percent(1), percent(100)), plausible(percent(90), percent(99))),
        parameter<&P::sla_level>("sla_level", "SLI below which the SLA counts time as down, where it names one."),
        parameter<&P::client>("client", "How users and their software behave."));
  }
};

struct AssumptionText {
  std::string meaning, value, low, high, sets, confidence = "low", source;
  std::vector<std::string> scales;

  static ParameterTable parameters() {
    using P = AssumptionText;
    return parameter_table<P>(
        parameter<&P::meaning>("meaning", "What is assumed, in one sentence.", required),
        parameter<&P::value>("value", "The assumed figure.", required),
        parameter<&P::low>("low", "The low end of what is plausible."),
        parameter<&P::high>("high", "The high end of what is plausible."),
        parameter<&P::sets>("parameter", "Path of the parameter that it sets: \"primary.web.workers\"."),
        parameter<&P::scales>(
            "scales", "Of a rate that sets nothing: journeys whose demand moves with it in proportion; \"*\": all of them."),
        parameter<&P::confidence>("confidence", "high, medium or low."),
        parameter<&P::source>("source", "Where it comes from."));
  }
};

struct SlaText {
  Share target = percent(99.99);
  std::vector<std::string> journeys;

  static ParameterTable parameters() {
    using P = SlaText;
    return parameter_table<P>(
        parameter<&P::target>("target", "Share of a year in which every named journey is at its level.", required,
                              between(percent(0), percent(100))),
        parameter<&P::journeys>("journeys", "The journeys that the SLA speaks of; all when none is named."));
  }
};

struct MeasuredText {
  std::string scenario, measure, journey = "*", limit, overlay;

  static ParameterTable parameters() {
    using P = MeasuredText;
    return parameter_table<P>(
        parameter<&P::scenario>(
            "scenario", "Runs whose replications are looked at, by name; globs allowed: \"zone-loss@*\".", required),
        parameter<&P::measure>(
            "measure",
            "rto, rpo, lost_writes, sli, users_hurt, or a published figure: \"primary.db.failover_seconds\".",
            required),
        parameter<&P::journey>("journey", "Of measures of journeys: which; globs allowed."),
        parameter<&P::limit>("limit", "What the claim says: \"< 120 s\".", required),
        parameter<&P::overlay>("overlay", "The design in which it is measured, where the claim speaks of a variant."));
  }
};

struct FindingText {
  std::string rule, component = "*";
  bool upholds = false;

  static ParameterTable parameters() {
    using P = FindingText;
    return parameter_table<P>(
        parameter<&P::rule>("rule", "The static rule.", required),
        parameter<&P::component>("component", "The component that it must speak of; globs allowed."),
        parameter<&P::upholds>("upholds", "Whether a finding upholds the claim (else it refutes it)."));
  }
};

struct CostText {
  std::vector<std::string> lines;
  std::optional<Money> value;
  std::optional<Share> share;
  std::vector<std::string> arithmetic;
  Share tolerance = percent(10);
  std::string saving_by, overlay;

  static ParameterTable parameters() {
    using P = CostText;
    return parameter_table<P>(
        parameter<&P::lines>("lines", "Cost lines that the claim sums up, by item; globs allowed.", required),
        parameter<&P::value>("value", "The claimed dollars per month; of a saving, without it: that anything is saved."),
        parameter<&P::share>("share", "Of a saving, in place of dollars: the claimed share of what the lines cost without it."),
        parameter<&P::arithmetic>("arithmetic", "The factors that the documented line multiplies, as it writes them; the dollars that it "
                                                "states are held against their product too."),
        parameter<&P::tolerance>("tolerance", "How far off the claim may be.", "assumption:cost-tolerance",
                                 plausible(percent(5), percent(20))),
        parameter<&P::saving_by>(
            "saving_by",
            "The variant by which the claim says that the dollars are saved; without it they are what is paid."),
        parameter<&P::overlay>("overlay", "The design whose lines are summed up, where the claim speaks of a variant."));
  }
  void check(ParameterProblems& problems) const {
    if (!value && saving_by.empty()) problems.error("value", "a cost needs the claimed dollars");
    if (share && (value || saving_by.empty())) problems.error("share", "a share belongs to a saving, in place of dollars");
    if (!arithmetic.empty() && !saving_by.empty()) problems.error("arithmetic", "a saving has no line of its own");
    for (const std::string& factor : arithmetic)
      if (const auto number = read_number(factor); !number || number->length != factor.size() || number->value <= 0)
        problems.error("arithmetic", "\"" + factor + "\" is no factor: numbers above 0 are multiplied");
  }
};

}  // namespace windtunnel
