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
    CostSheet items, amounts(models::unit_price);
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
