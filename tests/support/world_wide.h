// Users in two places before a region near each, and who gets how many of their requests.
#pragma once

#include <string>

#include "tests/support/bench.h"

namespace windtunnel::testing {

/// A design whose users (60 % near us-west-2, 40 % near eu-central-1) reach two regions through a component of this name.
inline std::string world_wide(const std::string& name, const std::string& front) {
  return "design: wide\n"
         "regions:\n"
         "  primary: {name: us-east-1, zones: [a, b], stack: s}\n"
         "  standby: {name: eu-west-1, zones: [a, b], stack: s}\n"
         "stacks:\n  s:\n"
         "    alb: {type: application_load_balancer, targets: web, ttl_violation: 0 %}\n"
         "    web: {type: ecs_fargate_service, tasks: {min: 4, max: 4}, launch: {application_start: 10 h}}\n"
         "components:\n"
         "  people: {type: users, places: [{near: us-west-2, share: 60 %}, {near: eu-central-1, share: 40 %}]}\n"
         "  " + name + ": {" + front + ", users: people, endpoints: [primary.alb, standby.alb]}\n"
         "journeys:\n  order: {path: [people, " + name + ", alb, web], rate: 10 /s, objective: {within: 2 s}}\n";
}

/// Requests per second that reach a pool now.
inline double requests_at(Bench& bench, const std::string& pool) {
  double rate = 0;
  for (const auto station : bench.as<ServingPool>(pool).stations()) rate += bench.world().traffic().load(station).arrival_rate;
  return rate;
}

}  // namespace windtunnel::testing
