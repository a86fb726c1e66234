// How Route 53 health checks of one endpoint are written, whatever record uses them.
#pragma once

#include "models/edge/shared/checker_fleet.h"
#include "sim/config/parameter.h"
#include "sim/design/capability.h"
#include "sim/kernel/quantity.h"

namespace windtunnel::models {

enum class CheckType : std::uint8_t { https, http, tcp };
inline EnumWords<CheckType> words_of(CheckType) {
  return {{"https", CheckType::https, "4 s to connect, 2 s to answer; certificates are not validated"},
          {"http", CheckType::http, "4 s to connect, 2 s to answer"},
          {"tcp", CheckType::tcp, "10 s to connect"}};
}

struct Route53HealthCheck {
  CheckType type = CheckType::https;
  std::int64_t port = 443;
  std::string path = "/";
  Duration interval = seconds(30);
  std::int64_t failure_threshold = 3;
  bool on_secondary = false;
  std::int64_t checkers = 15;
  Share healthy_share = percent(18);
  Duration answer_time = milliseconds(50);
  Duration http_timeout = seconds(4);
  Duration tcp_timeout = seconds(10);

  static ParameterTable parameters() {
    using P = Route53HealthCheck;
    return parameter_table<P>(
        parameter<&P::type>("type", "Protocol of the probes.", "document"),
        parameter<&P::port>("port", "Port that is probed; carried as configuration.", "document", between(1, 65535)),
        parameter<&P::path>("path", "What a probe asks for; carried as configuration."),
        parameter<&P::interval>("interval", "Time from a response to one checker's next probe: 10 s or 30 s.", "r53.hc.interval.default",
                                between(seconds(10), seconds(30))),
        parameter<&P::failure_threshold>("failure_threshold", "Equal results in a row that change one checker's mind, either way.",
                                         "r53.hc.failure_threshold.default", between(1, 10)),
        parameter<&P::on_secondary>("on_secondary", "Whether the secondary is checked too; an unchecked record counts as healthy.",
                                    "r53.record.no_hc"),
        parameter<&P::checkers>("checkers", "Checkers that probe the endpoint, each by itself.", "r53.hc.checker_count", between(1, 32),
                                plausible(10, 16)),
        parameter<&P::healthy_share>("healthy_share", "Healthy while more than this share of the checkers says so.",
                                     "r53.hc.aggregation.threshold", between(percent(0), percent(99))),
        parameter<&P::answer_time>("answer_time", "Time of a probe that is answered or refused.", "assumption:probe-round-trip",
                                   plausible(milliseconds(5), milliseconds(300))),
        parameter<&P::http_timeout>("http_timeout", "After how long an HTTP or HTTPS probe gives up in silence.",
                                    "r53.hc.http.connect_timeout"),
        parameter<&P::tcp_timeout>("tcp_timeout", "After how long a TCP probe gives up in silence.", "r53.hc.tcp.connect_timeout"));
  }
  void check(ParameterProblems& problems) const {
    if (interval != seconds(10) && interval != seconds(30)) problems.error("interval", "health checks run every 10 s or every 30 s");
  }
  Endpoint::Depth depth() const { return type == CheckType::tcp ? Endpoint::Depth::connection : Endpoint::Depth::answer; }
  /// How the checkers of one endpoint probe.
  CheckerRule rule() const {
    return {interval, failure_threshold, checkers, healthy_share.value, answer_time, type == CheckType::tcp ? tcp_timeout : http_timeout};
  }
};

}  // namespace windtunnel::models
