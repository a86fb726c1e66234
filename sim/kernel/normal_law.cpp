// The standard normal distribution function and its inverse, from published rational approximations.
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

#include "sim/kernel/double_double.h"
#include "sim/kernel/mathematics.h"

namespace windtunnel::mathematics {
namespace {

/// Sum of coefficient[i] x^i.
template <std::size_t size>
double polynomial(const std::array<double, size>& coefficients, double x) {
  double sum = 0;
  for (std::size_t i = size; i-- > 0;) sum = sum * x + coefficients[i];
  return sum;
}

// W. J. Cody, "Rational Chebyshev approximations for the error function", Mathematics of Computation 23 (1969).
constexpr std::array erf_top = {3.20937758913846947e03, 3.77485237685302021e02, 1.13864154151050156e02,
                                3.16112374387056560e00, 1.85777706184603153e-1};
constexpr std::array erf_bottom = {2.84423683343917062e03, 1.28261652607737228e03, 2.44024637934444173e02,
                                   2.36012909523441209e01, 1.0};
constexpr std::array erfc_middle_top = {1.23033935479799725e03, 2.05107837782607147e03, 1.71204761263407058e03,
                                        8.81952221241769090e02, 2.98635138197400131e02, 6.61191906371416295e01,
                                        8.88314979438837594e00, 5.64188496988670089e-1, 2.15311535474403846e-8};
constexpr std::array erfc_middle_bottom = {1.23033935480374942e03, 3.43936767414372164e03, 4.36261909014324716e03,
                                           3.29079923573345963e03, 1.62138957456669019e03, 5.37181101862009858e02,
                                           1.17693950891312499e02, 1.57449261107098347e01, 1.0};
constexpr std::array erfc_far_top = {6.58749161529837803e-4, 1.60837851487422766e-2, 1.25781726111229246e-1,
                                     3.60344899949804439e-1, 3.05326634961232344e-1, 1.63153871373020978e-2};
constexpr std::array erfc_far_bottom = {2.33520497626869185e-3, 6.05183413124413191e-2, 5.27905102951428412e-1,
                                        1.87295284992346725e00, 2.56852019228982242e00, 1.0};

constexpr double root_half = 0x1.6a09e667f3bcdp-1;
constexpr double one_over_root_pi = 0.5641895835477563;

/// erfc(y) exp(y^2), a slow function of y > 0.46875.
double scaled_erfc(double y) {
  if (y <= 4.0) return polynomial(erfc_middle_top, y) / polynomial(erfc_middle_bottom, y);
  const double z = 1.0 / (y * y);
  return (one_over_root_pi - z * polynomial(erfc_far_top, z) / polynomial(erfc_far_bottom, z)) / y;
}

// M. J. Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37 (1988),
// PPND16.
constexpr std::array centre_top = {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
                                   1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
                                   3.3430575583588128105e4, 2.5090809287301226727e3};
constexpr std::array centre_bottom = {1.0,
                                      4.2313330701600911252e1,
                                      6.8718700749205790830e2,
                                      5.3941960214247511077e3,
                                      2.1213794301586595867e4,
                                      3.9307895800092710610e4,
                                      2.8729085735721942674e4,
                                      5.2264952788528545610e3};
constexpr std::array near_top = {1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
                                 3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
                                 2.27238449892691845833e-2, 7.74545014278341407640e-4};
constexpr std::array near_bottom = {1.0,
                                    2.05319162663775882187e0,
                                    1.67638483018380384940e0,
                                    6.89767334985100004550e-1,
                                    1.48103976427480074590e-1,
                                    1.51986665636164571966e-2,
                                    5.47593808499534494600e-4,
                                    1.05075007164441684324e-9};
constexpr std::array far_top = {6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
                                2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr std::array far_bottom = {1.0,
                                   5.99832206555887937690e-1,
                                   1.36929880922735805310e-1,
                                   1.48753612908506148525e-2,
                                   7.86869131145613259100e-4,
                                   1.84631831751005468180e-5,
                                   1.42151175831644588870e-7,
                                   2.04426310338993978564e-15};

/// The quantile of the upper tail: x with P(X > x) = tail, for tail < 0.075.
double tail_quantile(double tail) {
  const double r = std::sqrt(-log(tail));
  if (r <= 5.0) return polynomial(near_top, r - 1.6) / polynomial(near_bottom, r - 1.6);
  return polynomial(far_top, r - 5.0) / polynomial(far_bottom, r - 5.0);
}

}  // namespace

double normal_cdf(double x) {
  const double y = (x < 0 ? -x : x) * root_half;
  if (!(y > 0.46875)) return 0.5 + 0.5 * (x * root_half) * (polynomial(erf_top, y * y) / polynomial(erf_bottom, y * y));
  if (y > 28.0) return x < 0 ? 0.0 : 1.0;
  // The square is kept in full: an error in it would grow with the square itself.
  const DoubleDouble square = exact_product(x, x);
  const double tail = 0.5 * exp(DoubleDouble{-0.5 * square.hi, -0.5 * square.lo}) * scaled_erfc(y);
  return x < 0 ? tail : 1.0 - tail;
}

double normal_quantile(double p) {
  if (!(p > 0 && p < 1)) {
    if (p == 0 || p == 1)
      return p == 0 ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
    return std::numeric_limits<double>::quiet_NaN();
  }
  const double q = p - 0.5;
  if (q <= 0.425 && q >= -0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(centre_top, r) / polynomial(centre_bottom, r);
  }
  return q < 0 ? -tail_quantile(p) : tail_quantile(1.0 - p);
}

}  // namespace windtunnel::mathematics
