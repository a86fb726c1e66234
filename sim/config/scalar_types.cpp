// The scalar types of parameters: how each is named, read, written and ordered.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "sim/config/longest_duration.h"
#include "sim/config/value_type.h"
#include "sim/config/wording.h"

namespace windtunnel {
namespace {

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(", "), text.size());
    words.emplace_back(text.substr(0, comma));
    text.remove_prefix(std::min(comma + 2, text.size()));
  }
  return words;
}

template <class T>
T& as(void* value) {
  return *static_cast<T*>(value);
}
template <class T>
const T& as(const void* value) {
  return *static_cast<const T*>(value);
}

bool is_plain(const Node& node) { return node.is_scalar() && !node.quoted; }

/// Reads a whole text as a number; "inf" and "nan" are none.
template <class Number>
bool parse_number(std::string_view text, Number& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return false;
  if constexpr (std::is_floating_point_v<Number>) return std::isfinite(value);
  return true;
}

template <class T>
bool parse_place_of(const Node& node, const Reader& reader, void* value, const std::optional<T>& parsed) {
  if (!parsed) return false;
  as<T>(value) = *parsed;
  if constexpr (requires { as<T>(value).place; }) as<T>(value).place = reader.place(node.position);
  return true;
}

/// A quantity's ValueType: Parse is its parser, units a list "ms, s, min".
template <class T, auto Parse>
ValueType quantity_type(std::string name, std::string example, std::string_view units) {
  ValueType type;
  type.kind = ValueKind::quantity;
  type.name = std::move(name);
  type.example = std::move(example);
  type.units = split_list(units);
  type.parse = [](const Node& node, const Reader& reader, void* value, std::string&) {
    return node.is_scalar() && parse_place_of<T>(node, reader, value, Parse(node.text));
  };
  type.write = [](const void* value) { return to_text(as<T>(value)); };
  type.measure = [](const void* value) {
    if constexpr (std::is_same_v<T, Duration>) return static_cast<double>(as<T>(value).microseconds);
    else return as<T>(value).value;
  };
  type.natural = {0, std::nullopt, false, false, "at least 0"};
  return type;
}

/// A ValueType whose text form has a parser of its own in values.h.
template <class T, auto Parse>
ValueType formatted_type(std::string name, std::string example, std::string pattern) {
  ValueType type;
  type.kind = ValueKind::formatted;
  type.name = std::move(name);
  type.example = std::move(example);
  type.pattern = std::move(pattern);
  type.parse = [](const Node& node, const Reader& reader, void* value, std::string&) {
    return node.is_scalar() && parse_place_of<T>(node, reader, value, Parse(node.text));
  };
  type.write = [](const void* value) { return to_text(as<T>(value)); };
  return type;
}

/// References and zone names: dotted or plain words with a place.
template <class T>
ValueType name_type(ValueKind kind, std::string name, std::string example, std::string pattern) {
  ValueType type;
  type.kind = kind;
  type.name = std::move(name);
  type.example = std::move(example);
  type.pattern = std::move(pattern);
  type.parse = [](const Node& node, const Reader& reader, void* value, std::string& because) {
    if (!node.is_scalar()) return false;
    if (!is_dotted_name(node.text) || (std::is_same_v<T, ZoneName> && node.text.find('.') != std::string::npos)) {
      because = "; a name is made of letters, digits, '-' and '_'";
      return false;
    }
    as<T>(value) = T{node.text, reader.place(node.position)};
    return true;
  };
  type.write = [](const void* value) { return as<T>(value).text; };
  return type;
}

bool parse_zones(const Node& node, const Reader& reader, void* value, std::string& because) {
  Zones zones{false, {}, reader.place(node.position)};
  const std::vector<Node> alone(node.is_scalar() ? 1 : 0, node);
  if (!node.is_scalar() && !node.is_list()) return false;
  for (const Node& item : node.is_list() ? node.items : alone) {
    if (!item.is_scalar() || !is_dotted_name(item.text) || item.text.find('.') != std::string::npos) return false;
    if (item.text == "all" && node.is_list()) {
      because = "; \"all\" stands alone, without brackets";
      return false;
    }
    if (std::find(zones.names.begin(), zones.names.end(), item.text) != zones.names.end()) {
      because = fmt::format("; the zone {} stands twice", in_quotes(item.text));
      return false;
    }
    zones.names.push_back(item.text);
  }
  if (zones.names.empty()) return false;
  zones.all = node.is_scalar() && node.text == "all";
  if (zones.all) zones.names.clear();
  as<Zones>(value) = std::move(zones);
  return true;
}

bool parse_cidr(const Node& node, const Reader&, void* value, std::string& because) {
  if (!node.is_scalar()) return false;
  const std::optional<CidrBlock> block = parse_cidr_block(node.text);
  if (block) as<CidrBlock>(value) = *block;
  else because = "; four numbers up to 255, then a prefix up to 32 after which all bits are zero";
  return block.has_value();
}

}  // namespace

namespace detail {

const ValueType& built_in_scalar(std::type_identity<bool>) {
  static const ValueType type = [] {
    ValueType made;
    made.kind = ValueKind::boolean;
    made.name = "true or false";
    made.parse = [](const Node& node, const Reader&, void* value, std::string&) {
      if (!is_plain(node) || (node.text != "true" && node.text != "false")) return false;
      as<bool>(value) = node.text == "true";
      return true;
    };
    made.write = [](const void* value) -> std::string { return as<bool>(value) ? "true" : "false"; };
    return made;
  }();
  return type;
}

const ValueType& built_in_scalar(std::type_identity<std::int64_t>) {
  static const ValueType type = [] {
    ValueType made;
    made.kind = ValueKind::integer;
    made.name = "a whole number";
    made.example = "3";
    made.parse = [](const Node& node, const Reader&, void* value, std::string&) {
      return is_plain(node) && parse_number(node.text, as<std::int64_t>(value));
    };
    made.write = [](const void* value) { return std::to_string(as<std::int64_t>(value)); };
    made.measure = [](const void* value) { return static_cast<double>(as<std::int64_t>(value)); };
    return made;
  }();
  return type;
}

const ValueType& built_in_scalar(std::type_identity<double>) {
  static const ValueType type = [] {
    ValueType made;
    made.kind = ValueKind::number;
    made.name = "a number";
    made.example = "1.5";
    made.parse = [](const Node& node, const Reader&, void* value, std::string&) {
      return is_plain(node) && parse_number(node.text, as<double>(value));
    };
    made.write = [](const void* value) { return fmt::format("{}", as<double>(value)); };
    made.measure = [](const void* value) { return as<double>(value); };
    return made;
  }();
  return type;
}

const ValueType& built_in_scalar(std::type_identity<std::string>) {
  static const ValueType type = [] {
    ValueType made;
    made.kind = ValueKind::text;
    made.name = "a text";
    made.parse = [](const Node& node, const Reader&, void* value, std::string&) {
      if (!node.is_scalar()) return false;
      as<std::string>(value) = node.text;
      return true;
    };
    made.write = [](const void* value) { return as<std::string>(value); };
    return made;
  }();
  return type;
}

const ValueType& built_in_scalar(std::type_identity<DurationDistribution>) {
  static const ValueType type = [] {
    ValueType made;
    made.kind = ValueKind::distribution;
    made.name = "a duration or a distribution of durations";
    made.example = "lognormal(p50: 8 min, p95: 25 min)";
    made.units = split_list(units_of_duration());
    made.natural = {0, std::nullopt, false, false, "at least 0"};
    made.parse = [](const Node& node, const Reader&, void* value, std::string& because) {
      if (!node.is_scalar()) return false;
      const std::optional<DurationDistribution> law = parse_duration_distribution(node.text);
      const bool too_long = law && law->quantile(0.5) > longest_median;
      if (too_long) because = longest_median_text;
      else if (law) as<DurationDistribution>(value) = *law;
      else if (node.text.find('(') != std::string::npos)
        because = fmt::format("; a distribution is one of {}", forms_of_duration_distribution());
      return law && !too_long;
    };
    made.write = [](const void* value) { return to_text(as<DurationDistribution>(value)); };
    made.measure = [](const void* value) {
      return static_cast<double>(as<DurationDistribution>(value).quantile(0.5).microseconds);
    };
    return made;
  }();
  return type;
}

const ValueType& built_in_scalar(std::type_identity<Duration>) {
  static const ValueType type = [] {
    ValueType made = quantity_type<Duration, parse_duration>("a duration", "90 s", units_of_duration());
    made.parse = [](const Node& node, const Reader&, void* value, std::string& because) {
      const auto duration = node.is_scalar() ? parse_duration(node.text) : std::nullopt;
      if (!duration) return false;
      if (*duration > longest_duration) because = longest_duration_text;
      else as<Duration>(value) = *duration;
      return *duration <= longest_duration;
    };
    return made;
  }();
  return type;
}
const ValueType& built_in_scalar(std::type_identity<Rate>) {
  static const ValueType type = quantity_type<Rate, parse_rate>("a rate", "200 /s", units_of_rate());
  return type;
}
const ValueType& built_in_scalar(std::type_identity<Bytes>) {
  static const ValueType type = quantity_type<Bytes, parse_bytes>("an amount of data", "20 GiB", units_of_bytes());
  return type;
}
const ValueType& built_in_scalar(std::type_identity<Bandwidth>) {
  static const ValueType type =
      quantity_type<Bandwidth, parse_bandwidth>("a bandwidth", "5 Gbps", units_of_bandwidth());
  return type;
}
const ValueType& built_in_scalar(std::type_identity<Share>) {
  static const ValueType type = [] {
    ValueType made = quantity_type<Share, parse_share>("a share", "70 %", "%");
    made.natural = {0, 1, false, false, "between 0 % and 100 %"};
    return made;
  }();
  return type;
}
const ValueType& built_in_scalar(std::type_identity<Cores>) {
  static const ValueType type =
      quantity_type<Cores, parse_cores>("a number of virtual processors", "0.25 vCPU", units_of_cores());
  return type;
}
const ValueType& built_in_scalar(std::type_identity<Money>) {
  static const ValueType type = quantity_type<Money, parse_money>("an amount of money", "876 USD", units_of_money());
  return type;
}

const ValueType& built_in_scalar(std::type_identity<Reference>) {
  static const ValueType type =
      name_type<Reference>(ValueKind::reference, "the name of a component", "primary.db", R"(^[\w-]+(\.[\w-]+)*$)");
  return type;
}
const ValueType& built_in_scalar(std::type_identity<ZoneName>) {
  static const ValueType type = name_type<ZoneName>(ValueKind::zone, "the name of a zone", "a", R"(^[\w-]+$)");
  return type;
}
const ValueType& built_in_scalar(std::type_identity<Zones>) {
  static const ValueType type = [] {
    ValueType made;
    made.kind = ValueKind::zones;
    made.name = "a list of zones, or all,";
    made.example = "[a, b]";
    made.pattern = R"(^[\w-]+$)";
    made.parse = parse_zones;
    made.write = [](const void* value) { return to_text(as<Zones>(value)); };
    return made;
  }();
  return type;
}

const ValueType& built_in_scalar(std::type_identity<CidrBlock>) {
  static const ValueType type = [] {
    ValueType made = formatted_type<CidrBlock, parse_cidr_block>("a block of addresses", "10.0.0.0/16",
                                                                 R"(^\d{1,3}(\.\d{1,3}){3}/\d{1,2}$)");
    made.parse = parse_cidr;
    return made;
  }();
  return type;
}
const ValueType& built_in_scalar(std::type_identity<TimeOfDay>) {
  static const ValueType type = formatted_type<TimeOfDay, parse_time_of_day>(
      "a time of day with its time zone", "20:00 America/New_York", R"(^\d{1,2}:\d{2} +[A-Za-z][\w/+-]*$)");
  return type;
}
const ValueType& built_in_scalar(std::type_identity<DailyWindow>) {
  static const ValueType type = formatted_type<DailyWindow, parse_daily_window>(
      "a daily window with its time zone", "03:00-04:00 UTC", R"(^\d{1,2}:\d{2}-\d{1,2}:\d{2} +[A-Za-z][\w/+-]*$)");
  return type;
}
const ValueType& built_in_scalar(std::type_identity<WeeklyWindow>) {
  static const ValueType type = formatted_type<WeeklyWindow, parse_weekly_window>(
      "a weekly window with its time zone", "sun 04:00-04:30 UTC",
      R"(^(mon|tue|wed|thu|fri|sat|sun) \d{1,2}:\d{2}-\d{1,2}:\d{2} +[A-Za-z][\w/+-]*$)");
  return type;
}

}  // namespace detail
}  // namespace windtunnel
