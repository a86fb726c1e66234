// See journey_rate.h.
#include "sim/design/journey_rate.h"

#include <algorithm>
#include <string>

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
  bool read_rate(const Node& node, const std::string& text, const std::string& expected, double& into);
  bool read_peak_time(const Node& node, const std::string& text, Duration& into);
  void error(const Node& node, std::string message) { diagnostics_.error(file_, node.position, std::move(message)); }

  const Design& design_;
  const std::string& file_;
  Diagnostics& diagnostics_;
};

void RateReader::read(const Node& node, JourneyDefinition& journey) {
  if (node.is_scalar()) {
    double rate = 0;
    if (read_rate(node, node.text, "a rate such as \"120 /s\"", rate)) journey.rate = WeeklyRate(rate);
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
  const Node &high = *node.find("peak"), &low = *node.find("trough");
  const std::size_t at = text.peak.find(" at ");
  const bool has_time = at != std::string::npos;
  if (!has_time) error(high, "expected a rate and when, such as \"120 /s at 20:00 America/New_York\", found " + high.describe());
  double peak = traffic::infinity, trough = 0;
  Duration when;
  const bool peak_read = has_time && read_rate(high, text.peak.substr(0, at), "a rate before \" at \" such as \"120 /s\"", peak);
  const bool when_read = has_time && read_peak_time(high, text.peak.substr(at + 4), when);
  const bool trough_read = read_rate(low, text.trough, "a rate such as \"30 /s\"", trough);
  if (trough > peak)
    error(low, "expected a trough not above the peak of " + to_text(Rate{peak}) + ", found " + low.describe());
  else if (peak_read && when_read && trough_read)
    journey.rate = WeeklyRate::daily(trough, peak, when);
}

/// A rate in requests a second, which is 0 or more; says whether the text is one.
bool RateReader::read_rate(const Node& node, const std::string& text, const std::string& expected, double& into) {
  const auto rate = parse_rate(text);
  if (rate && rate->value >= 0) {
    into = rate->value;
    return true;
  }
  error(node, "expected " + expected + (rate ? ", not below 0" : "") + ", found \"" + text + "\"");
  return false;
}

/// "20:00 America/New_York" as time of day in UTC; says whether the text is one.
bool RateReader::read_peak_time(const Node& node, const std::string& text, Duration& into) {
  if (const auto time = parse_time_of_day(text)) {
    const auto offset = utc_offset(time->time_zone);
    if (offset)
      into = to_utc(time->since_midnight, *offset);
    else
      error(node, unknown_time_zone(time->time_zone));
    return offset.has_value();
  }
  const std::string clock = text.substr(0, text.find(' '));
  const std::string zone = text.substr(std::min(text.size(), clock.size() + 1));
  if (!parse_time_of_day(clock + " UTC"))
    error(node, "expected a time of day from 00:00 to 23:59 after \" at \", found \"" + clock + "\"");
  if (zone.empty())
    error(node, "expected a time zone after the time of day, such as \"America/New_York\"");
  else if (!utc_offset(zone))
    error(node, unknown_time_zone(zone));
  return false;
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
