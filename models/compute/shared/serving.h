// How one unit of a pool serves requests.
#pragma once

#include "sim/config/parameter.h"
#include "sim/kernel/quantity.h"

namespace windtunnel::models {

struct Serving {
  std::int64_t workers = 8;
  Duration service_time = milliseconds(50);
  double service_time_variation = 1;
  double waiting_places = 50;
  Duration request_timeout = seconds(10);

  static ParameterTable parameters() {
    using P = Serving;
    return parameter_table<P>(
        parameter<&P::workers>("workers", "Requests that one task or instance serves at a time.", "assumption:workers", between(1, 10000),
                               plausible(2, 32)),
        parameter<&P::service_time>("service_time", "Mean time in which a worker serves a request.", "assumption:service-time",
                                    above(Duration{}), plausible(milliseconds(10), milliseconds(200))),
        parameter<&P::service_time_variation>("service_time_variation", "Coefficient of variation of the service time.",
                                              "assumption:service-time-variation", between(0.0, 20.0), plausible(0.5, 2.0)),
        parameter<&P::waiting_places>("waiting_places", "Requests that may wait for each worker; one more is refused.",
                                      "assumption:waiting-places", at_least(0.0), plausible(10.0, 500.0)),
        parameter<&P::request_timeout>("request_timeout", "How long callers wait for an answer.", "assumption:request-timeout",
                                       above(Duration{}), plausible(seconds(3), seconds(60))));
  }
};

}  // namespace windtunnel::models
