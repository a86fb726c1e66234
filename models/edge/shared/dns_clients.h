// How clients treat the answers that they hold to a name whose answers have changed.
#pragma once

#include "sim/config/parameter.h"
#include "sim/kernel/quantity.h"

namespace windtunnel::models {

struct DnsClients {
  Share ttl_violation = percent(3);
  Duration violators_stay = hours(1);

  static ParameterTable parameters() {
    using P = DnsClients;
    return parameter_table<P>(
        parameter<&P::ttl_violation>("ttl_violation", "Share of clients that keep an answer longer than its time to live.",
                                     "assumption:dns.client.ttl_violation", between(percent(0), percent(100)),
                                     plausible(percent(0), percent(20))),
        parameter<&P::violators_stay>("violators_stay", "Time over which those clients come away, evenly.",
                                      "assumption:dns-violators-stay", plausible(minutes(10), hours(24))));
  }
};

}  // namespace windtunnel::models
