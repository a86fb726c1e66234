// How an ECS service replaces its tasks, whatever they run on.
#pragma once

#include "sim/config/parameter.h"
#include "sim/kernel/quantity.h"

namespace windtunnel::models {

struct EcsDeployment {
  Share minimum_healthy = percent(100), maximum = percent(200);
  bool circuit_breaker = false;

  static ParameterTable parameters() {
    using P = EcsDeployment;
    return parameter_table<P>(
        parameter<&P::minimum_healthy>("minimum_healthy", "Share of the wanted tasks that a deployment leaves in service.",
                                       "ecs.deploy.min", between(percent(0), percent(200))),
        parameter<&P::maximum>("maximum", "Tasks alive at once while tasks are replaced, as a share of those wanted.",
                               "ecs.deploy.max", between(percent(100), percent(200))),
        parameter<&P::circuit_breaker>("circuit_breaker",
                                       "Whether a deployment whose tasks fail returns to the version before by itself.",
                                       "ecs.circuit_breaker"));
  }
};

}  // namespace windtunnel::models
