// Designs that nobody would write: they are refused with a reason, or they run to their end.
#include <string>
#include <vector>

#include "sim/kernel/random.h"
#include "sim/run/campaign.h"
#include "tests/support/scripted_run.h"

using namespace windtunnel;
using namespace windtunnel::testing;

namespace {

class Dice {
 public:
  explicit Dice(std::uint64_t number) : stream_({.seed = 99, .replication = number}) {}
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(stream_.uniform() * static_cast<double>(count)) % count; }
  bool heads() { return below(2) == 0; }
  std::string one_of(const std::vector<std::string>& texts) { return texts[below(texts.size())]; }

 private:
  Stream stream_;
};

/// A design of up to ten generic parts, each referring to some before it, with a structural journey and one that is served.
std::string generic_design(Dice& dice) {
  const std::vector<std::string> laws = {"0 s", "exponential(1 h)", "exponential(90 d)", "exponential(1 s)"};
  std::vector<std::string> providers, pools;
  const auto some = [&](const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names)
      if (dice.heads()) text += (text.empty() ? "" : ", ") + name;
    return "[" + (text.empty() && !names.empty() ? names.front() : text) + "]";
  };
  std::string text = "design: random\ncomponents:\n  crew: {type: repair_crew, order: " + dice.one_of({"first_come", "any_kind"}) +
                     ", repairers: " + dice.one_of({"1", "3"}) + ", start_delay: " + dice.one_of(laws) + "}\n";
  for (std::size_t i = 0, count = 2 + dice.below(9); i < count; ++i) {
    const std::string name = "c" + std::to_string(i);
    const std::string needs = ", requires: " + (dice.heads() ? some(providers) : std::string("[]"));
    const std::string crew = dice.heads() ? ", repaired_by: crew" : "";
    switch (dice.below(5)) {
      case 0:
        text += "  " + name + ": {type: node, time_to_failure: " + dice.one_of(laws) + ", time_to_failure_in_use: " +
                dice.one_of(laws) + ", time_to_repair: " + dice.one_of(laws) + crew + needs + "}\n";
        break;
      case 1:
        text += "  " + name + ": {type: pool, units: " + dice.one_of({"1", "3", "40"}) + ", needed: " + dice.one_of({"0", "1"}) +
                ", time_to_failure: " + dice.one_of(laws) + crew + needs + "}\n";
        pools.push_back(name);
        break;
      case 2:
        text += "  " + name + ": {type: failover_group, members: " + some(providers) + ", failover: " + dice.one_of(laws) +
                ", coverage: " + dice.one_of({"0 %", "50 %", "100 %"}) + ", failback: " + dice.one_of({"true", "false"}) + "}\n";
        break;
      case 3: text += "  " + name + ": {type: quorum, of: " + some(pools) + ", needed: " + dice.one_of({"1", "4"}) + "}\n"; break;
      default: text += "  " + name + ": {type: external_service, latency: " + dice.one_of({"0 s", "1 s"}) + "}\n"; break;
    }
    providers.push_back(name);
  }
  text += "  store: {type: pool, units: 2, service_time: " + dice.one_of({"1 ms", "10 s"}) + ", waiting_places: " +
          dice.one_of({"0", "5"}) + ", requires: " + some(providers) + "}\n  cache: {type: cache, hit_ratio: " +
          dice.one_of({"0 %", "100 %"}) + "}\n  queue: {type: queue, requires: " + some(providers) + "}\n";
  return text + "journeys:\n  hold: {success: {at_least: 1, of: " + some(providers) + "}}\n  ask: {path: [cache, store, queue], rate: " +
         dice.one_of({"0 /s", "1 /s", "1000 /s"}) + "}\n";
}

/// One replication of a drill in which everything that has a fault mode is struck once, and a day of nature.
void run_everything(const std::shared_ptr<const Design>& design) {
  std::vector<ScriptedFault> faults;
  for (const auto& component : design->components())
    for (const FaultMode& mode : component->type().fault_modes)
      faults.push_back({component->name(), std::string(mode.name), minutes(static_cast<std::int64_t>(faults.size()) % 60), minutes(20)});
  const ScriptedRun run(*design, script(*design, faults, hours(4), hours(1)), 1);
  CHECK(run.records().size() == 1);
  for (const JourneyRecord& journey : run.records().front().journeys) {
    CHECK(journey.good >= 0);
    CHECK(journey.good <= journey.offered * (1 + 1e-9) + 1e-6);
  }
  CampaignOptions options;
  const auto prepared = prepare({design}, options);
  const auto records = run_years(prepared.front(), 1, days(1), options);
  CHECK(records.front().downtime_seconds <= records.front().window_seconds * (1 + 1e-9));
}

}  // namespace

TEST_CASE("designs of generic parts thrown together run, or are refused with a reason") {
  std::size_t ran = 0;
  for (std::uint64_t number = 0; number < 60; ++number) {
    Dice dice(number);
    const std::string yaml = generic_design(dice);
    INFO(yaml);
    Diagnostics diagnostics;
    const models::Environment environment;
    const auto document = parse_document("random.yaml", yaml, diagnostics);
    REQUIRE(document);
    const std::shared_ptr<const Design> design = load_design(*document, environment, diagnostics);
    REQUIRE((design != nullptr) == diagnostics.sorted().empty());
    if (!design) continue;
    run_everything(design);
    ++ran;
  }
  CHECK(ran > 15);
}

TEST_CASE("shipped designs with parameters at odds run, or are refused with a reason") {
  const std::vector<std::string> values = {"0",   "1",     "7",    "1000000", "0 s",  "1 s",   "1 h",  "10000 d", "0 %", "100 %",
                                           "0 B", "1 TiB", "0 /s", "1 /h",    "true", "false", "null", "[]",      "{}"};
  const models::Environment environment;
  std::size_t ran = 0;
  for (const char* name : {"kasha", "multi-region", "lamp-dr", "ecia-prod"}) {
    Diagnostics clean;
    const auto base = load_design(*environment.design_document(name), environment, clean);
    const auto parameters = base->parameters();
    for (std::uint64_t number = 0; number < 120; ++number) {
      Dice dice(1000 + number);
      std::vector<std::pair<std::string, std::string>> changes;
      for (std::size_t i = 0, count = 1 + dice.below(2); i < count; ++i)
        changes.emplace_back(parameters[dice.below(parameters.size())].first, dice.one_of(values));
      INFO(name << ": " << changes.front().first << " = " << changes.front().second << ", " << changes.back().first << " = "
                << changes.back().second);
      Diagnostics diagnostics;
      const std::shared_ptr<const Design> design =
          load_design(*environment.design_document(name), environment, diagnostics, changes);
      CHECK((design != nullptr || !diagnostics.sorted().empty()));
      if (!design) continue;
      ++ran;
      run_everything(design);
    }
  }
  CHECK(ran > 30);
}
