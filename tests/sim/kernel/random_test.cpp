// Streams: known answers, reproducibility, independence, and the laws drawn from them.
#include "sim/kernel/random.h"

#include <Random123/philox.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "sim/kernel/mathematics.h"
#include "tests/sim/kernel/sample.h"

using namespace windtunnel;
using test::kolmogorov_distance;
using test::summary_of;

TEST_CASE("names hash to the finished FNV-1a value") {
  // The authors' test vectors (FNV-1a of "foobar" is 85944171f73967e8), finished by MurmurHash3's fmix64 in big
  // integers.
  CHECK(hash_name("") == 0xefd01f60ba992926);
  CHECK(hash_name("a") == 0x82a2a958a9bece5b);
  CHECK(hash_name("foobar") == 0x2c22194922d1672b);
  std::set<std::uint64_t> hashes;
  for (int i = 0; i < 10'000; ++i) hashes.insert(hash_name("component-" + std::to_string(i)));
  CHECK(hashes.size() == 10'000);
}

TEST_CASE("the generator gives the known answer of Philox4x64-10") {
  // Random123's known-answer file: counter 0, key 0.
  Stream stream(StreamKey{});
  CHECK(stream.next() == 0x16554d9eca36314c);
  CHECK(stream.next() == 0xdb20fe9d672d0fdc);
  CHECK(stream.next() == 0xd7e772cee186176b);
  CHECK(stream.next() == 0x7e68b68aec7ba23b);
}

TEST_CASE("key and counter of the generator are as documented") {
  Stream stream({.seed = 0x452821e638d01377,
                 .replication = 0x13198a2e03707344,
                 .entity = 0xa4093822299f31d0,
                 .purpose = 0xbe5466cf34e90c6c});
  for (std::uint64_t draw = 0; draw < 40; ++draw) {
    const r123::Philox4x64::ctr_type counter = {{draw / 4, 0x13198a2e03707344, 0xa4093822299f31d0, 0}};
    const r123::Philox4x64::key_type key = {{0x452821e638d01377, 0xbe5466cf34e90c6c}};
    REQUIRE(stream.next() == r123::Philox4x64()(counter, key)[draw % 4]);
  }
}

TEST_CASE("a stream can be taken up at any position and copied at any moment") {
  const StreamKey key = {1, 2, 3, 4};
  Stream whole(key);
  std::vector<std::uint64_t> draws;
  for (int i = 0; i < 50; ++i) draws.push_back(whole.next());
  for (std::uint64_t first = 0; first < 50; ++first) {
    Stream later(key, first);
    CHECK(later.position() == first);
    Stream copy = later;
    REQUIRE(later.next() == draws[first]);
    REQUIRE(copy.next() == draws[first]);
    if (first < 49) {
      REQUIRE(later.next() == draws[first + 1]);
      Stream copy_in_block = later;
      REQUIRE(copy_in_block.next() == later.next());
    }
  }
}

TEST_CASE("every law moves a stream by exactly one draw") {
  Stream stream({7, 0, 0, 0});
  std::uint64_t draws = 0;
  for (int i = 0; i < 5'000; ++i) {
    stream.uniform();
    stream.exponential();
    stream.normal();
    poisson(stream, 3.0);
    poisson(stream, 300.0);
    stream.split();
    draws += 6;
    REQUIRE(stream.position() == draws);
  }
  Stream reference({7, 0, 0, 0}, draws);
  CHECK(stream.next() == reference.next());
}

TEST_CASE("streams that differ in one part of their key are unrelated") {
  const StreamKey base = {1, 1, 1, 1};
  const std::vector<StreamKey> others = {{2, 1, 1, 1}, {1, 2, 1, 1}, {1, 1, 2, 1}, {1, 1, 1, 2}};
  constexpr int n = 100'000;
  for (const StreamKey& key : others) {
    Stream a(base), b(key);
    double products = 0;
    for (int i = 0; i < n; ++i) products += a.normal() * b.normal();
    // The mean product of independent standard normals has standard error 1/sqrt(n).
    CHECK(std::fabs(products / n) < 4.5 / std::sqrt(n));
  }
}

TEST_CASE("no word is seen twice among neighbouring streams, blocks and split streams") {
  std::set<std::uint64_t> seen;
  std::size_t drawn = 0;
  for (std::uint64_t part = 0; part < 8; ++part) {
    for (const StreamKey& key :
         {StreamKey{part, 9, 9, 9}, StreamKey{9, part, 9, 9}, StreamKey{9, 9, part, 9}, StreamKey{9, 9, 9, part}}) {
      Stream stream(key);
      for (int i = 0; i < 100; ++i) {
        Stream lane = stream.split();
        for (int k = 0; k < 20; ++k, ++drawn) seen.insert(lane.next());
        seen.insert(stream.next());
        ++drawn;
      }
    }
  }
  CHECK(seen.size() == drawn);
}

TEST_CASE("uniform numbers lie strictly between 0 and 1 and fill the interval evenly") {
  Stream stream({11, 0, 0, 0});
  std::vector<double> sample(200'000);
  for (double& u : sample) u = stream.uniform();
  CHECK(*std::min_element(sample.begin(), sample.end()) > 0);
  CHECK(*std::max_element(sample.begin(), sample.end()) < 1);
  const auto s = summary_of(sample);
  CHECK(std::fabs(s.mean - 0.5) < 4.5 * s.standard_error);
  CHECK(s.variance == Approx(1.0 / 12).epsilon(0.01));
  CHECK(kolmogorov_distance(sample, [](double u) { return u; }) < 1.95 / std::sqrt(sample.size()));
}

TEST_CASE("exponential numbers follow the exponential law, tail and all") {
  Stream stream({12, 0, 0, 0});
  std::vector<double> sample(2'000'000);
  for (double& x : sample) x = stream.exponential();
  CHECK(*std::min_element(sample.begin(), sample.end()) > 0);
  const auto s = summary_of(sample);
  CHECK(std::fabs(s.mean - 1) < 4.5 * s.standard_error);
  CHECK(s.variance == Approx(1.0).epsilon(0.01));
  CHECK(kolmogorov_distance(sample, [](double x) { return 1 - std::exp(-x); }) < 1.95 / std::sqrt(sample.size()));
  // The ziggurat treats what lies beyond 7.697 on a path of its own.
  for (const double level : {5.0, 7.5, 8.0, 10.0}) {
    const double expected = static_cast<double>(sample.size()) * std::exp(-level);
    const auto beyond = std::count_if(sample.begin(), sample.end(), [=](double x) { return x > level; });
    INFO(level);
    CHECK(std::fabs(static_cast<double>(beyond) - expected) < 4.5 * std::sqrt(expected));
  }
}

TEST_CASE("normal numbers follow the normal law") {
  Stream stream({13, 0, 0, 0});
  std::vector<double> sample(500'000);
  for (double& x : sample) x = stream.normal();
  const auto s = summary_of(sample);
  CHECK(std::fabs(s.mean) < 4.5 * s.standard_error);
  CHECK(s.variance == Approx(1.0).epsilon(0.01));
  CHECK(kolmogorov_distance(sample, mathematics::normal_cdf) < 1.95 / std::sqrt(sample.size()));
}
