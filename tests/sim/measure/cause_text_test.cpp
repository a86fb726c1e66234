// Causes as people say them: no colons, no underscores of ours, and planned work called so.
#include "sim/measure/cause_text.h"

#include <catch2/catch.hpp>

using namespace windtunnel;

TEST_CASE("a cause is told as the fault of a component") {
  CHECK(cause_text("primary.zone-1:power_loss", false) == "power loss of primary.zone-1");
  CHECK(cause_text("primary.db:os_patch", true) == "planned os patch of primary.db");
  CHECK(cause_text("my_db:crash", false) == "crash of my_db");  // names stay as they are
  CHECK(cause_text("maintenance", false) == "maintenance");
}
