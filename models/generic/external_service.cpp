// External service: something that others run and that is simply called; known by its availability, its latency and its
// outages.
#include <fmt/format.h>

#include "models/public_port.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class ExternalService final : public Model<ExternalService>, public Provider {
 public:
  static constexpr std::string_view type_name = "external_service";
  static constexpr std::string_view summary =
      "A service that somebody else runs: it answers with its latency, or has an outage, as often as its availability says.";

  struct Parameters {
    Share availability = percent(99.9);
    DurationDistribution outage_duration = DurationDistribution::lognormal(minutes(113), minutes(725));
    Duration latency = milliseconds(100);
    Duration timeout = seconds(10);
    bool silent = false;

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::availability>("availability", "Share of the time in which it works, by nature; 100 %: always.",
                                      "assumption:external-availability", above(percent(0)), at_most(percent(100)),
                                      plausible(percent(99), percent(99.99))),
          parameter<&P::outage_duration>("outage_duration", "How long an outage lasts.", "failure_rates.aws_health_incidents_2024"),
          parameter<&P::latency>("latency", "Time there and back.", "assumption:external-latency", at_least(Duration{}),
                                 plausible(milliseconds(20), milliseconds(500))),
          parameter<&P::timeout>("timeout", "How long callers wait for an answer.", "assumption:request-timeout", above(Duration{}),
                                 plausible(seconds(3), seconds(60))),
          parameter<&P::silent>("silent", "Whether calls in an outage meet silence; otherwise they are refused at once."));
    }
  };

  enum Mode : std::uint16_t { outage, slow };
  static constexpr FaultMode fault_modes[] = {
      {"outage", "No call is answered."},
      {"slow", "Every call takes longer; severity: seconds added."},
  };

  Parameters given;

  void declare(Wiring& wiring) override {
    traffic::Station station;
    station.servers = traffic::infinity;
    station.service_rate = 1000;  // a millisecond of work; the rest is the way
    station.when_down = given.silent ? traffic::Failure::black_hole : traffic::Failure::refused;
    station_ = wiring.station(station);
  }
  std::optional<Port> port(std::string_view name) const override {
    if (!name.empty()) return std::nullopt;
    Port port = public_port();
    port.kind = Port::Kind::serve;
    port.stations = {station_};
    port.latency = given.latency.seconds();
    port.client.timeout = given.timeout.seconds();
    return port;
  }

  bool provides(const World&, Site) const override { return down_ == 0; }
  bool strike(World& world, const Strike& strike) override {
    if (strike.mode == slow) {
      added_ += strike.severity;
      ++slowed_;
    } else {
      ++down_;
    }
    if (world.telling()) world.tell(*this, strike.mode == slow ? "answers late" : "answers no more");
    update(world);
    return strike.mode == slow || down_ == 1;
  }
  void relent(World& world, const Strike& strike) override {
    if (strike.mode == slow && slowed_ > 0) added_ = --slowed_ == 0 ? 0 : added_ - strike.severity;
    if (strike.mode == outage && down_ > 0) --down_;
    if (world.telling()) world.tell(*this, "the fault of the external service is over");
    update(world);
  }
  bool settled(const World&) const override { return down_ == 0 && slowed_ == 0; }
  /// Up times are exponential, with the mean that availability and the mean outage leave.
  Nature nature(std::uint16_t mode) const override {
    if (mode != outage || given.availability >= percent(100)) return {};
    const double share = given.availability.value;
    const double up = given.outage_duration.mean_seconds() * share / (1 - share);
    return {DurationDistribution::exponential(from_seconds(up)), given.outage_duration};
  }

 private:
  void update(World& world) {
    traffic::Station station = world.station(station_);
    station.servers = down_ == 0 ? traffic::infinity : 0;
    station.added_latency = added_;
    world.set_station(station_, station);
    world.condition_changed(*this);
  }

  traffic::StationId station_ = traffic::none;
  int down_ = 0, slowed_ = 0;
  double added_ = 0;
};

}  // namespace

const ComponentType& external_service() { return component_type<ExternalService>(); }

}  // namespace windtunnel::models
