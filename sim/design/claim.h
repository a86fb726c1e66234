// What a design's document claims, and how each claim is judged.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/config/document.h"
#include "sim/config/values.h"
#include "sim/kernel/quantity.h"

namespace windtunnel {

/// An inequality on a measured number, in base units: "< 120 s", "<= 5 min", ">= 99.9 %", "> 0".
struct Limit {
  enum class Comparison : unsigned char { below, at_most, above, at_least };
  Comparison comparison = Comparison::below;
  double value = 0;
  std::string text;  ///< as written
  bool holds(double measured) const {
    switch (comparison) {
      case Comparison::below:
        return measured < value;
      case Comparison::at_most:
        return measured <= value;
      case Comparison::above:
        return measured > value;
      case Comparison::at_least:
        return measured >= value;
    }
    return false;
  }
};

/// Reads an inequality; durations become seconds, shares 0 to 1, money dollars, rates per second.
std::optional<Limit> parse_limit(std::string_view text);

/// How one claim is judged. One row of the ledger may have several; the claim's verdict is the worst of them.
struct Judgement {
  enum class Kind : unsigned char {
    measured,      ///< a measure of a scenario's replications keeps a limit: `scenario`, `measure`, `limit`, `journey`
    availability,  ///< P(a year keeps the downtime budget of `value`, a share such as 0.9999)
    configured,    ///< parameters of the resolved design have the documented values: `parameters`
    finding,       ///< the static rule `rule` finds (or does not find, `expect_finding`) `component`
    cost,          ///< the monthly cost lines matching `cost_lines` add up to `value` USD within `tolerance`, or, with
                   ///< `saving_by`, to so much more than those of that design
    not_measured,  ///< nothing measures it yet: `reason` says what is missing
    not_measurable,  ///< cannot be measured offline: `reason` says why
  };
  Kind kind = Kind::not_measured;
  Position position;
  std::string scenario;  ///< glob over run names: "zone-loss@*"
  std::string overlay;   ///< judged on this other design (a variant that the claim names) instead; empty: this design
  std::string measure;   ///< "rto", "rpo", "lost_writes", "sli", "users_hurt", or a published value
                         ///< ("primary.db.failover_seconds", globs allowed)
  std::string journey = "*";
  Limit limit;
  double value = 0;
  double tolerance = 0.1;
  std::vector<std::pair<std::string, std::string>> parameters;  ///< "primary.alb.health_check.interval" -> "30 s"
  std::string rule, component;
  bool upheld_by_finding = false;  ///< true: finding upholds the claim; false: finding refutes it
  std::vector<std::string> cost_lines;
  std::vector<std::string> arithmetic;  ///< of a cost: the factors that the documented line itself multiplies, as it writes them
  std::string saving_by;  ///< the variant by which the claim says that `value` is saved; empty: the claim is a cost
  std::optional<double> saved_share;  ///< what is saved, where the document gives a share of the lines' cost and no `value`
  bool any_saving = false;  ///< the claim names no figure: whatever is saved upholds it
  std::string reason;
};

/// A claim of the ledger as this design answers for it.
struct Claim {
  std::string id, document, quote, kind, judged_by;
  int line = 0;
  std::vector<Judgement> judgements;
  std::vector<std::string> assumptions;  ///< ids of named assumptions that the verdict rests on
};

/// A figure on which the document is silent: default and the ends of what is plausible.
struct Assumption {
  std::string id;
  std::string meaning;
  std::string value, low, high;  ///< text of the quantity, as a parameter would be written
  std::string
      parameter;  ///< path that it sets ("primary.web.workers", "*.web.workers" in every region); empty: used by name
  std::string confidence = "low";
  std::string source;
  std::vector<std::string> scales;  ///< journeys whose demand moves with it in proportion; "*": all of them
  double demand = 1;                ///< by how much it has moved them: 1 at the default
  Place value_place = {}, low_place = {}, high_place = {}, scales_place = {};  ///< where they are written

  /// Whether another value of it makes another design; else it is only used by name.
  bool moves_design() const { return !parameter.empty() || !scales.empty(); }
};

}  // namespace windtunnel
