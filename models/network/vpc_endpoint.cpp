// Endpoint of a named service inside a private network: the way to it without NAT.
#include <fmt/format.h>

#include "models/billing.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

enum class EndpointKind { gateway, interface };
EnumWords<EndpointKind> words_of(EndpointKind) {
  return {{"gateway", EndpointKind::gateway, "an entry of route tables, without charge (object storage, key-value tables)"},
          {"interface", EndpointKind::interface, "a network interface in each of its zones, charged by the hour"}};
}

class VpcEndpoint final : public Model<VpcEndpoint>, public Provider, public ServiceEndpoint {
 public:
  static constexpr std::string_view type_name = "vpc_endpoint";
  static constexpr std::string_view summary =
      "An endpoint of a service inside a network: subnets reach the service without NAT gateway or internet gateway.";

  struct Parameters {
    EndpointKind kind = EndpointKind::interface;
    std::string service;
    Zones zones;
    std::optional<Reference> target;
    Bytes processed = bytes(20e9);

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::kind>("kind", "Gateway or interface.", required),
          parameter<&P::service>("service", "The service, as the provider names it; carried as configuration."),
          parameter<&P::zones>("zones", "Zones with an interface; subnets of other zones use those through their network."),
          parameter<&P::target>("target", "The service behind it, where the design has it as a component.", references("provider")),
          parameter<&P::processed>("processed", "Data through an interface endpoint in a month.", "assumption:endpoint-volume",
                                   plausible(bytes(1e9), bytes(200e9))));
    }
  };

  Parameters given;

  void declare(Wiring& wiring) override {
    zones_ = wiring.sites(*this, given.zones);
    site_ = wiring.regional(*this);
  }
  void connect(Wiring& wiring) override {
    if (given.target) target_ = wiring.find(*this, *given.target);
  }
  std::vector<Site> sites() const override { return zones_; }

  bool provides(const World& world, Site from) const override {
    if (from.region != site_.region || !reached(world, from)) return false;
    const auto* target = world.capability<Provider>(target_);
    return target == nullptr || target->provides(world, from);
  }
  void domain_changed(World& world, DomainId) override { world.condition_changed(*this); }
  void reference_changed(World& world, ComponentId) override { world.condition_changed(*this); }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    if (given.kind == EndpointKind::gateway) return;
    add_line(sheet, meter, *this, fmt::format("hours in {} zones", zones_.size()),
             UsageMeter::hours_per_month * static_cast<double>(zones_.size()), "h", "vpce.interface.hour");
    add_line(sheet, meter, *this, "data processed", given.processed.value / 1e9, "GB", "vpce.interface.gb", true);
  }

 private:
  bool reached(const World& world, Site from) const {
    if (given.kind == EndpointKind::gateway) return world.reach(from, site_).connected;
    for (const Site& zone : zones_)
      if (world.reach(from, zone).connected) return true;
    return false;
  }

  std::vector<Site> zones_;
  Site site_;
  ComponentId target_ = no_component;
};

}  // namespace

const ComponentType& vpc_endpoint() { return component_type<VpcEndpoint>(); }

}  // namespace windtunnel::models
