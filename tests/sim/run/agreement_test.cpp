// The flow against requests simulated one by one on whole designs: the same faults at the same times, over the same minutes.
//
// Requests are the arbiter. Each case is run so often that the standard error of the difference is at most half of the
// point within which the two must agree, and mostly a tenth; it is told where a case fails.
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/shipped.h"

using namespace windtunnel;
using namespace windtunnel::testing;

namespace {

/// Minutes since the first fault.
struct Window {
  double from, to;
};

struct Sums {
  double offered = 0, good = 0;
};

/// What a replication counted in a window, all journeys together that the fault can reach.
Sums sums(const Story& story, const Window& window) {
  Sums result;
  for (std::size_t j = 0; j < story.served.size(); ++j) {
    if (story.journeys[j] == "static") continue;  // served by the edge: it would water down the others
    for (const Story::Served& piece : story.served[j]) {
      const double from = (piece.from - story.fault).seconds() / 60, to = (piece.to - story.fault).seconds() / 60;
      const double part = std::min(to, window.to) - std::max(from, window.from);
      if (part <= 0) continue;
      result.offered += piece.offered * part / (to - from);
      result.good += piece.good * part / (to - from);
    }
  }
  return result;
}

struct Case {
  std::string design, file, run;
  std::vector<Window> windows;
  std::uint64_t replications;
};

std::vector<std::vector<Sums>> counted(const Design& design, const Case& of, const Plan& plan, TrafficResolution resolution) {
  const DesignLabels labels(design);
  const HealthyWeek week(design, 1);
  Drill drill(week, labels, 1, resolution);
  std::vector<std::vector<Sums>> all(of.windows.size());
  for (std::uint64_t r = 0; r < of.replications; ++r) {
    Story story;
    drill.run(plan, r, &story);
    for (std::size_t w = 0; w < of.windows.size(); ++w) all[w].push_back(sums(story, of.windows[w]));
  }
  return all;
}

void agree(const Case& of) {
  const auto design = shipped_design(of.design);
  for (Plan plan : shipped_plans(of.file, *design)) {
    if (plan.name != of.run) continue;
    plan.lead = minutes(5);
    plan.quiet = days(2);  // both are observed to the same end, whenever they recover
    plan.horizon = from_seconds(60 * of.windows.back().to + 10);
    const auto flow = counted(*design, of, plan, TrafficResolution::flow);
    const auto requests = counted(*design, of, plan, TrafficResolution::request);
    for (std::size_t w = 0; w < of.windows.size(); ++w) {
      // A ratio of sums; its standard error from the replications' deviations from it. Bad requests are set against the
      // demand, which both have in common.
      double demand = 0, difference = 0, square = 0;
      const auto deviation = [&](std::size_t r) {
        return (flow[w][r].offered - flow[w][r].good) - (requests[w][r].offered - requests[w][r].good);
      };
      for (std::size_t r = 0; r < of.replications; ++r) {
        demand += flow[w][r].offered;
        difference += deviation(r);
      }
      difference /= demand;
      for (std::size_t r = 0; r < of.replications; ++r) {
        const double rest = deviation(r) - difference * flow[w][r].offered;
        square += rest * rest;
      }
      const double error = std::sqrt(square) / demand;
      INFO(of.design << ", " << of.run << ", minutes " << of.windows[w].from << " to " << of.windows[w].to
                     << ": requests are better by " << 100 * difference << " +- " << 100 * error << " points");
      CHECK(error < 0.005);
      CHECK(std::abs(difference) < 0.01);
    }
    return;
  }
  FAIL("no run " << of.run);
}

const std::string standard = "scenarios/standard/";

}  // namespace

TEST_CASE("flow and requests agree on whole designs in the steady state") {
  agree({"kasha", standard + "steady-load.yaml", "steady-load", {{-4, 20}}, 4});
  agree({"multi-region", standard + "steady-load.yaml", "steady-load", {{-4, 20}}, 4});
}

TEST_CASE("flow and requests agree on kasha at saturation and while it drains") {
  agree({"kasha", standard + "surge.yaml", "surge", {{0, 10}, {10, 30}, {30, 45}}, 60});
}

TEST_CASE("flow and requests agree on multi-region at saturation and while it drains") {
  agree({"multi-region", standard + "surge.yaml", "surge", {{0, 10}, {10, 30}, {30, 45}}, 24});
}

TEST_CASE("flow and requests agree on whole designs in a retry storm") {
  agree({"kasha", standard + "retry-storm.yaml", "retry-storm", {{0, 10}, {10, 20}}, 40});
  agree({"multi-region", standard + "retry-storm.yaml", "retry-storm", {{0, 10}, {10, 20}}, 40});
}

TEST_CASE("flow and requests agree on kasha without a zone") {
  agree({"kasha", standard + "zone-loss.yaml", "zone-loss@primary.zone-1", {{0, 20}}, 40});
  agree({"kasha", standard + "zone-loss.yaml", "zone-loss@primary.zone-2", {{0, 10}, {10, 20}}, 30});
}

TEST_CASE("flow and requests agree on multi-region without a zone") {
  agree({"multi-region", standard + "zone-loss.yaml", "zone-loss@primary.zone-1", {{0, 20}}, 80});
  agree({"multi-region", standard + "zone-loss.yaml", "zone-loss@primary.zone-2", {{0, 20}}, 30});
}

TEST_CASE("flow and requests agree on whole designs that lose a unit") {
  agree({"kasha", standard + "task-loss.yaml", "task-loss@primary.backend", {{0, 10}}, 30});
  agree({"multi-region", standard + "task-loss.yaml", "task-loss@primary.app", {{0, 20}}, 30});
}

TEST_CASE("recoveries take as long request by request as in the flow, in the median") {
  const auto median = [](const std::string& design_name, const std::string& file, const std::string& run,
                         TrafficResolution resolution) {
    const auto design = shipped_design(design_name);
    const DesignLabels labels(*design);
    const HealthyWeek week(*design, 1);
    Drill drill(week, labels, 1, resolution);
    for (Plan plan : shipped_plans(standard + file, *design)) {
      if (plan.name != run) continue;
      plan.lead = minutes(5);
      plan.quiet = minutes(10);
      plan.horizon = hours(1);
      std::vector<double> seconds;
      for (std::uint64_t r = 0; r < 25; ++r) {
        const JourneyRecord& record = drill.run(plan, r).journeys[0];
        seconds.push_back(record.recovered ? record.rto_seconds : 3600);
      }
      std::sort(seconds.begin(), seconds.end());
      return seconds[12];
    }
    FAIL("no run " << run);
    return 0.0;
  };
  struct Recovery {
    std::string design, file, run;
  };
  for (const Recovery& of : std::vector<Recovery>{{"kasha", "retry-storm.yaml", "retry-storm"},
                                                  {"kasha", "surge.yaml", "surge"},
                                                  {"kasha", "zone-loss.yaml", "zone-loss@primary.zone-2"},
                                                  {"kasha", "task-loss.yaml", "task-loss@primary.frontend"},
                                                  {"multi-region", "retry-storm.yaml", "retry-storm"},
                                                  {"multi-region", "surge.yaml", "surge"},
                                                  {"multi-region", "zone-loss.yaml", "zone-loss@primary.zone-2"},
                                                  {"multi-region", "task-loss.yaml", "task-loss@primary.app"}}) {
    const double flow = median(of.design, of.file, of.run, TrafficResolution::flow);
    const double requests = median(of.design, of.file, of.run, TrafficResolution::request);
    INFO(of.design << ", " << of.run << ": flow " << flow << " s, requests " << requests << " s");
    CHECK(std::abs(flow - requests) < 3 + 0.15 * flow);
  }
}
