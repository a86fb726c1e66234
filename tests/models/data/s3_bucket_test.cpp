// Tests of S3 buckets: loss of zones and regions, replication, versions, and rates.
#include "tests/support/bench.h"
#include "tests/support/billing.h"

using namespace windtunnel;
using testing::Bench;

namespace {

std::string buckets(const std::string& first, const std::string& rate = "20 /s") {
  return "design: store\n"
         "regions:\n"
         "  primary: {name: us-east-1, zones: [a, b], stack: one}\n"
         "  standby: {name: us-west-2, zones: [a, b], stack: two}\n"
         "stacks:\n"
         "  one:\n    files: {type: s3_bucket, " +
         first +
         "}\n"
         "  two:\n    copy: {type: s3_bucket, versioning: true}\n"
         "journeys:\n"
         "  put: {path: [primary.files.write], rate: " +
         rate +
         "}\n"
         "  get: {path: [standby.copy.read], rate: 20 /s}\n";
}

}  // namespace

TEST_CASE("A bucket outlives its zones, not its region") {
  Bench bench(buckets("versioning: true"));
  bench.run(hours(1));
  bench.strike("primary.zone-1", "power_loss");
  bench.strike("primary.zone-2", "power_loss");
  CHECK(bench.sli() == Approx(1).margin(0.001));
  bench.strike("primary", "loss");
  CHECK(bench.sli() == 0);
  CHECK(bench.losses().empty());  // nothing was meant to be elsewhere: it is unavailable, not lost
  bench.relent("primary", "loss");
  CHECK(bench.sli() == Approx(1).margin(0.001));
}

TEST_CASE("What was not yet copied is stranded in a lost region") {
  std::vector<double> plain, controlled;
  for (std::uint64_t replication = 0; replication < 150; ++replication)
    for (const bool contract : {false, true}) {
      const std::string within_15_minutes = contract ? "true" : "false";
      Bench bench(buckets("versioning: true, replicate_to: standby.copy, replication_time_control: " + within_15_minutes), replication);
      bench.run(minutes(10));
      bench.strike("primary", "loss");
      REQUIRE(bench.losses().size() == 1);
      CHECK(bench.losses()[0].stranded_writes == Approx(20 * bench.losses()[0].age.seconds()).epsilon(0.01));
      (contract ? controlled : plain).push_back(bench.losses()[0].age.seconds());
    }
  std::sort(plain.begin(), plain.end());
  std::sort(controlled.begin(), controlled.end());
  // s3.crr.norct: median 60 s, 90 % within 900 s; s3.rtc: median 5 s, never above 900 s.
  CHECK(plain[75] == Approx(60).epsilon(0.5));
  CHECK(controlled[75] == Approx(5).epsilon(0.5));
  CHECK(controlled.back() <= 900);
}

TEST_CASE("Versions bring back what was deleted; without them, and without a copy, it is gone") {
  Bench kept(buckets("versioning: true"));
  kept.run(hours(1));
  kept.strike("primary.files", "deletion", 0.5);
  CHECK(kept.sli() == Approx(0.5).margin(0.001));
  REQUIRE(kept.operate("primary.files", "restore_versions") == Operable::Outcome::started);
  kept.run(hours(24));
  CHECK(kept.sli() == Approx(1).margin(0.001));
  CHECK(kept.losses().empty());

  Bench gone(buckets("versioning: false"));
  gone.run(hours(1));
  gone.strike("primary.files", "deletion");
  REQUIRE(gone.losses().size() == 1);
  CHECK(gone.losses()[0].unbounded);
}

TEST_CASE("Deletions stay in their region; rubbish is replicated") {
  Bench bench(buckets("versioning: true, replicate_to: standby.copy"));
  bench.run(hours(1));
  bench.strike("primary.files", "deletion");
  bench.run(days(3));
  CHECK(bench.sli(1) == Approx(1).margin(0.001));
  bench.operate("primary.files", "restore_versions");
  bench.run(days(2));
  bench.strike("primary.files", "corruption");
  bench.run(days(3));
  CHECK(bench.sli(1) == 0);
}

TEST_CASE("A prefix carries 3500 writes a second") {
  Bench bench(buckets("versioning: true", "7000 /s"));
  bench.run(hours(1));
  CHECK(bench.sli() == Approx(0.5).margin(0.01));  // s3.rate
}

TEST_CASE("Replication needs versions") {
  CHECK(testing::problems_of(buckets("replicate_to: standby.copy")).find("replication needs versioning") != std::string::npos);
}

TEST_CASE("Objects that grow old are cheaper to keep") {
  // 1000 GB of objects, evenly 0 to 720 days old: a quarter is younger than 180 days.
  const auto design = testing::design_from(
      buckets("data: 1000 GB, oldest: 720 d, lifecycle: [{to: glacier, after: 180 d}, {to: expired, after: 540 d}]"));
  const auto items = testing::bill_of(*design, "primary.files");
  // us-east-1: 0.023 and 0.0036 USD per GB-month; what is older than 540 days is gone.
  CHECK(testing::dollars_for(items, "s3.standard.storage") == Approx(250 * 0.023));
  CHECK(testing::dollars_for(items, "s3.glacier_flexible.storage") == Approx(500 * 0.0036));
}

TEST_CASE("Old versions move by rules of their own") {
  const auto design = testing::design_from(
      buckets("versioning: true, data: 1000 GB, oldest: 300 d, old_versions: 10 %, "
              "lifecycle: [{to: infrequent_access, after: 30 d, old_versions: true}]"));
  const auto items = testing::bill_of(*design, "primary.files");
  CHECK(testing::dollars_for(items, "s3.standard.storage") == Approx((1000 + 10) * 0.023));
  CHECK(testing::dollars_for(items, "s3.ia.storage") == Approx(90 * 0.0125));
}
