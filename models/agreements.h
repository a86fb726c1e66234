// What providers promise and pay back, by the ids of the facts about them.
#pragma once

#include <string>
#include <vector>

namespace windtunnel::models {

/// One commitment of models/facts/sla.json.
struct Agreement {
  /// A credit that is owed below an uptime, both in per cent; the highest limit stands first.
  struct Tier {
    double below = 0, credit = 0;
  };
  std::string id;  ///< "rds.multi_az"
  std::vector<Tier> tiers;
  bool counts_requests = false;  ///< error rates of five minutes; else the share of minutes
};

/// All of them, in the file's order. Lives as long as the program.
const std::vector<Agreement>& agreements();

/// The one that contracts mean which name none: machines that are spread over zones.
inline constexpr const char* usual_agreement = "ec2.region";

}  // namespace windtunnel::models
