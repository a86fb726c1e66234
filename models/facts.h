// How the cloud behaves, by id: the sourced facts that defaults of the models rest on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace windtunnel::models {

/// One sourced statement about behaviour or about how often something happens.
struct Fact {
  std::string id;         ///< "r53.hc.interval.default"; a failure rate is "failure_rates." and its key
  std::string component;  ///< what it speaks of; empty for a failure rate
  std::string parameter;  ///< which quantity or rule, in words
  std::string value;  ///< JSON text: a number, a text, a list, or an object such as {"kind": "empirical", "p50": 176}
  std::string unit;   ///< "s", "min", "fraction", "rule" ...; empty where `value` carries its units
  std::string semantics;  ///< what the figure means and where it does not hold
  std::string source;
  std::string confidence;  ///< begins with "high", "medium" or "low"; empty where only parts of `value` state one
};

/// The fact of that id, or null pointer. Lives as long as the program.
const Fact* find_fact(std::string_view id);

/// All facts, ordered by id.
const std::vector<Fact>& all_facts();

/// Ids that a writer of an unknown id may have meant: those that continue it, else the nearest, else those that begin
/// with the same words. At most `count`.
std::vector<std::string> suggest_facts(std::string_view id, std::size_t count = 5);

}  // namespace windtunnel::models
