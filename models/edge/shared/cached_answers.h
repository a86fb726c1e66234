// Shares of users over the endpoints of a DNS name, while old answers drain from caches.
//
// Resolvers hold an answer of uniform age, so users move linearly over one time to live; a share of clients keeps the
// old answer longer and drains linearly over a span of its own.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "sim/traffic/network.h"

namespace windtunnel::models {

class CachedAnswers {
 public:
  static constexpr std::size_t limit = 8;

  /// Everybody holds these answers (shares that add up to 1; at most `limit`).
  void start(std::span<const double> answers) {
    count_ = answers.size() < limit ? answers.size() : limit;
    for (std::size_t i = 0; i < count_; ++i) {
      answers_[i] = answers[i];
      shares_[i] = traffic::Ramp(answers[i]);
    }
  }
  /// The name is answered differently from now on: all but the share `violators` have moved when `ttl` is over. Who was
  /// still on the way from an earlier change counts as holding what they hold now.
  void change(Time now, std::span<const double> answers, Duration ttl, double violators) {
    for (std::size_t i = 0; i < count_; ++i) {
      const double held = shares_[i].at(now);
      answers_[i] = answers[i];
      shares_[i] = traffic::Ramp(held, (1 - violators) * answers[i] + violators * held, now, now + ttl);
    }
  }
  /// The time to live is over: the rest moves within `stay`.
  void drain_violators(Time now, Duration stay) {
    for (std::size_t i = 0; i < count_; ++i) shares_[i] = traffic::Ramp(shares_[i].at(now), answers_[i], now, now + stay);
  }

  std::size_t count() const { return count_; }
  /// Share of the users that go to endpoint i, over time.
  const traffic::Ramp& share(std::size_t i) const { return shares_[i]; }
  /// What the name is answered with now.
  double answer(std::size_t i) const { return answers_[i]; }
  /// Whether all users hold the present answers.
  bool settled(Time now) const {
    for (std::size_t i = 0; i < count_; ++i)
      if (shares_[i].at(now) != answers_[i]) return false;
    return true;
  }

 private:
  std::size_t count_ = 0;
  std::array<double, limit> answers_{};
  std::array<traffic::Ramp, limit> shares_{};
};

}  // namespace windtunnel::models
