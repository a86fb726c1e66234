// Contracts: which tier is owed, and when maintenance is.
#include "sim/scenario/contract.h"

#include <catch2/catch.hpp>

using namespace windtunnel;

namespace {

Contract three_tiers() {
  Contract contract;
  contract.credits = {{percent(99.99), percent(10)}, {percent(99), percent(25)}, {percent(95), percent(100)}};
  return contract;
}

}  // namespace

TEST_CASE("the lowest tier that an uptime falls below is owed") {
  // The tiers of multi-zone services in models/facts/sla.json: 10 % below 99.99 %, 25 % below 99 %, 100 % below 95 %.
  const Contract contract = three_tiers();
  CHECK(contract.credit_for(1) == 0);
  CHECK(contract.credit_for(0.9999) == 0);
  CHECK(contract.credit_for(0.99989) == Approx(0.10));
  CHECK(contract.credit_for(0.99) == Approx(0.10));
  CHECK(contract.credit_for(0.9899) == Approx(0.25));
  CHECK(contract.credit_for(0.5) == Approx(1.0));
}

TEST_CASE("a contract takes what it does not state from the published agreement") {
  PublishedTerms published;
  published.credits = {{percent(99.9), percent(10)}};
  published.counts = ContractCount::requests;
  published.bin = minutes(5);
  Contract contract;
  contract.complete(&published);
  CHECK(contract.credit_for(0.99) == Approx(0.10));
  CHECK(contract.counts == ContractCount::requests);
  CHECK(contract.bin == minutes(5));
  contract.stated_credits = {{percent(99), percent(50)}};
  contract.stated_counts = ContractCount::time;
  contract.stated_bin = minutes(1);
  contract.complete(&published);
  CHECK(contract.credit_for(0.995) == 0);
  CHECK(contract.credit_for(0.98) == Approx(0.50));
  CHECK(contract.counts == ContractCount::time);
  CHECK(contract.bin == minutes(1));
}

TEST_CASE("maintenance windows are intervals of the week in UTC") {
  Contract contract = three_tiers();
  contract.maintenance = {*parse_weekly_window("sun 04:00-04:30 UTC"),
                          *parse_weekly_window("mon 00:30-01:30 Europe/Berlin")};
  const auto windows = contract.windows();
  REQUIRE(windows.size() == 2);
  CHECK(windows[0].first == days(6) + hours(4));
  CHECK(windows[0].second == minutes(30));
  // Berlin is an hour ahead of UTC on 1 January: Monday 00:30 there is Sunday 23:30 of the week before.
  CHECK(windows[1].first == days(6) + hours(23) + minutes(30));
}
