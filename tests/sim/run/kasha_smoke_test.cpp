// A first look at a whole design: it reads, is healthy for a week, and recovers from the loss of a zone.
#include <fstream>
#include <iostream>
#include <sstream>

#include "tests/support/scripted_run.h"

using namespace windtunnel;
using namespace windtunnel::testing;

TEST_CASE("kasha smoke", "[.smoke]") {
  std::ifstream in(std::string(WINDTUNNEL_SOURCE_DIR) + "/models/designs/" + std::string(std::getenv("DESIGN") ? std::getenv("DESIGN") : "kasha") + ".yaml");
  std::stringstream text;
  text << in.rdbuf();
  const auto design = design_from(text.str());
  const Plan plan = script(*design, {{"primary.zone-1", "power_loss", Duration{}, hours(2)}});
  ScriptedRun run(*design, plan, 20);
  for (const auto& j : design->journeys) std::cerr << j.name << " peak " << j.rate.peak() << " healthy sli " << run.week().sli(&j - &design->journeys[0]) << "\n";
  Story story = run.story(plan, 3);
  for (const auto& l : story.lines) {
    std::cerr << (l.time - story.fault).seconds() << " " << l.component << ": " << l.text;
    for (double s : l.sli) std::cerr << " " << s;
    std::cerr << "\n";
  }
  for (const auto& r : run.records()) std::cerr << r.events << " events rto " << r.journeys[0].rto_seconds << " " << r.journeys[0].recovered << " sli " << r.journeys[0].good / r.journeys[0].offered << "\n";
}
