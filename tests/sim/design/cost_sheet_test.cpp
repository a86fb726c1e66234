// What a bill keeps of its lines, as items and as amounts.
#include "sim/design/cost_sheet.h"

#include <catch2/catch.hpp>

using namespace windtunnel;

TEST_CASE("what exists for a share of the month is paid for by that share, in items and in amounts") {
  CostSheet items, amounts([](std::string_view, std::string_view) { return std::optional(2.0); });
  for (const double hours : {10.0, 20.0, 30.0}) {
    items.add({.item = "gateway", .quantity = hours, .unit = "h", .price_key = "nat.hour", .region = "us-east-1"});
    amounts.add(hours, "us-east-1", "nat.hour");
  }
  for (CostSheet* sheet : {&items, &amounts}) sheet->keep(1, 0.5);
  CHECK(items.items()[0].quantity == 10);
  CHECK(items.items()[2].quantity == 15);
  CHECK(amounts.total() == 2 * (10 + 10 + 15));
  for (CostSheet* sheet : {&items, &amounts}) sheet->keep(1, 0);
  CHECK(items.lines() == 1);
  CHECK(amounts.total() == 20);
}
