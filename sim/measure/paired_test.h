// Whether paired differences have a direction: bounds that hold whatever the differences' distribution, and how many of
// them may be asked at once.
#pragma once

#include <optional>
#include <span>

namespace windtunnel {

/// Two-sided bound on the chance of a sum of differences at least this far from zero, were each as likely to have the
/// other sign: T = sum(d) / sqrt(sum(d^2)) is then a normed Rademacher sum, so that P(|T| >= t) is at most
/// 2 exp(-t^2 / 2) (Hoeffding 1963) and at most 2 * 4.4634 times the normal tail (Pinelis 1994). Where few patterns of signs
/// go as far, they are counted, and the chance is exact. Heavy tails and atoms at zero cost power, never correctness. 1
/// where nothing differs.
double sign_flip_bound(std::span<const double> differences);
/// The least that sign_flip_bound could have been with these magnitudes: all of one sign.
double least_sign_flip_bound(std::span<const double> differences);
/// Two-sided exact test that `up` of `up + down` discordant pairs went up (McNemar; the sign test).
double sign_test(std::size_t up, std::size_t down);

/// The level of each single test that keeps the chance of any false one in the whole family at most `family_error`.
/// Tests that cannot reach it whatever their signs do not count (Tarone 1990). `least` holds each test's least p-value.
double family_threshold(std::span<const double> least, double family_error);

/// T at which sign_flip_bound reaches p.
double sign_flip_critical(double p);
/// The smallest mean difference that n pairs whose differences deviate by this much would have shown at T; nothing when
/// no difference could.
std::optional<double> detectable_difference(std::size_t n, double deviation, double critical);

}  // namespace windtunnel
