// Internet gateway: joins a virtual network to the internet; spans all zones of its region.
#include "models/outage.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class InternetGateway final : public Model<InternetGateway>, public Provider {
 public:
  static constexpr std::string_view type_name = "internet_gateway";
  static constexpr std::string_view summary =
      "An internet gateway: joins a network to the internet; it spans the zones of its region and has no capacity of its own.";

  struct Parameters {
    std::optional<Reference> vpc;

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::vpc>("vpc", "The network that it is attached to.", references("provider")));
    }
  };

  enum Mode : std::uint16_t { detached };
  static constexpr FaultMode fault_modes[] = {
      {"detached", "The gateway is taken off its network by mistake: nothing passes between it and the internet."}};

  Parameters given;

  void declare(Wiring& wiring) override { site_ = wiring.regional(*this); }
  std::vector<Site> sites() const override { return {site_}; }

  bool provides(const World& world, Site from) const override {
    if (outage_.any() || !world.reach(Site::internet(), site_).connected) return false;
    return from.on_internet() || world.reach(from, site_).connected;
  }
  bool strike(World& world, const Strike&) override { return outage_.begin(world, *this, fault_modes[detached].meaning); }
  void relent(World& world, const Strike&) override { outage_.end(world, *this, "the internet gateway is attached again"); }
  void domain_changed(World& world, DomainId) override { world.condition_changed(*this); }
  bool settled(const World&) const override { return !outage_.any(); }

 private:
  Site site_;
  Outage outage_;
};

}  // namespace

const ComponentType& internet_gateway() { return component_type<InternetGateway>(); }

}  // namespace windtunnel::models
