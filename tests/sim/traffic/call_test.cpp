// Attempts, time-outs, retries, fallbacks.
#include "sim/traffic/call.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace windtunnel::traffic;

namespace {

Outcome failing(double refused, double lost = 0, double seconds = 0.1) {
  Outcome outcome;
  outcome.success = 1 - refused - lost;
  outcome.refused = refused;
  outcome.lost = lost;
  outcome.latency = Latency(0, seconds, seconds * seconds);
  return outcome;
}

CallOutcome call_of(const Outcome& target, const Client& client, double reach = 1, const Outcome* fallback = nullptr) {
  CallOutcome call;
  evaluate(target, client, reach, fallback, call);
  CHECK(call.success + call.refused + call.lost == Approx(1).epsilon(1e-9));
  return call;
}

}  // namespace

TEST_CASE("Attempts follow the geometric sum") {
  CHECK(attempts(0.5, 3, infinity) == Approx(1.875).epsilon(1e-12));  // S-retry-att
  // BROOKER-RETRY: with three retries (1 - p^4)/(1 - p); with a tenth of a token for each call 1.1 in the long run.
  CHECK(attempts(0.1, 3, infinity) == Approx(1.1119).epsilon(0.02));
  CHECK(attempts(0.2, 3, infinity) == Approx(1.2557).epsilon(0.02));
  CHECK(attempts(0.5, 3, infinity) == Approx(1.8891).epsilon(0.02));
  for (const double p : {0.2, 0.5}) CHECK(attempts(p, 3, 0.1) == Approx(1.1).epsilon(1e-9));
  CHECK(attempts(0.05, 3, 0.1) == Approx(attempts(0.05, 3, infinity)));
  CHECK(attempts(1, 3, infinity) == 4);
}

TEST_CASE("A call succeeds unless all its attempts fail") {
  const CallOutcome call = call_of(failing(0.5), {.timeout = infinity, .retries = 3});
  CHECK(call.success == Approx(1 - 0.0625));  // BROOKER-RETRY success 0.9354 in one run
  CHECK(call.attempts == Approx(1.875));
  // Under a budget those retries are left out that it does not pay: (1 - p)(1 + budget).
  const CallOutcome adaptive = call_of(failing(0.5), {.retries = 3, .retry_budget = 0.1});
  CHECK(adaptive.success == Approx(0.5 * 1.1).epsilon(1e-9));
}

TEST_CASE("Answers after the time-out fail the attempt") {
  const CallOutcome call = call_of(failing(0), {.timeout = 0.1});
  CHECK(call.success == Approx(1 - std::exp(-1.0)).epsilon(1e-9));
  CHECK(call.late == Approx(std::exp(-1.0)).epsilon(1e-9));
  CHECK(call.failure_seconds == Approx(0.1));
}

TEST_CASE("What is lost is found out by the time-out, or never") {
  const CallOutcome impatient = call_of(failing(0, 0.3), {.timeout = 2});
  CHECK(impatient.refused == Approx(0.3).epsilon(1e-6));
  CHECK(impatient.failure_seconds == Approx(2));
  const CallOutcome patient = call_of(failing(0, 0.3), {.timeout = infinity, .retries = 5});
  CHECK(patient.lost == Approx(0.3));
  CHECK(patient.attempts == Approx(1));
  // A caller cut off from its target loses every attempt.
  const CallOutcome cut_off = call_of(failing(0), {.timeout = 1, .retries = 2}, 0);
  CHECK(cut_off.refused == Approx(1));
  CHECK(cut_off.attempts == Approx(3));
}

TEST_CASE("Retries come late and are kept apart from first answers") {
  const Client client{.timeout = 1, .retries = 1};
  const CallOutcome call = call_of(failing(0, 0.2, 0.01), client);
  CHECK(call.success == Approx(0.96).epsilon(1e-6));
  CHECK(call.latency.within(0.5) * call.success == Approx(0.8).epsilon(1e-6));
  CHECK(call.latency.within(1.5) == Approx(1).epsilon(1e-6));
  CHECK(call.retry_delay == Approx(1));
}

TEST_CASE("Retries of what is refused at once are prompt, those of time-outs slow, and together they are all") {
  const Client client{.timeout = 4, .retries = 3};
  // Of attempts three tenths are refused at once, two tenths are lost: 0.5 + 0.25 + 0.125 retries for a call.
  const CallOutcome mixed = call_of(failing(0.3, 0.2), client);
  CHECK(mixed.slow_retries == Approx(0.875 * 0.4).epsilon(1e-6));
  CHECK((1 + mixed.slow_retries) * (1 + mixed.prompt_retries) == Approx(mixed.attempts).epsilon(1e-9));
  const CallOutcome refused = call_of(failing(0.5), client);
  CHECK(refused.slow_retries * refused.retry_delay == Approx(0).margin(1e-9));
  const CallOutcome lost = call_of(failing(0, 0.5), client);
  CHECK(lost.slow_retries == Approx(0.875).epsilon(1e-6));
  CHECK(lost.prompt_retries == Approx(0).margin(1e-9));
  // The first comes after one time-out, the second after two, the third after three: (0.5 + 2 x 0.25 + 3 x 0.125) / 0.875.
  CHECK(lost.retry_delay == Approx(4 * 1.375 / 0.875).epsilon(1e-6));
}

TEST_CASE("Pauses are uniform up to the base, doubled each time and capped") {
  // S-backoff: eight sleeps U(0, min(5 s, 0.1 s 2^i)) have mean total 8.15 s.
  const CallOutcome call = call_of(failing(1), {.timeout = infinity, .retries = 8, .backoff_base = 0.1, .backoff_cap = 5});
  CHECK(call.failure_seconds == Approx(8.15).epsilon(1e-12));
}

TEST_CASE("A fallback takes over what failed for good") {
  const Outcome second = failing(0.1, 0, 0.05);
  const CallOutcome call = call_of(failing(0.5, 0, 0.01), {.timeout = 1, .retries = 1}, 1, &second);
  CHECK(call.fallen_back == Approx(0.25));
  CHECK(call.success == Approx(0.75 + 0.25 * 0.9).epsilon(1e-6));
}
