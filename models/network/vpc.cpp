// Virtual private cloud: the address space of a region's network, and its flow logs.
#include "models/billing.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

enum class FlowLogs { off, rejected, accepted, all };
EnumWords<FlowLogs> words_of(FlowLogs) {
  return {{"off", FlowLogs::off, "no flow logs"},
          {"rejected", FlowLogs::rejected, "rejected traffic only"},
          {"accepted", FlowLogs::accepted, "accepted traffic only"},
          {"all", FlowLogs::all, "all traffic"}};
}

class Vpc final : public Model<Vpc>, public Provider {
 public:
  static constexpr std::string_view type_name = "vpc";
  static constexpr std::string_view summary = "A private network of a region: its address block and its flow logs.";

  struct Parameters {
    CidrBlock cidr{0x0A000000, 16};
    FlowLogs flow_logs = FlowLogs::off;
    Duration flow_log_retention = days(30);
    Bytes flow_log_volume = bytes(5e9);

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::cidr>("cidr", "Address block, which its subnets divide.", required),
          parameter<&P::flow_logs>("flow_logs", "Which traffic is logged.", "document"),
          parameter<&P::flow_log_retention>("flow_log_retention", "How long flow logs are kept.", "document"),
          parameter<&P::flow_log_volume>("flow_log_volume", "Flow logs written in a month, where they are on.",
                                         "assumption:flow-log-volume", plausible(bytes(1e9), bytes(100e9))));
    }
  };

  Parameters given;

  void declare(Wiring& wiring) override {
    site_ = wiring.regional(*this);
  }
  std::vector<Site> sites() const override { return {site_}; }
  bool provides(const World& world, Site from) const override { return world.reach(from, site_).connected; }
  void domain_changed(World& world, DomainId) override { world.condition_changed(*this); }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    if (given.flow_logs == FlowLogs::off) return;
    const double gigabytes = given.flow_log_volume.value / 1e9;
    add_line(sheet, meter, *this, "flow logs written", gigabytes, "GB", "cloudwatch.logs.ingest_standard", true);
    const double months_kept = given.flow_log_retention.seconds() / (UsageMeter::hours_per_month * 3600);
    add_line(sheet, meter, *this, "flow logs kept", gigabytes * months_kept, "GB-month", "cloudwatch.logs.storage", true);
  }

 private:
  Site site_;
};

}  // namespace

const ComponentType& vpc() { return component_type<Vpc>(); }

}  // namespace windtunnel::models
