// Secrets manager: credentials that launches read once; a regional service, with replicas in other regions if asked.
#include "models/billing.h"
#include "models/outage.h"
#include "sim/design/component.h"
#include "sim/design/design.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class SecretsManager final : public Model<SecretsManager>, public Provider {
 public:
  static constexpr std::string_view type_name = "secrets_manager";
  static constexpr std::string_view summary =
      "Stored credentials: read when a task or instance starts, not while it runs; a replica serves its own region.";

  struct Parameters {
    std::int64_t secrets = 1;
    bool replicated = false;
    bool rotation = false;
    DurationDistribution outage_interval = DurationDistribution::exponential(years(10));
    DurationDistribution outage_duration = DurationDistribution::lognormal(minutes(113), minutes(725));

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::secrets>("secrets", "How many secrets are kept.", at_least(1)),
          parameter<&P::replicated>("replicated",
                                    "Whether every region of the design holds a replica, readable there on its own.", "sm.replica"),
          parameter<&P::rotation>("rotation", "Whether secrets are changed on a schedule; carried as configuration."),
          parameter<&P::outage_interval>("outage_interval", "Time from one outage of the service to the next, by nature.",
                                         "assumption:secrets-outage-interval", plausible(years(2), years(50))),
          parameter<&P::outage_duration>("outage_duration", "How long such an outage lasts, by nature.",
                                         "failure_rates.aws_health_incidents_2024"));
    }
  };

  enum Mode : std::uint16_t { outage };
  static constexpr FaultMode fault_modes[] = {
      {"outage", "No secret can be read in this region: what starts fails, what runs keeps running."}};

  Parameters given;

  void declare(Wiring& wiring) override {
    site_ = wiring.regional(*this);
    regions_ = wiring.design().regions.size();
  }
  std::vector<Site> sites() const override { return {site_}; }

  bool provides(const World& world, Site from) const override {
    const bool elsewhere = !from.on_internet() && from.region != site_.region;
    if (given.replicated && elsewhere) return world.alive({from.region, no_domain});
    return !outage_.any() && world.reach(from, site_).connected;
  }
  bool strike(World& world, const Strike&) override { return outage_.begin(world, *this, "no secret can be read"); }
  void relent(World& world, const Strike&) override { outage_.end(world, *this, "secrets can be read again"); }
  void domain_changed(World& world, DomainId) override { world.condition_changed(*this); }
  bool settled(const World&) const override { return !outage_.any(); }
  Nature nature(std::uint16_t) const override { return {given.outage_interval, given.outage_duration}; }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    const double copies = given.replicated ? static_cast<double>(regions_) : 1.0;
    add_line(sheet, meter, *this, "secrets", static_cast<double>(given.secrets) * copies, "secret-month", "secretsmanager.secret");
  }

 private:
  Site site_;
  std::size_t regions_ = 1;
  Outage outage_;
};

}  // namespace

const ComponentType& secrets_manager() { return component_type<SecretsManager>(); }

}  // namespace windtunnel::models
