// What Route 53 records of any routing policy have in common: how they are written, edited and paid for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/billing.h"
#include "models/edge/shared/dns_clients.h"
#include "models/edge/shared/route53_health_check.h"
#include "sim/config/parameter.h"
#include "sim/design/component.h"
#include "sim/design/design.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {

struct Route53Records : DnsClients {
  std::vector<std::string> records;
  bool alias = true;
  Duration ttl = seconds(60);
  std::optional<Route53HealthCheck> health_check;
  bool evaluate_target_health = false;
  Duration target_health_delay;
  DurationDistribution publish_delay =
      DurationDistribution::lognormal(seconds(3), seconds(10), 0.9).clamped(seconds(1), seconds(20));
  DurationDistribution change_propagation =
      DurationDistribution::lognormal(seconds(20), seconds(55), 0.9).clamped(seconds(5), seconds(300));
  std::string control_plane_region = "us-east-1";
  double queries_per_request = 0.05;
  DurationDistribution impairment_interval = DurationDistribution::exponential(from_seconds(365.0 * 86400 / 0.06));
  DurationDistribution impairment_duration = DurationDistribution::lognormal(minutes(336), minutes(1657));

  static ParameterTable parameters() {
    using P = Route53Records;
    return parameter_table<P>(
        parameter<&P::records>("records", "Names that are answered so; carried as configuration."),
        parameter<&P::alias>("alias", "Whether the records are aliases of the endpoints: queries are then free.", "document"),
        parameter<&P::ttl>("ttl", "How long resolvers keep an answer; 60 s for an alias of a load balancer.", "r53.alias.ttl.elb"),
        parameter<&P::health_check>("health_check", "How endpoints are checked; without it their records count as healthy."),
        parameter<&P::evaluate_target_health>("evaluate_target_health", "Whether an alias also takes over its target's health.",
                                              "r53.alias.evaluate_target_health.alb"),
        parameter<&P::target_health_delay>("target_health_delay",
                                           "From a change of an alias's target until its health has changed; no source says it.",
                                           "assumption:alias-target-health-delay", plausible(seconds(0), seconds(60))),
        parameter<&P::publish_delay>("publish_delay", "Time from a change of health to changed answers.",
                                     "assumption:r53.hc.publish_delay", plausible(seconds(1), seconds(20))),
        inherited<DnsClients>(),
        parameter<&P::change_propagation>("change_propagation", "Time from an edit of a record to changed answers.",
                                          "r53.change.propagation"),
        parameter<&P::control_plane_region>("control_plane_region", "Region that records are edited from, whatever they point at.",
                                            "r53.control_plane.region"),
        parameter<&P::queries_per_request>("queries_per_request", "DNS queries that reach the service per request, for the bill.",
                                           "assumption:dns-queries-per-request", at_least(0.0), plausible(0.001, 1.0)),
        parameter<&P::impairment_interval>("impairment_interval", "Time from one loss of the control plane to the next, by nature.",
                                           "failure_rates.region_impairment", plausible(years(5), years(100))),
        parameter<&P::impairment_duration>("impairment_duration", "How long such a loss lasts, by nature.",
                                           "failure_rates.region_impairment"));
  }
};

/// The monthly lines of a zone with these records, of which `checked` are checked; `requests` go by their answers.
inline void bill_records(const Component& records, const Route53Records& given, double requests, const char* query_price, double checked,
                         const UsageMeter& meter, CostSheet& sheet) {
  add_line(sheet, meter, records, "hosted zone", 1, "zone-month", "route53.hosted_zone");
  if (!given.alias)
    add_line(sheet, meter, records, "queries", requests * given.queries_per_request / 1e6, "million queries", query_price, true);
  if (!given.health_check) return;
  add_line(sheet, meter, records, "health checks", checked, "check-month", "route53.health_check_aws_endpoint");
  const double features = (given.health_check->type == CheckType::https ? 1 : 0) + (given.health_check->interval < seconds(30) ? 1 : 0);
  if (features > 0)
    add_line(sheet, meter, records, "optional features of health checks", checked * features, "feature-month",
             "route53.health_check_optional_feature_aws");
}

}  // namespace windtunnel::models
