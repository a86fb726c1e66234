#include <catch2/catch.hpp>

#include "models/instance_class.h"

using namespace windtunnel;
using models::find_instance_class;

TEST_CASE("Instance classes say their cores and memory") {
  // AWS instance type pages: t3.micro 2 vCPU 1 GiB, m5.large 2 vCPU 8 GiB, r6g.xlarge 4 vCPU 32 GiB.
  REQUIRE(find_instance_class("db.t3.micro"));
  CHECK(find_instance_class("db.t3.micro")->cores == 2);
  CHECK(find_instance_class("db.t3.micro")->memory == gibibytes(1));
  CHECK(find_instance_class("m5.large")->memory == gibibytes(8));
  CHECK(find_instance_class("cache.r6g.xlarge")->cores == 4);
  CHECK(find_instance_class("cache.r6g.xlarge")->memory == gibibytes(32));
}

TEST_CASE("Names outside the scheme are unknown") {
  for (const char* name : {"", "micro", "db.t3", "t3.4xlarge", "m5.micro", "db.x1.large"}) CHECK_FALSE(find_instance_class(name));
}
