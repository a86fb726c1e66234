// Prices are found by region and SKU; what the book does not hold is unknown, never zero.
#include "models/prices.h"

#include <algorithm>
#include <catch2/catch.hpp>

namespace windtunnel::models {

TEST_CASE("a price comes with unit, source, confidence and date") {
  const auto nat = price("us-east-1", "nat.hour");
  REQUIRE(nat);
  CHECK(nat->amount == 0.045);  // list price of a NAT gateway hour in us-east-1
  CHECK(nat->unit == "USD/NAT-hour");
  CHECK(nat->confidence == "verified");
  CHECK(nat->as_of == "2026-08");
  CHECK(nat->source.starts_with("infracost"));
  CHECK(price("ap-south-1", "nat.hour")->amount == 0.056);
}

TEST_CASE("a missing price is missing") {
  CHECK_FALSE(price("us-east-1", "nat.hours"));
  CHECK_FALSE(price("us-east-1", ""));
  CHECK_FALSE(price("eu-north-1", "nat.hour"));
  CHECK(price_skus("eu-north-1").empty());
}

TEST_CASE("the book covers six regions, and every price has a unit in dollars, a source and a confidence") {
  const std::vector<std::string> regions = {"ap-south-1", "ap-southeast-1", "eu-central-1",
                                            "eu-west-1",  "us-east-1",      "us-west-2"};
  CHECK(price_regions() == regions);
  std::size_t count = 0;
  for (const auto& region : regions) {
    const auto skus = price_skus(region);
    CHECK(std::ranges::is_sorted(skus));
    for (const auto& sku : skus) {
      CAPTURE(region, sku);
      const auto found = price(region, sku);
      REQUIRE(found);
      CHECK(found->amount >= 0);
      CHECK_FALSE(found->unit.empty());
      CHECK_FALSE(found->source.empty());
      CHECK((found->confidence == "verified" || found->confidence == "high" || found->confidence == "medium" ||
             found->confidence == "low"));
      ++count;
    }
  }
  CHECK(count == 759);
}

TEST_CASE("the book states currency and month") {
  CHECK(price_book().currency == "USD");
  CHECK(price_book().hours_per_month == 730);  // 8760 h / 12
}

}  // namespace windtunnel::models
