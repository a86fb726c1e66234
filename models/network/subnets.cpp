// Subnets of one tier, one per zone, and where their route tables send packets for the internet.
#include <fmt/format.h>

#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

enum class Tier { public_, private_, isolated };
EnumWords<Tier> words_of(Tier) {
  return {{"public", Tier::public_, "routes to an internet gateway"},
          {"private", Tier::private_, "reaches the internet through NAT gateways only"},
          {"isolated", Tier::isolated, "no way to the internet"}};
}

class Subnets final : public Model<Subnets>, public Provider {
 public:
  static constexpr std::string_view type_name = "subnets";
  static constexpr std::string_view summary =
      "Subnets of one tier, one per zone, with their routes to the internet: what a launch in them can reach.";

  struct Parameters {
    Tier tier = Tier::private_;
    Zones zones;
    std::vector<CidrBlock> cidrs;
    std::vector<Reference> route;
    std::optional<Reference> vpc;

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::tier>("tier", "Kind of route table: public, private or isolated.", required),
          parameter<&P::zones>("zones", "Zones that have a subnet of this tier."),
          parameter<&P::cidrs>("cidrs", "Address blocks in the order of the zones; none where the document gives none."),
          parameter<&P::route>("route",
                               "Gateways to the internet: none, one for all zones, or one per zone in the order of the zones.",
                               references_any_of("provider")),
          parameter<&P::vpc>("vpc", "The network that they divide.", references("provider")));
    }
    void check(ParameterProblems& problems) const {
      if (tier == Tier::isolated && !route.empty()) problems.error("route", "isolated subnets have no route to the internet");
      if (tier == Tier::public_ && route.empty()) problems.error("route", "public subnets need a route to an internet gateway");
    }
  };

  Parameters given;

  void declare(Wiring& wiring) override {
    zones_ = wiring.sites(*this, given.zones);
    if (given.route.size() > 1 && given.route.size() != zones_.size())
      wiring.error(*this, "route",
                   fmt::format("{} gateways for {} zones; give one for all, or one per zone", given.route.size(), zones_.size()));
    if (!given.cidrs.empty() && given.cidrs.size() != zones_.size())
      wiring.error(*this, "cidrs", fmt::format("{} address blocks for {} zones", given.cidrs.size(), zones_.size()));
  }
  void connect(Wiring& wiring) override {
    for (const Reference& gateway : given.route) gateways_.push_back(wiring.find(*this, gateway));
  }
  std::vector<Site> sites() const override { return zones_; }

  /// Whether something in the subnet of `from`'s zone reaches the internet now.
  bool provides(const World& world, Site from) const override {
    if (gateways_.empty()) return false;
    for (std::size_t i = 0; i < zones_.size(); ++i) {
      if (from.zone != no_domain && zones_[i].zone != from.zone) continue;
      if (!world.alive(zones_[i])) continue;
      const auto* gateway = world.capability<Provider>(gateways_[gateways_.size() == 1 ? 0 : i]);
      if (gateway != nullptr && gateway->provides(world, zones_[i])) return true;
    }
    return false;
  }
  void domain_changed(World& world, DomainId) override { world.condition_changed(*this); }
  void reference_changed(World& world, ComponentId) override { world.condition_changed(*this); }

 private:
  std::vector<Site> zones_;
  std::vector<ComponentId> gateways_;
};

}  // namespace

const ComponentType& subnets() { return component_type<Subnets>(); }

}  // namespace windtunnel::models
