// See plausible_ends.h.
#include "sim/design/plausible_ends.h"

#include <fmt/format.h>

#include <array>

#include "sim/config/wording.h"
#include "sim/kernel/distribution.h"
#include "sim/kernel/number_text.h"

namespace windtunnel {
namespace {

using Measured = std::optional<double>;

Measured plain_figure(std::string_view text) {
  const auto number = read_number(text);
  return number && number->length == text.size() ? Measured(number->value) : std::nullopt;
}

/// Of a law, its median.
Measured time_figure(std::string_view text) {
  const auto law = parse_duration_distribution(text);
  return law ? Measured(law->quantile(0.5).seconds()) : std::nullopt;
}

template <auto parse>
Measured figure(std::string_view text) {
  const auto quantity = parse(text);
  return quantity ? Measured(quantity->value) : std::nullopt;
}

constexpr std::array<Measured (*)(std::string_view), 8> quantities = {
    plain_figure,        time_figure,         figure<parse_share>,     figure<parse_rate>,
    figure<parse_bytes>, figure<parse_cores>, figure<parse_bandwidth>, figure<parse_money>};

std::string_view name_of(PlausibleEnd which) { return which == PlausibleEnd::low ? "low" : "high"; }

std::string held_against(double value, std::string_view value_text, PlausibleEnd which, double end, std::string_view end_text) {
  if (which == PlausibleEnd::low ? end <= value : end >= value) return "";
  return fmt::format("the {} end {} of what is plausible lies {} the value {}", name_of(which), in_quotes(end_text),
                     which == PlausibleEnd::low ? "above" : "below", in_quotes(value_text));
}

/// The figure that a parameter has after a text is assigned to it; nothing where it takes no such text, or has no order.
Measured assigned_figure(const Component& component, std::string_view path, std::string_view text, Reader& reader, Position position) {
  const std::unique_ptr<Component> tried = component.clone();
  const ParameterTable& table = *tried->type().parameters;
  if (!try_parameter(table, tried->parameters_address(), path, text, reader, position)) return std::nullopt;
  Measured found;
  for_each_value(table, tried->parameters_address(), "", [&](const ParameterValue& value) {
    if (value.path == path && value.type->measure) found = value.type->measure(value.value);
  });
  return found;
}

}  // namespace

std::string wrong_end(std::string_view value, PlausibleEnd which, std::string_view end) {
  bool is_quantity = false;
  for (const auto read : quantities) {
    const Measured of_value = read(value);
    if (!of_value) continue;
    is_quantity = true;
    if (const Measured of_end = read(end)) return held_against(*of_value, value, which, *of_end, end);
  }
  if (!is_quantity) return "";
  return fmt::format("expected the {} end of what is plausible in the unit of the value {}, found {}", name_of(which), in_quotes(value),
                     in_quotes(end));
}

std::string wrong_end(const Component& component, std::string_view path, std::string_view value, PlausibleEnd which,
                      std::string_view end, Reader& reader, Position position) {
  Diagnostics elsewhere;  // what is wrong with the value is told where it is read
  Reader of_value(reader.file(), elsewhere);
  const Measured there = assigned_figure(component, path, value, of_value, position);
  const Measured here = assigned_figure(component, path, end, reader, position);
  return there && here ? held_against(*there, value, which, *here, end) : "";
}

}  // namespace windtunnel
