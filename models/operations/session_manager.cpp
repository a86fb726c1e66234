// Session Manager: operators reach instances through a regional service, where these can reach it in turn.
#include "models/outage.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class SessionManager final : public Model<SessionManager>, public Provider {
 public:
  static constexpr std::string_view type_name = "session_manager";
  static constexpr std::string_view summary =
      "Systems Manager sessions: access without a host of one's own; needs the region's service, and a way out for the instances.";

  struct Parameters {
    std::optional<Reference> egress;
    Zones zones;
    DurationDistribution outage_interval = DurationDistribution::exponential(years(10));
    DurationDistribution outage_duration = DurationDistribution::lognormal(minutes(113), minutes(725));

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::egress>("egress", "What carries the agents' packets to the service: a NAT gateway, an endpoint.",
                                "ssm.run_command.latency", references("provider")),
          parameter<&P::zones>("zones", "Zones in which instances are that operators log in to: one of them is enough."),
          parameter<&P::outage_interval>("outage_interval", "Time from one outage of the service to the next, by nature.",
                                         "assumption:session-manager-outage-interval", plausible(years(2), years(50))),
          parameter<&P::outage_duration>("outage_duration", "How long such an outage lasts, by nature.",
                                         "failure_rates.aws_health_incidents_2024"));
    }
  };

  enum Mode : std::uint16_t { outage };
  static constexpr FaultMode fault_modes[] = {{"outage", "Nobody can open a session; what runs keeps running."}};

  Parameters given;

  void declare(Wiring& wiring) override {
    regional_ = wiring.regional(*this);
    zones_ = wiring.sites(*this, given.zones);
  }
  void connect(Wiring& wiring) override {
    if (given.egress) egress_ = wiring.find(*this, *given.egress);
  }
  std::vector<Site> sites() const override { return {regional_}; }

  bool provides(const World& world, Site from) const override {
    if (outage_.any() || !world.reach(from, regional_).connected || !world.control_plane(regional_.region)) return false;
    const auto* egress = world.capability<Provider>(egress_);
    for (const Site& zone : zones_)
      if (world.alive(zone) && world.reach(zone, regional_).connected && (egress == nullptr || egress->provides(world, zone))) return true;
    return false;
  }
  bool strike(World& world, const Strike&) override { return outage_.begin(world, *this, "no session can be opened"); }
  void relent(World& world, const Strike&) override { outage_.end(world, *this, "sessions can be opened again"); }
  void domain_changed(World& world, DomainId) override { world.condition_changed(*this); }
  void reference_changed(World& world, ComponentId) override { world.condition_changed(*this); }
  bool settled(const World&) const override { return !outage_.any(); }
  Nature nature(std::uint16_t) const override { return {given.outage_interval, given.outage_duration}; }

 private:
  Site regional_;
  std::vector<Site> zones_;
  ComponentId egress_ = no_component;
  Outage outage_;
};

}  // namespace

const ComponentType& session_manager() { return component_type<SessionManager>(); }

}  // namespace windtunnel::models
