// The flow resolution: mean rates only. Between two changes everything that moves follows a known curve.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "sim/traffic/course.h"
#include "sim/traffic/flow_solver.h"
#include "sim/traffic/message_history.h"
#include "sim/traffic/reach.h"
#include "sim/traffic/resolution.h"
#include "sim/traffic/spare.h"

namespace windtunnel::traffic {

/// Advances a network as a flow. See Resolution for the contract.
class Flow final : public Resolution {
 public:
  explicit Flow(Network network);

  Network& network() override {
    come_to_now();  // what has passed went by the old numbers
    return network_;
  }
  const Network& network() const override { return network_; }
  void begin(Time start) override;
  void advance(Time to) override { now_ = std::max(now_, to); }
  void report() override { catch_up(); }
  void pause() override {
    catch_up();
    divided_ = false;  // copies divide what is left of the piece anew
  }
  void settle() override;
  void turn() override { solve_anew(Change::turn); }
  Time next_change() const override { return piece_end_; }
  void step() override { solve_anew(Change::step); }
  void set_listener(SliListener* listener) override { listener_ = listener; }
  bool limit_admission(StationId station, double rate, double burst) override;
  void flush(CacheId cache, double kept) override;
  bool move_messages(QueueId queue, double count) override;
  StationTotals totals(StationId station) const override;
  RouterTotals router_totals(RouterId router) const override;
  JourneyTotals journey_totals(JourneyId journey) const override;
  QueueTotals queue_totals(QueueId queue) const override;
  StationLoad load(StationId station) const override;
  JourneyLoad journey_load(JourneyId journey) const override;
  double hit_ratio(CacheId cache) const override { return present(), state_.hit_ratios[cache]; }
  StationTotals station_rates(StationId station, Instant instant) const override;
  RouterTotals router_rates(RouterId router, Instant instant) const override;
  bool foresees() const override { return true; }
  double backlog(QueueId queue, Instant instant = Instant::now) const override;
  double oldest_age(QueueId queue) const override;
  Phase movement(JourneyId journey) const override;
  bool settled() const override;
  std::unique_ptr<Resolution> clone() const override;
  void assign(const Resolution& other) override;

  /// Attempts per second at a visit, now.
  double visit_rate(VisitId visit) const { return present().visit_rate(visit); }

 private:
  static constexpr int deepest_interval = 14;  // bisections of a piece when it is integrated
  // Every rate that totals are made of, and the journeys' SLI, at one instant.
  struct Sample {
    std::vector<double> rates;
    std::vector<double> sli;
  };

  // flow.cpp
  StationLoad load(const FlowSolver& solver, StationId station) const;
  void find_limits();
  void solve_here(bool fresh) const;
  void note_numbers();
  // What begins a piece: numbers have jumped, rates go on from where they are on another course, or the last piece has ended.
  enum class Change { jump, turn, step };
  void solve_anew(Change change);
  const FlowSolver& present() const;
  bool eventless() const;
  bool stays_ample(StationId id, const Station& numbers) const;
  double share_passed() const;
  void glide_to_now();
  void come_to_now() const;
  void stand_at_now() const;
  const std::vector<double>& rates(Instant instant) const;
  void flush_totals() const;
  const double* totals_from(std::size_t index) const;
  std::size_t router_base() const { return network_.stations.size() * 5; }
  std::size_t journey_base() const { return router_base() + network_.routers.size() * 5; }
  std::size_t queue_base() const { return journey_base() + network_.journeys.size() * 4; }

  // flow_motion.cpp: how what is remembered moves within the present piece
  bool find_slopes(const FlowSolver& solver, const FlowState& at, FlowState& slope) const;
  bool routers_moving(Time& next_bend) const;
  bool ramps_moving(Time& next_bend) const;
  void position(Time at, FlowState& state) const;
  double messages_at(QueueId id, double t) const;
  double tokens_at(StationId id, double t) const;
  bool hold_within_bounds(FlowState& state) const;
  bool rest(bool bent);

  // flow_plan.cpp: how long the present piece lasts
  void plan(Change change);
  double free_run() const;
  double cache_run(CacheId id) const;
  double retry_run(std::size_t call) const;
  double load_change(StationId id) const;
  double followed_run(StationId id, double span) const;
  bool followed(StationId id, double span) const;
  bool all_followed(double span) const;
  double lose_followers(double span, bool misjudged);
  double bent(double span) const;
  void solve_ahead(Time at) const;
  void look_ahead(double span);
  bool learn_delays();
  void bend_towards_trial(double span);

  // flow_paths.cpp: how queues move that do not follow their load
  struct Bounds {
    double least, most;
  };
  Bounds free_bounds(StationId id) const;
  bool relaxes(StationId id) const;
  double within_limit(StationId id) const;
  double lay_path(StationId id, double longest, bool whole);
  double lay_paths(double longest, bool whole);
  double drift_error(StationId id, double span) const;
  bool see_drifts(double span);

  // flow_integrate.cpp
  // A part of a piece over which a parabola through three samples serves, or is still to be found out whether it does.
  struct Interval {
    Time from, to;
    int start, middle, end;  // samples; without a middle rates go along straight lines
    int depth;
    bool fits;
  };
  void catch_up() const;
  void integrate_constant() const;
  void integrate_moving() const;
  void divide() const;
  void find_leaf() const;
  bool flat(const Interval& interval) const;
  bool goes_straight_on(JourneyId id, const Interval& interval) const;
  bool straight(const Interval& interval) const;
  double simpson_error(const Interval& interval, int first, int third) const;
  void integrate_rates(double u, double v) const;
  void add_to(Time to) const;
  void take_sample(const FlowSolver& solver, Sample& sample) const;
  void evaluate(Time at, Sample& sample) const;

  Network network_;
  std::vector<Station> numbers_;  // of the stations, when they were last looked at
  Time now_;
  // What follows up to `present_` is brought up to date when somebody looks: many instants pass that nobody looks at.
  mutable Time caught_up_, stands_at_;  // to the former what has passed is counted; at the latter the solver stands
  mutable FlowState state_;
  mutable FlowSolver solver_;
  mutable std::vector<double> totals_;  // up to totals_at_
  mutable Time totals_at_;
  mutable Sample present_;
  // The journeys' SLI at the start of the piece, and at that of the one before, if the SLI has not jumped since.
  std::vector<double> starting_sli_, earlier_sli_;
  Time earlier_start_ = Time::never();
  // What lies at the end of the piece, as it was foreseen at its start.
  mutable Sample coming_;
  mutable FlowSolver coming_solver_;
  Time piece_start_;
  mutable Time piece_end_ = Time::never();
  bool moving_ = false;
  bool flowing_ = false;  // not only rates and routers move
  double likely_span_ = infinity;    // to which accuracy is likely to bound the next piece; seconds
  // At the start of the piece: the state; its first derivative (of a cache, the share of misses that fill it, per second; of
  // retries, their goal); and how the derivative changes along the piece, per second. The queues of stations have paths.
  FlowState origin_, slope_, bend_;
  std::vector<QueuePath> paths_;
  std::vector<double> drifts_;   // of what is offered to stations, as far as it has been seen; per second squared
  std::vector<double> strides_;  // of the last legs of paths, in seconds
  std::vector<double> retry_delays_;
  std::vector<MessageHistory> histories_;
  std::vector<Reach> reaches_;
  SliListener* listener_ = nullptr;
  double shortest_limit_ = infinity, longest_limit_ = 0;

  // Room for looking ahead; no part of the state.
  struct Room {
    FlowSolver solver;
    FlowState state, slope;
    std::vector<Sample> samples;
  };
  Room& room() const { return room_.get([this] { return make_room(); }); }
  Room make_room() const;
  Sample& sample(int number) const { return room().samples[static_cast<std::size_t>(number)]; }
  mutable Spare<Room> room_;
  // The piece, divided from left to right as far as somebody has looked; found anew from a snapshot.
  mutable std::vector<Interval> undivided_;  // the next one last
  mutable Interval leaf_{};
  mutable bool divided_ = false;
  mutable double allowed_ = 0;  // error of the SLI's integral, in seconds
};

}  // namespace windtunnel::traffic
