// Repair crews: who waits for whom, and what a crew that is away leaves undone.
#include "tests/support/scripted_run.h"

using namespace windtunnel;
using namespace windtunnel::testing;

namespace {

std::string workshop(const std::string& crew, const std::string& success) {
  return "design: workshop\ncomponents:\n  crew: {type: repair_crew" + crew +
         "}\n"
         "  saw: {type: node, time_to_repair: 1 h, repaired_by: crew}\n"
         "  drill: {type: node, time_to_repair: 1 h, repaired_by: crew}\n"
         "  lathe: {type: node, time_to_repair: 1 h, repaired_by: crew}\n"
         "journeys: {j: {success: " +
         success + "}}\n";
}

const std::vector<ScriptedFault> both = {{"saw", "failure", {}, minutes(1)}, {"drill", "failure", minutes(2), minutes(1)}};

}  // namespace

TEST_CASE("one repairer works off what is broken, in the order in which faults ended") {
  const auto design = design_from(workshop("", "{all: [saw, drill]}"));
  const ScriptedRun run(*design, script(*design, both), 1);
  // The saw is done at 1 min + 1 h; the drill, broken since 3 min, an hour later.
  CHECK(run.rto() == std::vector<double>{60 + 2 * 3600});
  CHECK(run.values("crew.wait_seconds") == std::vector<double>{0, 3600 - 120});
}

TEST_CASE("with a repairer for each, nothing waits") {
  const auto design = design_from(workshop(", repairers: 2", "{all: [saw, drill]}"));
  CHECK(ScriptedRun(*design, script(*design, both), 1).rto() == std::vector<double>{3 * 60 + 3600});
}

TEST_CASE("a repair begins after the start delay") {
  const auto design = design_from(workshop(", start_delay: 10 min", "saw"));
  CHECK(ScriptedRun(*design, script(*design, {both[0]}), 1).rto() == std::vector<double>{60 + 600 + 3600});
}

TEST_CASE("of several kinds any may be next") {
  const auto design = design_from(workshop(", order: any_kind, start_delay: exponential(10 min)", "{all: [saw, drill, lathe]}"));
  std::vector<ScriptedFault> all = both;
  all.push_back({"lathe", "failure", minutes(2), minutes(1)});
  const auto each = design_from(workshop(", order: any_kind, start_delay: exponential(10 min)", "lathe"));
  const ScriptedRun run(*each, script(*each, all), 300);
  // The lathe comes first, second or last in about a third of the histories each: never before an hour's work is over.
  int places[3] = {};
  for (const double rto : run.rto()) ++places[std::min(2, static_cast<int>((rto - 180) / 3600))];
  CHECK(run.rto().front() > 3600 + 60);
  CHECK(places[2] > 60);
  CHECK(places[1] > 60);
}

TEST_CASE("while the crew is away nothing is begun, and what was begun is finished") {
  const auto design = design_from(workshop("", "{all: [saw, drill]}"));
  std::vector<ScriptedFault> faults = both;
  faults.push_back({"crew", "absence", minutes(10), hours(5)});
  // The saw is finished at 61 min; the crew is back at 10 min + 5 h, and the drill takes an hour from then.
  CHECK(ScriptedRun(*design, script(*design, faults), 1).rto() == std::vector<double>{600 + 6 * 3600});
}

TEST_CASE("only memoryless failures go with a crew, and only a crew repairs") {
  const std::string head = "design: d\ncomponents:\n  crew: {type: repair_crew}\n  other: {type: node}\n  book: {type: pool, units: 2, ";
  const std::string tail = "}\njourneys: {j: {success: book}}\n";
  CHECK(problems_of(head + "time_to_failure: 90 d, repaired_by: crew" + tail).find("expected an exponential law") != std::string::npos);
  CHECK(problems_of(head + "time_to_failure: exponential(90 d), repaired_by: crew" + tail).empty());
  CHECK(problems_of(head + "repaired_by: other" + tail).find("operable") != std::string::npos);
}
