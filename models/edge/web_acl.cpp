// Web access control list: rules in front of a load balancer or distribution; what it costs, and what its own loss does.
#include <fmt/format.h>

#include "models/catalogue_entries.h"
#include "models/price_region.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

struct RateLimit {
  std::int64_t requests = 2000;
  Duration window = seconds(300);

  static ParameterTable parameters() {
    using P = RateLimit;
    return parameter_table<P>(
        parameter<&P::requests>("requests", "Requests of one address within a window above which it is blocked.", "waf.rate.min",
                                at_least(10)),
        parameter<&P::window>("window", "Span over which they are counted.", "waf.rate.window", between(seconds(60), seconds(600))));
  }
};

class WebAcl final : public Model<WebAcl>, public Provider {
 public:
  static constexpr std::string_view type_name = "web_acl";
  static constexpr std::string_view summary =
      "A web access control list: rules that requests pass. Its rate limits act on single addresses, which flows do not have: "
      "they are carried as configuration.";

  struct Parameters {
    std::vector<std::string> rules;
    std::optional<RateLimit> rate_limit;
    std::optional<Reference> protects;
    bool fail_open = false;
    DurationDistribution rate_limit_lag = DurationDistribution::triangular(seconds(10), seconds(30), seconds(120));
    double monthly_requests = 10e6;

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::rules>("rules", "Rules and rule groups, each charged by the month."),
          parameter<&P::rate_limit>("rate_limit", "Limit on the requests of one address."),
          parameter<&P::protects>("protects", "What it stands before."),
          parameter<&P::fail_open>("fail_open", "Whether requests pass when the list cannot be asked.", "alb.waf.fail"),
          parameter<&P::rate_limit_lag>("rate_limit_lag", "Time until an address above the limit is blocked; its requests pass until then.",
                                        "waf.rate.lag"),
          parameter<&P::monthly_requests>("monthly_requests", "Requests in a month, where no journey passes it.",
                                          "assumption:waf-requests", at_least(0.0), plausible(1e6, 1e9)));
    }
  };

  enum Mode : std::uint16_t { outage };
  static constexpr FaultMode fault_modes[] = {{"outage", "The list cannot be asked: requests fail, unless it fails open."}};

  Parameters given;

  void declare(Wiring& wiring) override {
    price_region_ = price_region(wiring, *this);
    traffic::Station station;
    station.servers = traffic::infinity;
    station.service_rate = 1000;
    station_ = wiring.station(station);
  }
  std::optional<Port> port(std::string_view name) const override {
    if (!name.empty()) return std::nullopt;
    Port port;
    port.kind = Port::Kind::serve;
    port.stations = {station_};
    return port;
  }

  bool provides(const World&, Site) const override { return broken_ == 0 || given.fail_open; }
  bool strike(World& world, const Strike&) override {
    ++broken_;
    if (!given.fail_open) world.change_traffic().stations[station_].error_share = 1;
    if (world.telling()) world.tell(*this, given.fail_open ? "the access list cannot be asked, and lets everything pass"
                                                           : "the access list cannot be asked: requests fail");
    world.condition_changed(*this);
    return broken_ == 1 && !given.fail_open;
  }
  void relent(World& world, const Strike&) override {
    if (broken_ == 0 || --broken_ > 0) return;
    world.change_traffic().stations[station_].error_share = 0;
    if (world.telling()) world.tell(*this, "the access list works again");
    world.condition_changed(*this);
  }
  bool settled(const World&) const override { return broken_ == 0; }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    const double passing = meter.completions(station_);
    const double requests = passing > 0 ? passing : given.monthly_requests;
    const double rules = static_cast<double>(given.rules.size()) + (given.rate_limit ? 1 : 0);
    sheet.add({id(), fmt::format("{}: list", name()), 1, "ACL-month", "waf.web_acl", price_region_, false});
    sheet.add({id(), fmt::format("{}: rules", name()), rules, "rule-month", "waf.rule", price_region_, false});
    sheet.add({id(), fmt::format("{}: requests", name()), requests / 1e6, "million requests", "waf.request_million", price_region_, true});
  }

 private:
  traffic::StationId station_ = traffic::none;
  std::string price_region_;
  int broken_ = 0;
};

}  // namespace

const ComponentType& web_acl() { return component_type<WebAcl>(); }

}  // namespace windtunnel::models
