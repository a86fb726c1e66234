// Detection and recovery of single probers, against the documented settings of load balancers.
#include "models/edge/shared/probe_timing.h"

#include <catch2/catch.hpp>

namespace windtunnel::models {

// Facts alb.hc.detect.default (35 to 65 s), alb.hc.detect.fast (7 to 12 s), alb.hc.recover.default (120 to 150 s).
TEST_CASE("the documented settings of a load balancer give the documented detection times") {
  CHECK(nth_probe(seconds(30), 2, seconds(5), 0.0) == seconds(35));
  CHECK(nth_probe(seconds(30), 2, seconds(5), 0.5) == seconds(50));
  CHECK(nth_probe(seconds(30), 2, seconds(5), 1.0) == seconds(65));
  CHECK(nth_probe(seconds(30), 2, Duration{}, 0.5) == seconds(45));
  CHECK(nth_probe(seconds(5), 2, seconds(2), 0.5) == milliseconds(9500));
  CHECK(nth_probe(seconds(30), 5, Duration{}, 0.5) == seconds(135));
}

TEST_CASE("one probe is enough for a new target") {
  CHECK(nth_probe(seconds(30), 1, Duration{}, 0.25) == milliseconds(7500));
}

}  // namespace windtunnel::models
