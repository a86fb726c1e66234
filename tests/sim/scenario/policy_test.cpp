// Policy files: what is read, and that everything wrong is reported at once with its place.
#include "sim/scenario/policy.h"

#include <catch2/catch.hpp>

#include "tests/support/small_catalogue.h"

using namespace windtunnel;

namespace {

std::optional<Policy> load_policy(const std::string& yaml, Diagnostics& diagnostics) {
  const auto document = parse_document("p.yaml", yaml, diagnostics);
  if (!document) return std::nullopt;
  return load_policy(*document, diagnostics);
}

Policy loaded_policy(const std::string& yaml) {
  Diagnostics diagnostics;
  const auto policy = load_policy(yaml, diagnostics);
  INFO(testing::text_of(diagnostics));
  REQUIRE(policy);
  return *policy;
}

std::string problems_of(const std::string& yaml) {
  Diagnostics diagnostics;
  CHECK_FALSE(load_policy(yaml, diagnostics));
  return testing::text_of(diagnostics);
}

constexpr const char* full = R"(policy: gate
title: What production keeps
expect:
  - {design: [kasha, "lamp-*"], scenario: zone-loss, journey: order, rto: {p95: <= 120 s, increase: <= 10 %},
     confidence: 99 %, level: warn, why: agreed}
  - {availability: {probability: {limit: ">= 99.99 %", share: 90 %}}, yearly_downtime: {p95: <= 4 h}}
  - {monthly_cost: {total: <= 900 USD}}
  - {contract: shop, monthly_uptime: {p95: ">= 99 %"}, credits: {mean: <= 5 USD}}
contracts:
  - contract: shop
    bin: 5 min
    counts: requests
    maintenance: ["sun 04:00-05:00 UTC"]
    planned: ["*:maintenance"]
    credits: [{below: 99.9 %, credit: 10 %}, {below: 99 %, credit: 25 %}]
    charge: 400 USD
suppressions:
  - {scenario: nat-loss, measure: rto, reason: one gateway is accepted, expires: 2029-06-30}
)";

}  // namespace

TEST_CASE("a policy file is known by its first key") {
  Diagnostics diagnostics;
  CHECK(is_policy(*parse_document("a.yaml", "policy: x\n", diagnostics)));
  CHECK_FALSE(is_policy(*parse_document("a.yaml", "design: x\npolicy: y\n", diagnostics)));
}

TEST_CASE("a policy's expectations are rows with their globs, confidence, level, reason and place") {
  const std::vector<Expectation> rows = expectations(loaded_policy(full));
  REQUIRE(rows.size() == 7);
  using A = Expectation::Aggregation;
  using S = Expectation::Scope;
  CHECK(rows[0].designs == std::vector<std::string>{"kasha", "lamp-*"});
  CHECK(rows[0].scenarios == std::vector<std::string>{"zone-loss"});
  CHECK(rows[0].journey == "order");
  CHECK(rows[0].aggregation == A::p95);
  CHECK(rows[0].limit.value == 120);
  CHECK(rows[0].confidence == Approx(0.99));
  CHECK(rows[0].level == ExpectationLevel::warn);
  CHECK(rows[0].why == "agreed");
  CHECK(rows[0].policy == "gate");
  CHECK(rows[0].file == "p.yaml");
  CHECK(rows[0].position.line == 4);
  CHECK(rows[0].position.column == 81);
  CHECK(rows[1].aggregation == A::increase);
  CHECK(rows[1].limit.value == Approx(0.1));
  CHECK(rows[2].scope == S::years);
  CHECK(rows[2].aggregation == A::probability);
  CHECK(rows[2].required_share == Approx(0.9));
  CHECK(rows[2].level == ExpectationLevel::error);
  CHECK(rows[2].confidence == 0.95);
  CHECK(rows[3].measure == "yearly_downtime");
  CHECK(rows[4].scope == S::bill);
  CHECK(rows[4].aggregation == A::total);
  CHECK(rows[5].scope == S::contract);
  CHECK(rows[5].contract == "shop");
  CHECK(rows[6].measure == "credits");
}

TEST_CASE("contracts and suppressions are read") {
  const Policy policy = loaded_policy(full);
  REQUIRE(policy.contracts.size() == 1);
  CHECK(policy.contracts[0].bin == minutes(5));
  CHECK(policy.contracts[0].counts == ContractCount::requests);
  CHECK(policy.contracts[0].charge.value == 400);
  REQUIRE(policy.suppressions.size() == 1);
  CHECK(policy.suppressions[0].expires.text == "2029-06-30");
  CHECK(policy.suppressions[0].expires.place.position.line == 18);
  CHECK(policy.suppressions[0].policy == "gate");
}

TEST_CASE("a suppression states its reason and its last day") {
  CHECK(problems_of("policy: p\nsuppressions:\n  - {scenario: a, expires: 2029-06-30}\n").find("missing key \"suppressions[0].reason\"") !=
        std::string::npos);
  CHECK(problems_of("policy: p\nsuppressions:\n  - {scenario: a, reason: agreed}\n").find("missing key \"suppressions[0].expires\"") !=
        std::string::npos);
  CHECK(problems_of("policy: p\nsuppressions:\n  - {reason: \" \", expires: 2029-06-30}\n").find("needs a reason") != std::string::npos);
  CHECK(problems_of("policy: p\nsuppressions:\n  - {reason: agreed, expires: 2029-02-30}\n").find("must be a day such as 2029-06-30") !=
        std::string::npos);
}

TEST_CASE("contracts that make no sense are refused") {
  const auto contract = [](const std::string& more) {
    return problems_of("policy: p\ncontracts:\n  - {contract: a, charge: 1 USD, " + more + "}\n");
  };
  CHECK(contract("bin: 2 min, credits: [{below: 99 %, credit: 10 %}]").find("1 min or 5 min, not 2 min") != std::string::npos);
  CHECK(contract("credits: []").find("no published agreement") != std::string::npos);
  CHECK(contract("credits: [{below: 95 %, credit: 30 %}, {below: 99 %, credit: 10 %}]").find("from the highest limit") !=
        std::string::npos);
  CHECK(contract("maintenance: [sun 04:00-05:00 Atlantis/Capital], credits: [{below: 99 %, credit: 1 %}]")
            .find("unknown time zone \"Atlantis/Capital\"") != std::string::npos);
  CHECK(problems_of("policy: p\nexpect: [{credits: {mean: < 1 USD}}]\n").find("the policy has none") != std::string::npos);
  CHECK(problems_of("policy: p\nexpect: [{contract: shpo, credits: {mean: < 1 USD}}]\ncontracts:\n"
                 "  - {contract: shop, charge: 1 USD, credits: [{below: 99 %, credit: 1 %}]}\n")
            .find("did you mean \"shop\"?") != std::string::npos);
}

TEST_CASE("a policy that expects nothing is refused") {
  CHECK(problems_of("policy: p\n") ==
        "p.yaml:1:1: error: a policy needs something that it expects: expect, contracts or suppressions\n");
  CHECK(problems_of("policy: p\nexpect: []\n").find("p.yaml:2:9: error: a policy needs something") == 0);
}

TEST_CASE("a contract names a published agreement, and an unknown one is told at its place") {
  const auto read = [](const std::string& contract, Diagnostics& diagnostics) {
    const auto document = parse_document("sales.yaml", "policy: sales\ncontracts:\n  - " + contract + "\n", diagnostics);
    REQUIRE(document);
    PublishedAgreements published;
    published.by_id["rds.multi_az"] = {{{percent(99.95), percent(10)}}, ContractCount::time, minutes(1)};
    published.usual = "rds.multi_az";
    return load_policy(*document, diagnostics, published);
  };
  Diagnostics none, told, free, usual;
  const auto policy = read("{contract: a, sla: rds.multi_az, charge: 100 USD}", none);
  REQUIRE(policy);
  CHECK(policy->contracts[0].credit_for(0.9994) == Approx(0.10));
  CHECK_FALSE(read("{contract: a, sla: rds.multi-az, charge: 100 USD}", told));
  CHECK(testing::text_of(told).find("sales.yaml:3:24: error: no published agreement has the id \"rds.multi-az\"; did you "
                                    "mean \"rds.multi_az\"?") != std::string::npos);
  CHECK(read("{contract: a, credits: [{below: 99 %, credit: 10 %}], charge: 100 USD}", free));
  CHECK(read("{contract: a, charge: 100 USD}", usual)->contracts[0].credit_for(0.9994) == Approx(0.10));
}
