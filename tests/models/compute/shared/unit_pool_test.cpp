// Units in slots: names, spread over zones, whom to remove first.
#include "models/compute/shared/unit_pool.h"

#include <catch2/catch.hpp>

namespace windtunnel::models {
namespace {

UnitPool pool_of(std::size_t zones, std::size_t slots) {
  std::vector<Site> sites;
  std::vector<traffic::StationId> stations;
  for (std::size_t zone = 0; zone < zones; ++zone) {
    sites.push_back({0, static_cast<DomainId>(zone + 1)});
    stations.push_back(static_cast<traffic::StationId>(zone));
  }
  UnitPool pool;
  pool.set_up(sites, stations, 8, slots);
  return pool;
}

std::size_t start_in(UnitPool& pool, std::uint8_t zone, Time now = {}) { return pool.occupy(zone, now).value(); }

}  // namespace

TEST_CASE("a slot's next unit has another name, and the old name finds nothing") {
  UnitPool pool = pool_of(1, 2);
  const std::size_t slot = start_in(pool, 0);
  const ServingPool::UnitId first = pool.id(slot);
  CHECK(pool.find(first) == slot);
  pool.vacate(slot);
  CHECK_FALSE(pool.find(first));
  CHECK(start_in(pool, 0) == slot);
  CHECK_FALSE(pool.id(slot) == first);
  CHECK_FALSE(pool.find(first));
  CHECK(to_unit(to_argument(pool.id(slot))) == pool.id(slot));
}

TEST_CASE("when every slot is taken there is no room for another unit") {
  UnitPool pool = pool_of(1, 2);
  start_in(pool, 0);
  start_in(pool, 0);
  CHECK_FALSE(pool.occupy(0, {}));
}

TEST_CASE("units are spread to the emptiest zone that is not excluded") {
  UnitPool pool = pool_of(3, 8);
  CHECK(pool.emptiest(0) == 0);
  start_in(pool, 0);
  start_in(pool, 1);
  CHECK(pool.emptiest(0) == 2);
  CHECK(pool.emptiest(0b100) == 0);
  CHECK_FALSE(pool.emptiest(0b111));
  CHECK(pool.imbalance(0) == 1);
  start_in(pool, 1);
  CHECK(pool.imbalance(0) == 2);
  CHECK(pool.imbalance(0b010) == 1);
}

TEST_CASE("what drains, is lost or is to be replaced does not count for the spread") {
  UnitPool pool = pool_of(2, 8);
  const std::size_t draining = start_in(pool, 0), lost = start_in(pool, 0), condemned = start_in(pool, 0);
  start_in(pool, 1);
  pool.enter(draining, UnitState::draining);
  pool.enter(lost, UnitState::lost);
  pool[condemned].condemned = true;
  CHECK(pool.spread(0) == 0);
  CHECK(pool.emptiest(0) == 0);
}

TEST_CASE("the newest unit of the fullest zone goes first, and never one that is being replaced") {
  UnitPool pool = pool_of(2, 8);
  const std::size_t alone = start_in(pool, 1, Time{} + seconds(30));
  const std::size_t old_one = start_in(pool, 0, Time{} + seconds(10)),
                    new_one = start_in(pool, 0, Time{} + seconds(20));
  for (const std::size_t slot : {alone, old_one, new_one}) pool.enter(slot, UnitState::in_service);
  CHECK(pool.victim(UnitState::in_service) == new_one);
  pool[new_one].condemned = true;
  CHECK(pool.victim(UnitState::in_service) == alone);
  CHECK_FALSE(pool.victim(UnitState::starting));
}

TEST_CASE("a registered unit is a target until it drains") {
  UnitPool pool = pool_of(1, 2);
  const std::size_t slot = start_in(pool, 0);
  CHECK_FALSE(pool.units()[slot].registered);
  pool.enter(slot, UnitState::registered);
  CHECK(pool.units()[slot].registered);
  pool.enter(slot, UnitState::lost);
  CHECK(pool.units()[slot].registered);  // nobody has told the balancers yet
  pool.enter(slot, UnitState::draining);
  CHECK_FALSE(pool.units()[slot].registered);
  CHECK(pool.units()[slot].draining);
}

}  // namespace windtunnel::models
