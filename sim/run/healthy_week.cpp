// See healthy_week.h.
#include "sim/run/healthy_week.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace windtunnel {
namespace {

class WeekTotals final : public JourneyListener {
 public:
  WeekTotals(std::vector<double>& offered, std::vector<double>& good, std::vector<std::vector<double>>& lowest)
      : offered_(offered), good_(good), lowest_(lowest) {}
  void segment(std::uint32_t journey, Time from, Time to, double offered, double good, double sli_from,
               double sli_to) override {
    if (from < HealthyWeek::begin()) return;
    for (const Time t : {from, to}) {
      const auto hour = static_cast<std::size_t>((t - HealthyWeek::begin()) / hours(1));
      double& lowest = lowest_[journey][std::min<std::size_t>(hour, 167)];
      lowest = std::min({lowest, sli_from, sli_to});
    }
    offered_[journey] += offered;
    good_[journey] += good;
  }

 private:
  std::vector<double>& offered_;
  std::vector<double>& good_;
  std::vector<std::vector<double>>& lowest_;
};

void subtract(std::vector<double>& values, const std::vector<double>& first) {
  for (std::size_t i = 0; i < values.size(); ++i) values[i] -= first[i];
}

}  // namespace

WeekHours WeekHours::all() {
  WeekHours hours;
  hours.hours_.set();
  return hours;
}

std::size_t WeekHours::number(Time instant) {
  return std::min(static_cast<std::size_t>((instant - HealthyWeek::first_kept()) / hours(1)), most - 1);
}

void WeekHours::add(Time instant) { hours_.set(number(instant)); }

HealthyWeek::HealthyWeek(const Design& design, std::uint64_t seed, InterruptFlag interrupted, WeekPart part)
    : design_(design),
      calls_(design),
      part_(part),
      states_(WeekHours::most),
      lowest_(design.journeys.size(), std::vector<double>(168, 1.0)),
      offered_(design.journeys.size()),
      good_(design.journeys.size()),
      gauges_(design.components().size()) {
  Runner runner(design, traffic::flow_resolution(design.network), seed);
  runner.set_interrupt(interrupted);
  WeekTotals totals(offered_, good_, lowest_);
  runner.set_listener(&totals);
  // The healthy week belongs to no replication; its number keeps its chance apart from all of theirs.
  runner.begin(Time{}, ~std::uint64_t{0});
  // The hour in which the part ends is simulated to its own end.
  const Time last = part_.until < end() ? std::max(begin(), hour_of(part_.until) + hours(1)) : end();
  for (Time hour = first_kept(); hour <= last; hour = hour + hours(1)) {
    runner.run_until(hour);
    runner.close_segments();
    keep(hour, runner);
  }
  for (ComponentId c = 0; c < design.components().size(); ++c) {
    const auto* pool = runner.world().capability<ServingPool>(c);
    std::string why = pool != nullptr ? pool->start_held_up(runner.world()) : "";
    if (!why.empty()) held_up_.emplace_back(c, std::move(why));
  }
  const Totals first = hourly_.front();
  for (Totals& totals : hourly_) {
    subtract(totals.requests, first.requests);
    subtract(totals.completions, first.completions);
    subtract(totals.messages, first.messages);
  }
}

void HealthyWeek::keep(Time hour, Runner& runner) {
  if (part_.hours.has(hour)) states_[WeekHours::number(hour)] = std::make_unique<const Snapshot>(runner.snapshot());
  keep_gauges(runner.gauges());
  if (hour < begin()) return;
  hourly_.push_back(totals_of(design_, runner.world()));
  if (hour >= end()) return;
  for (std::size_t c = 0; c < gauges_.size(); ++c) {
    auto& sums = gauges_[c];
    const auto& now = runner.gauges()[c];
    if (sums.size() < now.size()) sums.resize(now.size());
    for (std::size_t g = 0; g < now.size(); ++g) sums[g] += now[g] / 168;
  }
}

void HealthyWeek::keep_gauges(const std::vector<std::vector<double>>& gauges) {
  if (gauge_changes_.empty() || gauge_changes_.back() != gauges) gauge_changes_.push_back(gauges);
  gauges_at_.push_back(gauge_changes_.size() - 1);
}

const HealthyWeek& HealthyWeek::whole() const {
  if (part_.until < end()) throw std::logic_error("only a part of the healthy week of " + design_.name + " is known");
  return *this;
}

HealthyWeek::Totals HealthyWeek::totals_of(const Design& design, const World& world) {
  Totals totals;
  for (traffic::RouterId r = 0; r < design.network.routers.size(); ++r)
    totals.requests.push_back(world.traffic().router_totals(r).requests);
  for (traffic::StationId s = 0; s < design.network.stations.size(); ++s)
    totals.completions.push_back(world.traffic().totals(s).completions);
  for (traffic::QueueId q = 0; q < design.network.queues.size(); ++q)
    totals.messages.push_back(world.traffic().queue_totals(q).arrivals);
  return totals;
}

HealthyWeek::Totals HealthyWeek::totals_at(Time instant) const {
  whole();
  const double hour = (instant - begin()).seconds() / 3600, weeks = std::floor(hour / 168), within = hour - weeks * 168;
  const auto index = std::min<std::size_t>(static_cast<std::size_t>(within), 167);
  const double share = within - static_cast<double>(index);
  const auto at = [&](const std::vector<double> Totals::*part) {
    std::vector<double> result = hourly_[index].*part;
    for (std::size_t i = 0; i < result.size(); ++i)
      result[i] += share * ((hourly_[index + 1].*part)[i] - result[i]) + weeks * (hourly_.back().*part)[i];
    return result;
  };
  return {at(&Totals::requests), at(&Totals::completions), at(&Totals::messages)};
}

double HealthyWeek::gauge_seconds(ComponentId component, std::uint32_t gauge, Time from, Time to) const {
  whole();
  double sum = 0;
  for (Time t = from; t < to;) {
    const Time hour_end = hour_of(t) + hours(1), end = std::min(to, hour_end);
    const auto& gauges = gauges_of_hour(same_time_of_week(t))[component];
    if (gauge < gauges.size()) sum += gauges[gauge] * (end - t).seconds();
    t = end;
  }
  return sum;
}

const Snapshot& HealthyWeek::before(Time instant) const {
  const auto& state = states_[WeekHours::number(instant)];
  if (!state) throw std::logic_error("this hour of the healthy week of " + design_.name + " was not kept");
  return *state;
}

Time HealthyWeek::same_time_of_week(Time instant) {
  Duration offset = (instant - begin()) % days(7);
  if (offset < Duration{}) offset += days(7);
  return begin() + offset;
}

double HealthyWeek::sli_at(std::uint32_t journey, Time instant) const {
  return lowest_[journey][static_cast<std::size_t>((same_time_of_week(instant) - begin()) / hours(1)) % 168];
}

double HealthyWeek::average_gauge(ComponentId component, std::uint32_t gauge) const {
  const auto& gauges = whole().gauges_[component];
  return gauge < gauges.size() ? gauges[gauge] : 0;
}

std::string_view HealthyWeek::region_name(ComponentId component) const {
  for (const Region& region : design_.regions)
    if (region.domain == design_.component(component).region()) return region.label;
  return design_.regions.empty() ? std::string_view() : design_.regions.front().label;
}

}  // namespace windtunnel
