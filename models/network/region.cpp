// Region: a failure domain that holds zones and a control plane of its own.
#include "models/geography.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class Region final : public Model<Region>, public Provider, public Located {
 public:
  static constexpr std::string_view type_name = "region";
  static constexpr std::string_view summary =
      "A region: its zones, its regional services, and the control plane that changes them.";

  struct Parameters {
    DurationDistribution impairment_interval = DurationDistribution::exponential(from_seconds(365.0 * 86400 / 0.05));
    DurationDistribution impairment_duration = DurationDistribution::lognormal(minutes(336), minutes(1657));

    double fibre_detour = 1.5;
    Duration zone_latency = milliseconds(1);

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::impairment_interval>(
              "impairment_interval", "Time from one impairment of the region's control plane to the next, by nature.",
              "failure_rates.region_impairment", plausible(from_seconds(365.0 * 86400 / 0.55), years(77))),
          parameter<&P::impairment_duration>("impairment_duration", "How long such an impairment lasts, by nature.",
                                             "failure_rates.region_impairment"),
          parameter<&P::fibre_detour>("fibre_detour",
                                      "Length of the way to another region, over the great circle; light in fibre makes 200 000 km/s.",
                                      "assumption:fibre-detour", at_least(1.0), plausible(1.2, 2.0)),
          parameter<&P::zone_latency>("zone_latency", "Time there and back between two zones of the region.", "assumption:zone-latency",
                                      at_least(Duration{}), plausible(microseconds(300), milliseconds(2))));
    }
  };

  enum Mode : std::uint16_t { loss, isolation, control_plane_loss, capacity_shortage };
  static constexpr FaultMode fault_modes[] = {
      {"loss", "All zones and regional services of the region are down."},
      {"isolation", "Nothing passes the region's border; inside, things run."},
      {"control_plane_loss", "Launches, edits, promotions and creations in the region fail; what runs keeps running."},
      {"capacity_shortage", "Nothing new can be launched in any zone of the region."},
  };

  Parameters given;

  void represent(DomainId domain) override { domain_ = domain; }
  void declare(Wiring& wiring) override {
    control_plane_ = wiring.control_plane(*this);
    label_ = wiring.region_label(*this);
    place_ = region_location(label_);
  }
  double round_trip(std::string_view label) const override {
    if (label == label_) return given.zone_latency.seconds();
    const auto other = region_location(label);
    return place_ && other ? fibre_round_trip(*place_, *other, given.fibre_detour) : 0;
  }

  bool strike(World& world, const Strike& strike) override {
    const DomainState before = world.domain(domain_), control = world.domain(control_plane_);
    apply(world, strike, +1);
    if (world.telling()) world.tell(*this, fault_modes[strike.mode].meaning);
    return !fare_alike(before, world.domain(domain_)) || !fare_alike(control, world.domain(control_plane_));
  }
  void relent(World& world, const Strike& strike) override {
    apply(world, strike, -1);
    if (world.telling()) world.tell(*this, "the fault of the region is over");
  }
  bool settled(const World& world) const override {
    const DomainState& state = world.domain(domain_);
    return state.down == 0 && state.isolated == 0 && state.no_capacity == 0 &&
           world.domain(control_plane_).impaired == 0;
  }
  Nature nature(std::uint16_t mode) const override {
    if (mode == control_plane_loss) return {given.impairment_interval, given.impairment_duration};
    return {};
  }
  bool provides(const World& world, Site) const override {
    return world.domain(domain_).down == 0 && world.domain(domain_).isolated == 0;
  }

 private:
  void apply(World& world, const Strike& strike, int sign) {
    if (strike.mode == control_plane_loss) {
      world.change_domain(control_plane_).impaired += sign;
      return;
    }
    DomainState& state = world.change_domain(domain_);
    if (strike.mode == loss) {
      state.down += sign;
      world.change_domain(control_plane_).impaired += sign;
    }
    if (strike.mode == isolation) state.isolated += sign;
    if (strike.mode == capacity_shortage) state.no_capacity += sign;
    world.condition_changed(*this);
  }
  DomainId domain_ = no_domain, control_plane_ = no_domain;
  std::string label_;
  std::optional<GeoPoint> place_;
};

}  // namespace

const ComponentType& region() { return component_type<Region>(); }

}  // namespace windtunnel::models
