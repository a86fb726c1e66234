// What the laws are: their parameters, quantiles, means and draws.
#include "sim/kernel/distribution.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "sim/kernel/mathematics.h"

namespace windtunnel {
namespace {

double real(Duration duration) { return static_cast<double>(duration.microseconds); }

Duration rounded(double microseconds) { return from_seconds(microseconds * 1e-6); }

}  // namespace

bool DurationDistribution::is_law() const {
  constexpr Duration zero;
  if (low_ < zero || high_ < low_) return false;
  switch (family_) {
    case Family::constant:
      return a_ >= zero;
    case Family::exponential:
      return a_ > zero;
    case Family::lognormal:
      return a_ > zero && b_ >= a_ && parameter_ > 0.5 && parameter_ < 1;
    case Family::uniform:
      return a_ >= zero && b_ >= a_;
    case Family::triangular:
      return a_ >= zero && b_ >= a_ && c_ >= b_;
    case Family::weibull:
      return a_ > zero && parameter_ > 0 && std::isfinite(parameter_);
  }
  return false;
}

/// Computes what draws use from what the text says, so that a law read from its text draws the same.
void DurationDistribution::derive() {
  if (family_ == Family::lognormal)
    derived_ = mathematics::log(real(b_) / real(a_)) / mathematics::normal_quantile(parameter_);
  if (family_ == Family::weibull) derived_ = 1.0 / parameter_;
}

DurationDistribution DurationDistribution::checked() const {
  if (!is_law()) throw std::invalid_argument("these parameters are no distribution of durations");
  DurationDistribution law = *this;
  law.derive();
  return law;
}

DurationDistribution DurationDistribution::exponential(Duration mean) {
  DurationDistribution law(Family::exponential);
  law.a_ = mean;
  return law.checked();
}

DurationDistribution DurationDistribution::lognormal(Duration median, Duration quantile, double p) {
  DurationDistribution law(Family::lognormal);
  law.a_ = median;
  law.b_ = quantile;
  law.parameter_ = p;
  return law.checked();
}

DurationDistribution DurationDistribution::uniform(Duration low, Duration high) {
  DurationDistribution law(Family::uniform);
  law.a_ = low;
  law.b_ = high;
  return law.checked();
}

DurationDistribution DurationDistribution::triangular(Duration low, Duration mode, Duration high) {
  DurationDistribution law(Family::triangular);
  law.a_ = low;
  law.b_ = mode;
  law.c_ = high;
  return law.checked();
}

DurationDistribution DurationDistribution::weibull(double shape, Duration scale) {
  DurationDistribution law(Family::weibull);
  law.a_ = scale;
  law.parameter_ = shape;
  return law.checked();
}

DurationDistribution DurationDistribution::clamped(Duration low, Duration high) const {
  if (low < Duration{} || high < low)
    throw std::invalid_argument("the bounds of a distribution cross, or are negative");
  if (is_constant()) return std::clamp(a_, low, high);
  DurationDistribution law = *this;
  law.low_ = std::clamp(low_, low, high);
  law.high_ = std::clamp(high_, low, high);
  return law;
}

DurationDistribution DurationDistribution::scaled(double factor) const {
  if (!(factor > 0 && std::isfinite(factor)))
    throw std::invalid_argument("a distribution is scaled by a positive number");
  DurationDistribution law = *this;
  for (Duration* parameter : {&law.a_, &law.b_, &law.c_, &law.low_}) *parameter = rounded(real(*parameter) * factor);
  if (high_ != unbounded) law.high_ = rounded(real(high_) * factor);
  return law.checked();
}

/// The unclamped quantile function in microseconds; increasing in p.
double DurationDistribution::microseconds_at(double p) const {
  const double a = real(a_), b = real(b_), c = real(c_);
  switch (family_) {
    case Family::constant:
      return a;
    case Family::exponential:
      return -a * mathematics::log(1.0 - p);
    case Family::lognormal:
      return a * mathematics::exp(derived_ * mathematics::normal_quantile(p));
    case Family::uniform:
      return a + p * (b - a);
    case Family::triangular:
      if (p * (c - a) < b - a) return a + std::sqrt(p * (c - a) * (b - a));
      return c - std::sqrt((1.0 - p) * (c - a) * (c - b));
    case Family::weibull:
      return a * mathematics::pow(-mathematics::log(1.0 - p), derived_);
  }
  return 0;
}

Duration DurationDistribution::cut(double microseconds) const { return std::clamp(rounded(microseconds), low_, high_); }

Duration DurationDistribution::quantile(double p) const { return is_constant() ? a_ : cut(microseconds_at(p)); }

Duration DurationDistribution::draw(Stream& stream) const {
  switch (family_) {
    case Family::constant:
      stream.next();
      return a_;
    case Family::exponential:
      return cut(real(a_) * stream.exponential());
    default:
      return cut(microseconds_at(stream.uniform()));
  }
}

double DurationDistribution::mean_seconds() const {
  switch (family_) {
    case Family::constant:
    case Family::exponential:
      return a_.seconds();
    case Family::lognormal:
      return a_.seconds() * mathematics::exp(0.5 * derived_ * derived_);
    case Family::uniform:
      return 0.5 * (a_.seconds() + b_.seconds());
    case Family::triangular:
      return (a_.seconds() + b_.seconds() + c_.seconds()) / 3.0;
    case Family::weibull:
      return a_.seconds() * mathematics::exp(mathematics::log_gamma(1.0 + derived_));
  }
  return 0;
}

}  // namespace windtunnel
