// A policy as its file states it: what is expected of runs and designs, contracts, and failures that are agreed on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/config/parameter.h"
#include "sim/scenario/calendar_date.h"
#include "sim/scenario/contract.h"
#include "sim/scenario/expectation_text.h"

namespace windtunnel {

/// Failures that count for nothing until a day: {scenario: zone-loss, measure: "rto.*", reason: ..., expires: ...}.
struct Suppression {
  std::vector<std::string> design = {"*"}, scenario = {"*"}, measure = {"*"};
  std::string journey = "*";
  std::string reason;
  CalendarDate expires;  ///< the last day on which it holds
  std::string policy, file;

  static ParameterTable parameters();
  void check(ParameterProblems& problems) const;
};

struct Policy {
  std::string name;  ///< the file's first key
  std::string title, description;
  std::vector<ExpectationText> expect;
  std::vector<Contract> contracts;
  std::vector<Suppression> suppressions;
  std::string file;

  static ParameterTable parameters();
  void check(ParameterProblems& problems) const;
};

/// What a policy expects, one row per figure and statistic, in the file's order.
std::vector<Expectation> expectations(const Policy& policy);

/// Whether a document says that it is a policy: by its first key.
bool is_policy(const Document& document);

/// Reads a policy; everything that is wrong with it goes to `diagnostics`, and nothing is returned then. `published`:
/// agreements that contracts may name, by id.
std::optional<Policy> load_policy(const Document& document, Diagnostics& diagnostics,
                                  const PublishedAgreements& published = {});

}  // namespace windtunnel
