// Every claim of the ledger, for every design that it names, is a row of a result, as the ledger has it.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "tests/tools/program.h"

using namespace windtunnel::testing;
using Json = nlohmann::json;

TEST_CASE("a result has a row for each claim of the ledger and each design that it names, and no other") {
  const Folder folder;
  const std::string file = folder / "result.json";
  REQUIRE(windtunnel_program("run --scenarios quiet-week -n 1 --years 0 --no-ends -q -o json=" + file).status == 0);
  const Json result = Json::parse(text_of(file));
  const Json ledger = Json::parse(text_of(std::string(WINDTUNNEL_SOURCE_DIR) + "/models/claims/claims.json"));
  std::set<std::pair<std::string, std::string>> expected;
  for (const Json& claim : ledger.at("claims"))
    for (const Json& design : claim.at("designs")) expected.emplace(claim.at("id"), design);
  CHECK(expected.size() >= 179);  // rows of the ledger as it was taken: none is ever dropped

  std::set<std::pair<std::string, std::string>> rows;
  for (const Json& row : result.at("claims")) {
    const std::string id = row.at("id"), design = row.at("design");
    INFO(id << " of " << design);
    CHECK(rows.emplace(id, design).second);
    CHECK_FALSE(row.at("because").get<std::string>().empty());
    const auto& claims = ledger.at("claims");
    const auto of_ledger = std::find_if(claims.begin(), claims.end(), [&](const Json& claim) { return claim.at("id") == id; });
    REQUIRE(of_ledger != claims.end());
    CHECK(row.at("kind") == of_ledger->at("kind"));
    CHECK(row.at("line") == of_ledger->at("line"));
    CHECK(row.at("document") == of_ledger->at("document"));
    CHECK(row.at("claimed").get<std::string>().find(of_ledger->at("quote").get<std::string>()) != std::string::npos);
  }
  CHECK(rows == expected);
}
