// Quantities with units: the type says the unit, the text form carries it ("15 min", "20 GiB", "0.045 USD/h", "200 /s").
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "sim/kernel/time.h"

namespace windtunnel {

/// A number with a unit; Tag names the dimension, value is in the base unit that the alias below states.
template <class Tag>
struct Quantity {
  double value = 0;
  friend constexpr auto operator<=>(Quantity, Quantity) = default;
};

using Rate = Quantity<struct RateTag>;            ///< events per second: "200 /s", "12 /min", "0.03 /y"
using Bytes = Quantity<struct BytesTag>;          ///< bytes: "512 MiB", "20 GB"
using Bandwidth = Quantity<struct BandwidthTag>;  ///< bits per second: "5 Gbps"
using Share = Quantity<struct ShareTag>;          ///< 0 to 1, written "70 %" or "0.7"
using Cores = Quantity<struct CoresTag>;          ///< virtual CPUs: "0.25 vCPU"
using Money = Quantity<struct MoneyTag>;          ///< US dollars: "876 USD"

constexpr Rate per_second(double n) { return {n}; }
constexpr Bytes bytes(double n) { return {n}; }
constexpr Bytes mebibytes(double n) { return {n * 1048576.0}; }
constexpr Bytes gibibytes(double n) { return {n * 1073741824.0}; }
constexpr Bandwidth gigabits_per_second(double n) { return {n * 1e9}; }
constexpr Share percent(double n) { return {n / 100.0}; }
constexpr Cores cores(double n) { return {n}; }
constexpr Money dollars(double n) { return {n}; }

/// Each parser takes the whole text and nothing else: a number, its unit, blanks between them as one likes ("15 min",
/// "15min"). Signs are read, so that a caller can say what is wrong with "-5 s". Durations may also be compound
/// ("1 h 30 min") or in ISO 8601 ("PT1H30M"); a nonzero duration that rounds to no microsecond is refused.
std::optional<Duration> parse_duration(std::string_view text);
std::optional<Rate> parse_rate(std::string_view text);
std::optional<Bytes> parse_bytes(std::string_view text);
std::optional<Bandwidth> parse_bandwidth(std::string_view text);
std::optional<Share> parse_share(std::string_view text);
std::optional<Cores> parse_cores(std::string_view text);
std::optional<Money> parse_money(std::string_view text);

/// The units that the parser of each type accepts, for messages: "us, ms, s, min, h, d, w, y".
std::string_view units_of_duration();
std::string_view units_of_rate();
std::string_view units_of_bytes();
std::string_view units_of_bandwidth();
std::string_view units_of_share();
std::string_view units_of_cores();
std::string_view units_of_money();

/// The text form, read back by the parser of the same type to the same value; durations in the largest exact unit.
std::string to_text(Duration);
std::string to_text(Rate);
std::string to_text(Bytes);
std::string to_text(Bandwidth);
std::string to_text(Share);
std::string to_text(Cores);
std::string to_text(Money);

}  // namespace windtunnel
