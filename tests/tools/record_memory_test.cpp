// What replications leave behind is kept until it is judged: more than fits into the memory is refused before it is begun.
#include <catch2/catch.hpp>

#include "models/environment.h"
#include "sim/run/campaign.h"
#include "sim/scenario/planner.h"
#include "tests/tools/program.h"
#include "tools/command_line/commands.h"
#include "tools/command_line/record_memory.h"

using namespace windtunnel;
using namespace windtunnel::testing;

namespace {

template <class T>
double bytes_of(const std::vector<T>& list) {
  return static_cast<double>(list.capacity() * sizeof(T));
}

double bytes_of(const ReplicationRecord& record) {
  return sizeof record + bytes_of(record.journeys) + bytes_of(record.incidents) + bytes_of(record.losses) +
         bytes_of(record.detections) + bytes_of(record.values) + bytes_of(record.downtime_by_cause);
}

}  // namespace

TEST_CASE("what a replication is said to leave behind is about what it leaves") {
  const models::Environment environment;
  for (const char* name : {"kasha", "multi-region", "ecia-prod"}) {
    Diagnostics diagnostics;
    const std::shared_ptr<const Design> design = load_design(*environment.design_document(name), environment, diagnostics);
    REQUIRE(design);
    CampaignOptions options;
    options.jobs = 2;
    const auto prepared = prepare({design}, options);
    const auto document = parse_document("losses.yaml",
                                         "scenario: losses\ntitle: Losses\nfaults:\n"
                                         "  - {strike: each zone, mode: power_loss, for: 1 h}\n",
                                         diagnostics);
    const auto scenario = load_scenario(*document, environment.catalogue(), diagnostics);
    REQUIRE(scenario);
    std::vector<PlannedRun> runs;
    for (Plan& planned : plan(*scenario, *design, diagnostics)) runs.push_back({0, std::move(planned), 4});
    double bytes = 0, records = 0;
    for (const auto& of_run : run_campaign(prepared, runs, options))
      for (const ReplicationRecord& record : of_run) {
        bytes += bytes_of(record);
        records += 1;
      }
    const double said = tools::record_memory(prepared.front().labels->labels());
    INFO(name << ": " << bytes / records << " bytes, said to be " << said);
    CHECK(records >= 8);
    CHECK(bytes / records > said / 2);
    CHECK(bytes / records < said * 1.5);
  }
}

TEST_CASE("records that leave room in the memory are not refused, and others are") {
  const double limit = tools::memory_limit();
  CHECK(limit > 100e6);
  CHECK_NOTHROW(tools::require_memory(1000, 0.5 * limit, "--replications"));
  CHECK_THROWS_AS(tools::require_memory(1000, 0.9 * limit, "--replications"), tools::UsageError);
}

TEST_CASE("replications and years beyond any memory are refused at once") {
  const Folder folder;
  const std::string output = " --output json='" + (folder / "out.json") + "'";
  for (const std::string& asked : {"run --replications 10000000" + output, "availability kasha --years 100000000" + output,
                                   "baseline create --replications 1000000 -o '" + (folder / "base.json") + "'"}) {
    const Ended ended = windtunnel_program(asked);
    INFO(asked << "\n" << ended.out);
    CHECK(ended.status == 64);
    CHECK(ended.out.find(" of them leave behind would take about ") != std::string::npos);
    CHECK(ended.out.find("ask for fewer, or give a --time-limit") != std::string::npos);
    CHECK(folder.names().empty());
  }
}
