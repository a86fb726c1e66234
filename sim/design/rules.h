// Static rules: what can be said of a design without running it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/design/design.h"

namespace windtunnel {

/// What a rule has found in one design. The text names components and numbers, and never the design.
struct Finding {
  enum class Severity : std::uint8_t {
    error,    ///< cannot work as it is written
    warning,  ///< works until something happens
    note,     ///< worth knowing
  };
  std::string rule;
  Severity severity = Severity::warning;
  std::string component;  ///< path of the component that is spoken of; empty: the design as a whole
  std::string text;       ///< one sentence without a period
};

std::string_view to_text(Finding::Severity severity);

struct Rule {
  std::string_view name;     ///< "single_point_of_failure"
  std::string_view summary;  ///< one sentence
  std::vector<Finding> (*check)(const Design& design);
};

/// The rules that hold for any provider, in the order of their names.
std::span<const Rule> structural_rules();

/// What all rules find: errors first, then warnings, then notes, each ordered by rule, component and text.
std::vector<Finding> apply_rules(const Design& design, std::span<const Rule> rules);

namespace rules {
std::vector<Finding> address_space(const Design& design);
std::vector<Finding> single_point_of_failure(const Design& design);
}  // namespace rules

}  // namespace windtunnel
