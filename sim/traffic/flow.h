// The flow resolution: mean rates only. Between two changes everything that moves follows a known curve.
#pragma once

#include <vector>

#include "sim/traffic/flow_solver.h"
#include "sim/traffic/resolution.h"

namespace windtunnel::traffic {

/// Advances a network as a flow. See Resolution for the contract.
class Flow final : public Resolution {
 public:
  explicit Flow(Network network);

  Network& network() override { return network_; }
  const Network& network() const override { return network_; }
  void begin(Time start) override;
  void advance(Time to) override;
  void settle() override;
  Time next_change() const override { return piece_end_; }
  void step() override { settle(); }
  void watch_level(JourneyId journey, double level) override;
  void clear_levels() override { levels_.clear(); }
  void set_listener(SliListener* listener) override { listener_ = listener; }
  void flush(CacheId cache, double kept) override;
  void move_messages(QueueId queue, double count) override;
  StationTotals totals(StationId station) const override;
  RouterTotals router_totals(RouterId router) const override;
  JourneyTotals journey_totals(JourneyId journey) const override;
  QueueTotals queue_totals(QueueId queue) const override;
  StationLoad load(StationId station) const override;
  JourneyLoad journey_load(JourneyId journey) const override;
  double hit_ratio(CacheId cache) const override { return state_.hit_ratios[cache]; }
  double backlog(QueueId queue) const override { return state_.messages[queue]; }
  double oldest_age(QueueId queue) const override;
  Phase movement(JourneyId journey) const override;
  bool settled() const override;
  std::unique_ptr<Resolution> clone() const override;
  void assign(const Resolution& other) override;

 private:
  static constexpr int deepest_interval = 14;  // bisections of a piece when it is integrated
  struct Level {
    JourneyId journey;
    double level;
  };
  // A sample of every rate that totals are made of, and of the journeys' SLI.
  struct Sample {
    std::vector<double> rates;
    std::vector<double> sli;
  };

  // flow.cpp
  void take_sample(Sample& sample) const;
  double total(std::size_t index) const;
  std::size_t router_base() const { return network_.stations.size() * 5; }
  std::size_t journey_base() const { return router_base() + network_.routers.size() * 5; }
  std::size_t queue_base() const { return journey_base() + network_.journeys.size() * 4; }

  // flow_motion.cpp: how what is remembered moves within the present piece
  void plan();
  bool find_slopes(FlowState& slope) const;
  bool ramps_moving(Time& next_bend) const;
  double free_run(const FlowState& slope) const;
  double queue_run(const StationState& state, const StationState& slope, const StationFlow& flow) const;
  bool bends_too_much(const FlowState& ahead, double span) const;
  void position(Time at, FlowState& state) const;
  void look_ahead(double span);
  void hold_within_bounds(FlowState& state) const;

  // flow_crossings.cpp
  void find_level_crossing();

  // flow_integrate.cpp
  void integrate_constant(Time to);
  void integrate_moving(Time to);
  struct Interval {
    Time from, to;
    int start, middle, end;  // samples
  };
  void integrate_between(Interval interval, int depth, double allowed);
  double simpson_error(const Interval& interval, int first, int third) const;
  void add_simpson(Time from, Time to, int start, int middle, int end);
  void evaluate(Time at, Sample& sample);

  Network network_;
  FlowSolver solver_;
  FlowState state_;  // at now_
  Time now_;
  Time piece_start_, piece_end_ = Time::never();
  bool moving_ = false;
  FlowState origin_, slope_, bend_;  // state at piece_start_, and its first two derivatives
  FlowState trial_, trial_slope_;
  FlowSolver::Branch branch_, ahead_branch_;
  std::vector<double> sli_ahead_;
  std::vector<double> totals_;
  Sample present_;
  std::vector<Sample> samples_;
  std::vector<Level> levels_;
  SliListener* listener_ = nullptr;
  double shortest_limit_ = infinity, longest_limit_ = 0;
};

}  // namespace windtunnel::traffic
