// What providers pay back, by id.
#include "models/agreements.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "models/facts.h"

namespace windtunnel::models {
namespace {

const Agreement& agreement(const std::string& id) {
  const auto found = std::find_if(agreements().begin(), agreements().end(), [&](const Agreement& a) { return a.id == id; });
  REQUIRE(found != agreements().end());
  return *found;
}

}  // namespace

TEST_CASE("agreements have the tiers of their facts") {
  // Amazon RDS Multi-AZ: 10 % below 99.95 %, 25 % below 99 %, 100 % below 95 %.
  const Agreement& rds = agreement("rds.multi_az");
  REQUIRE(rds.tiers.size() == 3);
  CHECK(rds.tiers[0].below == 99.95);
  CHECK(rds.tiers[0].credit == 10);
  CHECK(rds.tiers[1].credit == 25);
  CHECK(rds.tiers[2].below == 95);
  CHECK(rds.tiers[2].credit == 100);
  CHECK_FALSE(rds.counts_requests);
  // DynamoDB counts the mean error rate of intervals of five minutes.
  CHECK(agreement("dynamodb.standard").counts_requests);
  CHECK(agreement(usual_agreement).tiers[0].below == 99.99);
}

TEST_CASE("tiers fall and credits rise, as contracts must have them; each agreement is a fact that can be explained") {
  for (const Agreement& a : agreements()) {
    INFO(a.id);
    REQUIRE(!a.tiers.empty());
    for (std::size_t i = 1; i < a.tiers.size(); ++i) {
      CHECK(a.tiers[i].below < a.tiers[i - 1].below);
      CHECK(a.tiers[i].credit >= a.tiers[i - 1].credit);
    }
    CHECK(find_fact("sla." + a.id));
  }
}

}  // namespace windtunnel::models
