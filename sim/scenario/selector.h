// Selectors: the words with which a scenario says what is struck ("each zone of primary", "zone of database primary").
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/config/diagnostics.h"
#include "sim/config/value_type.h"
#include "sim/design/design.h"

namespace windtunnel {

/// What a component is in an architecture, read off its capabilities and ports, never off its type.
struct Role {
  std::string_view word;     ///< "load balancer"
  std::string_view meaning;  ///< one sentence
  bool (*holds)(const Design& design, const Component& component);
};

/// All roles, in the order of the reference page.
const std::vector<Role>& roles();

/// A selector as written, taken apart; it is resolved for each design anew.
struct Selector {
  /// How many of what matches.
  enum class Number : std::uint8_t {
    one,    ///< exactly one must match
    first,  ///< the first in the design's order
    each,   ///< one run for each
    every,  ///< all at once
  };
  enum class Target : std::uint8_t { component, zone, region };

  /// Some components: by role, type or path, perhaps of one region only.
  struct Components {
    const Role* role = nullptr;
    std::string type;
    std::string path;         ///< "primary.web", or "web" in any region; globs allowed
    std::string region;       ///< empty: anywhere
    bool take_first = false;  ///< of several, the first
  };

  Number number = Number::one;
  Target target = Target::component;
  std::string name;                      ///< of a zone (its letter or rank) or a region; empty: any
  std::string region;                    ///< that a zone lies in; empty: any
  std::optional<Components> components;  ///< the components themselves, or those whose zone or region is meant
  std::optional<std::string> within_zone, within_region;  ///< "... in zone a of primary"
  std::string text;
  Place place;

  friend bool operator==(const Selector& a, const Selector& b) { return a.text == b.text; }
};

/// Reads a selector; nothing when it is none, and `because` then says what was expected where.
std::optional<Selector> parse_selector(std::string_view text, std::string& because);

/// What a selector means in one design.
struct Selection {
  struct Hit {
    ComponentId component = no_component;  ///< zones and regions are components, too
    Site within;                           ///< of "in zone ...", else the internet: anywhere
  };
  /// In the design's order; without `each` and `every` there is one.
  std::vector<Hit> hits;
  std::string not_applicable;  ///< why nothing matches; empty when something does
  std::string ambiguous;       ///< why it is not one, when one was asked for
};

Selection resolve_selector(const Selector& selector, const Design& design);

/// The region that a word means: its name in the design, else "primary" for the first and "standby" for the second.
const Region* region_named(const Design& design, std::string_view word);

/// The grammar as a Markdown page, from the same tables that the parser reads.
std::string selector_reference();

namespace detail {
template <>
struct ValueTypeOf<Selector> : ScalarType<Selector> {};
template <>
const ValueType& ScalarType<Selector>::get();
}  // namespace detail

}  // namespace windtunnel
