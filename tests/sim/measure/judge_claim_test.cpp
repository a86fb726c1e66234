// Claims against made-up evidence: each kind of judgement, upheld and refuted, and what the sentence says.
#include <catch2/catch.hpp>

#include "sim/measure/estimate.h"
#include "sim/measure/verdict.h"
#include "tests/sim/measure/drill.h"

using namespace windtunnel;
using Catch::Contains;
using Kind = Judgement::Kind;

namespace {

/// A design's evidence that owns what it refers to.
struct Evidence {
  void add_run(const std::string& scenario, std::vector<ReplicationRecord> given) {
    records.push_back(std::make_unique<std::vector<ReplicationRecord>>(std::move(given)));
    results.push_back(std::make_unique<RunResult>(estimate("shop", scenario, labels, *records.back())));
    design.runs.push_back({results.back().get(), &labels, *records.back()});
  }
  ClaimResult judge(std::vector<Judgement> judgements) const {
    Claim claim;
    claim.id = "shop-01";
    claim.quote = "fails over in under two minutes";
    claim.judgements = std::move(judgements);
    return judge_claim(claim, "shop", [this](const std::string& name) { return name == "shop" ? &design : nullptr; });
  }
  RunLabels labels = drill::labels();
  std::vector<std::unique_ptr<std::vector<ReplicationRecord>>> records;
  std::vector<std::unique_ptr<RunResult>> results;
  DesignEvidence design{.design = "shop",
                        .runs = {},
                        .availability = nullptr,
                        .year_labels = nullptr,
                        .years = {},
                        .parameter = {},
                        .findings = {},
                        .cost = nullptr};
};

Judgement measured(std::string scenario, std::string measure, Limit limit) {
  Judgement judgement;
  judgement.kind = Kind::measured;
  judgement.scenario = std::move(scenario);
  judgement.measure = std::move(measure);
  judgement.limit = std::move(limit);
  return judgement;
}

Judgement of_kind(Kind kind, std::string reason = "") {
  Judgement judgement;
  judgement.kind = kind;
  judgement.reason = std::move(reason);
  return judgement;
}

const Limit under_two_minutes = {Limit::Comparison::below, 120, "< 120 s"};

std::vector<ReplicationRecord> failovers(int fast) {
  std::vector<ReplicationRecord> records;
  for (int i = 0; i < 1000; ++i) {
    records.push_back(drill::recovered(static_cast<std::uint64_t>(i), 100));
    records.back().values = {{0, i < fast ? 60.0 + i % 50 : 150.0}};
  }
  return records;
}

}  // namespace

TEST_CASE("a mechanism is judged by the replications that called upon it, and the sentence names its numbers") {
  Evidence evidence;
  evidence.add_run("zone-loss@a", failovers(987));
  evidence.add_run("zone-loss@b", std::vector(100, drill::recovered(0, 5)));  // the database is not in zone b
  const ClaimResult claim = evidence.judge({measured("zone-loss@*", "*.failover_seconds", under_two_minutes)});
  CHECK(claim.verdict == Verdict::upheld);
  REQUIRE(claim.parts.size() == 1);
  CHECK_THAT(claim.because,
             Contains("in zone-loss@a, the time from the loss of the primary until the standby accepts connections"));
  CHECK_THAT(claim.because, Contains("987 of 1 000 replications kept < 120 s"));
  CHECK_THAT(claim.because, Contains("84 s at p50"));
  CHECK_THAT(claim.because, Contains("above the required 95 %"));
  CHECK_THAT(claim.measured, Contains("p50 84 s"));
  CHECK(claim.claimed == "fails over in under two minutes");
}

TEST_CASE("the worst run decides, and both are reported") {
  Evidence evidence;
  evidence.add_run("zone-loss@a", failovers(990));
  evidence.add_run("zone-loss@b", failovers(500));
  const ClaimResult claim = evidence.judge({measured("zone-loss", "primary.db.failover_seconds", under_two_minutes)});
  CHECK(claim.verdict == Verdict::refuted);
  CHECK_THAT(claim.because, Contains("zone-loss@b") && Contains("below the required 95 %"));
  CHECK(claim.parts.size() == 2);
  CHECK_THAT(claim.measured, Contains("500 of 1 000") && Contains("990 of 1 000"));
}

TEST_CASE("a yes or no is told as a count") {
  Evidence evidence;
  auto records = failovers(1000);
  for (std::size_t i = 0; i < records.size(); ++i) records[i].values = {{1, i < 400 ? 1.0 : 0.0}};
  evidence.add_run("zone-loss@a", records);
  const ClaimResult claim =
      evidence.judge({measured("*", "primary.db.promoted", {Limit::Comparison::at_least, 1, ">= 1"})});
  CHECK(claim.verdict == Verdict::refuted);
  CHECK_THAT(claim.because, Contains("the standby was promoted (primary.db) in 400 of 1 000 replications that called upon it"));
}

TEST_CASE("a recovery's sentence says what it waited for and who never came back") {
  Evidence evidence;
  std::vector<ReplicationRecord> records;
  for (int i = 0; i < 200; ++i) {
    ReplicationRecord record = drill::recovered(static_cast<std::uint64_t>(i), 200);
    record.journeys[0].phases = {140, 0, 0, 60, 0, 0};
    if (i >= 190) record.journeys[0].recovered = false;
    records.push_back(record);
  }
  evidence.add_run("region-loss", records);
  const ClaimResult claim = evidence.judge({measured("region-loss", "rto", under_two_minutes)});
  CHECK(claim.verdict == Verdict::refuted);
  CHECK_THAT(claim.because, Contains("journey order"));
  CHECK_THAT(claim.because, Contains("10 of them never came to an end"));
  CHECK_THAT(
      claim.because,
      Contains(
          "of the mean of 3.33 min, 2.33 min went into noticing it and 60 s into letting the change reach clients"));
}

TEST_CASE("what was not run, does not apply or says nothing is told apart") {
  Evidence evidence;
  CHECK(evidence.judge({measured("zone-loss", "rto", under_two_minutes)}).verdict == Verdict::not_measured);
  auto unchanged = failovers(1000);
  for (ReplicationRecord& record : unchanged) record.struck = Struck::unchanged;
  evidence.add_run("zone-loss@a", unchanged);
  CHECK(evidence.judge({measured("zone-loss", "rto", under_two_minutes)}).verdict == Verdict::inconclusive);
  evidence.add_run("cache-loss", {});
  *evidence.results.back() = not_applicable("shop", "cache-loss", "the design has no cache");
  const ClaimResult elsewhere = evidence.judge({measured("cache-loss", "rto", under_two_minutes)});
  CHECK(elsewhere.verdict == Verdict::not_measured);
  CHECK_THAT(elsewhere.because, Contains("the design has no cache"));
  evidence.add_run("quiet", std::vector(100, drill::recovered(0, 5)));
  CHECK_THAT(evidence.judge({measured("quiet", "primary.db.promoted", under_two_minutes)}).because,
             Contains("no replication of quiet called upon primary.db.promoted"));
}

TEST_CASE("claims that nothing measures keep their reason, and a measured failure outranks them") {
  Evidence evidence;
  evidence.add_run("zone-loss@a", failovers(100));
  const ClaimResult open = evidence.judge({of_kind(Kind::not_measured, "no model of it exists")});
  CHECK(open.verdict == Verdict::not_measured);
  CHECK(open.because == "no model of it exists");
  CHECK(evidence.judge({of_kind(Kind::not_measurable, "needs an account")}).verdict == Verdict::not_measurable);
  CHECK(evidence.judge({}).verdict == Verdict::not_measured);
  const ClaimResult mixed =
      evidence.judge({of_kind(Kind::not_measured, "no model"), measured("*", "*.failover_seconds", under_two_minutes)});
  CHECK(mixed.verdict == Verdict::refuted);
}

TEST_CASE("among equal verdicts the reason is what a run has shown, not what is written down") {
  Evidence evidence;
  evidence.design.parameter = [](const std::string&) -> std::optional<std::string> { return "b"; };
  evidence.labels.values[0].meaning = "from the loss of the primary until the standby accepts connections";
  evidence.labels.values[1].meaning = "yes (1) when the standby was promoted, no (0) when it stayed";
  Judgement written = of_kind(Kind::configured);
  written.parameters = {{"primary.db.standby_zone", "b"}};
  auto records = failovers(990);
  for (ReplicationRecord& record : records) record.values.push_back({1, 1.0});
  evidence.add_run("zone-loss@a", records);
  const ClaimResult upheld = evidence.judge({written, measured("*", "*.failover_seconds", under_two_minutes)});
  CHECK(upheld.verdict == Verdict::upheld);
  CHECK_THAT(upheld.because, Contains("the time from the loss of the primary until the standby accepts connections (primary.db) was"));
  const ClaimResult counted = evidence.judge({written, measured("*", "*.promoted", {Limit::Comparison::at_least, 1, ">= 1"})});
  CHECK_THAT(counted.because, Contains("in zone-loss@a, the standby was promoted (primary.db) in 1 000 of 1 000 replications"));
  // A written figure that is wrong is the worse verdict, and decides.
  written.parameters = {{"primary.db.standby_zone", "c"}};
  CHECK_THAT(evidence.judge({measured("*", "*.failover_seconds", under_two_minutes), written}).because, Contains("where c is documented"));
}

TEST_CASE("a configuration is upheld when the resolved design carries it, in whatever unit") {
  Evidence evidence;
  evidence.design.parameter = [](const std::string& path) -> std::optional<std::string> {
    if (path == "primary.alb.interval") return "1.5 min";
    if (path == "primary.web.tasks.min") return "2";
    return std::nullopt;
  };
  Judgement judgement = of_kind(Kind::configured);
  judgement.parameters = {{"primary.alb.interval", "90 s"}, {"primary.web.tasks.min", "2"}};
  CHECK(evidence.judge({judgement}).verdict == Verdict::upheld);
  judgement.parameters.push_back({"primary.web.tasks.min", "3"});
  const ClaimResult refuted = evidence.judge({judgement});
  CHECK(refuted.verdict == Verdict::refuted);
  CHECK(refuted.because == "the resolved design carries primary.web.tasks.min = 2, where 3 is documented");
  judgement.parameters = {{"primary.nothing", "3"}};
  CHECK(evidence.judge({judgement}).verdict == Verdict::not_measured);
}

TEST_CASE("a finding upholds or refutes as the claim says") {
  Evidence evidence;
  evidence.design.findings = {{"single-point-of-failure", "warning", "primary.nat", "every launch passes it"}};
  Judgement judgement = of_kind(Kind::finding);
  judgement.rule = "single-point-of-failure";
  judgement.component = "primary.nat";
  const ClaimResult refuted = evidence.judge({judgement});
  CHECK(refuted.verdict == Verdict::refuted);
  CHECK_THAT(refuted.because, Contains("primary.nat: every launch passes it"));
  judgement.upheld_by_finding = true;
  CHECK(evidence.judge({judgement}).verdict == Verdict::upheld);
  judgement.component = "primary.db";
  CHECK(evidence.judge({judgement}).verdict == Verdict::refuted);
  judgement.upheld_by_finding = false;
  CHECK(evidence.judge({judgement}).verdict == Verdict::upheld);
}

TEST_CASE("a cost claim names its lines and the factor by which it is off") {
  // Fargate tasks of the sample design: 14.78 + 3.24 + 29.55 + 6.49 = 54.06 USD against a documented 732 USD.
  std::vector<CostLine> lines;
  for (const auto& [item, amount] :
       {std::pair{"web vCPU", 14.78}, {"web memory", 3.24}, {"api vCPU", 29.55}, {"api memory", 6.49}}) {
    CostLine line;
    line.item = item;
    line.amount = amount;
    line.component = "primary.compute";
    lines.push_back(line);
  }
  MonthlyCost cost = monthly_cost(lines);
  Evidence evidence;
  evidence.design.cost = &cost;
  Judgement judgement = of_kind(Kind::cost);
  judgement.cost_lines = {"primary.compute"};
  judgement.value = 732;
  const ClaimResult off = evidence.judge({judgement});
  CHECK(off.verdict == Verdict::refuted);
  CHECK_THAT(off.because,
             Contains("54.06 USD") && Contains("api vCPU 29.55 USD") && Contains("13.5 times the price book's figure"));
  judgement.value = 50;
  CHECK(evidence.judge({judgement}).verdict == Verdict::upheld);
  // An unknown price can only add: too low a claim still falls, nothing else is decided.
  lines.emplace_back().item = "support";
  lines.back().component = "primary.compute";
  cost = monthly_cost(lines);
  CHECK(evidence.judge({judgement}).verdict == Verdict::inconclusive);
  judgement.value = 40;
  CHECK(evidence.judge({judgement}).verdict == Verdict::refuted);
  judgement.cost_lines = {"primary.nothing"};
  CHECK(evidence.judge({judgement}).verdict == Verdict::not_measured);
}

TEST_CASE("a cost line of a document is held against its own arithmetic as well as against the price book") {
  // The sample line: "2 tasks x 0.01520 USD/h, about 220 USD a month"; the tasks cost 14.78 USD.
  CostLine line;
  line.item = "web vCPU";
  line.amount = 14.78;
  line.component = "primary.compute";
  const MonthlyCost cost = monthly_cost({line});
  Evidence evidence;
  evidence.design.cost = &cost;
  Judgement judgement = of_kind(Kind::cost);
  judgement.cost_lines = {"primary.compute"};
  judgement.value = 220;
  judgement.arithmetic = {"2", "0.01520", "730"};
  const ClaimResult off = evidence.judge({judgement});
  CHECK(off.verdict == Verdict::refuted);
  CHECK_THAT(off.because, Contains("14.9 times the price book's figure") &&
                              Contains("by its own arithmetic, 2 x 0.01520 x 730, the documented line comes to 22.19 USD, of which the "
                                       "220.00 USD that it states are 9.91 times"));
  judgement.value = 16;
  CHECK_THAT(evidence.judge({judgement}).because, Contains("of which the 16.00 USD that it states are 72.1 %"));
  judgement.value = 22;
  CHECK_THAT(evidence.judge({judgement}).because, Contains("2 x 0.01520 x 730, the documented line comes to 22.19 USD, as it states"));
  judgement.arithmetic = {"4.60"};
  judgement.value = 9;
  CHECK_THAT(evidence.judge({judgement}).because,
             Contains("the documented line itself says 4.60 USD, of which the 9.00 USD that it states are 1.96 times"));
}

TEST_CASE("a claimed saving is the difference between two bills") {
  const auto bill = [](double compute) {
    CostLine line;
    line.item = "compute";
    line.amount = compute;
    return monthly_cost({line});
  };
  // 54.06 USD on demand, 30 % of it as interruptible capacity: 37.84 USD saved where 512 USD is documented.
  const MonthlyCost on_demand = bill(54.06), spot = bill(16.22), same = bill(54.06);
  DesignEvidence shop{.design = "shop",
                      .runs = {},
                      .availability = nullptr,
                      .year_labels = nullptr,
                      .years = {},
                      .parameter = {},
                      .findings = {},
                      .cost = &on_demand};
  DesignEvidence variant = shop;
  variant.design = "shop-spot";
  variant.cost = &spot;
  Claim claim;
  claim.id = "shop-02";
  Judgement judgement = of_kind(Kind::cost);
  judgement.cost_lines = {"*"};
  judgement.value = 512;
  judgement.saving_by = "shop-spot";
  claim.judgements = {judgement};
  const EvidenceOf both = [&](const std::string& name) {
    return name == "shop" ? &shop : name == "shop-spot" ? &variant : nullptr;
  };
  const ClaimResult off = judge_claim(claim, "shop", both);
  CHECK(off.verdict == Verdict::refuted);
  CHECK(off.measured == "37.84 USD a month");
  CHECK_THAT(off.because, Contains("37.84 USD is saved") && Contains("shop-spot") && Contains("outside"));
  claim.judgements.front().value = 38;
  CHECK(judge_claim(claim, "shop", both).verdict == Verdict::upheld);
  claim.judgements.front().any_saving = true;
  const ClaimResult any = judge_claim(claim, "shop", both);
  CHECK(any.verdict == Verdict::upheld);
  CHECK_THAT(any.because, Contains("37.84 USD is saved, where no figure is documented"));
  // A share that is documented in place of dollars is one of what the same lines cost without the saving.
  claim.judgements.front().any_saving = false;
  claim.judgements.front().saved_share = 0.7;
  claim.judgements.front().value = 0;
  const ClaimResult share = judge_claim(claim, "shop", both);
  CHECK(share.verdict == Verdict::upheld);
  CHECK_THAT(share.because, Contains("37.84 USD is saved, which is 70 % of it; the documented 70 % would be 37.84 USD, so what is saved is "
                                     "within a tolerance of 10 % of that"));
  claim.judgements.front().saved_share = 0.2;
  CHECK(judge_claim(claim, "shop", both).verdict == Verdict::refuted);
  CHECK_THAT(judge_claim(claim, "shop", both).because, Contains("the documented 20 % would be 10.81 USD") && Contains("outside"));
  claim.judgements.front().saved_share.reset();
  claim.judgements.front().any_saving = true;
  variant.cost = &same;
  CHECK(judge_claim(claim, "shop", both).verdict == Verdict::refuted);
  claim.judgements.front().any_saving = false;
  claim.judgements.front().value = 2.5;
  CHECK_THAT(judge_claim(claim, "shop", both).because, Contains("nothing is saved"));
  CHECK(judge_claim(claim, "shop", [&](const std::string& name) { return name == "shop" ? &shop : nullptr; }).verdict ==
        Verdict::not_measured);
}

TEST_CASE("an availability target is judged by the share of years that keep its budget") {
  std::vector<ReplicationRecord> years;
  for (int i = 0; i < 1000; ++i) {
    ReplicationRecord record;
    record.window_seconds = 365.0 * 86400;
    record.downtime_seconds = i % 4 == 0 ? 7200 : 60;
    record.downtime_by_cause = {record.downtime_seconds, 0};
    record.incidents = {{0, Time{}, record.downtime_seconds, true, 0}};
    years.push_back(record);
  }
  Evidence evidence;
  const AvailabilityResult result = estimate_availability("shop", 0.9999, evidence.labels, years);
  Judgement judgement = of_kind(Kind::availability);
  judgement.value = 0.9999;
  CHECK(evidence.judge({judgement}).verdict == Verdict::not_measured);
  evidence.design.availability = &result;
  const ClaimResult refuted = evidence.judge({judgement});
  CHECK(refuted.verdict == Verdict::refuted);
  CHECK_THAT(refuted.because, Contains("of 1 000 simulated years stay within the 52.6 min that 99.99 % allows") &&
                                  Contains("100 % from zone a"));
  // Another target needs the years.
  judgement.value = 0.999;
  CHECK(evidence.judge({judgement}).verdict == Verdict::not_measured);
  evidence.design.years = years;
  evidence.design.year_labels = &evidence.labels;
  CHECK(evidence.judge({judgement}).verdict == Verdict::upheld);
}

TEST_CASE("a share of years that is too close to decide says how many years would tell") {
  const auto claim_of = [](int bad) {
    std::vector<ReplicationRecord> years;
    for (int i = 0; i < 1000; ++i) {
      ReplicationRecord record;
      record.window_seconds = 365.0 * 86400;
      record.downtime_seconds = i < bad ? 7200 : 60;
      record.downtime_by_cause = {record.downtime_seconds, 0};
      record.incidents = {{0, Time{}, record.downtime_seconds, true, 0}};
      years.push_back(record);
    }
    Evidence evidence;
    const AvailabilityResult result = estimate_availability("shop", 0.9999, evidence.labels, years);
    Judgement judgement = of_kind(Kind::availability);
    judgement.value = 0.9999;
    evidence.design.availability = &result;
    return evidence.judge({judgement});
  };
  // 94 % of 1 000: the interval is half as wide as 1.96 sqrt(0.94 0.06 / 1000) = 1.5 %, and 1 % is to be told: (1.5 / 1)^2 as many.
  const ClaimResult close = claim_of(60);
  CHECK(close.verdict == Verdict::inconclusive);
  CHECK_THAT(close.because, Contains("too close to the required 95 % to decide: a share that stays as it is would be told apart "
                                     "from 95 % by about 2 ") && Contains("00 years; "));
  CHECK_THAT(claim_of(100).because, !Contains("told apart"));  // 90 %: refuted
  CHECK_THAT(claim_of(50).because, !Contains("told apart"));   // exactly 95 %: no number of years would tell
}

TEST_CASE("a variant is judged on its own evidence") {
  Evidence evidence;
  evidence.add_run("zone-loss@a", failovers(1000));
  Judgement judgement = measured("zone-loss", "*.failover_seconds", under_two_minutes);
  judgement.overlay = "shop-variant";
  const ClaimResult claim = evidence.judge({judgement});
  CHECK(claim.verdict == Verdict::not_measured);
  CHECK(claim.because == "the design shop-variant is not part of this batch");
}
