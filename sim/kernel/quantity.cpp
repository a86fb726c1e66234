// Text forms of every quantity but durations: one table of units for each dimension.
#include "sim/kernel/quantity.h"

#include <cmath>
#include <span>

#include "sim/kernel/number_text.h"

namespace windtunnel {
namespace {

/// base = written * multiplier / divisor. Both are kept, since 1/60 has no exact double.
struct Unit {
  std::string_view name;
  double multiplier = 1;
  double divisor = 1;

  double to_base(double written) const { return written * multiplier / divisor; }
  double from_base(double base) const { return base * divisor / multiplier; }
};

// A unit that is only read stands after the one of the same size that is written. A month is a twelfth of 365 days.
constexpr Unit rate_units[] = {
    {"/s"}, {"/min", 1, 60}, {"/h", 1, 3'600}, {"/d", 1, 86'400}, {"/month", 1, 2'628'000}, {"/y", 1, 31'536'000}};
constexpr Unit byte_units[] = {{"B"},           {"KB", 1e3},     {"MB", 1e6},     {"GB", 1e9},     {"TB", 1e12},
                               {"KiB", 0x1p10}, {"MiB", 0x1p20}, {"GiB", 0x1p30}, {"TiB", 0x1p40}, {"kB", 1e3}};
constexpr Unit bandwidth_units[] = {{"bps"},       {"Kbps", 1e3},  {"Mbps", 1e6},
                                    {"Gbps", 1e9}, {"Tbps", 1e12}, {"kbps", 1e3}};
constexpr Unit share_units[] = {{"%", 1, 100}, {""}};
constexpr Unit core_units[] = {{"vCPU"}};
constexpr Unit money_units[] = {{"USD"}};

template <class Q>
std::optional<Q> parse(std::string_view text, std::span<const Unit> units) {
  const auto number = read_number(text);
  if (!number) return {};
  std::string_view rest = text.substr(number->length);
  if (!rest.empty()) {
    rest = skip_blanks(rest);
    if (rest.empty()) return {};
  }
  for (const Unit& unit : units) {
    if (rest != unit.name) continue;
    const double base = unit.to_base(number->value);
    if (!std::isfinite(base)) return {};
    return Q{base};
  }
  return {};
}

/// The value in one unit, with the fewest digits that read back to it.
std::optional<std::string> written_in(const Unit& unit, double value) {
  auto text = shortest_number(unit.from_base(value), [&](double written) { return unit.to_base(written) == value; });
  if (text && !unit.name.empty()) *text += " " + std::string(unit.name);
  return text;
}

/// The shortest text over all units; of equals the first unit's.
std::string shortest_text(double value, std::span<const Unit> units) {
  std::string best;
  for (const Unit& unit : units) {
    const auto text = written_in(unit, value);
    if (text && (best.empty() || text->size() < best.size())) best = *text;
  }
  return best;
}

}  // namespace

std::optional<Rate> parse_rate(std::string_view text) { return parse<Rate>(text, rate_units); }
std::optional<Bytes> parse_bytes(std::string_view text) { return parse<Bytes>(text, byte_units); }
std::optional<Bandwidth> parse_bandwidth(std::string_view text) { return parse<Bandwidth>(text, bandwidth_units); }
std::optional<Share> parse_share(std::string_view text) { return parse<Share>(text, share_units); }
std::optional<Cores> parse_cores(std::string_view text) { return parse<Cores>(text, core_units); }
std::optional<Money> parse_money(std::string_view text) { return parse<Money>(text, money_units); }

std::string_view units_of_rate() { return "/s, /min, /h, /d, /month, /y"; }
std::string_view units_of_bytes() { return "B, KB, MB, GB, TB, KiB, MiB, GiB, TiB"; }
std::string_view units_of_bandwidth() { return "bps, Kbps, Mbps, Gbps, Tbps"; }
std::string_view units_of_share() { return "%, or a plain number"; }
std::string_view units_of_cores() { return "vCPU"; }
std::string_view units_of_money() { return "USD"; }

std::string to_text(Rate rate) { return shortest_text(rate.value, rate_units); }
std::string to_text(Bytes bytes) { return shortest_text(bytes.value, byte_units); }
std::string to_text(Bandwidth bandwidth) { return shortest_text(bandwidth.value, bandwidth_units); }
std::string to_text(Share share) {
  // Percent is how shares are spoken of, even where the plain number is shorter.
  if (const auto text = written_in(share_units[0], share.value)) return *text;
  return number_text(share.value);
}
std::string to_text(Cores cores) { return shortest_text(cores.value, core_units); }
std::string to_text(Money money) { return shortest_text(money.value, money_units); }

}  // namespace windtunnel
