// See causes.h. Whether a cause is planned is data of its fault mode, which results carry.
#include "reports/causes.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "reports/text.h"
#include "sim/measure/cause_text.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports {
namespace {

constexpr std::uint64_t few = 30;  // a frequency from fewer incidents says from how many

std::string per_year(std::uint64_t incidents, std::uint64_t years) {
  const double yearly = static_cast<double>(incidents) / static_cast<double>(years);
  if (yearly > 0.9 && yearly < 1.1) return "about once a year";
  return yearly >= 1 ? figure_text(yearly) + " times a year" : "once in " + figure_text(1 / yearly) + " years";
}

/// "os patch and minor engine upgrade of primary.db": causes of one component share its name.
std::string planned_names(const std::vector<const CauseResult*>& causes) {
  std::vector<std::string> parts;
  std::vector<std::pair<std::string, std::vector<std::string>>> by_component;
  for (const CauseResult* cause : causes) {
    const std::string words = cause_words(std::string_view(cause->cause));
    const std::size_t of = words.rfind(" of ");
    const std::string component = of == std::string::npos ? "" : words.substr(of);
    const auto same = std::find_if(by_component.begin(), by_component.end(),
                                   [&](const auto& one) { return one.first == component; });
    const std::string mode = words.substr(0, words.size() - component.size());
    if (same == by_component.end())
      by_component.push_back({component, {mode}});
    else
      same->second.push_back(mode);
  }
  for (const auto& [component, modes] : by_component) parts.push_back(listed(modes) + component);
  return listed(parts);
}

}  // namespace

std::string cause_words(std::string_view cause) { return visible(cause_text(cause, false)); }

std::string cause_words(const CauseResult& cause) { return visible(cause_text(cause.cause, cause.planned)); }

std::string how_often(const CauseResult& cause, std::uint64_t years) {
  const double all = static_cast<double>(years), incidents = static_cast<double>(cause.incidents);
  std::string text = per_year(cause.incidents, years) +
                     fmt::format(", {} each", seconds_text(cause.minutes_per_year * 60 * all / incidents));
  return cause.incidents < few ? text + fmt::format(" ({} seen in {} years)", cause.incidents, count_text(years)) : text;
}

std::string planned_work_text(const AvailabilityResult& availability) {
  std::vector<const CauseResult*> planned;
  std::uint64_t incidents = 0;
  double minutes = 0, share = 0;
  for (const CauseResult& cause : availability.causes) {
    if (!cause.planned || cause.incidents == 0) continue;
    planned.push_back(&cause);
    incidents += cause.incidents;
    minutes += cause.minutes_per_year;
    share += cause.share;
  }
  if (planned.empty()) return "";
  return fmt::format("planned work besides ({}): {}, {} of downtime a year ({} of all downtime)", planned_names(planned),
                     per_year(incidents, availability.years), seconds_text(minutes * 60), share_text(share));
}

std::string failures_text(const AvailabilityResult& availability) {
  const CauseResult *most = nullptr, *worst = nullptr;
  for (const CauseResult& cause : availability.causes) {
    if (cause.planned) continue;
    if (cause.incidents > 0 && (!most || cause.incidents > most->incidents)) most = &cause;
    if (!worst || cause.minutes_per_year > worst->minutes_per_year) worst = &cause;
  }
  const std::string planned = planned_work_text(availability);
  const std::string besides = planned.empty() ? "" : "; " + planned;
  if (!most)
    return fmt::format("no failure took users away in {} years", count_text(availability.years)) + besides;
  std::string text = cause_words(*most) + ", " + how_often(*most, availability.years);
  if (worst == most) return text + fmt::format("; {} of all downtime", share_text(most->share)) + besides;
  text += fmt::format("; {} of all downtime comes from {}", share_text(worst->share), cause_words(*worst));
  if (worst->incidents > 0) text += ", " + how_often(*worst, availability.years);
  return text + besides;
}

}  // namespace windtunnel::reports
