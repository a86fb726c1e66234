// What the callers of an Aurora cluster meet: a station for each instance, and two names, the writer's and the readers'.
#pragma once

#include <algorithm>
#include <vector>

#include "models/data/shared/aurora_instances.h"
#include "models/data/shared/endpoint_name.h"
#include "models/data/shared/rds_parameters.h"
#include "sim/design/wiring.h"

namespace windtunnel::models::aurora {

/// Copyable state of a model.
class Names {
 public:
  /// `exists`: whether the instances run from the beginning.
  void declare(Wiring& wiring, const traffic::Station& healthy, const AuroraInstances& instances, bool exists) {
    healthy_ = healthy;
    traffic::Station station = healthy;
    before_ = readers_ = answering_ = std::vector<char>(instances.places(), 0);
    if (exists) fill_readers(instances);
    for (std::size_t i = 0; i < instances.places(); ++i) {
      station.servers = exists && instances.runs(i) ? healthy.servers : 0;
      stations_.push_back(wiring.station(station));
    }
    name_.declare(wiring, stations_.front());
    for (std::size_t i = 1; i < stations_.size(); ++i) name_.add(wiring, no_component, stations_[i]);
    for (std::size_t i = 0; exists && i < readers_.size(); ++i)
      wiring.network().routers[name_.read()].branches[i] = readers_[i] ? 1.0 : 0.0;
  }
  EndpointName& name() { return name_; }
  const EndpointName& name() const { return name_; }
  traffic::StationId station(std::size_t place) const { return stations_[place]; }
  const traffic::Station& healthy() const { return healthy_; }
  /// Whether anybody answers at the readers' name: a reader, or the writer where there is none.
  bool answers() const { return std::find(readers_.begin(), readers_.end(), 1) != readers_.end(); }

  /// Brings the stations in line with what runs; `readable`: whether the cluster is there and its volume answers.
  void serve(World& world, const AuroraInstances& instances, bool readable, double slowdown, double error_share) {
    for (std::size_t i = 0; i < stations_.size(); ++i) {
      const Site site = instances.site(i);
      const bool answers = readable && instances.runs(i) && !instances.promoting_now();
      traffic::Station station = world.station(stations_[i]);
      rds::set_numbers(station, healthy_, answers, slowdown, error_share, world.domain(site.zone));
      station.when_down = failure_in(world, site);
      world.set_station(stations_[i], station);
    }
  }
  /// Sends readers to those who answer now; all of them anew where they have to `reconnect`.
  void spread_reads(World& world, const AuroraInstances& instances, bool exists, Duration drain, bool reconnect) {
    before_ = readers_;
    std::fill(readers_.begin(), readers_.end(), 0);
    if (exists) fill_readers(instances);
    if (readers_ == before_ && !reconnect) return;
    auto stale = traffic::Failure::refused;
    for (std::size_t i = 0; i < readers_.size(); ++i) {
      answering_[i] = exists && instances.runs(i) && !instances.promoting_now();
      if (before_[i] && !readers_[i] && !answering_[i]) stale = failure_in(world, instances.site(i));
    }
    name_.spread_reads(world, readers_, answering_, drain, stale, reconnect);
  }
  /// Writes per second that the writer acknowledges now.
  double write_rate(const World& world, const AuroraInstances& instances) const {
    const double all = world.traffic().load(stations_[instances.writer()]).completion_rate;
    return instances.readers() > 0 ? all : all * name_.write_share(world);
  }

 private:
  void fill_readers(const AuroraInstances& instances) {
    const bool none = instances.readers() == 0;
    for (std::size_t i = 0; i < readers_.size(); ++i)
      readers_[i] = instances.runs(i) && !instances.promoting_now() && (none || i != instances.writer());
  }

  traffic::Station healthy_;
  std::vector<traffic::StationId> stations_;
  std::vector<char> readers_, before_, answering_;
  EndpointName name_;
};

}  // namespace windtunnel::models::aurora
