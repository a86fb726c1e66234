// Queueing formulas against exact answers; ids are those of the validation suite.
#include "sim/traffic/waiting.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/traffic/network.h"

using namespace windtunnel::traffic;

TEST_CASE("Erlang B loses what the recursion says") {
  // Q-ErlB-1, Q-ErlB-2, Q-ErlB-3
  CHECK(erlang_b(10, 8) == Approx(0.1216610642529515).epsilon(1e-12));
  CHECK(erlang_b(100, 90) == Approx(0.026957380464359214).epsilon(1e-12));
  CHECK(erlang_b(20, 25) == Approx(0.2798901509897046).epsilon(1e-12));
  CHECK(erlang_b(0, 3) == 1);
  CHECK(erlang_b(3, 0) == 0);
}

TEST_CASE("Erlang B starts its recursion late in large systems without losing digits") {
  // The plain recursion, B(i) = a B(i-1) / (i + a B(i-1)).
  for (const double offered : {300.0, 980.0, 1500.0}) {
    double plain = 1;
    for (int i = 1; i <= 1000; ++i) plain = offered * plain / (i + offered * plain);
    CHECK(erlang_b(1000, offered) == Approx(plain).epsilon(1e-10).margin(1e-13));
  }
}

TEST_CASE("M/M/n waits as long as Erlang C says") {
  // Q-MM1-1a: E[N] = rho/(1-rho) = 4 of which rho are in service.
  const Wait one = wait_exponential(1, 1, 0.8);
  CHECK(0.8 * (one.mean + 1) == Approx(4.0).epsilon(1e-12));
  // Q-MM1-2b: sojourn 0.2 s.
  CHECK(wait_exponential(1, 100, 95).mean + 0.01 == Approx(0.2).epsilon(1e-12));
  // Q-MMc-2b, Q-MMc-3b
  CHECK(wait_exponential(10, 1, 8).mean == Approx(0.20459007539822177).epsilon(1e-12));
  CHECK(wait_exponential(100, 1, 95).mean == Approx(0.10129137078260411).epsilon(1e-12));
  // The wait of M/M/1: no wait with 1 - rho, else exponential at m - r.
  CHECK(wait_exceeds(1, 1, 0.8, 10) == Approx(0.8 * std::exp(-2.0)).epsilon(1e-12));
  CHECK(one.variance == Approx(0.8 * (2 - 0.8) / (0.2 * 0.2)).epsilon(1e-12));
}

TEST_CASE("M/G/1 waits as long as Pollaczek and Khinchine say") {
  // Q-MD1, Q-MLN1-2, and Q-MH21 with E[N] = r (W + S).
  CHECK(wait_general(1, 1, 0.8, 0).mean == Approx(2.0).epsilon(1e-12));
  CHECK(wait_general(1, 1 / 1.2, 0.5, 0.25).mean == Approx(1.125).epsilon(1e-12));
  const double mean = 0.3 / 0.4 + 0.7 / 1.4, square = 2 * (0.3 / 0.16 + 0.7 / 1.96);
  const double variation = square / (mean * mean) - 1;
  CHECK(0.6 * (wait_general(1, 1 / mean, 0.6, variation).mean + mean) == Approx(3.9642857142857135).epsilon(1e-12));
}

TEST_CASE("M/M/n with limited places is the birth and death chain") {
  // Q-MMcK: K counts those in service too, so places = K - c. b: mean sojourn of the admitted.
  const LimitedWait small = wait_limited(2, 1, 3, 1, 3);
  CHECK(small.blocked == Approx(0.37442218798151).epsilon(1e-12));
  CHECK(small.admitted.mean + 1 == Approx(1.9532019704433496).epsilon(1e-12));
  CHECK(wait_limited(1, 1, 0.9, 1, 9).blocked == Approx(0.0508137313274124).epsilon(1e-12));
  const LimitedWait critical = wait_limited(1, 1, 1, 1, 9);
  CHECK(critical.blocked == Approx(0.09090909090909091).epsilon(1e-12));
  CHECK(critical.admitted.mean + 1 == Approx(5.5).epsilon(1e-12));
  const LimitedWait eight = wait_limited(8, 1, 8.5, 1, 32);
  CHECK(eight.blocked == Approx(0.06620900496304702).epsilon(1e-12));
  CHECK(eight.admitted.mean + 1 == Approx(3.59496580398753).epsilon(1e-12));
  // Without any limit a saturated queue grows for ever, and what it cannot serve never comes to its end.
  for (const double load : {1.0, 1.25}) {
    const LimitedWait endless = wait_limited(2, 1, 2 * load, 1, infinity);
    CHECK(endless.blocked == Approx(1 - 1 / load).margin(1e-12));
    CHECK(endless.admitted.mean == infinity);
  }
  // Without places it is Erlang B, whatever the law of service.
  CHECK(wait_limited(10, 1, 8, 1, 0).blocked == Approx(0.1216610642529515).epsilon(1e-10));
}

TEST_CASE("Sums near saturation agree with those at a distance from it") {
  // The expansion for loads near 1 and the closed form meet where one takes over from the other.
  for (const double places : {20.0, 400.0}) {
    const double edge = std::exp(0.02 / (places + 1));
    const LimitedWait inside = wait_limited(3, 1, 3 * edge * (1 - 1e-9), 1, places);
    const LimitedWait outside = wait_limited(3, 1, 3 * edge * (1 + 1e-9), 1, places);
    CHECK(inside.blocked == Approx(outside.blocked).epsilon(1e-6));
    CHECK(inside.admitted.mean == Approx(outside.admitted.mean).epsilon(1e-6));
    CHECK(inside.admitted.variance == Approx(outside.admitted.variance).epsilon(1e-5));
  }
}

TEST_CASE("Calls without patience are dropped as Barrer says") {
  // M/M/1 with constant patience T: with w = exp(-(m - r) T) the share dropped is
  // (1 - rho) rho w / (1 - rho^2 w) (Barrer 1957).
  for (const double load : {0.5, 0.9, 1.2}) {
    const double patience = 3, survives = std::exp(-(1 - load) * patience);
    const double dropped = (1 - load) * load * survives / (1 - load * load * survives);
    CHECK(wait_impatient(1, 1, load, 1, patience).blocked == Approx(dropped).epsilon(1e-9));
  }
  // Far above saturation what cannot be served is dropped, and the others wait almost until they would be.
  const LimitedWait crowded = wait_impatient(10, 20, 1000, 1, 2);
  CHECK(crowded.blocked == Approx(0.8).epsilon(1e-3));
  CHECK(crowded.admitted.mean == Approx(2).epsilon(1e-2));
}

TEST_CASE("Between whole numbers of servers waits move continuously and fall") {
  double last = wait_exponential(4, 1, 3.5).mean;
  for (double servers = 4.05; servers < 7; servers += 0.05) {
    const double now = wait_exponential(servers, 1, 3.5).mean;
    CHECK(now < last);
    CHECK(now > 0.8 * last);
    last = now;
  }
}

TEST_CASE("The load that a station can have adapted to is the inverse of its relaxation time") {
  for (const double load : {0.3, 0.9, 0.99}) {
    const double slack = 1 - std::sqrt(load), relaxation_time = 1 / (10 * 20 * slack * slack);
    CHECK(load_relaxed_within(10, 20, relaxation_time) == Approx(load).epsilon(1e-12));
  }
  CHECK(load_relaxed_within(1, 1, 0.5) == 0);
}

TEST_CASE("The load that has a given wait is found again") {
  for (const double servers : {1.0, 2.0, 4.5, 40.0}) {
    for (const double load : {0.6, 0.9, 0.99, 0.9999}) {
      for (const double variation : {0.25, 1.0, 3.0}) {
        const Wait wait = wait_general(servers, 2, load * servers * 2, variation);
        const LoadOfWait found = load_with_wait(servers, variation, wait.mean * servers * 2);
        CHECK(found.load == Approx(load).epsilon(1e-6));
        CHECK(found.delayed == Approx(wait.delayed).epsilon(1e-4));
      }
    }
  }
}

TEST_CASE("Up to the load without a wait nobody waits as long as that, and soon beyond somebody does") {
  for (const double servers : {1.0, 2.0, 2.5, 4.0, 16.0, 100.0, 1000.0}) {
    for (const double share : {1e-3, 1e-6}) {
      const double load = load_without_wait(servers, share);
      REQUIRE(load > 0);
      CHECK(wait_exponential(servers, 1, load * servers).mean <= share);
      if (servers <= 100) CHECK(wait_exponential(servers, 1, std::min(1.5 * load, 0.5 * (1 + load)) * servers).mean > share);
    }
  }
}
