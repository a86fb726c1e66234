// Route 53 health check by itself: checkers around the world watch one endpoint, and their verdict is a metric for alarms.
//
// No record hangs on it: what follows from a verdict is what an alarm on it sets off.
#include "models/billing.h"
#include "models/edge/shared/route53_health_check.h"
#include "models/region_label.h"
#include "models/store_support.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class HealthCheckModel final : public Model<HealthCheckModel>, public MetricSource {
 public:
  static constexpr std::string_view type_name = "route53_health_check";
  static constexpr std::string_view summary =
      "A Route 53 health check that no record uses: its verdict on an endpoint is a metric that an alarm can watch.";

  struct Parameters {
    Reference on;
    Route53HealthCheck health_check;
    std::string metrics_region = "us-east-1";

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(parameter<&P::on>("on", "The endpoint that is probed.", required, references("endpoint")),
                                parameter<&P::health_check>("health_check", "How it is probed."),
                                parameter<&P::metrics_region>("metrics_region",
                                                              "Region that has its metric: while that is down, alarms get no data.",
                                                              "cw.region"));
    }
    void check(ParameterProblems& problems) const {
      if (health_check.on_secondary) problems.error("health_check.on_secondary", "there is one endpoint, and it is checked");
    }
  };
  enum Mode : std::uint16_t { metrics_outage };
  static constexpr FaultMode fault_modes[] = {
      {"metrics_outage",
       "The one region that has metrics of health checks takes none in: the last verdict stands, whatever the checkers find."}};
  enum Measured : std::uint32_t { detection_seconds, recovery_detection_seconds };
  static constexpr Measure measures[] = {
      {"detection_seconds", "s", "from the endpoint's failure until the checkers said unhealthy"},
      {"recovery_detection_seconds", "s", "from the endpoint's return until the checkers said healthy"},
  };
  static constexpr NamedMetric metric_names[] = {{"status", "1 while the checkers say healthy, 0 while they say unhealthy"}};

  Parameters given;

  void declare(Wiring& wiring) override {
    if (const Region* region = region_labelled(wiring.design(), given.metrics_region)) metrics_site_ = {region->domain, no_domain};
  }
  /// The checkers are everywhere; its metric is in one region.
  std::vector<Site> sites() const override {
    return metrics_site_.on_internet() ? std::vector<Site>{} : std::vector<Site>{metrics_site_};
  }
  void domain_changed(World& world, DomainId) override { world.condition_changed(*this); }
  void connect(Wiring& wiring) override { endpoint_ = wiring.find(*this, given.on); }
  std::span<const NamedMetric> metrics() const override { return metric_names; }
  Metric metric(std::string_view) const override { return {}; }  // its gauge

  void start(World& world) override {
    fleet_.start(given.health_check.rule());
    world.set_gauge(*this, status, 1);
  }
  void reference_changed(World& world, ComponentId) override {
    const Endpoint::Probe probe = world.capability<Endpoint>(endpoint_)->probe(world, given.health_check.depth());
    const bool failing = probe.success < 0.5;
    if (failing != failing_) changed_ = world.now();
    failing_ = failing;
    fleet_.change(world.now(), probe.success, probe.silent, probes(world));
    wait_for_checkers(world);
  }
  void handle(World& world, std::uint16_t, std::uint64_t) override {
    due_ = {};
    const bool flipped = fleet_.advance(world.now(), probes(world));
    wait_for_checkers(world);
    if (!flipped) return;
    world.publish(*this, fleet_.healthy() ? recovery_detection_seconds : detection_seconds, (world.now() - changed_).seconds());
    tell(world, *this, fleet_.healthy() ? "the checkers say healthy" : "the checkers say unhealthy");
    report(world);
  }

  bool strike(World&, const Strike&) override { return lost_++ == 0; }
  void relent(World& world, const Strike&) override {
    --lost_;
    report(world);
  }
  bool settled(const World&) const override { return fleet_.settled() && lost_ == 0; }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    add_line(sheet, meter, *this, "health check", 1, "check-month", "route53.health_check_aws_endpoint");
    const Route53HealthCheck& check = given.health_check;
    const double features = (check.type == CheckType::https ? 1 : 0) + (check.interval < seconds(30) ? 1 : 0);
    if (features > 0)
      add_line(sheet, meter, *this, "optional features", features, "feature-month", "route53.health_check_optional_feature_aws");
  }

 private:
  enum Signal : std::uint16_t { checkers_due };
  enum Purpose : std::uint16_t { probing };
  enum Gauge : std::uint32_t { status };

  Stream& probes(World& world) { return world.stream(*this, probing); }
  void wait_for_checkers(World& world) {
    world.cancel(due_);
    if (fleet_.next() != Time::never()) due_ = world.after(*this, fleet_.next() - world.now(), checkers_due, Phase::notice);
  }
  void report(World& world) {
    if (lost_ == 0) world.set_gauge(*this, status, fleet_.healthy() ? 1 : 0);
  }

  ComponentId endpoint_ = no_component;
  Site metrics_site_;
  CheckerFleet fleet_;
  EventHandle due_;
  Time changed_;
  int lost_ = 0;
  bool failing_ = false;
};

}  // namespace

const ComponentType& route53_health_check() { return component_type<HealthCheckModel>(); }

}  // namespace windtunnel::models
