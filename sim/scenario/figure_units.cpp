// See figure_units.h.
#include "sim/scenario/figure_units.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/config/wording.h"
#include "sim/kernel/number_text.h"
#include "sim/scenario/glob.h"

namespace windtunnel {
namespace {

/// How a limit on a figure of some unit is written.
struct LimitForm {
  std::string unit, name, example;
  bool (*holds)(std::string_view figure);
};

bool is_plain(std::string_view figure) {
  const auto number = read_number(figure);
  return number && number->length == figure.size();
}

LimitForm form_of(std::string_view unit) {
  if (unit == "s") return {"s", "a duration", "< 60 s", [](std::string_view f) { return parse_duration(f).has_value(); }};
  if (unit == "USD") return {"USD", "an amount of money", "< 100 USD", [](std::string_view f) { return parse_money(f).has_value(); }};
  if (unit == "share")
    return {"share", "a share", ">= 90 %", [](std::string_view f) {
              const auto share = parse_share(f);
              return share && share->value >= 0 && share->value <= 1;
            }};
  if (unit.ends_with("/s"))
    return {std::string(unit), "a rate", "> 100 /s", [](std::string_view f) { return is_plain(f) || parse_rate(f).has_value(); }};
  return {std::string(unit), unit.empty() ? "a number" : fmt::format("a number ({})", unit), "<= 100", is_plain};
}

/// Whether "NAME.figure" can fit the end of a glob over full names, of which `last` stands behind the last dot: a star in it may stand
/// for "NAME." too.
bool can_end_with(std::string_view last, std::string_view figure) {
  if (glob_matches(last, figure)) return true;
  for (std::size_t star = last.find('*'); star != std::string_view::npos; star = last.find('*', star + 1))
    if (glob_matches(last.substr(star), figure)) return true;
  return false;
}

/// The forms of all figures that a name can mean, each once.
std::vector<LimitForm> forms_of(const std::string& name, const Catalogue& catalogue) {
  std::vector<LimitForm> forms;
  // Times of alarms are called "detection.ALARM", and a name of one word is none that a component publishes.
  if (name.starts_with("detection.") || (name.find('.') == std::string::npos && !is_glob(name))) return forms;
  const std::string_view last = std::string_view(name).substr(name.rfind('.') + 1);
  for (const ComponentType* type : catalogue.types())
    for (const Measure& measure : type->measures) {
      const auto same = [&](const LimitForm& form) { return form.unit == measure.unit; };
      if (can_end_with(last, measure.name) && std::none_of(forms.begin(), forms.end(), same)) forms.push_back(form_of(measure.unit));
    }
  return forms;
}

class UnitCheck {
 public:
  UnitCheck(const std::string& name, std::vector<LimitForm> forms, Diagnostics& diagnostics)
      : name_(name), forms_(std::move(forms)), diagnostics_(diagnostics) {}

  void limit(const std::optional<LimitOn<AnyQuantity>>& limit) const {
    if (!limit || forms_.empty()) return;
    const std::string& text = limit->limit.text;
    const std::string_view figure = std::string_view(text).substr(std::min(text.find_first_not_of("<>= "), text.size()));
    if (std::any_of(forms_.begin(), forms_.end(), [&](const LimitForm& form) { return form.holds(figure); })) return;
    std::vector<std::string> names;
    for (const LimitForm& form : forms_) names.push_back(form.name);
    diagnostics_.error(limit->place.file, limit->place.position,
                       fmt::format("{} is {}; expected a limit such as {}, found {}", in_quotes(name_), listed(names),
                                   in_quotes(forms_.front().example), in_quotes(text)));
  }

 private:
  const std::string& name_;
  std::vector<LimitForm> forms_;
  Diagnostics& diagnostics_;
};

}  // namespace

void check_figure_units(const std::vector<ExpectationText>& texts, const Catalogue& catalogue, Diagnostics& diagnostics) {
  for (const ExpectationText& text : texts)
    for (const auto& [name, limits] : text.value) {
      const UnitCheck check(name, forms_of(name, catalogue), diagnostics);
      for (const auto* limit : {&limits.mean, &limits.p50, &limits.p95, &limits.p99, &limits.max}) check.limit(*limit);
      if (limits.probability) check.limit(limits.probability->limit);
    }
}

}  // namespace windtunnel
