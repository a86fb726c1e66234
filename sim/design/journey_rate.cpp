// See journey_rate.h.
#include "sim/design/journey_rate.h"

#include <algorithm>

#include "sim/design/capability.h"
#include "sim/design/component.h"
#include "sim/design/file_tables.h"
#include "sim/design/time_zone.h"

namespace windtunnel {
namespace {

class RateReader {
 public:
  RateReader(const Design& design, const std::string& file, Diagnostics& diagnostics)
      : design_(design), file_(file), diagnostics_(diagnostics) {}
  void read(const Node& node, JourneyDefinition& journey);
  WeeklyRate nominal(double share, const JourneyDefinition& journey, const Node& node);

 private:
  void read_daily(const Node& node, JourneyDefinition& journey);
  void error(const Node& node, std::string message) { diagnostics_.error(file_, node.position, std::move(message)); }

  const Design& design_;
  const std::string& file_;
  Diagnostics& diagnostics_;
};

void RateReader::read(const Node& node, JourneyDefinition& journey) {
  if (node.is_scalar()) {
    if (const auto rate = parse_rate(node.text))
      journey.rate = WeeklyRate(rate->value);
    else
      error(node, "expected a rate such as \"120 /s\", found " + node.describe());
    return;
  }
  const Node* daily = node.find("daily");
  const Node* share = node.find("share");
  if (node.is_map() && node.entries.size() == 1 && daily) return read_daily(*daily, journey);
  if (node.is_map() && node.entries.size() == 1 && share) {
    const auto value = parse_share(share->text);
    if (value && value->value > 0 && value->value <= 1)
      journey.rate = nominal(value->value, journey, node);
    else
      error(*share, "expected a share of the default workload such as \"60 %\", found " + share->describe());
    return;
  }
  error(node, "expected a rate, {daily: {peak: ..., trough: ...}} or {share: ...}, found " + node.describe());
}

void RateReader::read_daily(const Node& node, JourneyDefinition& journey) {
  DailyText text;
  Reader reader(file_, diagnostics_);
  if (!read_parameters(node, text, reader)) return;
  const std::size_t at = text.peak.find(" at ");
  const auto peak = parse_rate(text.peak.substr(0, at));
  const auto time = at == std::string::npos ? std::nullopt : parse_time_of_day(text.peak.substr(at + 4));
  const auto trough = parse_rate(text.trough);
  const auto offset = time ? utc_offset(time->time_zone) : std::nullopt;
  if (!peak || !time || !trough || !offset || trough->value > peak->value) {
    error(node,
          "expected a peak such as \"120 /s at 20:00 America/New_York\" and a trough not above it such as \"30 /s\"");
    return;
  }
  journey.rate = WeeklyRate::daily(trough->value, peak->value, to_utc(time->since_midnight, *offset));
}

WeeklyRate RateReader::nominal(double share, const JourneyDefinition& journey, const Node& node) {
  double rate = traffic::infinity;
  Duration peak = hours(20);
  // In a design with a standby, the pools of the first region carry the traffic of healthy days.
  DomainId first = no_domain;
  for (const ComponentId id : journey.components) {
    const auto* pool = capability_of<ServingPool>(design_.component(id));
    if (!pool) continue;
    if (first == no_domain) first = design_.component(id).region();
    if (design_.component(id).region() == first) rate = std::min(rate, pool->nominal_rate());
  }
  if (first == no_domain || rate <= 0) {
    error(node,
          "journey " + journey.name + " passes no pool from which a default workload follows; it needs \"rate:\"");
    return WeeklyRate(0);
  }
  for (const Region& region : design_.regions)
    if (region.domain == first) peak = to_utc(hours(20), utc_offset(region.time_zone).value_or(Duration{}));
  return WeeklyRate::daily(0.25 * rate * share, rate * share, peak);
}

}  // namespace

void read_journey_rate(const Node& node, const Design& design, const std::string& file, Diagnostics& diagnostics,
                       JourneyDefinition& journey) {
  RateReader(design, file, diagnostics).read(node, journey);
}

WeeklyRate default_workload(double share, const JourneyDefinition& journey, const Node& node, const Design& design,
                            const std::string& file, Diagnostics& diagnostics) {
  return RateReader(design, file, diagnostics).nominal(share, journey, node);
}

}  // namespace windtunnel
