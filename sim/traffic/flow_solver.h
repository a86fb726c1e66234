// Rates and failures of a whole network at one instant, solved together.
#pragma once

#include <memory>
#include <vector>

#include "sim/traffic/call.h"
#include "sim/traffic/network.h"
#include "sim/traffic/spare.h"
#include "sim/traffic/station_flow.h"
#include "sim/traffic/sweep_order.h"

namespace windtunnel::traffic {

/// Everything that the network remembers between instants.
struct FlowState {
  std::vector<StationState> stations;
  std::vector<double> hit_ratios;
  std::vector<double> messages;  ///< backlog of each queue
  std::vector<double> retries;   ///< per call (see FlowSolver): slow retries for one first attempt that come in now
};

struct RouterFlow {
  double requests = 0, refused = 0, timed_out = 0, failed_behind = 0, latency = 0;
};
struct JourneyFlow {
  double offered = 0, answered = 0, good = 0, latency = 0;
  double success = 1, sli = 1;
  double seconds = 0;  ///< mean latency of answers
  bool changed = false;  ///< the outcome, since these were found from it
};
struct QueueFlow {
  double arrivals = 0, handled = 0, backlog_rate = 0;
};
/// Slow retries come when time-outs and pauses have passed, so their rate follows the failures with a delay. The prompt
/// retries of what is refused follow from what holds now.
struct RetryFlow {
  double goal = 0;   ///< slow retries for one first attempt, if all stays as it is
  double delay = 0;  ///< seconds
};

/// Retries that follow their failures this soon, in seconds, or that differ by so little from their goal, come at once.
inline constexpr double prompt_retry = 0.25, few_retries = 1e-3;

/// Solves by sweeps: rates from callers to called, outcomes back. Starts from where the last solution ended, so that of two
/// states that can hold themselves up the present one stays. Allocates only when constructed, and when a copy first solves.
class FlowSolver {
 public:
  explicit FlowSolver(const Network& network);

  /// Forgets the last solution: every call succeeds at once.
  void forget();
  /// Forgets what a station answered: its numbers have changed.
  void forget(StationId id) { seen_[id] = {}; }
  /// `fresh`: numbers of routers, caches, queues, journeys and their clients may have changed since the last solution; otherwise
  /// only the state and the time have. What these do not touch is left as it is. Of stations whose numbers have changed, `forget`
  /// was told.
  void solve(const Network& network, const FlowState& state, Time now, bool fresh);
  /// Finds what totals and SLIs are made of, once a solution stands: journeys, routers, and what stations do too late. Many
  /// solutions are only looked at for how fast things move there, and do without.
  void finish(const Network& network);
  /// Sweeps that the last solve took.
  int sweeps() const { return sweeps_; }

  const StationFlow& station(StationId id) const { return stations_[id]; }
  const RouterFlow& router(RouterId id) const { return routers_[id]; }
  const JourneyFlow& journey(JourneyId id) const { return journeys_[id]; }
  const QueueFlow& queue(QueueId id) const { return queues_[id]; }
  /// Requests per second that fill the cache: misses whose load succeeded.
  double filling(CacheId id) const { return filling_[id]; }
  /// Attempts per second at a visit.
  double visit_rate(VisitId id) const { return visits_[id].rate; }
  /// Calls are numbered through: those of servers that reach everything, the users' own, and those of servers that do not.
  std::size_t calls() const { return calls_.size(); }
  /// How many of them are made at present: where all servers reach everything, the last are not.
  std::size_t calls_made() const { return calls_made_; }
  RetryFlow retries(std::size_t call) const {
    return {calls_[call].outcome.slow_retries, calls_[call].outcome.retry_delay};
  }

  /// Stands where the other solver, of the same network, stands.
  void start_like(const FlowSolver& other);
  /// Each stands where the other one stood.
  void change_places(FlowSolver& other) noexcept;

 private:
  // Requests that can reach what they call, and those that cannot always: the two classes of a visit's calls.
  static constexpr std::size_t classes = 2;
  struct CallFlow {
    CallOutcome outcome;
    double attempts = 1;  // that come in now for one call: other than outcome.attempts while retries are still to come
    bool delayed = false;
    double made = 1;    // calls that one served request makes, mean
    double filled = 0;  // cache fills that one served request brings about
  };
  struct VisitFlow {
    double rate = 0;
    double brought = 0, carried = 0;  // by calls against the order: of the last sweep, and for the next
    double impatient = 0, patience = 0;
    double late = 0;  // attempts per second whose answer comes too late
    double served[classes] = {};  // requests per second that go on to the calls
    double reach = 1;             // of the second class
    double refused = 0, lost = 0; // by the router
    double failed_behind = 0;     // of refused, by its targets
    bool ramping = false;         // its router's weights move
    bool diverted = false;        // its shares are others than in the last solution
    bool changed = false;         // its outcome, in the present sweep
    Outcome outcome;
  };
  // What follows from how the network is wired, whatever its numbers: copies share it.
  struct Layout {
    explicit Layout(const Network& network);
    std::vector<VisitId> order;
    SweepOrder gradual, sudden;
    std::vector<std::size_t> position;     // of a visit in the order
    std::vector<std::size_t> first_call;   // of a visit, in calls_
    std::size_t first_own_call = 0;        // of the users
    std::vector<std::size_t> first_share;  // of a visit, in shares_
    std::size_t shares = 0;
    std::vector<char> calls_out;  // of a visit: it calls over the internet
    bool cyclic = false;          // some call goes against the order
  };
  // Room that one solution needs.
  struct Scratch {
    std::vector<double> weights;  // of one visit's branches
    std::vector<char> station_changed, cache_changed;
    // The unknowns of a sweep (of a call whose slow retries are still to come, its prompt ones instead of all its attempts), and
    // their last two changes, to leap ahead where sweeps converge slowly.
    std::vector<double> unknowns, last_unknowns, step, last_step;
  };
  // What a station's last answer was found from.
  struct Seen {
    double arrivals = -1, work = 0, work_squared = 0, impatient = 0, patience = 0;
    double waiting = 0, variance = 0;
    bool resting = false, following = false, empty = false, full = false;
    bool operator==(const Seen&) const = default;
  };

  // flow_solver.cpp
  Scratch make_scratch() const;
  CallFlow& made(VisitId visit, std::size_t call, std::size_t kind) {
    return calls_[layout_->first_call[visit] + call + kind * (calls_.size() - layout_->first_own_call)];
  }
  CallFlow& own_call(JourneyId journey) { return calls_[layout_->first_own_call + journey]; }
  bool everything_is_reached(const Network& network) const;
  void sweep(const Network& network, const FlowState& state, Time now);
  void clear_rates();
  void delay_retries(const FlowState& state);
  void note_reach(const Network& network);
  void find_shares(const Network& network, Time now);
  bool split(const Network& network, const Visit& visit, VisitId id, Time now);
  void arrive(const Network& network, VisitId id);
  void send_on(const Network& network, VisitId id);
  void send_selected(const Visit& visit, VisitId id);
  void send_served(const Network& network, const Visit& visit, VisitId id);
  void send(VisitId from, const Call& call, double rate, double reach, const CallFlow& flow);
  void answer_station(const Network& network, const FlowState& state, StationId id);
  bool answer_again(const Network& network, const FlowState& state, StationId id);
  void answer_queues(const Network& network, const FlowState& state);

  // flow_extrapolate.cpp
  void gather();
  void extrapolate();
  void scatter();

  // flow_outcomes.cpp
  bool touched(const Visit& visit, const VisitFlow& flow) const;
  bool touched(const Call& call) const;
  void backward(const Network& network, const FlowState& state, VisitId id);
  void backward_select(const Visit& visit, VisitId id, Outcome& result);
  void backward_serve(const Network& network, const FlowState& state, const Visit& visit, VisitId id, Outcome& result);
  void make_calls(const FlowState& state, const Visit& visit, VisitId id, std::size_t kind, Outcome& outcome);
  void make_call(const FlowState& state, const Call& call, CallFlow& flow, double& failing, Outcome& outcome);
  void evaluate_call(const Call& call, double reach, CallFlow& flow);
  void end_sweep(const Network& network);

  // flow_finish.cpp
  void count_late(const Network& network);
  void count_late(const Call& call, double rate, const CallFlow& flow);
  void finish_visit(const Network& network, VisitId id);
  void fill_caches(const Network& network);

  std::shared_ptr<const Layout> layout_;
  Spare<Scratch> scratch_;
  bool jumped_ = true;          // numbers of the network may have, since the last solution
  std::size_t calls_made_ = 0;  // the second class is, where servers are cut off from what they call
  std::vector<CallFlow> calls_;  // the first class of visits' calls, the journeys' own calls, the second class
  std::vector<VisitFlow> visits_;
  std::vector<StationFlow> stations_;
  std::vector<RouterFlow> routers_;
  std::vector<JourneyFlow> journeys_;
  std::vector<QueueFlow> queues_;
  std::vector<double> filling_;
  std::vector<double> shares_;  // of every visit's branches
  std::vector<Seen> seen_;
  std::vector<double> seen_hit_ratios_;
  bool all_ = true;    // in the present sweep nothing may be left as it is
  double change_ = 0;  // the largest change of a share in the present sweep
  int sweeps_ = 0;
};

}  // namespace windtunnel::traffic
