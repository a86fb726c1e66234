// Everything that decides a trajectory gives the same bits in every build: a fingerprint of results, written down once.
// It has been seen equal with two compilers, with and without optimisation, and for processors with and without fused
// arithmetic.
#include <bit>
#include <catch2/catch.hpp>
#include <cstdint>

#include "sim/kernel/distribution.h"
#include "sim/kernel/mathematics.h"
#include "sim/kernel/random.h"

using namespace windtunnel;

namespace {

class Fingerprint {
 public:
  void add(std::uint64_t bits) { hash_ = (hash_ ^ bits) * 0x100000001b3; }
  void add(double value) { add(std::bit_cast<std::uint64_t>(value)); }
  std::uint64_t value() const { return hash_; }

 private:
  std::uint64_t hash_ = 0xcbf29ce484222325;
};

template <class Function>
std::uint64_t fingerprint_of(Function function) {
  Fingerprint fingerprint;
  Stream stream({.seed = 1, .replication = 2, .entity = 3, .purpose = 4});
  for (int i = 0; i < 20'000; ++i) fingerprint.add(function(stream));
  return fingerprint.value();
}

std::uint64_t draws_of(const DurationDistribution& law) {
  return fingerprint_of([&](Stream& s) { return static_cast<std::uint64_t>(law.draw(s).microseconds); });
}

/// Positive numbers of every magnitude.
double any_positive(Stream& stream) { return std::bit_cast<double>(stream.next() >> 1 & 0x7fdfffffffffffff); }

}  // namespace

TEST_CASE("elementary functions give the same bits in every build") {
  CHECK(fingerprint_of([](Stream& s) { return mathematics::log(any_positive(s)); }) == 0xef6e9a6e6a3dc33c);
  CHECK(fingerprint_of([](Stream& s) { return mathematics::exp(1500 * s.uniform() - 750); }) == 0x98f20a18595a023c);
  CHECK(fingerprint_of([](Stream& s) {
          const double base = 10 * s.uniform();
          return mathematics::pow(base, 20 * s.uniform() - 10);
        }) == 0xc9326e6b75d92acc);
  CHECK(fingerprint_of([](Stream& s) { return mathematics::sin(2e6 * s.uniform() - 1e6); }) == 0x230e5c4507c0e13c);
  CHECK(fingerprint_of([](Stream& s) { return mathematics::cos(2e6 * s.uniform() - 1e6); }) == 0x9470ce76b7916ace);
  CHECK(fingerprint_of([](Stream& s) { return mathematics::normal_cdf(80 * s.uniform() - 40); }) == 0x8c6b2ae7eb166cd2);
  CHECK(fingerprint_of([](Stream& s) { return mathematics::normal_quantile(s.uniform()); }) == 0x18d28dbf649d75ae);
  CHECK(fingerprint_of([](Stream& s) { return mathematics::log_gamma(100 * s.uniform()); }) == 0x15b391c7bbedc99f);
}

TEST_CASE("draws give the same bits in every build") {
  CHECK(fingerprint_of([](Stream& s) { return s.exponential(); }) == 0x4600e14610763480);
  CHECK(fingerprint_of([](Stream& s) { return s.normal(); }) == 0x18d28dbf649d75ae);
  CHECK(fingerprint_of([](Stream& s) { return poisson(s, 10 * s.uniform()); }) == 0x806b3a6b1c9c54ca);
  CHECK(fingerprint_of([](Stream& s) { return poisson(s, 1e6 * s.uniform()); }) == 0xc23ecfd18e645f80);
  CHECK(draws_of(DurationDistribution::lognormal(minutes(8), minutes(25))) == 0x3825f6fd81de37f7);
  CHECK(draws_of(DurationDistribution::triangular(seconds(60), seconds(85), seconds(120))) == 0xe8f40022b0cf106d);
  CHECK(draws_of(DurationDistribution::weibull(0.7, days(3))) == 0x75a83d383da27611);
}
