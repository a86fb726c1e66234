// Container registry: where launches pull their image from; a regional service, or a public one on the internet.
#include "models/billing.h"
#include "models/outage.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class ContainerRegistry final : public Model<ContainerRegistry>, public Provider {
 public:
  static constexpr std::string_view type_name = "container_registry";
  static constexpr std::string_view summary =
      "A registry of container images: needed by every launch, by nothing that runs; regional, or public on the internet.";

  struct Parameters {
    bool is_public = false;
    std::string image;
    Bytes stored = bytes(5e9);
    DurationDistribution outage_interval = DurationDistribution::exponential(years(10));
    DurationDistribution outage_duration = DurationDistribution::lognormal(minutes(113), minutes(725));

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::is_public>("public", "Whether it is a public registry on the internet instead of the region's own.",
                                   "document"),
          parameter<&P::image>("image", "The image that the document names; carried as configuration."),
          parameter<&P::stored>("stored", "Images kept in a registry of one's own.", "assumption:registry-volume",
                                plausible(bytes(1e9), bytes(50e9))),
          parameter<&P::outage_interval>("outage_interval", "Time from one outage of the registry to the next, by nature.",
                                         "assumption:registry-outage-interval", plausible(years(2), years(50))),
          parameter<&P::outage_duration>("outage_duration", "How long such an outage lasts, by nature.",
                                         "failure_rates.aws_health_incidents_2024"));
    }
  };

  enum Mode : std::uint16_t { outage };
  static constexpr FaultMode fault_modes[] = {{"outage", "No image can be pulled; what runs keeps running."}};

  Parameters given;

  void declare(Wiring& wiring) override {
    site_ = given.is_public ? Site::internet() : wiring.regional(*this);
  }
  std::vector<Site> sites() const override { return {site_}; }

  /// A public registry is always within reach of someone who is on the internet: the caller's own egress is asked apart.
  bool provides(const World& world, Site from) const override {
    return !outage_.any() && (given.is_public || world.reach(from, site_).connected);
  }
  bool strike(World& world, const Strike&) override { return outage_.begin(world, *this, "no image can be pulled"); }
  void relent(World& world, const Strike&) override { outage_.end(world, *this, "images can be pulled again"); }
  void domain_changed(World& world, DomainId) override { world.condition_changed(*this); }
  bool settled(const World&) const override { return !outage_.any(); }
  Nature nature(std::uint16_t) const override { return {given.outage_interval, given.outage_duration}; }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    if (given.is_public) return;
    add_line(sheet, meter, *this, "images stored", given.stored.value / 1e9, "GB-month", "ecr.storage", true);
  }

 private:
  Site site_;
  Outage outage_;
};

}  // namespace

const ComponentType& container_registry() { return component_type<ContainerRegistry>(); }

}  // namespace windtunnel::models
