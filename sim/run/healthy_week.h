// The periodic state of a design in health: computed once, kept hour by hour, entered by every drill and long run.
#pragma once

#include <bitset>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/design/cost_sheet.h"
#include "sim/design/design.h"
#include "sim/run/runner.h"

namespace windtunnel {

/// Some hours of the kept week, with the one before it.
class WeekHours {
 public:
  static WeekHours all();
  /// The hour in which an instant of [HealthyWeek::first_kept, HealthyWeek::end] lies.
  void add(Time instant);
  bool has(Time instant) const { return hours_[number(instant)]; }
  bool include(const WeekHours& others) const { return (others.hours_ & ~hours_).none(); }
  std::size_t count() const { return hours_.count(); }

 private:
  friend class HealthyWeek;
  static constexpr std::size_t most = 170;
  static std::size_t number(Time instant);

  std::bitset<most> hours_;
};

/// What somebody asks of a week: the states in which some of its hours begin, and what happens up to `until`.
struct WeekPart {
  WeekHours hours = WeekHours::all();
  Time until = Time::never();
};

class HealthyWeek final : public UsageMeter {
 public:
  /// The week that is kept begins a day after simulated zero, when the state has become periodic.
  static constexpr Time begin() { return Time{} + days(1); }
  static constexpr Time end() { return begin() + days(7); }
  /// The first kept state: a drill that begins at the week's begin has been watched for an hour before.
  static constexpr Time first_kept() { return begin() - hours(1); }

  /// Of other hours than the part's no state is kept, and nothing is simulated beyond its end. What a week or a month adds up to is not
  /// known then. To ask for what is not known is a logic error.
  HealthyWeek(const Design& design, std::uint64_t seed, InterruptFlag interrupted = nullptr, WeekPart part = {});

  const Design& design() const { return design_; }
  /// Whether the states in which these hours begin are kept.
  bool keeps(const WeekHours& hours) const { return part_.hours.include(hours); }
  /// The state in which the hour of an instant of [first_kept, end] begins, which must be kept.
  const Snapshot& before(Time instant) const;
  /// The instant of the kept week with the same time of week.
  static Time same_time_of_week(Time instant);

  /// Users' requests per second over the week, and the share that was good.
  double offered_rate(std::uint32_t journey) const { return whole().offered_[journey] / days(7).seconds(); }
  double sli(std::uint32_t journey) const {
    return whole().offered_[journey] > 0 ? good_[journey] / offered_[journey] : 1;
  }
  /// Lowest SLI that health has in the hour of the week of an instant: a design may be short every evening.
  double sli_at(std::uint32_t journey, Time instant) const;

  double requests(traffic::RouterId router) const override { return per_month(whole().hourly_.back().requests[router]); }
  double completions(traffic::StationId station) const override { return per_month(whole().hourly_.back().completions[station]); }
  double messages(traffic::QueueId queue) const override { return per_month(whole().hourly_.back().messages[queue]); }
  double average_gauge(ComponentId component, std::uint32_t gauge) const override;
  std::vector<Caller> callers(ComponentId component) const override { return calls_.to(component, *this); }
  std::string_view region_name(ComponentId component) const override;

  /// The calls of the design's journeys, of which callers() tells who makes them.
  const JourneyCalls& calls() const { return calls_; }

  /// Everything that has passed since some instant, by number in the network.
  struct Totals {
    std::vector<double> requests, completions, messages;
  };
  static Totals totals_of(const Design& design, const World& world);
  /// What has passed since the week began, for any instant after that; weeks follow each other. Between full hours it grows
  /// evenly.
  Totals totals_at(Time instant) const;
  /// Components of which no unit could be started in some place at the week's end, and what would hold it up.
  const std::vector<std::pair<ComponentId, std::string>>& held_up() const { return whole().held_up_; }
  /// How many gauges a component sets in health.
  std::size_t gauges(ComponentId component) const { return gauges_[component].size(); }
  /// Integral of a gauge between two instants after first_kept(), each hour counted as it begins.
  double gauge_seconds(ComponentId component, std::uint32_t gauge, Time from, Time to) const;

 private:
  static double per_month(double per_week) { return per_week * hours_per_month / 168; }
  static Time hour_of(Time instant) { return first_kept() + hours((instant - first_kept()) / hours(1)); }
  const HealthyWeek& whole() const;
  const std::vector<std::vector<double>>& gauges_of_hour(Time instant) const {
    return gauge_changes_[gauges_at_[WeekHours::number(instant)]];
  }
  void keep(Time hour, Runner& runner);
  void keep_gauges(const std::vector<std::vector<double>>& gauges);

  const Design& design_;
  JourneyCalls calls_;
  WeekPart part_;
  std::vector<std::unique_ptr<const Snapshot>> states_;  // by hour; null: not of the part
  std::vector<std::vector<double>> lowest_;  // by journey, by hour
  std::vector<double> offered_, good_;
  std::vector<Totals> hourly_;  // since the week began, at each full hour; the last is the whole week
  // Gauges change in few hours: what they come to, by component, and by hour which of these holds.
  std::vector<std::vector<std::vector<double>>> gauge_changes_;
  std::vector<std::size_t> gauges_at_;
  std::vector<std::vector<double>> gauges_;  // by component: means over the week
  std::vector<std::pair<ComponentId, std::string>> held_up_;
};

}  // namespace windtunnel
