// Internet gateway: joins a virtual network to the internet; spans all zones of its region.
#include "models/catalogue_entries.h"
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
    if (detached_ > 0 || !world.reach(Site::internet(), site_).connected) return false;
    return from.on_internet() || world.reach(from, site_).connected;
  }
  bool strike(World& world, const Strike&) override {
    ++detached_;
    if (world.telling()) world.tell(*this, fault_modes[detached].meaning);
    world.condition_changed(*this);
    return detached_ == 1;
  }
  void relent(World& world, const Strike&) override {
    if (detached_ > 0) --detached_;
    if (world.telling()) world.tell(*this, "the internet gateway is attached again");
    world.condition_changed(*this);
  }
  void domain_changed(World& world, DomainId) override { world.condition_changed(*this); }
  bool settled(const World&) const override { return detached_ == 0; }

 private:
  Site site_;
  int detached_ = 0;
};

}  // namespace

const ComponentType& internet_gateway() { return component_type<InternetGateway>(); }

}  // namespace windtunnel::models
