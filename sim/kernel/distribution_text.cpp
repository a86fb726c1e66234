// Text forms of distributions: a duration, or the name of a law with its arguments.
#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "sim/kernel/distribution.h"
#include "sim/kernel/number_text.h"
#include "sim/kernel/quantity.h"

namespace windtunnel {
namespace {

using Family = DurationDistribution::Family;

constexpr std::pair<Family, std::string_view> family_names[] = {{Family::exponential, "exponential"},
                                                                {Family::lognormal, "lognormal"},
                                                                {Family::uniform, "uniform"},
                                                                {Family::triangular, "triangular"},
                                                                {Family::weibull, "weibull"}};

std::string_view trim(std::string_view text) {
  text = skip_blanks(text);
  return text.substr(0, text.find_last_not_of(" \t") + 1);
}

std::optional<double> parse_plain_number(std::string_view text) {
  const auto number = read_number(text);
  return number && number->length == text.size() ? std::optional(number->value) : std::nullopt;
}

/// The share that so many percent are. The point is moved in the text, since dividing by 100 makes of 99.9 another
/// number than 0.999.
std::optional<double> parse_percent(std::string_view text) {
  if (text.find_first_not_of("0123456789.") != std::string_view::npos) return {};
  return parse_plain_number(std::string(text) + "e-2");
}

/// The arguments between the parentheses. Each is taken once; what is left over at the end is an error.
class Arguments {
 public:
  explicit Arguments(std::string_view text) {
    for (;;) {
      const std::size_t comma = text.find(',');
      const std::string_view argument = text.substr(0, comma);
      const std::size_t colon = argument.find(':');
      const bool named = colon != std::string_view::npos;
      rest_.push_back({named ? trim(argument.substr(0, colon)) : std::string_view(),
                       trim(named ? argument.substr(colon + 1) : argument)});
      if (comma == std::string_view::npos) break;
      text.remove_prefix(comma + 1);
    }
  }

  bool take(std::string_view name, Duration& into) {
    const auto duration = parse_duration(take_text(name));
    if (duration) into = *duration;
    return duration.has_value();
  }

  bool take(std::string_view name, double& into) {
    const auto number = parse_plain_number(take_text(name));
    if (number) into = *number;
    return number.has_value();
  }

  /// A bound, which may be missing.
  bool take_optional(std::string_view name, Duration& into) { return !has(name) || take(name, into); }

  /// A quantile: "p95: 25 min".
  bool take_quantile(double& share, Duration& into) {
    const auto found =
        std::find_if(rest_.begin(), rest_.end(), [](const Argument& a) { return a.name.starts_with('p'); });
    if (found == rest_.end()) return false;
    const auto parsed = parse_percent(found->name.substr(1));
    if (!parsed) return false;
    share = *parsed;
    return take(found->name, into);
  }

  bool all_taken() const { return rest_.empty(); }

 private:
  struct Argument {
    std::string_view name, value;
  };

  bool has(std::string_view name) const {
    return std::any_of(rest_.begin(), rest_.end(), [=](const Argument& a) { return a.name == name; });
  }

  /// The first argument of that name, or without name; empty, which is no value of anything, where there is none.
  std::string_view take_text(std::string_view name) {
    const auto found = std::find_if(rest_.begin(), rest_.end(), [=](const Argument& a) { return a.name == name; });
    if (found == rest_.end()) return {};
    const std::string_view value = found->value;
    rest_.erase(found);
    return value;
  }

  std::vector<Argument> rest_;
};

/// The name of a quantile: "p95" for 0.95. Precondition: 0.5 < share < 1, so that its text begins with "0.".
std::string quantile_name(double share) {
  std::string digits = number_text(share).substr(2);
  if (digits.size() < 2) digits.append("0");
  if (digits.size() > 2) digits.insert(2, ".");
  return "p" + digits;
}

}  // namespace

std::optional<DurationDistribution> parse_duration_distribution(std::string_view text) {
  const std::size_t parenthesis = text.find('(');
  if (parenthesis == std::string_view::npos) {
    const auto value = parse_duration(text);
    return value && *value >= Duration{} ? std::optional(DurationDistribution(*value)) : std::nullopt;
  }
  if (!text.ends_with(')')) return {};
  const std::string_view name = trim(text.substr(0, parenthesis));
  DurationDistribution law;
  for (const auto& [family, family_name] : family_names) law.family_ = name == family_name ? family : law.family_;
  Arguments arguments(text.substr(parenthesis + 1, text.size() - parenthesis - 2));
  bool complete = false;
  switch (law.family_) {
    case Family::constant:
      return {};
    case Family::exponential:
      complete = arguments.take("", law.a_);
      break;
    case Family::lognormal:
      complete = arguments.take("p50", law.a_) && arguments.take_quantile(law.parameter_, law.b_);
      break;
    case Family::uniform:
      complete = arguments.take("", law.a_) && arguments.take("", law.b_);
      break;
    case Family::triangular:
      complete = arguments.take("", law.a_) && arguments.take("", law.b_) && arguments.take("", law.c_);
      break;
    case Family::weibull:
      complete = arguments.take("shape", law.parameter_) && arguments.take("scale", law.a_);
      break;
  }
  complete = complete && arguments.take_optional("min", law.low_) && arguments.take_optional("max", law.high_) &&
             arguments.all_taken();
  if (!complete || !law.is_law()) return {};
  law.derive();
  return law;
}

std::string to_text(const DurationDistribution& law) {
  const std::string a = to_text(law.a_), b = to_text(law.b_), c = to_text(law.c_);
  std::string text;
  switch (law.family_) {
    case Family::constant:
      return a;
    case Family::exponential:
      text = a;
      break;
    case Family::lognormal:
      text = "p50: " + a + ", " + quantile_name(law.parameter_) + ": " + b;
      break;
    case Family::uniform:
      text = a + ", " + b;
      break;
    case Family::triangular:
      text = a + ", " + b + ", " + c;
      break;
    case Family::weibull:
      text = "shape: " + number_text(law.parameter_) + ", scale: " + a;
      break;
  }
  if (law.low_ != Duration{}) text += ", min: " + to_text(law.low_);
  if (law.high_ != DurationDistribution::unbounded) text += ", max: " + to_text(law.high_);
  std::string_view name;
  for (const auto& [family, family_name] : family_names) name = family == law.family_ ? family_name : name;
  return std::string(name) + "(" + text + ")";
}

std::string_view forms_of_duration_distribution() {
  return "90 s, exponential(30 d), lognormal(p50: 8 min, p95: 25 min), uniform(0 s, 30 s), triangular(60 s, 85 s, 120 "
         "s), "
         "weibull(shape: 0.7, scale: 3 d); each law with min: and max: where wanted";
}

}  // namespace windtunnel
