// Years under nature counted as a contract counts them: uptime by calendar month, in bins, maintenance left out.
#pragma once

#include <string>
#include <vector>

#include "sim/measure/record.h"
#include "sim/measure/result.h"
#include "sim/scenario/contract.h"

namespace windtunnel {

/// The uptimes (shares) of the months of each simulated year.
struct ContractMonths {
  std::vector<std::vector<double>> by_year;
};

/// One journey that a contract speaks of, as it is in health.
struct ContractJourney {
  std::uint32_t journey = 0;   ///< index into RunLabels::journeys
  double rate = 1;             ///< requests per second, by which journeys are weighed
  double healthy_failure = 0;  ///< share of requests that fail in health
};

/// Counts the months of years of one design by one contract; holds what is the same in every year.
class ContractCounter {
 public:
  ContractCounter(const Contract& contract, std::vector<ContractJourney> journeys, const RunLabels& labels);

  /// The uptime of each whole calendar month (UTC) of a year that begins on 1 January 2029. Of `time`, a bin is down
  /// when at least the contract's share of it any of the journeys was below its level; of `requests`, a bin's error
  /// rate is the share of failed requests, journeys weighed by their mean rates. Bins that touch maintenance are left
  /// out; downtime of planned causes does not count.
  std::vector<double> months(const ReplicationRecord& year) const;

 private:
  struct Month {
    std::int64_t begin = 0, end = 0;  ///< bins since the year began
    double counted = 0;               ///< bins outside maintenance
  };
  /// What each month loses, in bins.
  std::vector<double> down_bins(const ReplicationRecord& year) const;
  std::vector<double> failed_bins(const ReplicationRecord& year) const;
  bool counts(std::int64_t bin) const { return bin < static_cast<std::int64_t>(excluded_.size()) && !excluded_[static_cast<std::size_t>(bin)]; }
  std::size_t month_of(std::int64_t bin) const;

  const Contract& contract_;
  std::vector<ContractJourney> journeys_;
  std::vector<char> planned_;    ///< by cause
  std::vector<char> in_;         ///< by journey
  std::vector<char> excluded_;   ///< by bin of the year
  std::vector<Month> months_;
  double bin_seconds_ = 60;
  double healthy_failure_ = 0;   ///< of all journeys together
  double rate_ = 0;
};

/// Distribution of monthly uptime, probability of each credit, expected credits.
ContractResult estimate_contract(const Contract& contract, const std::string& policy, const std::string& design,
                                 const ContractMonths& months);

}  // namespace windtunnel
