// How the values of scenarios are read from text and written back.
#include "sim/scenario/scenario_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "sim/config/longest_duration.h"
#include "sim/config/wording.h"
#include "sim/design/time_zone.h"

namespace windtunnel {
namespace {

struct StartWord {
  std::string_view word;
  StrikeTime::Kind kind;
};
constexpr std::array<StartWord, 4> start_words = {{{"random time of week", StrikeTime::Kind::random_of_week},
                                                   {"random time of day", StrikeTime::Kind::random_of_day},
                                                   {"busiest time of day", StrikeTime::Kind::busiest},
                                                   {"quietest time of day", StrikeTime::Kind::quietest}}};

std::optional<double> plain_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

bool is_mode_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

bool parse_modes(const Node& node, const Reader& reader, void* value, std::string& because) {
  if (!node.is_scalar()) return false;
  ModeNames modes{{}, reader.place(node.position)};
  std::string_view rest = node.text;
  while (true) {
    const std::size_t bar = std::min(rest.find('|'), rest.size());
    modes.names.emplace_back(rest.substr(0, bar));
    if (!is_mode_name(modes.names.back())) {
      because = "; the name of a fault mode is made of small letters, digits and '_'; alternatives are divided by '|'";
      return false;
    }
    if (bar == rest.size()) break;
    rest.remove_prefix(bar + 1);
  }
  *static_cast<ModeNames*>(value) = std::move(modes);
  return true;
}

std::string modes_text(const void* value) {
  std::string text;
  for (const std::string& name : static_cast<const ModeNames*>(value)->names) text += (text.empty() ? "" : "|") + name;
  return text;
}

bool parse_strike_time(const Node& node, const Reader& reader, void* value, std::string& because) {
  if (!node.is_scalar()) return false;
  StrikeTime time;
  time.text = node.text;
  time.place = reader.place(node.position);
  const auto word =
      std::find_if(start_words.begin(), start_words.end(), [&](const StartWord& w) { return w.word == node.text; });
  if (word != start_words.end()) {
    time.kind = word->kind;
  } else if (const auto offset = parse_duration(node.text)) {
    time.offset = *offset;
    if (*offset < Duration{}) {
      because = "; nothing happens before the moment from which a scenario counts";
      return false;
    }
    if (*offset > longest_duration) {
      because = longest_duration_text;
      return false;
    }
  } else if (const auto clock = parse_time_of_day(node.text)) {
    const auto zone_offset = utc_offset(clock->time_zone);
    if (!zone_offset) {
      because = "; " + unknown_time_zone(clock->time_zone);
      return false;
    }
    time.kind = StrikeTime::Kind::clock;
    time.since_midnight = to_utc(clock->since_midnight, *zone_offset);
  } else {
    std::vector<std::string> words;
    for (const StartWord& w : start_words) words.emplace_back(w.word);
    because = fmt::format("; or it is one of {}{}", listed(words), did_you_mean(node.text, words));
    return false;
  }
  *static_cast<StrikeTime*>(value) = std::move(time);
  return true;
}

/// "1.0" could mean one unit or all of them: what to write in its place.
std::string neither_count_nor_share(double number) {
  const std::string count = number == std::floor(number) && number < 1e9 ? fmt::format("\"{:.0f}\"", number) : "";
  const std::string share = number <= 1 ? in_quotes(to_text(Share{number})) : "";
  if (!(number > 0) || (count.empty() && share.empty())) return "";
  return fmt::format("; write {}{}{}", share, share.empty() || count.empty() ? "" : " for all or ", count);
}

bool parse_unit_count(const Node& node, const Reader&, void* value, std::string& because) {
  if (!node.is_scalar()) return false;
  UnitCount count;
  if (node.text == "all") {
    *static_cast<UnitCount*>(value) = count;
    return true;
  }
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(node.text.data(), node.text.data() + node.text.size(), number);
  if (error == std::errc() && end == node.text.data() + node.text.size()) {
    if (number < 1) return false;
    count.number = number;
  } else if (const auto bare = plain_number(node.text)) {
    because = neither_count_nor_share(*bare);
    return false;
  } else {
    const auto share = parse_share(node.text);
    if (!share || !(share->value > 0 && share->value <= 1)) return false;
    count.share = share->value;
  }
  *static_cast<UnitCount*>(value) = count;
  return true;
}

std::string unit_count_text(const void* value) {
  const auto& count = *static_cast<const UnitCount*>(value);
  if (count.number > 0) return std::to_string(count.number);
  return count.share == 1 ? "all" : to_text(Share{count.share});
}

bool parse_severity(const Node& node, const Reader&, void* value, std::string&) {
  if (!node.is_scalar()) return false;
  FaultSeverity severity;
  severity.text = node.text;
  if (const auto number = plain_number(node.text))
    severity.value = *number;
  else if (const auto duration = parse_duration(node.text))
    severity.value = duration->seconds();
  else if (const auto share = parse_share(node.text))
    severity.value = share->value;
  else
    return false;
  if (severity.value < 0) return false;
  *static_cast<FaultSeverity*>(value) = std::move(severity);
  return true;
}

template <class Quantity>
bool has_unit_of(std::string_view number) {
  if constexpr (std::is_same_v<Quantity, Duration>)
    return parse_duration(number).has_value();
  else if constexpr (std::is_same_v<Quantity, Share> || std::is_same_v<Quantity, Growth>)
    return parse_share(number).has_value();
  else if constexpr (std::is_same_v<Quantity, Money>)
    return parse_money(number).has_value();
  else if constexpr (std::is_same_v<Quantity, double>)
    return plain_number(number).has_value();
  else
    return true;
}

/// What is wrong with a limit that no figure can reach: money may be saved, but times and counts are never below 0.
template <class Quantity>
std::string beyond_all_figures(const Limit& limit, std::string_view figure) {
  if (std::is_same_v<Quantity, Share> && !(limit.value >= 0 && limit.value <= 1)) return "; what it limits lies between 0 % and 100 %";
  const bool counts = std::is_same_v<Quantity, Duration> || std::is_same_v<Quantity, double>;
  return counts && figure.starts_with('-') ? "; what it limits is never below 0" : "";
}

template <class Quantity>
bool parse_limit_on(const Node& node, const Reader& reader, void* value, std::string& because) {
  if (!node.is_scalar()) return false;
  const std::size_t number = std::min(node.text.find_first_not_of("<>= "), node.text.size());
  const auto limit = parse_limit(node.text);
  if (!limit) {
    if (number == 0) because = "; it begins with <, <=, > or >=";
    return false;
  }
  const std::string_view figure = std::string_view(node.text).substr(number);
  if (!has_unit_of<Quantity>(figure)) return false;
  because = beyond_all_figures<Quantity>(*limit, figure);
  if (!because.empty()) return false;
  *static_cast<LimitOn<Quantity>*>(value) = {*limit, reader.place(node.position)};
  return true;
}

template <class Quantity>
ValueType limit_type(std::string name, std::string example) {
  ValueType type;
  type.kind = ValueKind::formatted;
  type.name = std::move(name);
  type.example = std::move(example);
  type.pattern = R"(^(<=?|>=?) *\S.*$)";
  type.parse = &parse_limit_on<Quantity>;
  type.write = [](const void* value) { return static_cast<const LimitOn<Quantity>*>(value)->limit.text; };
  return type;
}

ValueType scalar_type(ValueKind kind, std::string name, std::string example, std::string pattern) {
  ValueType type;
  type.kind = kind;
  type.name = std::move(name);
  type.example = std::move(example);
  type.pattern = std::move(pattern);
  return type;
}

}  // namespace

namespace detail {

template <>
const ValueType& ScalarType<ModeNames>::get() {
  static const ValueType type = [] {
    ValueType made =
        scalar_type(ValueKind::formatted, "the name of a fault mode", "power_loss", R"(^[a-z0-9_]+(\|[a-z0-9_]+)*$)");
    made.parse = &parse_modes;
    made.write = &modes_text;
    return made;
  }();
  return type;
}

template <>
const ValueType& ScalarType<StrikeTime>::get() {
  static const ValueType type = [] {
    ValueType made =
        scalar_type(ValueKind::formatted, "a time after the first fault such as 10 min, a time of day",
                    "20:00 America/New_York", R"(^(\d.*|P.*|(random|busiest|quietest) time of (day|week))$)");
    made.parse = &parse_strike_time;
    made.write = [](const void* value) { return static_cast<const StrikeTime*>(value)->text; };
    return made;
  }();
  return type;
}

template <>
const ValueType& ScalarType<UnitCount>::get() {
  static const ValueType type = [] {
    ValueType made = scalar_type(ValueKind::text, "all, a whole number above 0, or a share up to 100 %,", "50 %", "");
    made.parse = &parse_unit_count;
    made.write = &unit_count_text;
    return made;
  }();
  return type;
}

template <>
const ValueType& ScalarType<FaultSeverity>::get() {
  static const ValueType type = [] {
    ValueType made = scalar_type(ValueKind::text, "a number, a share or a duration, at least 0,", "20 %", "");
    made.parse = &parse_severity;
    made.write = [](const void* value) { return static_cast<const FaultSeverity*>(value)->text; };
    return made;
  }();
  return type;
}

template <>
const ValueType& ScalarType<LimitOn<Duration>>::get() {
  static const ValueType type = limit_type<Duration>("a limit on a duration", "<= 120 s");
  return type;
}
template <>
const ValueType& ScalarType<LimitOn<double>>::get() {
  static const ValueType type = limit_type<double>("a limit on a number", "<= 100");
  return type;
}
template <>
const ValueType& ScalarType<LimitOn<Share>>::get() {
  static const ValueType type = limit_type<Share>("a limit on a share", ">= 99.9 %");
  return type;
}
template <>
const ValueType& ScalarType<LimitOn<Money>>::get() {
  static const ValueType type = limit_type<Money>("a limit on an amount of money", "< 100 USD");
  return type;
}
template <>
const ValueType& ScalarType<LimitOn<Growth>>::get() {
  static const ValueType type = limit_type<Growth>("a limit on a share of the baseline", "<= 10 %");
  return type;
}
template <>
const ValueType& ScalarType<LimitOn<AnyQuantity>>::get() {
  static const ValueType type = limit_type<AnyQuantity>("a limit on a figure in its unit", "< 60 s");
  return type;
}

}  // namespace detail

}  // namespace windtunnel
