// See contract.h.
#include "sim/scenario/contract.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/config/wording.h"
#include "sim/design/time_zone.h"
#include "sim/scenario/glob.h"

namespace windtunnel {

ParameterTable CreditTier::parameters() {
  using P = CreditTier;
  return parameter_table<P>(
      parameter<&P::below>("below", "Monthly uptime below which the credit is owed.", required,
                           between(percent(0), percent(100))),
      parameter<&P::credit>("credit", "Share of the month's charge that is owed.", required,
                            between(percent(0), percent(100))));
}

ParameterTable Contract::parameters() {
  using P = Contract;
  return parameter_table<P>(
      parameter<&P::name>("contract", "Name of the contract.", required),
      parameter<&P::design>("design", "Designs that it is made for; globs allowed."),
      parameter<&P::journeys>("journeys",
                              "Journeys that it speaks of; globs allowed; without it those of the design's SLA."),
      parameter<&P::sla>("sla", "Published agreement that states what the contract leaves out: its credits, what a "
                                "month's uptime counts, and the bins; without it that of machines spread over zones."),
      parameter<&P::stated_bin>("bin", "Length of the bins in which a month is counted: 1 min or 5 min; without it as "
                                       "the published agreement counts."),
      parameter<&P::stated_counts>("counts", "What a month's uptime counts; without it as the published agreement does."),
      parameter<&P::down>("down",
                          "Of time: share of a bin that must be below the journey's level for the bin to be down.",
                          "assumption:contract-down", above(percent(0))),
      parameter<&P::maintenance>("maintenance", "Announced windows; bins that touch one are left out."),
      parameter<&P::planned>("planned", "Causes whose downtime is announced and does not count; globs allowed, as in "
                                        "\"*:maintenance\"."),
      parameter<&P::stated_credits>("credits", "What is owed, the highest limit first; without it what the published "
                                               "agreement owes."),
      parameter<&P::charge>("charge", "What a month is charged, of which credits are shares.", required,
                            at_least(dollars(0))));
}

void Contract::check(ParameterProblems& problems) const {
  if (name.empty()) problems.error("contract", "a contract needs a name");
  if (stated_bin && *stated_bin != minutes(1) && *stated_bin != minutes(5))
    problems.error("bin", fmt::format("contracts count in bins of 1 min or 5 min, not {}", to_text(*stated_bin)));
  const auto& tiers = stated_credits;
  for (std::size_t i = 1; i < tiers.size(); ++i) {
    if (tiers[i].below < tiers[i - 1].below && tiers[i].credit >= tiers[i - 1].credit) continue;
    problems.error("credits", "tiers stand from the highest limit to the lowest, and credits do not fall on the way");
    break;
  }
  for (const WeeklyWindow& window : maintenance)
    if (!utc_offset(window.time_zone))
      problems.error("maintenance", unknown_time_zone(window.time_zone));
}

void Contract::complete(const PublishedTerms* published) {
  const PublishedTerms terms = published ? *published : PublishedTerms{};
  credits = stated_credits.empty() ? terms.credits : stated_credits;
  counts = stated_counts.value_or(terms.counts);
  bin = stated_bin.value_or(terms.bin);
}

bool Contract::covers(std::string_view name_of_design) const {
  return std::any_of(design.begin(), design.end(),
                     [&](const std::string& glob) { return glob_matches(glob, name_of_design); });
}

double Contract::credit_for(double uptime) const {
  double owed = 0;
  for (const CreditTier& tier : credits)
    if (uptime < tier.below.value) owed = tier.credit.value;
  return owed;
}

std::vector<std::pair<Duration, Duration>> Contract::windows() const {
  std::vector<std::pair<Duration, Duration>> result;
  for (const WeeklyWindow& window : maintenance) {
    const Duration offset = utc_offset(window.time_zone).value_or(Duration{});
    Duration start = days(window.weekday) + window.start - offset;
    if (start < Duration{}) start = start + days(7);
    if (start >= days(7)) start = start - days(7);
    result.emplace_back(start, window.length);
  }
  return result;
}

}  // namespace windtunnel
