// Transit gateway: joins networks of a region, and by peering those of other regions; static routes, no behaviour of its own.
#include "models/billing.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class TransitGateway final : public Model<TransitGateway>, public Provider {
 public:
  static constexpr std::string_view type_name = "transit_gateway";
  static constexpr std::string_view summary =
      "A transit gateway: joins the networks of a region, and other regions by peering; zones without an attachment do not reach it.";

  struct Parameters {
    Zones zones;
    std::int64_t attachments = 1;
    std::optional<Reference> peer;
    Bytes processed = bytes(50e9);

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::zones>("zones", "Zones with an attachment subnet.", "tgw.az_attachment"),
          parameter<&P::attachments>("attachments", "Networks and peerings attached to it.", "document", at_least(1)),
          parameter<&P::peer>("peer", "The gateway of another region that it is peered with, by static routes.", "tgw.peering",
                              references("provider")),
          parameter<&P::processed>("processed", "Data that passes it in a month.", "assumption:transit-volume",
                                   plausible(bytes(5e9), bytes(500e9))));
    }
  };

  Parameters given;

  void declare(Wiring& wiring) override {
    zones_ = wiring.sites(*this, given.zones);
    site_ = wiring.regional(*this);
  }
  std::vector<Site> sites() const override { return zones_; }

  bool provides(const World& world, Site from) const override {
    if (!world.reach(from, site_).connected) return false;
    if (from.zone == no_domain || from.region != site_.region) return true;
    for (const Site& zone : zones_)
      if (zone.zone == from.zone) return true;
    return false;
  }
  void domain_changed(World& world, DomainId) override { world.condition_changed(*this); }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    add_line(sheet, meter, *this, "attachments", UsageMeter::hours_per_month * static_cast<double>(given.attachments), "h",
             "tgw.attachment");
    add_line(sheet, meter, *this, "data processed", given.processed.value / 1e9, "GB", "tgw.gb", true);
  }

 private:
  std::vector<Site> zones_;
  Site site_;
};

}  // namespace

const ComponentType& transit_gateway() { return component_type<TransitGateway>(); }

}  // namespace windtunnel::models
