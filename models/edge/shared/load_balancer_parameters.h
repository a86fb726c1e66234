// What a design file can say of any load balancer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/edge/shared/dns_clients.h"
#include "models/edge/shared/target_health.h"
#include "sim/config/parameter.h"
#include "sim/config/values.h"
#include "sim/kernel/distribution.h"
#include "sim/kernel/quantity.h"

namespace windtunnel::models {

enum class Scheme { internet_facing, internal };
inline EnumWords<Scheme> words_of(Scheme) {
  return {{"internet-facing", Scheme::internet_facing, "has public addresses; users come from the internet"},
          {"internal", Scheme::internal, "has private addresses; callers are in the same network"}};
}

/// How targets are probed, as far as it is the same for all load balancers.
struct TargetCheck {
  Duration interval = seconds(30);
  Duration timeout = seconds(5);
  std::int64_t healthy_threshold = 5;
  std::int64_t unhealthy_threshold = 2;

  static ParameterTable parameters() {
    using P = TargetCheck;
    return parameter_table<P>(
        parameter<&P::interval>("interval", "Time between two probes of one target.", "alb.hc.interval", between(seconds(5), seconds(300))),
        parameter<&P::timeout>("timeout", "How long a probe waits for an answer.", "alb.hc.timeout", between(seconds(2), seconds(120))),
        parameter<&P::healthy_threshold>("healthy_threshold", "Passes in a row that bring an unhealthy target back; a new one needs one.",
                                         "alb.hc.healthy_threshold", between(2, 10)),
        parameter<&P::unhealthy_threshold>("unhealthy_threshold", "Failures in a row that make a target unhealthy.",
                                           "alb.hc.unhealthy_threshold", between(2, 10)));
  }
  void check(ParameterProblems& problems) const {
    if (timeout >= interval) problems.error("timeout", "the time-out of a probe must be shorter than the interval");
  }
  TargetHealth::Rule rule() const { return {interval, timeout, healthy_threshold, unhealthy_threshold}; }
};

struct LoadBalancerParameters : DnsClients {
  Reference targets;
  Zones zones;
  Scheme scheme = Scheme::internet_facing;
  std::optional<Reference> gateway;
  std::optional<Reference> subnets;
  std::vector<std::string> listeners;
  std::string certificate;
  std::vector<std::string> ingress;
  std::int64_t fail_open_below = 1;
  Duration deregistration_delay = seconds(300);
  Duration dns_ttl = seconds(60);
  DurationDistribution dns_update = DurationDistribution::uniform(seconds(20), seconds(40));
  double requests_per_connection = 10;
  Bytes request_size = bytes(20e3);
  Share answer_share = percent(90);

  static ParameterTable parameters() {
    using P = LoadBalancerParameters;
    return parameter_table<P>(
        parameter<&P::targets>("targets", "The pool whose units are its targets.", required, references("serving_pool")),
        parameter<&P::zones>("zones", "Zones in which it has a node.", "alb.min_azs"),
        parameter<&P::scheme>("scheme", "Whether users reach it from the internet or from inside the network.", "document"),
        parameter<&P::gateway>("gateway", "Internet gateway through which users reach it; without one it is taken to be there.",
                               references("provider")),
        parameter<&P::subnets>("subnets", "Subnets that hold its nodes; carried as configuration.", references("provider")),
        parameter<&P::listeners>("listeners", "Ports and protocols that it listens to; carried as configuration."),
        parameter<&P::certificate>("certificate", "Region of the ACM certificate that its listeners show; a rule reads it.",
                                   "elb.certificate.region"),
        parameter<&P::ingress>("ingress", "Whom its security group lets in: address blocks, prefix lists, components; a rule reads it.",
                               "document"),
        parameter<&P::fail_open_below>("fail_open_below",
                                       "With fewer healthy targets than this, requests go to all that are registered.",
                                       "alb.failopen.threshold", at_least(1)),
        parameter<&P::deregistration_delay>("deregistration_delay", "How long a leaving target may finish what it has.",
                                            "alb.dereg_delay", between(seconds(0), seconds(3600))),
        parameter<&P::dns_ttl>("dns_ttl", "How long resolvers keep its addresses.", "alb.dns.ttl"),
        parameter<&P::dns_update>("dns_update", "Time until a zone's address leaves the DNS answers, or comes back.",
                                  "assumption:alb-zone-leaves-dns", plausible(seconds(10), seconds(90))),
        inherited<DnsClients>(),
        parameter<&P::requests_per_connection>("requests_per_connection", "Requests on one client connection, for capacity units.",
                                               "assumption:requests-per-connection", above(0.0), plausible(1.0, 100.0)),
        parameter<&P::request_size>("request_size", "Bytes of a request and its answer, for the bill.", "assumption:request-size",
                                    plausible(bytes(2e3), bytes(500e3))),
        parameter<&P::answer_share>("answer_share", "Share of these bytes that is the answer: what leaves for the internet.",
                                    "assumption:answer-share", between(percent(0), percent(100)),
                                    plausible(percent(50), percent(99))));
  }
  void check(ParameterProblems& problems) const {
    if (scheme == Scheme::internal && gateway)
      problems.error("gateway", "an internal load balancer is not reached through an internet gateway");
  }
};

}  // namespace windtunnel::models
