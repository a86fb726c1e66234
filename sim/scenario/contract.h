// A service level agreement as contracts define it: months counted in bins, maintenance left out, credits owed.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/config/parameter.h"
#include "sim/config/values.h"

namespace windtunnel {

/// What a month's uptime percentage counts.
enum class ContractCount : std::uint8_t {
  time,      ///< the share of bins that were not down
  requests,  ///< 100 % less the mean of the bins' error rates
};
inline EnumWords<ContractCount> words_of(ContractCount) {
  return {{"time", ContractCount::time, "The share of bins that were not down."},
          {"requests", ContractCount::requests, "100 % less the mean of the bins' error rates."}};
}

/// A share of the month's charge, owed when the month's uptime lies below a limit.
struct CreditTier {
  Share below;
  Share credit;

  static ParameterTable parameters();
};

/// What a provider's published agreement says.
struct PublishedTerms {
  std::vector<CreditTier> credits;  ///< the highest limit first
  ContractCount counts = ContractCount::time;
  Duration bin = minutes(1);
};

/// Those that contracts may name.
struct PublishedAgreements {
  std::map<std::string, PublishedTerms> by_id;
  std::string usual;  ///< the one of contracts that name none
};

/// What a file states of a contract may leave terms to a published agreement; what counts is `credits`, `counts` and
/// `bin`, which `complete` fills in.
struct Contract {
  std::string name;
  std::vector<std::string> design = {"*"};           ///< globs
  std::optional<std::vector<std::string>> journeys;  ///< globs; absent: those of the design's SLA
  std::string sla;                                   ///< id of the published agreement; empty: the usual one
  std::optional<Duration> stated_bin;                ///< 1 or 5 minutes
  std::optional<ContractCount> stated_counts;
  std::vector<CreditTier> stated_credits;            ///< the highest limit first; empty: those of the agreement
  Share down = percent(100);  ///< share of a bin that must be down for the bin to count as down
  std::vector<WeeklyWindow> maintenance;
  std::vector<std::string> planned;  ///< globs over causes of downtime that is announced: "*:maintenance"
  Money charge = dollars(1000);      ///< a month's, in US dollars

  std::vector<CreditTier> credits;  ///< the highest limit first
  ContractCount counts = ContractCount::time;
  Duration bin = minutes(1);

  static ParameterTable parameters();
  void check(ParameterProblems& problems) const;

  /// Takes what the file does not state from the published agreement; null: there is none of that id.
  void complete(const PublishedTerms* published);

  bool covers(std::string_view design) const;
  /// Share of the month's charge that is owed for an uptime: of the lowest tier that it falls below; 0 above all.
  double credit_for(double uptime) const;
  /// Maintenance as intervals of the week in UTC, start and length; a week begins on Monday.
  std::vector<std::pair<Duration, Duration>> windows() const;
};

}  // namespace windtunnel
