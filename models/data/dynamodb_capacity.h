// Capacity of a DynamoDB table: units that are admitted, and how they follow the load.
#pragma once

#include <algorithm>
#include <cmath>
#include <string_view>

#include "sim/config/parameter.h"
#include "sim/design/component.h"

namespace windtunnel::models::dynamodb {

/// Units of one kind (read or write) and the rule that changes them.
struct Units {
  std::int64_t min = 5;
  std::int64_t max = 5;
  Share target = percent(70);

  static ParameterTable parameters() {
    using P = Units;
    return parameter_table<P>(
        parameter<&P::min>("min", "Fewest capacity units.", between(1, 40000)),
        parameter<&P::max>("max", "Most capacity units; equal to the fewest: no scaling.", between(1, 40000)),
        parameter<&P::target>("target", "Consumed share of the units that scaling aims at.", "ddb.as.target", between(percent(20), percent(90))));
  }
  void check(ParameterProblems& problems) const {
    if (max < min) problems.error("max", "must not be smaller than min");
  }
};

struct Provisioned {
  static constexpr std::string_view choice = "provisioned";
  Units read, write;
  static ParameterTable parameters() {
    using P = Provisioned;
    return parameter_table<P>(parameter<&P::read>("read", "Read capacity units."), parameter<&P::write>("write", "Write capacity units."));
  }
};

struct OnDemand {
  static constexpr std::string_view choice = "on_demand";
  std::int64_t read_units = 12000;
  std::int64_t write_units = 4000;
  static ParameterTable parameters() {
    using P = OnDemand;
    return parameter_table<P>(
        parameter<&P::read_units>("read_units", "Read units that the table takes at once: twice its previous peak, or a new table's.", "ddb.ondemand", at_least(1)),
        parameter<&P::write_units>("write_units", "Write units that the table takes at once.", "ddb.ondemand", at_least(1)));
  }
};

/// How fast capacity follows the load.
struct Scaling {
  std::int64_t out_periods = 2;
  std::int64_t in_periods = 15;
  Share in_margin = percent(20);
  Duration burst = seconds(300);
  Duration warm_periods = minutes(30);
  DurationDistribution publication_delay = DurationDistribution::lognormal(seconds(60), seconds(150), 0.9).clamped(seconds(20), seconds(300));
  DurationDistribution update = DurationDistribution::triangular(seconds(5), seconds(20), seconds(120));
  Duration decrease_gap = hours(1);

  static ParameterTable parameters() {
    using P = Scaling;
    return parameter_table<P>(
        parameter<&P::out_periods>("out_periods", "Minutes in a row above the target before capacity grows.", "ddb.as.out", between(1, 60)),
        parameter<&P::in_periods>("in_periods", "Minutes in a row below the target before capacity shrinks.", "ddb.as.in", between(1, 60)),
        parameter<&P::in_margin>("in_margin", "How far below the target they must be.", "assumption:dynamodb-scale-in-margin",
                                 between(percent(0), percent(60)), plausible(percent(10), percent(30))),
        parameter<&P::burst>("burst", "Unused capacity that can be saved up, as time at full capacity.", "ddb.burst"),
        parameter<&P::warm_periods>("warm_periods", "How long an on-demand table must see a new peak before it takes twice as much.", "ddb.ondemand"),
        parameter<&P::publication_delay>("publication_delay", "How late the monitoring service has the figures.", "cw.metric.latency"),
        parameter<&P::update>("update", "From the decision until the new capacity serves.", "assumption:dynamodb-capacity-update",
                              plausible(seconds(5), seconds(120))),
        parameter<&P::decrease_gap>("decrease_gap", "Least time between two decreases, which are limited in number.",
                                    "assumption:dynamodb-decrease-gap", plausible(minutes(15), hours(2))));
  }
};

/// The admission of one kind of request, as state of the table's model.
struct Admission {
  traffic::StationId station = traffic::none;
  double units = 1, least = 1, most = 1, target = 0.7;
  double units_per_request = 1;
  bool on_demand = false;
  WatchId out = 0, in = 0;
  EventHandle update;
  Time behind_since = Time::never();  ///< growth has begun and the load is not yet carried
  Time decreased_at;

  bool scales() const { return most > least || on_demand; }
  double rate() const { return units / units_per_request; }
  double ceiling() const { return most / units_per_request; }
  double out_threshold() const { return target * rate(); }
  double in_threshold(Share margin) const { return std::max(0.0, target - margin.value) * rate(); }

  void set_numbers(traffic::Station& numbers, Duration burst) const {
    numbers.admitted_rate = rate();
    numbers.admitted_burst = on_demand ? 0 : rate() * burst.seconds();
  }
  /// Units that carry this many requests per second at the target.
  double wanted(double requests) const { return std::clamp(std::ceil(requests * units_per_request / target - 1e-9), least, most); }
};

}  // namespace windtunnel::models::dynamodb
