// What a design costs, summed up as its lines come, is the sum of the lines that people are shown.
#include "models/prices.h"
#include "tests/support/scripted_run.h"

using namespace windtunnel;

TEST_CASE("a bill of amounts adds up to the items of the same bill") {
  const models::Environment environment;
  for (const std::string name : {"kasha", "multi-region", "lamp-dr", "ecia-prod", "ecs-aurora-cfn", "ecs-aurora-active-active"}) {
    INFO(name);
    Diagnostics diagnostics;
    const auto design = load_design(*environment.design_document(name), environment, diagnostics);
    REQUIRE(design);
    const HealthyWeek week(*design, 1);
    CostSheet items, amounts([](std::string_view region, std::string_view price_key) -> std::optional<double> {
      const models::Price* price = models::price(region, price_key);
      return price ? std::optional(price->amount) : std::nullopt;
    });
    bill(*design, week, items);
    bill(*design, week, amounts);
    double sum = 0;
    std::size_t priced = 0;
    for (const CostItem& item : items.items()) {
      const models::Price* price = models::price(item.region, item.price_key);
      if (price == nullptr) continue;
      sum += item.quantity * price->amount;
      ++priced;
    }
    CHECK(amounts.items().empty());
    CHECK(amounts.lines() == priced);
    CHECK(sum > 10);
    CHECK(amounts.total() == sum);
  }
}

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
