// Parameters declared once: reader, checks, canonical text, JSON Schema and reference page all derive from one table.
//
// A model declares a parameter in two adjacent places, a member with its default and a line of the table:
//
//   enum class Routing { round_robin, least_outstanding };
//   inline EnumWords<Routing> words_of(Routing) {               // beside the enum; `friend` when the enum is in a
//   class
//     return {{"round_robin", Routing::round_robin}, {"least_outstanding", Routing::least_outstanding}};
//   }
//
//   struct HealthCheck {                                        // a group of parameters: any struct with parameters()
//     Duration interval = seconds(30);
//     std::int64_t unhealthy_threshold = 2;
//
//     static ParameterTable parameters() {
//       using P = HealthCheck;
//       return parameter_table<P>(
//           parameter<&P::interval>("interval", "Time between two probes of one target by one node.",
//           "alb.hc.interval",
//                                   between(seconds(5), seconds(300))),
//           parameter<&P::unhealthy_threshold>("unhealthy_threshold", "Failed probes in a row that make a target
//           unhealthy.",
//                                              "alb.hc.unhealthy_threshold", between(2, 10)));
//     }
//   };
//
//   struct TargetTracking {                                     // one alternative of a choice, written
//   {target_tracking: {…}}
//     static constexpr std::string_view choice = "target_tracking";
//     Share cpu = percent(70);
//     static ParameterTable parameters() {
//       return parameter_table<TargetTracking>(parameter<&TargetTracking::cpu>(
//           "cpu", "Utilisation that it aims at.", "assumption:scaling-target", above(percent(0)),
//           plausible(percent(50), percent(85))));
//     }
//   };
//
//   struct Parameters {
//     ZoneName zone;
//     Bandwidth bandwidth = gigabits_per_second(100);
//     Routing routing = Routing::round_robin;
//     DurationDistribution boot = DurationDistribution::lognormal(seconds(40), seconds(90));
//     HealthCheck health_check;                                 // a nested map
//     std::vector<std::variant<TargetTracking, Step>> scaling;  // [{target_tracking: {cpu: 70 %}}, {step: {…}}]
//     std::optional<Reference> egress;
//     std::map<std::string, std::string> tags;
//
//     static ParameterTable parameters() {
//       using P = Parameters;
//       return parameter_table<P>(
//           parameter<&P::zone>("zone", "Zone that holds the gateway.", required),
//           parameter<&P::bandwidth>("bandwidth", "Throughput ceiling.", "nat.bandwidth",
//           at_most(gigabits_per_second(100))), parameter<&P::routing>("routing", "How it picks a target.",
//           "alb.routing"), parameter<&P::boot>("boot", "Time from launch to ready.", "assumption:boot",
//           plausible(seconds(20), seconds(180))), parameter<&P::health_check>("health_check", "How it probes its
//           targets."), parameter<&P::scaling>("scaling", "Policies that change the number of tasks."),
//           parameter<&P::egress>("egress", "What carries its packets out.", references("egress")),
//           parameter<&P::tags>("tags", "Carried as configuration; nothing depends on them."));
//     }
//   };
//
//   Parameters given;
//   Reader reader(document.file, diagnostics);
//   read_parameters(node, given, reader, {.reserved = {"type"}});
//
// The third text is the source of the default: a fact's id, or "assumption:NAME"; without one it is "document", which
// suits what every design states itself (required values, groups, lists, optional references).
// Further options, in any order: required, between, at_least, at_most, above, below, plausible, references.
// A struct may also have `void check(ParameterProblems&) const` for rules that join several of its values.
//
// What several structs have in common is declared once too, in a group from which they derive. A member that is a group
// is a map below its key; a base is part of the same map. One line stands for all of its lines, wherever it is written:
//
//   struct Parameters : HealthCheck {
//     ZoneName zone;
//     static ParameterTable parameters() {
//       return parameter_table<Parameters>(parameter<&Parameters::zone>("zone", "Zone that holds it.", required),
//                                          inherited<HealthCheck>());
//     }
//   };
//
// A base's check holds as well. A struct that wants another default than its base gives it in its constructor.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/config/parameter_table.h"
#include "sim/config/value_type.h"

namespace windtunnel {

template <class T>
const ParameterTable& parameters_of() {
  static const ParameterTable table = T::parameters();
  return table;
}

// Options of a parameter --------------------------------------------------------------------------------------------

struct Required {};
inline constexpr Required required{};  ///< the file must state it

template <class T>
struct Limits {
  std::optional<T> low, high;
  bool low_open = false, high_open = false;
};
/// Limits in the parameter's own type; between, at_least and at_most include their ends, above and below do not.
template <class T>
Limits<T> between(T low, T high) {
  return {low, high};
}
template <class T>
Limits<T> at_least(T low) {
  return {low, std::nullopt};
}
template <class T>
Limits<T> at_most(T high) {
  return {std::nullopt, high};
}
template <class T>
Limits<T> above(T low) {
  return {low, std::nullopt, true};
}
template <class T>
Limits<T> below(T high) {
  return {std::nullopt, high, false, true};
}

template <class T>
struct Plausible {
  T low, high;
};
/// The ends between which an assumed default may lie: verdicts are tried at both.
template <class T>
Plausible<T> plausible(T low, T high) {
  return {low, high};
}

struct References {
  std::string_view capability;
  bool any_of = false;
};
/// What the component named here must offer ("egress", "database.write").
constexpr References references(std::string_view capability) { return {capability}; }
/// The same for a list of alternatives: the loss of one of them is survived.
constexpr References references_any_of(std::string_view capability) { return {capability, true}; }

namespace detail {

template <class T>
struct Innermost {
  using type = T;
};
template <class T>
struct Innermost<std::optional<T>> : Innermost<T> {};
template <class T>
struct Innermost<std::vector<T>> : Innermost<T> {};
template <class T>
struct Innermost<std::map<std::string, T>> : Innermost<T> {};

/// The type in which a limit or end of a parameter of type T is written.
template <class T>
struct BoundOf {
  using type = T;
};
template <>
struct BoundOf<DurationDistribution> {
  using type = Duration;
};

template <class Member, class Bound>
auto bound_of(const Bound& bound) {
  using Value = typename Innermost<Member>::type;
  using Wanted = typename BoundOf<Value>::type;
  static_assert(std::is_same_v<Bound, Wanted> || (std::is_arithmetic_v<Bound> && std::is_arithmetic_v<Wanted>),
                "a limit is written in the parameter's own type: between(seconds(5), seconds(300))");
  return static_cast<Wanted>(bound);
}

/// Says "between 5 s and 5 min" and so on from the limits' texts (empty: no limit).
std::string range_text(const std::string& low, const std::string& high, bool low_open, bool high_open);

template <class Member>
void apply(ParameterDeclaration& declaration, Required) {
  declaration.required = true;
}
template <class Member>
void apply(ParameterDeclaration& declaration, const char* source) {
  declaration.source = source;
}
template <class Member>
void apply(ParameterDeclaration& declaration, References references) {
  static_assert(std::is_same_v<typename Innermost<Member>::type, Reference>, "references(…) belongs to a Reference");
  declaration.capability = references.capability;
  declaration.any_of = references.any_of;
}
template <class Member, class T>
void apply(ParameterDeclaration& declaration, const Limits<T>& limits) {
  const ValueType& type = value_type<typename BoundOf<typename Innermost<Member>::type>::type>();
  Range& range = declaration.range;
  std::string low, high;
  const auto set = [&](const std::optional<T>& limit, std::optional<double>& end, std::string& text) {
    if (!limit) return;
    const auto bound = bound_of<Member>(*limit);
    end = type.measure(&bound);
    text = type.write(&bound);
  };
  set(limits.low, range.low, low);
  set(limits.high, range.high, high);
  range.low_open = limits.low_open;
  range.high_open = limits.high_open;
  range.text = range_text(low, high, limits.low_open, limits.high_open);
}
template <class Member, class T>
void apply(ParameterDeclaration& declaration, const Plausible<T>& ends) {
  const ValueType& type = value_type<typename BoundOf<typename Innermost<Member>::type>::type>();
  const auto low = bound_of<Member>(ends.low), high = bound_of<Member>(ends.high);
  declaration.plausible_low = type.write(&low);
  declaration.plausible_high = type.write(&high);
}

template <auto Member>
struct MemberOf;
template <class Struct, class Value, Value Struct::*Member>
struct MemberOf<Member> {
  using Owner = Struct;
  using Type = Value;
};

/// Declarations that remember, until they are in a table, which struct they belong to: one, or all of a base.
template <class Owner>
struct Declared {
  std::vector<ParameterDeclaration> declarations;
  std::vector<ParameterTable::Check> checks;
};

/// Takes declarations into the table of `Table`, of which their owner is a part.
template <class Table, class Owner>
void include(ParameterTable& table, Table& object, Declared<Owner> declared) {
  static_assert(std::is_base_of_v<Owner, Table>, "every member belongs to the table's own struct or to one of its bases");
  const std::ptrdiff_t owner =
      reinterpret_cast<std::byte*>(static_cast<Owner*>(&object)) - reinterpret_cast<std::byte*>(&object);
  for (ParameterDeclaration& declaration : declared.declarations) {
    declaration.owner += owner;
    table.declarations.push_back(std::move(declaration));
  }
  for (ParameterTable::Check& check : declared.checks) table.checks.push_back({check.run, check.owner + owner});
}

/// Whether a struct has a check of its own, and not only that of a base.
template <class T>
constexpr bool has_own_check() {
  if constexpr (requires { &T::check; })
    return std::is_same_v<decltype(&T::check), void (T::*)(ParameterProblems&) const>;
  else
    return false;
}

/// Fills in default texts from a default object, and checks that names differ and texts are there (throws
/// std::logic_error).
void complete(ParameterTable& table);

}  // namespace detail

/// Declares one member as a parameter; see the top of this file.
template <auto Member, class... Options>
detail::Declared<typename detail::MemberOf<Member>::Owner> parameter(std::string_view name, std::string_view meaning,
                                                                     Options... options) {
  using Owner = typename detail::MemberOf<Member>::Owner;
  using Type = typename detail::MemberOf<Member>::Type;
  ParameterDeclaration declaration;
  declaration.name = name;
  declaration.meaning = meaning;
  declaration.type = &value_type<Type>();
  declaration.member = [](void* owner) -> void* { return &(static_cast<Owner*>(owner)->*Member); };
  (detail::apply<Type>(declaration, options), ...);
  return {{std::move(declaration)}, {}};
}

/// All parameters of a base, and its check, in the table of a struct that derives from it.
template <class Base>
detail::Declared<Base> inherited() {
  const ParameterTable& table = parameters_of<Base>();
  return {table.declarations, table.checks};
}

/// The table of a struct, from its declarations: of members, and of bases.
template <class Owner, class... Declarations>
ParameterTable parameter_table(Declarations... declared) {
  ParameterTable table;
  table.make_default = []() -> std::shared_ptr<void> { return std::make_shared<Owner>(); };
  const auto object = std::make_unique<Owner>();
  (detail::include(table, *object, std::move(declared)), ...);
  if constexpr (detail::has_own_check<Owner>())
    table.checks.push_back({[](const void* owner, ParameterProblems& problems) {
                              static_cast<const Owner*>(owner)->check(problems);
                            },
                            0});
  detail::complete(table);
  return table;
}

// Reading -----------------------------------------------------------------------------------------------------------

/// Where each stated parameter is written: "health_check.interval" -> shop.yaml 12:7. Items of lists are not entered.
using WrittenPlaces = std::map<std::string, Place>;

struct ReadOptions {
  std::vector<std::string> reserved = {};  ///< keys of the map that someone else reads
  /// The object has values already: only what the map names is replaced, and nothing at its top level is required.
  /// Nested maps and dictionaries are merged; lists and choices are replaced whole; `null` empties an optional.
  bool overlay = false;
  bool tried = false;  ///< only single values are checked, not what is required and what joins several of them
  /// Where given: notes each parameter that the map states, by path, and where; what is absent keeps its default.
  WrittenPlaces* written = nullptr;
};

/// Reads a map into an object and reports everything that is wrong with it: unknown keys, wrong units and kinds, values
/// out of range, missing required keys, broken checks. Returns whether nothing was.
bool read_parameters(const Node& map, const ParameterTable& table, void* object, Reader& reader,
                     const ReadOptions& options = {});

template <Group T>
bool read_parameters(const Node& map, T& object, Reader& reader, const ReadOptions& options = {}) {
  return read_parameters(map, parameters_of<T>(), &object, reader, options);
}

/// One of several texts about the same object: a stack's, a region's, an overlay's.
struct ParameterLayer {
  const Node* map = nullptr;
  const std::string* file = nullptr;
};

/// Reads layers into one object, the first one first; each replaces what it names, as overlays do. What is required,
/// and what joins several values, is checked when all are read: a layer may leave to a later one what it does not know.
/// `options.overlay` has no effect. Problems go to `diagnostics`, each with its own file. At least one layer.
bool read_layers(const std::vector<ParameterLayer>& layers, const ParameterTable& table, void* object,
                 Diagnostics& diagnostics, const ReadOptions& options = {});

/// Reads one value that stands outside any table; `name` is what messages call it.
bool read_value(const Node& node, const std::string& name, const ValueType& type, void* value, Reader& reader);

template <class T>
bool read_value(const Node& node, const std::string& name, T& value, Reader& reader) {
  return read_value(node, name, value_type<T>(), &value, reader);
}

/// Sets one value by its path ("health_check.interval") from text, as a variation or an assumption's end does. The path
/// goes through maps, optionals and dictionaries; items of lists have none. Problems are reported at `position`.
bool assign_parameter(const ParameterTable& table, void* object, std::string_view path, std::string_view text,
                      Reader& reader, Position position = {});
/// The same for a value that is only tried: what joins several values is not checked.
bool try_parameter(const ParameterTable& table, void* object, std::string_view path, std::string_view text, Reader& reader,
                   Position position);

// Walking -----------------------------------------------------------------------------------------------------------

/// A parameter in the catalogue: its id, its declaration, and the default that it has at that place.
struct CatalogueParameter {
  std::string path;  ///< "application_load_balancer.health_check.interval"
  const ParameterDeclaration* declaration = nullptr;
  std::string default_text;
};

/// Visits every parameter of a table and, below it, those of nested groups, lists' items and choices' alternatives, in
/// order of declaration. A struct that contains itself is entered once.
void for_each_parameter(const ParameterTable& table, const std::string& prefix,
                        const std::function<void(const CatalogueParameter&)>& visit);

/// A value of an object: leaves of all groups, items and held optionals. Empty optionals and lists are not visited.
struct ParameterValue {
  std::string path;                                   ///< "scaling[0].target_tracking.cpu"
  const ParameterDeclaration* declaration = nullptr;  ///< of the parameter that holds it
  const ValueType* type = nullptr;                    ///< of the value itself; never a structure
  void* value = nullptr;
};
void for_each_value(const ParameterTable& table, void* object, const std::string& prefix,
                    const std::function<void(const ParameterValue&)>& visit);

/// Visits every reference that an object holds, with the declaration that says what it must offer.
void for_each_reference(
    const ParameterTable& table, void* object,
    const std::function<void(const std::string& path, const ParameterDeclaration&, Reference&)>& visit);

}  // namespace windtunnel
