// How designs do against a limit on their recovery: which drills count, and how many each design keeps.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/measure/result.h"

namespace windtunnel::reports {

/// Share of replications in which each journey must be back in time for a drill to count as kept.
inline constexpr double required_in_time = 0.95;

/// The recovery time that reports ask for, in seconds: what architecture reviews call a short RTO.
inline constexpr double choice_limit = 900;

/// How one design does against a limit on its recovery.
struct InTime {
  std::string design;
  double cost = 0;  ///< USD a month, of what has a known price
  std::size_t runs = 0,
              kept = 0;  ///< drills, and those of them that it recovered from in time in 95 % of replications
  std::vector<std::string> missed;  ///< drills that were not, the worst first
  struct Kind {
    std::string name;  ///< of a kind of disruption; empty: drills of no kind
    std::size_t runs = 0, kept = 0;
  };
  std::vector<Kind> kinds = {};  ///< the same by kind of disruption, in the order of disruption_kinds()
  std::vector<std::string> unpriced = {};  ///< items without a known price: the cost is a lower bound where there are any
};

/// Kinds of disruption in the order in which reports name them, and what people call them: {"zone", "loss of a zone"}.
const std::vector<std::pair<std::string, std::string>>& disruption_kinds();
/// What people call a kind; the name itself where it is not known.
std::string kind_words(const std::string& kind);

/// Every design against a limit in seconds, over the drills that apply to all of them and hurt users of one at least: most drills
/// kept first, then those whose cost is known in full, then the cheapest: a lower bound makes no design cheaper than one that is
/// priced in full. Of several targets of a drill ("each zone") the worst counts.
std::vector<InTime> in_time(const Result& result, double limit);
/// The same over the drills of some kinds of disruption alone.
std::vector<InTime> in_time(const Result& result, double limit, const std::vector<std::string>& kinds);

/// The drills by which designs are compared, in the order of by_scenario.
std::vector<std::string> deciding_drills(const Result& result);

/// The designs between which the choice is, of those in in_time's order: the first; those that none keeps as much for less;
/// and those that keep as much as the first. Who is not priced in full may be cheaper, and excludes nobody. At most four; none
/// where there are no two designs.
std::vector<std::string> contenders(const std::vector<InTime>& designs);

/// One scenario on the designs that can be compared: the share of replications in which each was back in time.
struct ScenarioInTime {
  std::string scenario, title, disruption;
  /// By design, in the order of the result; nothing where the scenario does not apply. Of several targets the worst.
  std::vector<std::pair<std::string, std::optional<double>>> shares;
  std::size_t kept = 0, judged = 0;  ///< designs that were back in 95 % of replications, and all that it applied to
  bool hurt = false;                 ///< users of some design were hurt
  bool for_all = false;              ///< it applies to all designs
  std::string cheapest;              ///< of those that kept it, before all those priced in full; empty where none did
  double cost = 0;                   ///< of the cheapest, USD a month
  std::vector<std::string> unpriced = {};          ///< what the cost is without
  std::vector<std::string> perhaps_cheaper = {};   ///< kept it too, and no price in full says that they cost more
};
/// Every scenario that all compared designs were put through: those on which designs differ first, the fewest
/// that keep it before more, then those that none keeps, then those that all keep.
std::vector<ScenarioInTime> by_scenario(const Result& result, double limit);

/// A design that is not compared with the others, and what is known of it all the same.
struct LeftOut {
  std::string design, why;
  bool priced = false;
  double cost = 0;             ///< USD a month
  std::size_t runs = 0, kept = 0;  ///< of the drills that decide: those that it was put through, and kept
  std::vector<std::string> unpriced = {};
};
/// In the order of the result.
std::vector<LeftOut> left_out(const Result& result, double limit);

/// Those after the first of in_time's order that keep as much, and may be cheaper: their prices are not all known.
std::vector<InTime> perhaps_cheaper(const std::vector<InTime>& designs);

/// "45 % in time"; rounded down, so that 95 % is never said of a drill that missed the 95 % which are required.
std::string in_time_text(double share);

/// Share of replications in which every journey was back within the limit.
double share_in_time(const ByName<std::vector<std::optional<double>>>& rto_seconds, double limit);

}  // namespace windtunnel::reports
