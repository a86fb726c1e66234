// The flow against requests simulated one by one on whole designs: the same faults at the same times, over the same minutes.
//
// Requests are the arbiter. Each window of a case is run until the standard error of the difference is a quarter of the point within
// which the two must agree, or as often as the case says; half a point is the most. It is told where a case fails.
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "tests/support/shipped.h"

using namespace windtunnel;
using namespace windtunnel::testing;

namespace {

/// Minutes since the first fault.
struct Span {
  double from, to;
};

struct Sums {
  double offered = 0, good = 0;
};

/// What a replication counted in a window, all journeys together that the fault can reach.
Sums sums(const Story& story, const Span& window) {
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
  std::vector<Span> windows;
  std::uint64_t most_replications;
};

constexpr double error_sought = 0.0025;
constexpr std::uint64_t least_replications = 16;  // fewer tell little about their own spread

/// One resolution on one design, replication by replication.
class Counter {
 public:
  Counter(const Design& design, TrafficResolution resolution) : labels_(design), week_(design, 1), drill_(week_, labels_, 1, resolution) {}

  Story told(const Plan& plan, std::uint64_t replication) {
    Story story;
    drill_.run(plan, replication, &story);
    return story;
  }

 private:
  DesignLabels labels_;
  HealthyWeek week_;
  Drill drill_;
};

/// By how much requests fare better in one window, as a share of the demand, which both have in common: a ratio of sums, its
/// standard error from the replications' deviations from it.
class Difference {
 public:
  void add(const Sums& flow, const Sums& requests) {
    demands_.push_back(flow.offered);
    deviations_.push_back((flow.offered - flow.good) - (requests.offered - requests.good));
  }
  double value() const { return total(deviations_) / total(demands_); }
  double error() const {
    double square = 0;
    for (std::size_t r = 0; r < demands_.size(); ++r) {
      const double rest = deviations_[r] - value() * demands_[r];
      square += rest * rest;
    }
    return std::sqrt(square) / total(demands_);
  }

 private:
  static double total(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }
  std::vector<double> demands_, deviations_;
};

void agree(const Case& of) {
  const auto design = shipped_design(of.design);
  Counter flow(*design, TrafficResolution::flow), requests(*design, TrafficResolution::request);
  for (Plan plan : shipped_plans(of.file, *design)) {
    if (plan.name != of.run) continue;
    plan.lead = minutes(5);
    plan.quiet = days(2);  // both are observed to the same end, whenever they recover
    std::vector<Difference> differences(of.windows.size());
    for (std::uint64_t r = 0; r < of.most_replications; ++r) {
      // Early windows scatter most: what follows the last one that is not sure yet need not be simulated again.
      const auto open = [&](std::size_t w) { return r < least_replications || differences[w].error() > error_sought; };
      std::size_t end = of.windows.size();
      while (end > 0 && !open(end - 1)) --end;
      if (end == 0) break;
      plan.horizon = from_seconds(60 * of.windows[end - 1].to + 10);
      const Story by_flow = flow.told(plan, r), by_request = requests.told(plan, r);
      for (std::size_t w = 0; w < end; ++w) differences[w].add(sums(by_flow, of.windows[w]), sums(by_request, of.windows[w]));
    }
    for (std::size_t w = 0; w < of.windows.size(); ++w) {
      INFO(of.design << ", " << of.run << ", minutes " << of.windows[w].from << " to " << of.windows[w].to << ": requests are better by "
                     << 100 * differences[w].value() << " +- " << 100 * differences[w].error() << " points");
      CHECK(differences[w].error() < 0.005);
      CHECK(std::abs(differences[w].value()) < 0.01);
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
  agree({"multi-region", standard + "surge.yaml", "surge", {{0, 10}, {10, 30}, {30, 45}}, 30});
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
  agree({"multi-region", standard + "zone-loss.yaml", "zone-loss@primary.zone-1", {{0, 20}}, 56});
  agree({"multi-region", standard + "zone-loss.yaml", "zone-loss@primary.zone-2", {{0, 20}}, 30});
}

TEST_CASE("flow and requests agree on whole designs that lose a unit") {
  agree({"kasha", standard + "task-loss.yaml", "task-loss@primary.backend", {{0, 10}}, 30});
  agree({"multi-region", standard + "task-loss.yaml", "task-loss@primary.app", {{0, 20}}, 30});
}

TEST_CASE("recoveries take as long request by request as in the flow, in the median") {
  struct Recovery {
    std::string design, file, run;
    std::uint64_t replications = 25;
  };
  const auto median = [](const Recovery& of, TrafficResolution resolution) {
    const auto design = shipped_design(of.design);
    const DesignLabels labels(*design);
    const HealthyWeek week(*design, 1);
    Drill drill(week, labels, 1, resolution);
    for (Plan plan : shipped_plans(standard + of.file, *design)) {
      if (plan.name != of.run) continue;
      plan.lead = minutes(5);
      plan.quiet = minutes(10);
      plan.horizon = hours(1);
      std::vector<double> seconds;
      for (std::uint64_t r = 0; r < of.replications; ++r) {
        const JourneyRecord record = drill.run(plan, r).journeys[0];
        seconds.push_back(record.recovered ? record.rto_seconds : 3600);
      }
      std::sort(seconds.begin(), seconds.end());
      return seconds[seconds.size() / 2];
    }
    FAIL("no run " << of.run);
    return 0.0;
  };
  // Half an hour of a surge is the most work, and says the most: nine medians of 36 to 40 min differ by a few per cent at most.
  for (const Recovery& of : std::vector<Recovery>{{"kasha", "retry-storm.yaml", "retry-storm"},
                                                  {"kasha", "surge.yaml", "surge", 9},
                                                  {"kasha", "zone-loss.yaml", "zone-loss@primary.zone-2"},
                                                  {"kasha", "task-loss.yaml", "task-loss@primary.frontend"},
                                                  {"multi-region", "retry-storm.yaml", "retry-storm"},
                                                  {"multi-region", "surge.yaml", "surge", 9},
                                                  {"multi-region", "zone-loss.yaml", "zone-loss@primary.zone-2"},
                                                  {"multi-region", "task-loss.yaml", "task-loss@primary.app"}}) {
    const double flow = median(of, TrafficResolution::flow);
    const double requests = median(of, TrafficResolution::request);
    INFO(of.design << ", " << of.run << ": flow " << flow << " s, requests " << requests << " s");
    CHECK(std::abs(flow - requests) < 3 + 0.15 * flow);
  }
}
