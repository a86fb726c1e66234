// Availability zone: a failure domain of a region; what is in it loses power, or is cut off, together.
#include <algorithm>

#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class Zone final : public Model<Zone>, public Provider {
 public:
  static constexpr std::string_view type_name = "zone";
  static constexpr std::string_view summary = "An availability zone: one or more data centres that fail together.";

  struct Parameters {
    DurationDistribution power_loss_interval = DurationDistribution::exponential(from_seconds(365.0 * 86400 / 0.03));
    DurationDistribution power_loss_duration = DurationDistribution::lognormal(minutes(264), minutes(906));

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::power_loss_interval>("power_loss_interval",
                                             "Time from one loss of a zone to the next, by nature.",
                                             "failure_rates.az_outage_major", plausible(years(10), years(83))),
          parameter<&P::power_loss_duration>("power_loss_duration", "Time until most of the zone is back, by nature.",
                                             "failure_rates.az_outage_major"));
    }
  };

  enum Mode : std::uint16_t { power_loss, isolation, slow, lossy, capacity_shortage };
  static constexpr FaultMode fault_modes[] = {
      {"power_loss", "Everything in the zone loses power."},
      {"isolation", "Nothing passes the zone's border; inside, things run and pass their local checks."},
      {"slow", "Every call into or within the zone takes longer; severity: seconds added."},
      {"lossy", "A share of the calls that cross the zone's border vanish; severity: the share."},
      {"capacity_shortage", "Nothing new can be launched in the zone."},
  };

  Parameters given;

  void represent(DomainId domain) override { domain_ = domain; }

  bool strike(World& world, const Strike& strike) override {
    const DomainState before = world.domain(domain_);
    apply(world.change_domain(domain_), strike, +1);
    if (strike.mode == power_loss || strike.mode == isolation) world.condition_changed(*this);
    if (world.telling()) world.tell(*this, fault_modes[strike.mode].meaning);
    return !fare_alike(before, world.domain(domain_));
  }
  void relent(World& world, const Strike& strike) override {
    apply(world.change_domain(domain_), strike, -1);
    if (strike.mode == power_loss || strike.mode == isolation) world.condition_changed(*this);
    if (world.telling()) world.tell(*this, "the fault of the zone is over");
  }
  bool settled(const World& world) const override {
    const DomainState& state = world.domain(domain_);
    return state.down == 0 && state.isolated == 0 && state.no_capacity == 0 && state.added_latency == 0 &&
           state.loss == 0;
  }
  Nature nature(std::uint16_t mode) const override {
    if (mode == power_loss) return {given.power_loss_interval, given.power_loss_duration};
    return {};
  }
  bool provides(const World& world, Site) const override {
    return world.domain(domain_).down == 0 && world.domain(domain_).isolated == 0;
  }

 private:
  void apply(DomainState& state, const Strike& strike, int sign) {
    switch (strike.mode) {
      case power_loss:
        state.down += sign;
        break;
      case isolation:
        state.isolated += sign;
        break;
      // What overlaps adds up; the last cause to end leaves exactly 0.
      case slow:
        slow_ += sign;
        state.added_latency = slow_ == 0 ? 0 : state.added_latency + sign * strike.severity;
        break;
      case lossy:
        lossy_ += sign;
        loss_sum_ = lossy_ == 0 ? 0 : loss_sum_ + sign * strike.severity;
        state.loss = std::min(loss_sum_, 1.0);
        break;
      case capacity_shortage:
        state.no_capacity += sign;
        break;
      default:
        break;
    }
  }
  DomainId domain_ = no_domain;
  int slow_ = 0, lossy_ = 0;  ///< causes at work
  double loss_sum_ = 0;
};

}  // namespace

const ComponentType& zone() { return component_type<Zone>(); }

}  // namespace windtunnel::models
