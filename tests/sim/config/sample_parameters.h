// A struct of parameters that uses every value type, for the tests of what derives from declarations.
#pragma once

#include "sim/config/parameter.h"

namespace windtunnel::sample {

enum class Routing { round_robin, least_outstanding };
inline EnumWords<Routing> words_of(Routing) {
  return {{"round_robin", Routing::round_robin},
          {"least_outstanding", Routing::least_outstanding, "fewest open requests first"}};
}

struct HealthCheck {
  Duration interval = seconds(30);
  std::int64_t unhealthy_threshold = 2;
  std::string path = "/";

  friend bool operator==(const HealthCheck&, const HealthCheck&) = default;
  static ParameterTable parameters() {
    using P = HealthCheck;
    return parameter_table<P>(parameter<&P::interval>("interval", "Time between two probes.", "alb.hc.interval",
                                                      between(seconds(5), seconds(300))),
                              parameter<&P::unhealthy_threshold>("unhealthy_threshold", "Failed probes in a row.",
                                                                 "alb.hc.unhealthy_threshold", between(2, 10)),
                              parameter<&P::path>("path", "What it asks for.", "alb.hc.path"));
  }
};

struct TargetTracking {
  static constexpr std::string_view choice = "target_tracking";
  Share cpu = percent(70);

  friend bool operator==(const TargetTracking&, const TargetTracking&) = default;
  static ParameterTable parameters() {
    return parameter_table<TargetTracking>(parameter<&TargetTracking::cpu>(
        "cpu", "Utilisation aimed at.", "assumption:target", above(percent(0)), plausible(percent(50), percent(85))));
  }
};

struct Step {
  static constexpr std::string_view choice = "step";
  std::int64_t add = 0;
  Duration cooldown = seconds(300);

  friend bool operator==(const Step&, const Step&) = default;
  static ParameterTable parameters() {
    return parameter_table<Step>(parameter<&Step::add>("add", "Tasks added.", required, at_least(1)),
                                 parameter<&Step::cooldown>("cooldown", "Pause after it.", "asg.cooldown"));
  }
};

/// A struct that contains itself.
struct Rule {
  std::string name;
  std::vector<Rule> all_of;

  friend bool operator==(const Rule&, const Rule&) = default;
  static ParameterTable parameters() {
    return parameter_table<Rule>(parameter<&Rule::name>("name", "What it is called."),
                                 parameter<&Rule::all_of>("all_of", "Rules below it."));
  }
};

struct Tasks {
  std::int64_t min = 1, max = 1;

  friend bool operator==(const Tasks&, const Tasks&) = default;
  void check(ParameterProblems& problems) const {
    if (min > max) problems.error("min", "min must not be above max");
  }
  static ParameterTable parameters() {
    return parameter_table<Tasks>(parameter<&Tasks::min>("min", "Fewest tasks.", at_least(0)),
                                  parameter<&Tasks::max>("max", "Most tasks.", at_least(0)));
  }
};

struct Everything {
  ZoneName zone;
  Zones zones;
  bool enabled = true;
  std::int64_t count = 2;
  double factor = 1.5;
  std::string engine = "mysql";
  Routing routing = Routing::round_robin;
  Duration timeout = seconds(5);
  DurationDistribution boot = DurationDistribution::lognormal(seconds(40), seconds(90));
  Rate rate = per_second(200);
  Bytes memory = mebibytes(512);
  Bandwidth bandwidth = gigabits_per_second(5);
  Share share = percent(10);
  Cores cpu = cores(0.25);
  Money price = dollars(876);
  CidrBlock network = {0x0a000000, 16};
  DailyWindow backup = {hours(3), hours(1), "UTC", {}};
  WeeklyWindow maintenance = {6, hours(4), minutes(30), "UTC", {}};
  TimeOfDay peak = {hours(20), "America/New_York", {}};
  HealthCheck health_check = {seconds(10), 3, "/up"};
  Tasks tasks;
  std::optional<HealthCheck> deep_check;
  std::vector<std::variant<TargetTracking, Step>> scaling;
  std::optional<Reference> egress;
  std::vector<Reference> targets;
  std::vector<Duration> delays;
  std::optional<Duration> ttl;
  std::vector<HealthCheck> checks;
  std::map<std::string, std::string> tags;
  std::map<std::string, Tasks> pools;
  Rule rule;

  friend bool operator==(const Everything&, const Everything&) = default;
  static ParameterTable parameters() {
    using P = Everything;
    return parameter_table<P>(
        parameter<&P::zone>("zone", "Zone that holds it.", required),
        parameter<&P::zones>("zones", "Zones that it may use."),
        parameter<&P::enabled>("enabled", "Whether it is there."),
        parameter<&P::count>("count", "How many.", "sample.count", between(0, 10)),
        parameter<&P::factor>("factor", "How much.", "sample.factor", above(0.0)),
        parameter<&P::engine>("engine", "Kind of engine.", "sample.engine"),
        parameter<&P::routing>("routing", "How it picks a target.", "alb.routing"),
        parameter<&P::timeout>("timeout", "When it gives up.", "alb.hc.timeout", at_most(seconds(120))),
        parameter<&P::boot>("boot", "Time to be ready.", "assumption:boot", below(minutes(10)),
                            plausible(seconds(20), seconds(180))),
        parameter<&P::rate>("rate", "Requests.", "sample.rate"),
        parameter<&P::memory>("memory", "Memory.", "sample.memory"),
        parameter<&P::bandwidth>("bandwidth", "Throughput.", "nat.bandwidth", at_most(gigabits_per_second(100))),
        parameter<&P::share>("share", "Share.", "sample.share"), parameter<&P::cpu>("cpu", "Processors.", "sample.cpu"),
        parameter<&P::price>("price", "Price.", "sample.price"),
        parameter<&P::network>("network", "Addresses.", "sample.network"),
        parameter<&P::backup>("backup", "Backup window.", "sample.backup"),
        parameter<&P::maintenance>("maintenance", "Maintenance window.", "sample.maintenance"),
        parameter<&P::peak>("peak", "Peak.", "sample.peak"),
        parameter<&P::health_check>("health_check", "How it probes."), parameter<&P::tasks>("tasks", "How many run."),
        parameter<&P::deep_check>("deep_check", "A second probe."),
        parameter<&P::scaling>("scaling", "Scaling policies."),
        parameter<&P::egress>("egress", "What carries packets out.", references("egress")),
        parameter<&P::targets>("targets", "Where requests go.", references("serving")),
        parameter<&P::delays>("delays", "Pauses between attempts.", at_least(seconds(1))),
        parameter<&P::ttl>("ttl", "Time to live.", at_most(days(1))), parameter<&P::checks>("checks", "More probes."),
        parameter<&P::tags>("tags", "Carried along."), parameter<&P::pools>("pools", "Named pools."),
        parameter<&P::rule>("rule", "A rule."));
  }
};

}  // namespace windtunnel::sample
