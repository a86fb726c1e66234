// Suppressions: what they hide, until when, and that they are told of when they expire or hide nothing.
#include "sim/measure/suppress.h"

#include <catch2/catch.hpp>

using namespace windtunnel;

namespace {

ExpectationResult row(const std::string& scenario, const std::string& measure, Verdict verdict) {
  ExpectationResult result;
  result.scenario = scenario;
  result.design = "kasha";
  result.journey = "order";
  result.measure = measure;
  result.verdict = verdict;
  return result;
}

Suppression suppression(const std::string& scenario, const std::string& expires = "2029-06-30") {
  Suppression result;
  result.scenario = {scenario};
  result.reason = "one gateway is accepted";
  result.expires = *parse_calendar_date(expires);
  result.expires.place = {"p.yaml", {17, 5}};
  result.policy = "gate";
  result.file = "p.yaml";
  return result;
}

const CalendarDate today = *parse_calendar_date("2029-06-30");

std::vector<ExpectationResult> applied(const Suppression& given, std::vector<ExpectationResult> rows) {
  apply_suppressions(std::vector<Suppression>{given}, today, rows);
  return rows;
}

}  // namespace

TEST_CASE("a suppressed failure counts for nothing and says why, up to and including its last day") {
  const auto rows = applied(suppression("zone-loss"), {row("zone-loss@primary.a", "rto.p95", Verdict::refuted),
                                                       row("region-loss", "rto.p95", Verdict::refuted)});
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].suppressed == "one gateway is accepted");
  CHECK(rows[0].suppressed_until == "2029-06-30");
  CHECK_FALSE(rows[0].counts());
  CHECK(rows[0].verdict == Verdict::refuted);
  CHECK(rows[1].suppressed.empty());
  CHECK(rows[1].counts());
}

TEST_CASE("what is undecided is suppressed too, what holds is not marked") {
  const auto rows = applied(suppression("zone-loss"), {row("zone-loss@a", "rto.p95", Verdict::inconclusive),
                                                       row("zone-loss@b", "rto.p95", Verdict::not_measured),
                                                       row("zone-loss@c", "rto.p95", Verdict::upheld)});
  REQUIRE(rows.size() == 3);
  CHECK_FALSE(rows[0].counts());
  CHECK_FALSE(rows[1].counts());
  CHECK(rows[2].suppressed.empty());
}

TEST_CASE("measures are named with or without their statistic") {
  for (const char* measure : {"rto", "rto.p95", "rto.*", "*"}) {
    Suppression given = suppression("*");
    given.measure = {measure};
    CHECK_FALSE(applied(given, {row("a", "rto.p95", Verdict::refuted)})[0].counts());
  }
  Suppression other = suppression("*");
  other.measure = {"rpo", "rto.p99"};
  CHECK(applied(other, {row("a", "rto.p95", Verdict::refuted)})[0].counts());
  Suppression journey = suppression("*");
  journey.journey = "browse";
  CHECK(applied(journey, {row("a", "rto.p95", Verdict::refuted)})[0].counts());
}

TEST_CASE("the day after its last day a suppression fails and hides nothing") {
  const auto rows = applied(suppression("zone-loss", "2029-06-29"), {row("zone-loss", "rto.p95", Verdict::refuted),
                                                                     row("zone-loss", "rto.p99", Verdict::upheld)});
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].counts());
  CHECK(rows[2].measure == "suppression");
  CHECK(rows[2].verdict == Verdict::refuted);
  CHECK(rows[2].level == ExpectationLevel::error);
  CHECK(rows[2].counts());
  CHECK(rows[2].file == "p.yaml");
  CHECK(rows[2].line == 17);
  CHECK(rows[2].because ==
        "the suppression of zone-loss on * (*) expired on 2029-06-29; 1 of the 2 expectations that it names is not held "
        "and counts again");
}

TEST_CASE("a suppression that names nothing is a warning") {
  const auto rows = applied(suppression("zone-lost"), {row("zone-loss", "rto.p95", Verdict::upheld)});
  REQUIRE(rows.size() == 2);
  CHECK(rows[1].measure == "suppression");
  CHECK(rows[1].level == ExpectationLevel::warn);
  CHECK(rows[1].verdict == Verdict::refuted);
  CHECK_FALSE(rows[1].counts());
}

TEST_CASE("suppressions do not name each other's rows") {
  std::vector<ExpectationResult> rows = {row("a", "rto.p95", Verdict::refuted)};
  apply_suppressions(std::vector<Suppression>{suppression("a", "2029-01-01"), suppression("*")}, today, rows);
  REQUIRE(rows.size() == 2);
  CHECK(rows[1].measure == "suppression");
  CHECK(rows[1].counts());
}
