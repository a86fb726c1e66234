// Tests of instance classes: what their names say.
#include <catch2/catch.hpp>

#include "models/instance_class.h"

using namespace windtunnel;
using models::expected_instance_class;
using models::find_instance_class;

TEST_CASE("Instance classes say their cores and memory") {
  // AWS instance type pages: t3.micro 2 vCPU 1 GiB, m5.large 2 vCPU 8 GiB, r6g.xlarge 4 vCPU 32 GiB.
  REQUIRE(find_instance_class("db.t3.micro", "db."));
  CHECK(find_instance_class("db.t3.micro", "db.")->cores == 2);
  CHECK(find_instance_class("db.t3.micro", "db.")->memory == gibibytes(1));
  CHECK(find_instance_class("m5.large", "")->memory == gibibytes(8));
  CHECK(find_instance_class("cache.r6g.xlarge", "cache.")->cores == 4);
  CHECK(find_instance_class("cache.r6g.xlarge", "cache.")->memory == gibibytes(32));
}

TEST_CASE("Names outside the scheme are unknown") {
  for (const char* name : {"", "micro", "t3", "t3.4xlarge", "m5.micro", "x1.large"}) CHECK_FALSE(find_instance_class(name, ""));
  for (const char* name : {"", "db.", "db.t3", "db.x1.large"}) CHECK_FALSE(find_instance_class(name, "db."));
}

TEST_CASE("A class belongs to the service whose prefix it has") {
  for (const char* name : {"t3.medium", "cache.t3.medium"}) {
    CHECK_FALSE(find_instance_class(name, "db."));
    CHECK(expected_instance_class(name, "db.") == "; did you mean \"db.t3.medium\"?");
  }
  CHECK_FALSE(find_instance_class("db.t3.medium", ""));
  CHECK(expected_instance_class("db.t3.medium", "") == "; did you mean \"t3.medium\"?");
  CHECK(expected_instance_class("huge", "cache.") == "; expected one such as \"cache.t3.micro\"");
}
