// Application load balancer: a node per zone, to which DNS sends users; each spreads requests over the targets that probes
// have found healthy. Nodes share beliefs: only one whose zone is cut off would find otherwise, and nobody reaches it.
#include "models/edge/shared/load_balancer.h"

namespace windtunnel::models {
namespace {

/// Probes that are requests, answered by the application itself.
struct RequestCheck : TargetCheck {
  std::string path = "/";

  static ParameterTable parameters() {
    using P = RequestCheck;
    return parameter_table<P>(
        parameter<&P::path>("path", "What a probe asks for; carried as configuration."), inherited<TargetCheck>());
  }
};

enum class Algorithm { round_robin };
EnumWords<Algorithm> words_of(Algorithm) {
  return {{"round_robin", Algorithm::round_robin, "each target that is believed healthy gets the same share, however slow it is"}};
}

class ApplicationLoadBalancer final : public LoadBalancerModel<ApplicationLoadBalancer> {
 public:
  static constexpr std::string_view type_name = "application_load_balancer";
  static constexpr std::string_view summary =
      "An application load balancer with its target group: a node per zone, probes of targets, fail-open, connection draining.";

  struct Parameters : LoadBalancerParameters {
    RequestCheck health_check;
    Algorithm algorithm = Algorithm::round_robin;
    bool cross_zone = true;
    Duration connect_timeout = seconds(10);
    Duration latency = microseconds(1500);

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          inherited<LoadBalancerParameters>(), parameter<&P::health_check>("health_check", "How it probes its targets."),
          parameter<&P::algorithm>("algorithm", "How it chooses among targets; others than round robin have no model.",
                                   "alb.algorithm"),
          parameter<&P::cross_zone>("cross_zone", "Whether a node sends requests to targets of all zones.", "alb.crosszone.default"),
          parameter<&P::connect_timeout>("connect_timeout", "After how long a caller gets an error when a target is silent.",
                                         "alb.connect_timeout"),
          parameter<&P::latency>("latency", "Time that the load balancer adds to a request.", "assumption:alb-latency",
                                 plausible(microseconds(500), milliseconds(5))));
    }
  };

  Parameters given;

  std::optional<Port> port(std::string_view name) const override {
    if (!name.empty()) return std::nullopt;
    Port port;
    port.kind = Port::Kind::balance;
    port.router = router();
    port.latency = given.latency.seconds();
    port.over_internet = given.scheme == Scheme::internet_facing;
    port.client.timeout = given.connect_timeout.seconds();
    return port;
  }

  static constexpr NamedMetric metric_names[] = {
      {"request_count", "requests that arrived"},
      {"elb_5xx", "errors that the load balancer made itself: no target, or one that did not answer"},
      {"target_5xx", "errors that targets answered with"},
      {"unhealthy_hosts", "registered targets believed unhealthy; those that have left are not counted (alb.hc.deregister_metric)"},
      {"healthy_hosts", "registered targets believed healthy"},
      {"target_response_time", "mean seconds that targets took to answer"},
  };
  std::span<const NamedMetric> metrics() const override { return metric_names; }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    bill_nodes(meter, sheet, {"alb.hour", "alb.lcu", "LCU-h", 25, false});
  }

 private:
  LoadBalancerRules rules() const override {
    return {given.cross_zone, given.fail_open_below, given.health_check.rule(), true};
  }
};

}  // namespace

const ComponentType& application_load_balancer() { return component_type<ApplicationLoadBalancer>(); }

}  // namespace windtunnel::models
