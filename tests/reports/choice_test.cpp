// Who recovers in time at what cost.
#include "reports/choice.h"

#include <catch2/catch.hpp>

#include "tests/reports/example_replay.h"

using namespace windtunnel;
using namespace windtunnel::reports;

namespace {

Result two_designs() {
  Result result = example_report();
  result.runs.resize(1);
  result.runs[0].replication_values.rto_seconds = {{"order", std::vector<std::optional<double>>(100, 60.0)}};
  RunResult other = result.runs[0];
  other.design = "kiosk";
  result.runs.push_back(other);
  return result;
}

}  // namespace

TEST_CASE("of designs that recover in time the cheapest is chosen") {
  const Result result = two_designs();
  const auto designs = in_time(result, 900);
  REQUIRE(designs.size() == 2);
  CHECK(designs[0].design == "shop");
  CHECK(designs[0].kept == 1);
  CHECK(choice_text(result, 900) ==
        "shop is the cheapest that recovers within 15 min in every drill: 1 drills, 32.85 USD a month.");
}

TEST_CASE("a design that is late in one replication of ten has not kept the limit") {
  Result result = two_designs();
  for (int i = 0; i < 10; ++i)
    result.runs[0].replication_values.rto_seconds[0].second[static_cast<std::size_t>(i)] = std::nullopt;
  const auto designs = in_time(result, 900);
  CHECK(designs[0].design == "kiosk");
  CHECK(designs[1].missed == std::vector<std::string>{"zone-loss@a"});
}

TEST_CASE("designs are compared on the scenarios that all went through") {
  Result result = two_designs();
  RunResult own = result.runs[0];
  own.scenario = "own-drill";
  own.replication_values.rto_seconds[0].second.assign(100, std::nullopt);
  result.runs.push_back(own);
  for (const InTime& design : in_time(result, 900)) CHECK(design.runs == 1);
}

TEST_CASE("what matters most is one sentence of each kind") {
  const auto sentences = foremost_sentences(example_report(), 3);
  REQUIRE(sentences.size() == 3);
  CHECK(sentences[0] == "shop does not keep “quote of shop-02”: the reason of 02.");
  CHECK(sentences[1].find("region-loss on shop") != std::string::npos);
  CHECK(sentences[2].find("48 %") != std::string::npos);
  CHECK(foremost_sentences(Result{}, 3).empty());
}
