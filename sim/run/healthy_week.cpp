// See healthy_week.h.
#include "sim/run/healthy_week.h"

#include <algorithm>

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

}  // namespace

HealthyWeek::HealthyWeek(const Design& design, std::uint64_t seed, InterruptFlag interrupted)
    : design_(design),
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
  const std::size_t routers = design.network.routers.size(), stations = design.network.stations.size();
  const std::size_t queues = design.network.queues.size();
  std::vector<double> routers_before(routers), stations_before(stations), queues_before(queues);
  for (Time hour = begin() - hours(1); hour <= end(); hour = hour + hours(1)) {
    runner.run_until(hour);
    runner.close_segments();
    hours_.push_back(runner.snapshot());
    const World& world = runner.world();
    if (hour == begin()) {
      for (traffic::RouterId r = 0; r < routers; ++r) routers_before[r] = world.traffic().router_totals(r).requests;
      for (traffic::StationId s = 0; s < stations; ++s) stations_before[s] = world.traffic().totals(s).completions;
      for (traffic::QueueId q = 0; q < queues; ++q) queues_before[q] = world.traffic().queue_totals(q).arrivals;
    }
    if (hour < begin() || hour >= end()) continue;
    for (std::size_t c = 0; c < gauges_.size(); ++c) {
      auto& sums = gauges_[c];
      const auto& now = hours_.back().gauges[c];
      if (sums.size() < now.size()) sums.resize(now.size());
      for (std::size_t g = 0; g < now.size(); ++g) sums[g] += now[g] / 168;
    }
  }
  for (traffic::RouterId r = 0; r < routers; ++r)
    router_requests_.push_back(runner.world().traffic().router_totals(r).requests - routers_before[r]);
  for (traffic::StationId s = 0; s < stations; ++s)
    station_completions_.push_back(runner.world().traffic().totals(s).completions - stations_before[s]);
  for (traffic::QueueId q = 0; q < queues; ++q)
    queue_arrivals_.push_back(runner.world().traffic().queue_totals(q).arrivals - queues_before[q]);
}

const Snapshot& HealthyWeek::before(Time instant) const {
  const std::int64_t index = (instant - (begin() - hours(1))) / hours(1);
  return hours_[static_cast<std::size_t>(
      std::clamp<std::int64_t>(index, 0, static_cast<std::int64_t>(hours_.size()) - 1))];
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
  const auto& gauges = gauges_[component];
  return gauge < gauges.size() ? gauges[gauge] : 0;
}

std::string HealthyWeek::region_name(ComponentId component) const {
  for (const Region& region : design_.regions)
    if (region.domain == design_.component(component).region()) return region.label;
  return design_.regions.empty() ? std::string() : design_.regions.front().label;
}

}  // namespace windtunnel
