// See failure_rates.h.
#include "sim/measure/failure_rates.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

#include "sim/config/parameter.h"
#include "sim/design/component.h"
#include "sim/design/design.h"
#include "sim/kernel/number_text.h"

namespace windtunnel {
namespace {

constexpr double seconds_of_year = 365.0 * 24 * 3600;

bool same(const Nature& a, const Nature& b) { return a.interval == b.interval && a.duration == b.duration; }

/// Gives a value that a rate could rest on another one; says whether it could be one.
bool move(const ParameterValue& value) {
  if (value.type == &value_type<DurationDistribution>()) {
    auto& law = *static_cast<DurationDistribution*>(value.value);
    law = law == DurationDistribution(hours(1)) ? DurationDistribution(hours(2)) : DurationDistribution(hours(1));
    return true;
  }
  if (value.type == &value_type<Share>()) {
    auto& share = *static_cast<Share*>(value.value);
    share = share == percent(50) ? percent(25) : percent(50);
    return true;
  }
  return false;
}

void put_back(const ParameterValue& value, const ParameterValue& from) {
  if (value.type == &value_type<DurationDistribution>())
    *static_cast<DurationDistribution*>(value.value) = *static_cast<const DurationDistribution*>(from.value);
  else
    *static_cast<Share*>(value.value) = *static_cast<const Share*>(from.value);
}

std::vector<ParameterValue> values_of(const ParameterTable& table, void* object) {
  std::vector<ParameterValue> values;
  for_each_value(table, object, "", [&](const ParameterValue& value) { values.push_back(value); });
  return values;
}

/// The parameters of a component, each with the text of the catalogue's default.
class Origins {
 public:
  explicit Origins(const Component& component)
      : component_(component), usual_(component.clone()), moved_(component.clone()) {
    const ParameterTable& table = *component.type().parameters;
    const std::shared_ptr<void> fresh = table.make_default();
    for (const ParameterValue& value : values_of(table, fresh.get())) defaults_[value.path] = value.type->write(value.value);
    usual_values_ = values_of(table, usual_->parameters_address());
    moved_values_ = values_of(table, moved_->parameters_address());
  }

  std::vector<RateSource> of(std::uint16_t mode, const Design& design) {
    std::vector<RateSource> sources;
    const Nature nature = component_.nature(mode);
    for (std::size_t v = 0; v < moved_values_.size(); ++v) {
      if (!move(moved_values_[v])) continue;
      if (!same(moved_->nature(mode), nature)) sources.push_back(source_of(usual_values_[v], design));
      put_back(moved_values_[v], usual_values_[v]);
    }
    return sources;
  }

 private:
  RateSource source_of(const ParameterValue& value, const Design& design) const {
    RateSource source{value.path, value.declaration->source};
    const auto usual = defaults_.find(value.path);
    source.stated = usual == defaults_.end() || usual->second != value.type->write(value.value);
    const std::string path = component_.name() + "." + value.path;
    for (const Assumption& assumption : design.assumptions)
      if (assumption.parameter == path)
        source = {value.path, "assumption:" + assumption.id, false, assumption.source, assumption.confidence};
    return source;
  }

  const Component& component_;
  std::unique_ptr<Component> usual_, moved_;
  std::vector<ParameterValue> usual_values_, moved_values_;
  std::map<std::string, std::string> defaults_;
};

/// Adds the units of `rate` to an entry that differs in nothing else, or makes it one.
void merge(std::vector<FailureRateResult>& rates, FailureRateResult rate) {
  for (FailureRateResult& known : rates)
    if (is_one_rate(known, rate)) {
      known.units += rate.units;
      return;
    }
  rates.push_back(std::move(rate));
}

}  // namespace

bool is_one_rate(const FailureRateResult& a, const FailureRateResult& b) {
  return a.type == b.type && a.mode == b.mode && a.interval == b.interval && a.duration == b.duration && a.sources == b.sources;
}

std::vector<FailureRateResult> failure_rates_of(const Design& design) {
  std::vector<FailureRateResult> rates;
  for (const auto& component : design.components()) {
    const auto modes = component->type().fault_modes;
    std::optional<Origins> origins;
    for (std::uint16_t m = 0; m < modes.size(); ++m) {
      const Nature nature = component->nature(m);
      const double mean = nature.interval.mean_seconds();
      if (mean <= 0) continue;
      if (!origins) origins.emplace(*component);
      FailureRateResult rate;
      rate.type = component->type().name;
      rate.mode = modes[m].name;
      rate.meaning = modes[m].meaning;
      rate.planned = modes[m].planned;
      rate.interval = to_text(nature.interval);
      if (modes[m].lasting && nature.duration.mean_seconds() > 0) rate.duration = to_text(nature.duration);
      rate.per_year = rounded_to_digits(seconds_of_year / mean, 3);
      rate.units = modes[m].scope == FaultMode::Scope::units ? static_cast<std::uint64_t>(component->units_at_most()) : 1;
      rate.sources = origins->of(m, design);
      merge(rates, std::move(rate));
    }
  }
  return rates;
}

}  // namespace windtunnel
