// A bill whose unknown prices stay unknown.
#include "sim/measure/cost.h"

#include <catch2/catch.hpp>

using namespace windtunnel;

namespace {

CostLine line(std::string item, double quantity, std::optional<double> price, std::string component) {
  CostLine result;
  result.item = std::move(item);
  result.quantity = quantity;
  result.price = price;
  result.component = std::move(component);
  return result;
}

}  // namespace

TEST_CASE("the total is of known prices, and the unknown ones are named") {
  // Two tasks of 0.25 vCPU for 730 h at 0.04048 USD: 14.78 USD (list price, us-east-1).
  const MonthlyCost cost =
      monthly_cost({line("Fargate vCPU", 2 * 0.25 * 730, 0.04048, "primary.web"),
                    line("NAT hours", 730, 0.045, "primary.nat"), line("support", 1, {}, "account")});
  CHECK(*cost.lines[0].amount == Approx(14.7752));
  CHECK(cost.total == Approx(14.7752 + 32.85));
  CHECK(cost.unknown == std::vector<std::string>{"support"});
  CHECK_FALSE(cost.lines[2].amount);
}

TEST_CASE("an amount that tiers have set is kept") {
  CostLine tiered = line("data out", 10, 0.09, "primary.alb");
  tiered.amount = 0.5;
  CHECK(monthly_cost({tiered}).total == 0.5);
}

TEST_CASE("lines are summed by component, item or key, each once") {
  MonthlyCost cost =
      monthly_cost({line("Fargate vCPU", 1, 10, "primary.web"), line("Fargate memory", 1, 5, "primary.web"),
                    line("NAT hours", 1, 32, "primary.nat"), line("Fargate storage", 1, {}, "primary.job")});
  CHECK(sum_matching(cost, {"primary.web"}).amount == 15);
  CHECK(sum_matching(cost, {"primary.web", "Fargate*"}).amount == 15);
  CHECK(sum_matching(cost, {"Fargate*"}).unknown == std::vector<std::string>{"Fargate storage"});
  CHECK(sum_matching(cost, {"primary.nat: NAT*"}).lines.size() == 1);
  CHECK(sum_matching(cost, {"nothing"}).lines.empty());
}

TEST_CASE("bills lack the same where the same amounts of the same items in the same place have no price") {
  const CostLine nat = line("NAT hours", 730, 0.045, "primary.nat"), runs = line("canary: runs", 43800, {}, "canary");
  CHECK(lack_the_same(monthly_cost({nat}), monthly_cost({})));
  CHECK(lack_the_same(monthly_cost({nat, runs}), monthly_cost({line("canary: runs", 43800, {}, "other")})));
  CHECK_FALSE(lack_the_same(monthly_cost({nat, runs}), monthly_cost({nat})));
  CHECK_FALSE(lack_the_same(monthly_cost({runs}), monthly_cost({runs, runs})));
  CostLine elsewhere = runs;
  elsewhere.region = "eu-north-1";
  CHECK_FALSE(lack_the_same(monthly_cost({runs}), monthly_cost({elsewhere})));
}
