// See time_zone.h.
#include "sim/design/time_zone.h"

#include <date/tz.h>

#include <exception>
#include <vector>

#include "sim/config/diagnostics.h"

namespace windtunnel {

std::optional<Duration> utc_offset(std::string_view time_zone) {
  if (time_zone == "UTC") return Duration{};
  try {
    const date::sys_days zero = date::January / 1 / 2029;
    return seconds(date::locate_zone(std::string(time_zone))->get_info(zero).offset.count());
  } catch (const std::exception&) {  // the library has no other way to say that a name is unknown
    return std::nullopt;
  }
}

std::string unknown_time_zone(std::string_view name) {
  std::vector<std::string> known = {"UTC"};
  try {
    for (const date::time_zone& zone : date::get_tzdb().zones) known.push_back(zone.name());
  } catch (const std::exception&) {  // no database of time zones: then UTC is the only one
  }
  const std::string nearest = did_you_mean(name, known);
  return "unknown time zone \"" + std::string(name) + "\"" +
         (nearest.empty() ? "; expected a name such as \"America/New_York\"" : nearest);
}

Duration to_utc(Duration since_local_midnight, Duration utc_offset) {
  const Duration utc = (since_local_midnight - utc_offset) % days(1);
  return utc < Duration{} ? utc + days(1) : utc;
}

}  // namespace windtunnel
