// Network load balancer: passes connections on to targets of each node's own zone, and sees only whether they are accepted.
#include "models/edge/shared/load_balancer.h"

namespace windtunnel::models {
namespace {

enum class CheckProtocol { tcp, http };
EnumWords<CheckProtocol> words_of(CheckProtocol) {
  return {{"tcp", CheckProtocol::tcp, "a connection that is accepted passes, whatever the application then answers"},
          {"http", CheckProtocol::http, "a request must be answered well"}};
}

struct ConnectionCheck : TargetCheck {
  CheckProtocol protocol = CheckProtocol::tcp;

  /// Connections are given more time than requests (alb.hc.timeout).
  ConnectionCheck() { timeout = seconds(10); }
  static ParameterTable parameters() {
    using P = ConnectionCheck;
    return parameter_table<P>(
        parameter<&P::protocol>("protocol", "What a probe does.", "document"), inherited<TargetCheck>());
  }
};

class NetworkLoadBalancer final : public LoadBalancerModel<NetworkLoadBalancer> {
 public:
  static constexpr std::string_view type_name = "network_load_balancer";
  static constexpr std::string_view summary =
      "A network load balancer: a node per zone that passes connections on to targets of its zone; a zone without healthy target "
      "leaves its DNS name.";

  struct Parameters : LoadBalancerParameters {
    ConnectionCheck health_check;
    bool cross_zone = false;
    Duration latency = microseconds(100);

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          inherited<LoadBalancerParameters>(), parameter<&P::health_check>("health_check", "How it probes its targets."),
          parameter<&P::cross_zone>("cross_zone", "Whether a node sends connections to targets of all zones; off unless asked for.",
                                    "assumption:nlb-cross-zone"),
          parameter<&P::latency>("latency", "Time that the load balancer adds to a request.", "assumption:nlb-latency",
                                 plausible(microseconds(50), microseconds(500))));
    }
  };

  Parameters given;

  /// Nothing answers in the stead of a silent target: callers wait for as long as they themselves are willing to.
  std::optional<Port> port(std::string_view name) const override {
    if (!name.empty()) return std::nullopt;
    Port port;
    port.kind = Port::Kind::balance;
    port.router = router();
    port.latency = given.latency.seconds();
    port.over_internet = given.scheme == Scheme::internet_facing;
    return port;
  }

  static constexpr NamedMetric metric_names[] = {
      {"unhealthy_hosts", "registered targets believed unhealthy"},
      {"healthy_hosts", "registered targets believed healthy"},
  };
  std::span<const NamedMetric> metrics() const override { return metric_names; }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    bill_nodes(meter, sheet, {"nlb.hour", "nlb.nlcu", "NLCU-h", 800, true});
  }

 private:
  LoadBalancerRules rules() const override {
    return {given.cross_zone, given.fail_open_below, given.health_check.rule(), given.health_check.protocol == CheckProtocol::http};
  }
};

}  // namespace

const ComponentType& network_load_balancer() { return component_type<NetworkLoadBalancer>(); }

}  // namespace windtunnel::models
