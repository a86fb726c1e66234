// The request resolution: every request goes its way on its own.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/kernel/event_set.h"
#include "sim/kernel/random.h"
#include "sim/traffic/reach.h"
#include "sim/traffic/resolution.h"
#include "sim/traffic/ring.h"
#include "sim/traffic/sli_bins.h"

namespace windtunnel::traffic {

using FrameId = std::uint32_t;

/// Simulates a network request by request. See Resolution for the contract; SLI segments are the seconds in which requests
/// arrived, reported when their fate is known.
class Requests final : public Resolution {
 public:
  Requests(Network network, std::uint64_t seed, std::uint64_t replication);

  Network& network() override { return network_; }
  const Network& network() const override { return network_; }
  void begin(Time start) override;
  void advance(Time to) override;
  void report() override {}  // each second reports itself
  void pause() override {}
  void settle() override;
  Time next_change() const override;
  void step() override;
  void set_listener(SliListener* listener) override { listener_ = listener; }
  void flush(CacheId cache, double kept) override { hit_ratios_[cache] *= kept; }
  bool move_messages(QueueId queue, double count) override;
  StationTotals totals(StationId station) const override { return stations_[station].totals; }
  RouterTotals router_totals(RouterId router) const override { return router_totals_[router]; }
  JourneyTotals journey_totals(JourneyId journey) const override { return journeys_[journey].totals; }
  QueueTotals queue_totals(QueueId queue) const override { return queues_[queue].totals; }
  StationLoad load(StationId station) const override;
  JourneyLoad journey_load(JourneyId journey) const override;
  double hit_ratio(CacheId cache) const override { return hit_ratios_[cache]; }
  StationTotals station_rates(StationId station, Instant) const override { return stations_[station].rates; }
  RouterTotals router_rates(RouterId router, Instant) const override { return router_rates_[router]; }
  bool foresees() const override { return false; }
  double backlog(QueueId queue, Instant = Instant::now) const override { return static_cast<double>(queues_[queue].messages.size()); }
  double oldest_age(QueueId queue) const override;
  Phase movement(JourneyId journey) const override;
  bool settled() const override;
  std::unique_ptr<Resolution> clone() const override { return std::make_unique<Requests>(*this); }
  void assign(const Resolution& other) override { *this = dynamic_cast<const Requests&>(other); }

  /// Events handled since construction.
  std::uint64_t events() const { return events_.last_id(); }

 private:
  static constexpr double retry_bucket = 10;  // retries that a budget can save up
  enum class Signal : std::uint16_t { arrival, reaches_visit, served, answered, refused, retry, timeout, message_handled };

  /// One attempt at a visit, or (visit == none) a user's request, which is the caller of the first attempt.
  struct Frame {
    VisitId visit = none;
    FrameId parent = none;        // who waits for it; none: nobody (any more)
    std::uint32_t place = none;   // of a visit: which of its stations; of a request: its journey
    FrameId child = none;         // the attempt that it waits for
    std::uint32_t seat = 0;       // where it stands in the list of those in service
    std::uint16_t call = 0;       // which of its calls it makes
    std::uint16_t repeats = 0;    // how often it still makes this call, the present time included
    std::uint16_t attempts = 0;   // failed ones of this call
    bool falling_back = false;    // the present attempt is the fallback
    bool abandoned = false;       // its caller has given up
    Time started;                 // of a request: when it was made; of a visit: when it came to its station
    EventHandle own;              // its next event
    std::uint64_t timer = 0;      // the time-out of the attempt that it waits for, by its number; 0: none
  };

  struct StationRun {
    StationTotals totals;
    Ring<FrameId> waiting;
    std::vector<FrameId> in_service;
    double servers = 0;  // whole, as of the last settle
    double room = 0;
    double tokens = 0, token_rate = 0, token_limit = 0;
    Time tokens_at;
    Stream stream;
    double lognormal_mean = 0, lognormal_deviation = 0;  // of the logarithm of the service time for work 1
    StationTotals second;  // totals when the present second began
    StationTotals rates;   // of the second before
  };
  struct JourneyRun {
    JourneyTotals totals;
    Ramp rate;
    double highest_rate = 0;  // at which candidates for arrivals are drawn
    EventHandle arrival;
    Stream stream;
    SliBins bins;
  };
  struct QueueRun {
    QueueTotals totals;
    Ring<std::int64_t> messages;  // when each came
    double rate = 0;
    EventHandle handled;
    Stream stream;
  };
  struct Timeout {
    Time due;
    std::uint64_t number = 0;
    FrameId frame = none;  // who times out, unless its timer has another number by then
  };
  struct CallRun {
    double retry_tokens = 0;
    // Attempts of one call time out in the order in which they were made, so that one event serves for all, at the time of the first
    // or before. Answers leave theirs behind.
    Ring<Timeout> timeouts;
    EventHandle look;
    Time look_at;
  };

  // request.cpp
  void handle(const Event& event);
  void schedule(Time time, Signal signal, FrameId frame);
  void end_second();
  bool overfull(StationId id) const;
  bool cold(CacheId id) const;

  // request_arrivals.cpp
  void draw_arrival(JourneyId id);
  void arrive(JourneyId id);
  void finish_request(FrameId id, bool answered);
  void settle_journey(JourneyId id);
  void settle_queue(QueueId id);
  void draw_message(QueueId id);
  void handle_message(QueueId id);

  // request_calls.cpp
  FrameId new_frame();
  void release(FrameId id);
  const Call& call_of(const Frame& frame) const;
  std::size_t call_number(const Frame& frame) const;
  void start_call(FrameId id);
  void attempt(FrameId id);
  bool can_reach(const Frame& frame);
  void reach_visit(FrameId id);
  void select_branch(FrameId id);
  void next_call(FrameId id);
  void end_call(FrameId id);
  void call_succeeded(FrameId id);
  void call_failed(FrameId id);
  void attempt_failed(FrameId id);
  void start_timer(FrameId id, double seconds);
  bool is_over(const Timeout& timeout) const { return frames_[timeout.frame].timer != timeout.number; }
  void await_first(CallRun& run, std::size_t call);
  void time_out_due(std::size_t call);
  void time_out(FrameId id);
  void succeed(FrameId id);
  void fail(FrameId id);
  void lose(FrameId id);
  void count_refusal(RouterId id);
  void count_failure_behind(const Frame& frame);

  // request_stations.cpp
  static constexpr std::size_t refused_branch = ~std::size_t{0}, lost_branch = refused_branch - 1;
  std::size_t choose(const Visit& visit, std::size_t branches);
  void choose_station(FrameId id);
  void submit(FrameId id, StationId station_id);
  void refuse(FrameId id, const Station& station);
  bool admitted(StationRun& run, const Station& station);
  void serve(FrameId id, StationRun& run, const Station& station);
  void served(FrameId id);
  void serve_next(StationId id);
  void leave_service(FrameId id, StationRun& run);
  void settle_station(StationId id);
  void remove_servers(StationId id, double servers);
  double draw_service(StationRun& run, const Station& station, double work);

  Network network_;
  EventSet events_;
  Time now_, start_, second_end_;
  std::vector<Frame> frames_;
  FrameId first_free_ = none;
  std::vector<StationRun> stations_;
  std::vector<JourneyRun> journeys_;
  std::vector<QueueRun> queues_;
  std::vector<RouterTotals> router_totals_;
  std::vector<RouterTotals> router_second_, router_rates_;  // totals when the present second began; rates of the one before
  std::vector<double> hit_ratios_;
  std::vector<std::size_t> first_call_;
  std::vector<CallRun> calls_;        // of all visits, then one per journey
  std::uint64_t timers_ = 0;          // that were started so far
  std::vector<Call> journey_calls_;   // each journey as the call that its users make
  std::vector<Reach> reaches_;
  Stream choices_;
  SliListener* listener_ = nullptr;
};

}  // namespace windtunnel::traffic
