// The flow resolution: totals, loads and the contract's bookkeeping.
#include "sim/traffic/flow.h"

#include <algorithm>

namespace windtunnel::traffic {
namespace {

// Backlogs are means: what is less than this is, as often as not, no message at all, and nobody would come for it.
constexpr double one_message = 1;

void size(const Network& network, std::size_t calls, FlowState& state) {
  state.stations.assign(network.stations.size(), {});
  state.hit_ratios.assign(network.caches.size(), 0);
  state.messages.assign(network.queues.size(), 0);
  state.retries.assign(calls, 0);
}

}  // namespace

Flow::Flow(Network network)
    : network_(std::move(network)), numbers_(network_.stations), solver_(network_), coming_solver_(network_) {
  size(network_, solver_.calls(), state_);
  origin_ = slope_ = bend_ = state_;
  retry_delays_.assign(solver_.calls(), 0);
  paths_.assign(network_.stations.size(), {});
  for (QueuePath& path : paths_) path.make_room();
  strides_.assign(network_.stations.size(), 1);
  drifts_.assign(network_.stations.size(), 0);
  const std::size_t rates = queue_base() + network_.queues.size() * 2;
  totals_.assign(rates, 0);
  present_ = {std::vector<double>(rates), std::vector<double>(network_.journeys.size(), 1)};
  coming_ = present_;
  starting_sli_ = earlier_sli_ = present_.sli;
  undivided_.reserve(2 * deepest_interval);
  histories_.resize(network_.queues.size());
  for (JourneyId id = 0; id < network_.journeys.size(); ++id) reaches_.push_back(reach_of(network_, id));
}

Flow::Room Flow::make_room() const {
  return {FlowSolver(network_), state_, state_, std::vector<Sample>(3 + 2 * deepest_interval, present_)};
}

// The shortest and the longest time that anybody waits.
void Flow::find_limits() {
  shortest_limit_ = infinity;
  longest_limit_ = 0;
  const auto consider = [this](double limit) {
    if (limit == infinity) return;
    shortest_limit_ = std::min(shortest_limit_, limit);
    longest_limit_ = std::max(longest_limit_, limit);
  };
  for (const Visit& visit : network_.visits) {
    for (const Call& call : visit.calls) consider(call.client.timeout);
  }
  for (const Journey& journey : network_.journeys) {
    consider(journey.client.timeout);
    consider(journey.objective_seconds);
  }
}

void Flow::begin(Time start) {
  now_ = caught_up_ = stands_at_ = piece_start_ = totals_at_ = start;
  moving_ = false;
  likely_span_ = infinity;
  std::fill(strides_.begin(), strides_.end(), 1.0);
  std::fill(totals_.begin(), totals_.end(), 0.0);
  std::fill(present_.rates.begin(), present_.rates.end(), 0.0);
  solver_.forget();
  for (std::size_t i = 0; i < state_.stations.size(); ++i) {
    state_.stations[i] = {0, 0, bucket_size(network_.stations[i]), true, false};
    slope_.stations[i] = {};
  }
  origin_.stations = state_.stations;
  for (std::size_t i = 0; i < state_.hit_ratios.size(); ++i) state_.hit_ratios[i] = network_.caches[i].steady_hit_ratio;
  std::fill(state_.messages.begin(), state_.messages.end(), 0.0);
  std::fill(state_.retries.begin(), state_.retries.end(), 0.0);
  for (MessageHistory& history : histories_) history.begin(start);
  settle();
}

// Numbers of the network may have changed.
void Flow::settle() {
  find_limits();
  solve_anew(Change::jump);
}

void Flow::solve_anew(Change change) {
  // The look ahead at the end of the present piece is a solution for it, but for the bend that its courses were given since.
  const bool foreseen = change != Change::jump && moving_ && stands_at_ != now_ && now_ == piece_end_;
  come_to_now();
  const bool known = foreseen || (change == Change::turn && (!moving_ || stands_at_ == now_));
  if (moving_ && stands_at_ != now_) glide_to_now();
  flush_totals();
  for (QueueId id = 0; id < histories_.size(); ++id) histories_[id].note(now_, totals_[queue_base() + id * 2]);
  for (StationState& station : state_.stations) {
    station.resting = station.resting || station.following;
    station.following = false;  // whether it can follow what comes now is to be seen
  }
  const bool met = hold_within_bounds(state_), solved = known && !met;
  if (change == Change::jump) note_numbers();
  if (!solved) solve_here(change == Change::jump);
  stands_at_ = now_;
  if (rest(solved)) {  // what has all but come to its stationary state is put there
    solve_here(false);
    rest(false);
  }
  take_sample(solver_, present_);
  plan(change);
}

void Flow::solve_here(bool fresh) const {
  solver_.solve(network_, state_, now_, fresh);
  solver_.finish(network_);
}

// Has stations answer anew whose numbers have changed.
void Flow::note_numbers() {
  for (StationId id = 0; id < numbers_.size(); ++id) {
    if (numbers_[id] == network_.stations[id]) continue;
    numbers_[id] = network_.stations[id];
    solver_.forget(id);
    coming_solver_.forget(id);
  }
}

// The solution of the present instant.
const FlowSolver& Flow::present() const {
  catch_up();
  if (moving_ && stands_at_ != now_) {
    position(now_, state_);
    solve_here(false);
    stand_at_now();
  }
  return solver_;
}

// Whether so little happens in the present piece that whatever lies within it is known without solving for it: rates move gently
// along straight lines, and queues follow them at once.
bool Flow::eventless() const {
  if (flowing_) return false;
  for (StationId id = 0; id < network_.stations.size(); ++id) {
    if (solver_.station(id).slow || coming_solver_.station(id).slow) return false;
  }
  if (!divided_) divide();
  return leaf_.middle < 0 && leaf_.to == piece_end_;
}

// How much of the way from where the solver stands to the end of the piece has passed, 0 to 1.
double Flow::share_passed() const { return (now_ - stands_at_).seconds() / (piece_end_ - stands_at_).seconds(); }

// Brings state to the present instant of an eventless piece; the solver stays behind.
void Flow::glide_to_now() {
  position(now_, state_);
  const double share = share_passed();
  for (StationId id = 0; id < origin_.stations.size(); ++id) {
    if (!origin_.stations[id].following) continue;
    const StationFlow &here = solver_.station(id), &there = coming_solver_.station(id);
    state_.stations[id].waiting = here.waiting + share * (there.waiting - here.waiting);
    state_.stations[id].variance = here.variance + share * (there.variance - here.variance);
  }
}

// Ends the present piece here: its end is found before the solver leaves its start, from where all between them is found. Where
// the piece is eventless only what has passed is counted.
void Flow::come_to_now() const {
  if (moving_ && stands_at_ != now_ && !(now_ < piece_end_ && eventless())) {
    if (now_ != piece_end_) {
      solve_ahead(now_);
      room().solver.finish(network_);
      room().solver.change_places(coming_solver_);
      if (!divided_) {
        take_sample(coming_solver_, coming_);
        piece_end_ = now_;
      }
    }
    catch_up();
    position(now_, state_);
    solver_.change_places(coming_solver_);
    stand_at_now();
  }
  if (!moving_) {  // but buckets that fill unseen
    for (StationId id = 0; id < network_.stations.size(); ++id) {
      state_.stations[id].tokens = tokens_at(id, (now_ - piece_start_).seconds());
    }
  }
  catch_up();
}

void Flow::stand_at_now() const {
  stands_at_ = now_;
  // Queues that follow their load are what the load here makes them.
  for (StationId id = 0; id < origin_.stations.size(); ++id) {
    if (!origin_.stations[id].following) continue;
    state_.stations[id].waiting = solver_.station(id).waiting;
    state_.stations[id].variance = solver_.station(id).variance;
  }
}

void Flow::flush_totals() const {
  const double seconds = (now_ - totals_at_).seconds();
  totals_at_ = now_;
  if (seconds <= 0) return;
  for (std::size_t i = 0; i < totals_.size(); ++i) totals_[i] += present_.rates[i] * seconds;
}

const double* Flow::totals_from(std::size_t index) const {
  catch_up();
  flush_totals();
  return totals_.data() + index;
}

// Whether, with these numbers, a station's bucket lets in whatever comes within the present piece.
bool Flow::stays_ample(StationId id, const Station& numbers) const {
  const double reaching = 1 - numbers.loss_share;
  return ample(numbers, solver_.station(id).arrivals * reaching) &&
         (!moving_ || ample(numbers, coming_solver_.station(id).arrivals * reaching));
}

bool Flow::limit_admission(StationId id, double rate, double burst) {
  Station limited = network_.stations[id];
  limited.admitted_rate = rate;
  limited.admitted_burst = burst;
  if (!stays_ample(id, network_.stations[id]) || !stays_ample(id, limited)) {
    network().stations[id] = limited;
    return true;
  }
  // Nothing but the bucket knows of it: it goes on filling from what it holds now.
  const double t = (now_ - piece_start_).seconds(), size = bucket_size(limited);
  const double tokens = std::min(tokens_at(id, t), size);
  network_.stations[id] = limited;
  note_numbers();
  Course course;
  if (tokens < size) {
    const double here = solver_.station(id).arrivals;
    if (moving_) course.bend = (here - coming_solver_.station(id).arrivals) / (piece_end_ - stands_at_).seconds();
    course.slope = rate - here - course.bend * (stands_at_ - piece_start_).seconds();
  }
  origin_.stations[id].tokens = tokens - course.way(t);
  slope_.stations[id].tokens = course.slope;
  bend_.stations[id].tokens = course.bend;
  return false;
}

void Flow::flush(CacheId cache, double kept) {
  present();
  state_.hit_ratios[cache] *= kept;
}

bool Flow::move_messages(QueueId queue, double count) {
  const double before = backlog(queue, Instant::now), after = std::max(0.0, before + count);
  const double shrinking = std::min(slope_.messages[queue], moving_ ? coming_solver_.queue(queue).backlog_rate : 0);
  const bool felt = shrinking < 0 || !((before > 0 && after > 0) || network_.queues[queue].handling_rate == 0);
  if (felt) present();  // what has passed went by what was there before
  origin_.messages[queue] += after - before;
  state_.messages[queue] += after - before;
  return felt;
}

StationTotals Flow::totals(StationId id) const {
  const double* total = totals_from(id * 5);
  return {total[0], total[1], total[2], total[3], total[4]};
}

RouterTotals Flow::router_totals(RouterId id) const {
  const double* total = totals_from(router_base() + id * 5);
  return {total[0], total[1], total[2], total[3], total[4]};
}

JourneyTotals Flow::journey_totals(JourneyId id) const {
  const double* total = totals_from(journey_base() + id * 4);
  return {total[0], total[1], total[2], total[3]};
}

QueueTotals Flow::queue_totals(QueueId id) const {
  const double* total = totals_from(queue_base() + id * 2);
  return {total[0], total[1]};
}

const std::vector<double>& Flow::rates(Instant instant) const {
  catch_up();
  return instant == Instant::next_change && moving_ ? coming_.rates : present_.rates;
}

StationTotals Flow::station_rates(StationId id, Instant instant) const {
  const double* rate = rates(instant).data() + id * 5;
  return {rate[0], rate[1], rate[2], rate[3], rate[4]};
}

RouterTotals Flow::router_rates(RouterId id, Instant instant) const {
  const double* rate = rates(instant).data() + router_base() + id * 5;
  return {rate[0], rate[1], rate[2], rate[3], rate[4]};
}

double Flow::backlog(QueueId id, Instant instant) const {
  if (!moving_) return state_.messages[id];
  return messages_at(id, ((instant == Instant::now ? now_ : piece_end_) - piece_start_).seconds());
}

StationLoad Flow::load(const FlowSolver& solver, StationId id) const {
  const Station& station = network_.stations[id];
  const StationFlow& flow = solver.station(id);
  StationLoad load;
  load.arrival_rate = flow.arrivals;
  load.utilisation = station.servers > 0 && station.servers < infinity ? flow.busy / station.servers : 0;
  load.wait_seconds = flow.wait.mean();
  load.waiting = flow.relaxing ? flow.waiting : flow.completions * load.wait_seconds;
  load.failure_share = flow.arrivals > 0 ? std::min(1.0, 1 - flow.served + flow.late / flow.arrivals) : 0;
  load.completion_rate = flow.completions;
  return load;
}

// Within a piece loads go about evenly from its start to its end, so that to look at them costs no solution.
StationLoad Flow::load(StationId id) const {
  const StationLoad here = load(solver_, id);
  if (!moving_ || stands_at_ == now_) return here;
  const StationLoad there = load(coming_solver_, id);
  const auto between = [share = share_passed()](double from, double to) { return from + share * (to - from); };
  return {between(here.arrival_rate, there.arrival_rate),   between(here.utilisation, there.utilisation),
          between(here.waiting, there.waiting),             between(here.wait_seconds, there.wait_seconds),
          between(here.failure_share, there.failure_share), between(here.completion_rate, there.completion_rate)};
}

JourneyLoad Flow::journey_load(JourneyId id) const {
  const JourneyFlow& flow = present().journey(id);
  return {flow.offered, flow.sli, flow.answered > 0 ? flow.latency / flow.answered : 0};
}

double Flow::oldest_age(QueueId id) const {
  const double waiting = backlog(id, Instant::now);
  if (waiting <= 0) return 0;
  return (now_ - histories_[id].arrival_of_oldest(now_, queue_totals(id).arrivals, waiting)).seconds();
}

Phase Flow::movement(JourneyId journey) const {
  const Reach& reach = reaches_[journey];
  for (const RouterId id : reach.routers) {
    if (moves(network_.routers[id], caught_up_)) return Phase::propagate;
  }
  for (const CacheId id : reach.caches) {
    if (state_.hit_ratios[id] < network_.caches[id].steady_hit_ratio) return Phase::warm_up;
  }
  for (const StationId id : reach.stations) {
    const StationFlow& flow = solver_.station(id);
    if (flow.relaxing && !flow.arrived) return Phase::drain;
  }
  return Phase::none;
}

bool Flow::settled() const {
  // Whoever waits for health asks often, so that it costs no solution where it need not.
  for (const Router& router : network_.routers) {
    if (moves(router, now_)) return false;
  }
  for (QueueId id = 0; id < state_.messages.size(); ++id) {
    if (backlog(id, Instant::now) >= one_message) return false;
  }
  if (flowing_) present();
  const auto relaxes = [](const StationFlow& flow) { return flow.relaxing && !flow.arrived; };
  const bool within = moving_ && stands_at_ != now_;  // a piece to whose end queues are likely to follow their loads
  for (StationId id = 0; id < state_.stations.size(); ++id) {
    if (relaxes(solver_.station(id)) || (within && relaxes(coming_solver_.station(id)))) return false;
  }
  for (CacheId id = 0; id < state_.hit_ratios.size(); ++id) {
    if (state_.hit_ratios[id] < network_.caches[id].steady_hit_ratio) return false;
  }
  return true;
}

std::unique_ptr<Resolution> Flow::clone() const {
  catch_up();
  auto copy = std::make_unique<Flow>(*this);
  copy->divided_ = false;  // the samples by which the piece was divided stay here
  return copy;
}

void Flow::assign(const Resolution& other) {
  const Flow& from = dynamic_cast<const Flow&>(other);
  from.catch_up();
  *this = from;
  divided_ = false;
}

std::unique_ptr<Resolution> flow_resolution(Network network) { return std::make_unique<Flow>(std::move(network)); }

}  // namespace windtunnel::traffic
