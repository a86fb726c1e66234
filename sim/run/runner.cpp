// See runner.h.
#include "sim/run/runner.h"

#include <algorithm>
#include <stdexcept>
#include <typeinfo>

namespace windtunnel {
namespace {

constexpr std::uint32_t watch_target = 0xffffffefu;
/// More rounds of "this changed, so that changed" than this within one instant, or more changes in one round, mean that models chase
/// each other.
constexpr int rounds_at_most = 1000;
constexpr std::size_t changes_at_most = 100'000;

}  // namespace

Runner::Runner(const Design& design, std::unique_ptr<traffic::Resolution> traffic, std::uint64_t seed)
    : design_(design),
      world_(design, std::move(traffic), seed),
      structures_(design),
      demand_(design.journeys.size()),
      structure_since_(design.journeys.size()),
      structure_held_(design.journeys.size()) {
  watches_.attach(world_, *this);
  world_.watcher_ = &watches_;
  has_traffic_ = !design.network.journeys.empty();
  journey_of_traffic_.resize(design.network.journeys.size());
  for (std::uint32_t j = 0; j < design.journeys.size(); ++j)
    if (!design.journeys[j].structural) journey_of_traffic_[design.journeys[j].traffic] = j;
  world_.traffic_->set_listener(this);
}

void Runner::set_observer(WorldObserver* observer) { world_.observer_ = observer; }

void Runner::sli_segment(traffic::JourneyId journey, Time from, Time to, double offered, double good, double sli_from,
                         double sli_to) {
  if (listener_) listener_->segment(journey_of_traffic_[journey], from, to, offered, good, sli_from, sli_to);
}

void Runner::begin(Time start, std::uint64_t replication) {
  world_.now_ = start;
  world_.cause_ = 0;
  world_.replication_ = replication;
  world_.events_.clear();
  world_.changed_domains_.clear();
  world_.changed_components_.clear();
  std::fill(world_.domains_.begin(), world_.domains_.end(), DomainState{});
  for (auto& gauges : world_.gauges_) std::fill(gauges.begin(), gauges.end(), 0.0);
  for (auto& streams : world_.streams_) streams.clear();
  watches_.clear();
  clear_demand();
  for (std::size_t i = 0; i < world_.components_.size(); ++i) world_.components_[i]->assign(*design_.components()[i]);
  world_.traffic_->network() = design_.network;
  update_demand();
  for (auto& component : world_.components_) component->start(world_);
  world_.traffic_->begin(start);
  watches_.rebase();
  begin_structures(start);
  world_.traffic_changed_ = true;
  flush();
}

void Runner::restore(const Snapshot& snapshot, std::uint64_t replication,
                     std::unique_ptr<traffic::Resolution> traffic) {
  world_.replication_ = replication;
  for (std::size_t c = 0; c < world_.streams_.size(); ++c)
    for (auto& slot : world_.streams_[c])
      slot.stream = Stream({world_.seed_, replication, world_.entities_[c], slot.purpose});
  jump(snapshot, std::move(traffic));
}

/// What stands in a snapshot, but for traffic and the rules of metrics.
void Runner::enter(const Snapshot& snapshot) {
  world_.now_ = snapshot.time;
  world_.cause_ = 0;
  for (std::size_t i = 0; i < world_.components_.size(); ++i) world_.components_[i]->assign(*snapshot.components[i]);
  world_.events_ = snapshot.events;
  world_.domains_ = snapshot.domains;
  world_.gauges_ = snapshot.gauges;
  world_.changed_domains_.clear();
  world_.changed_components_.clear();
  for (DemandFactor& demand : demand_) demand.factor = 1.0;
}

void Runner::jump(const Snapshot& snapshot, std::unique_ptr<traffic::Resolution> traffic) {
  enter(snapshot);
  watches_.assign(snapshot.watches);
  const bool traffic_begins = traffic != nullptr;
  const traffic::Resolution &left = *world_.traffic_, &kept = *snapshot.traffic;
  if (traffic_begins) {
    world_.traffic_ = std::move(traffic);
    world_.traffic_->begin(snapshot.time);
    watches_.rebase();
  } else if (typeid(left) == typeid(kept)) {
    world_.traffic_->assign(kept);
  } else {
    world_.traffic_ = kept.clone();  // the last replication ended request by request, this one begins as a flow
  }
  world_.traffic_->set_listener(this);
  begin_structures(snapshot.time);
  traffic_cause_ = 0;
  update_demand();
  if (traffic_begins || !has_traffic_) {
    world_.traffic_changed_ = true;
    settle_traffic();
  } else {
    turn_traffic();
  }
  if (!has_traffic_) watches_.settle();  // evaluations have this replication's phases
}

/// What stands in a snapshot, but for the rules of metrics; reuses what it holds of this design.
void Runner::copy_to(Snapshot& snapshot) {
  snapshot.time = world_.now_;
  if (!snapshot.traffic) {
    for (const auto& component : world_.components_) snapshot.components.push_back(component->clone());
    snapshot.traffic = world_.traffic_->clone();
  } else {
    for (std::size_t c = 0; c < world_.components_.size(); ++c) snapshot.components[c]->assign(*world_.components_[c]);
    snapshot.traffic->assign(*world_.traffic_);
  }
  snapshot.events = world_.events_;
  snapshot.domains = world_.domains_;
  snapshot.gauges = world_.gauges_;
}

Snapshot Runner::snapshot() {
  watches_.drop_old();  // what no window sees is not copied
  Snapshot s;
  copy_to(s);
  s.watches.assign(watches_);
  return s;
}

void Runner::pause() {
  report_structures(world_.now());
  world_.traffic_->pause();
  watches_.drop_old();
  world_.cause_ = 0;
}

void Runner::keep(Checkpoint& checkpoint) {
  copy_to(checkpoint.state);
  checkpoint.state.watches.assign_with_chance(watches_);
  checkpoint.streams = world_.streams_;
  checkpoint.replication = world_.replication_;
  checkpoint.next_demand = next_demand_;
  checkpoint.traffic_cause = traffic_cause_;
}

void Runner::resume(const Checkpoint& checkpoint) {
  enter(checkpoint.state);
  watches_.assign_with_chance(checkpoint.state.watches);
  world_.traffic_->assign(*checkpoint.state.traffic);
  world_.traffic_->set_listener(this);
  world_.streams_ = checkpoint.streams;
  world_.replication_ = checkpoint.replication;
  begin_structures(checkpoint.state.time);
  next_demand_ = checkpoint.next_demand;
  traffic_cause_ = checkpoint.traffic_cause;
}

EventHandle Runner::schedule(Time at, std::uint16_t signal, std::uint64_t argument, EventId cause, Phase phase) {
  Event event;
  event.time = at;
  event.cause = cause;
  event.target = owner_target;
  event.signal = signal;
  event.phase = phase;
  event.argument = argument;
  return world_.events_.schedule(event);
}

void Runner::run_until(Time end) {
  stopped_ = false;
  while (!stopped_) {
    if (interrupted_ && interrupted_->load(std::memory_order_relaxed)) throw Interruption();
    Time next = world_.events_.next_time();
    if (has_traffic_) next = std::min({next, world_.traffic_->next_change(), next_demand_});
    if (next > end) break;
    if (has_traffic_ && next > world_.now_) advance_traffic(next);
    world_.now_ = next;
    const bool demand_changes = next_demand_ <= next;  // traffic looks at itself then, too
    // An event of the same instant goes first: where it changes traffic, one settlement serves for both.
    if (has_traffic_ && !demand_changes && world_.traffic_->next_change() <= next && world_.events_.next_time() > next) {
      // What traffic does by itself is due to the event after which it last changed.
      world_.cause_ = traffic_cause_;
      watches_.sample();
      world_.traffic_->step();
      watches_.settle();
      ++handled_;
      if (owner_) owner_->handle(Event{next, 0, traffic_cause_, owner_target + 1, 0, Phase::none, 0});
      continue;
    }
    if (demand_changes) {
      world_.cause_ = 0;
      update_demand();
      turn_traffic();
      ++handled_;
      continue;
    }
    const Event event = world_.events_.pop();
    ++handled_;
    world_.cause_ = event.id;
    if (world_.observer_) world_.observer_->event(event);
    dispatch(event);
    flush();
  }
  if (!stopped_ && end > world_.now_) {
    if (has_traffic_) advance_traffic(end);
    world_.now_ = end;
  }
  if (has_traffic_) world_.traffic_->report();
}

void Runner::dispatch(const Event& event) {
  if (event.target >= owner_target) {
    if (owner_) owner_->handle(event);
  } else if (event.target == watch_target) {
    const MetricWatch::Verdict verdict = watches_.due(event.argument);
    if (verdict.tell) world_.component(verdict.owner).handle(world_, verdict.signal, verdict.firing ? 1 : 0);
  } else {
    world_.component(event.target).handle(world_, event.signal, event.argument);
  }
}

void Runner::deliver() { flush(); }

/// Tells domains' members and components' referrers until nothing new has changed, then lets traffic settle.
void Runner::flush() {
  for (int round = 0; !world_.changed_domains_.empty() || !world_.changed_components_.empty(); ++round) {
    const auto ask = [this](bool within) {
      if (!within) throw std::logic_error("components of " + design_.name + " keep changing each other within one instant");
    };
    ask(round <= rounds_at_most);
    for (std::size_t i = 0; i < world_.changed_domains_.size(); ++i) {
      ask(i < changes_at_most);
      const DomainId domain = world_.changed_domains_[i];
      for (const ComponentId member : design_.members(domain)) world_.component(member).domain_changed(world_, domain);
    }
    world_.changed_domains_.clear();
    for (std::size_t i = 0; i < world_.changed_components_.size(); ++i) {
      ask(i < changes_at_most);
      const ComponentId changed = world_.changed_components_[i];
      if (!structures_.empty()) {
        if (structures_.changed(world_, changed)) report_structures(world_.now_);
      }
      if (world_.observer_) world_.observer_->condition_changed(changed);
      for (const ComponentId referrer : design_.referrers(changed))
        world_.component(referrer).reference_changed(world_, changed);
    }
    world_.changed_components_.clear();
  }
  settle_traffic();
}

void Runner::advance_traffic(Time to) { world_.traffic_->advance(to); }

void Runner::settle_traffic() {
  if (world_.traffic_changed_ && has_traffic_) {
    watches_.sample();
    world_.traffic_->settle();
    world_.traffic_changed_ = false;
    if (world_.cause_ != 0) traffic_cause_ = world_.cause_;
    watches_.settle();
    world_.levels_changed_ = false;
  } else if (world_.levels_changed_) {
    watches_.settle_levels();
    world_.levels_changed_ = false;
  }
}

/// Lets traffic follow the courses that rates have taken from here on.
void Runner::turn_traffic() {
  watches_.sample();
  world_.traffic_->turn();
  watches_.settle();
  world_.levels_changed_ = false;
}

void Runner::begin_structures(Time start) {
  if (structures_.empty()) return;
  structures_.begin(world_);
  for (std::uint32_t j = 0; j < design_.journeys.size(); ++j) {
    structure_since_[j] = start;
    structure_held_[j] = design_.journeys[j].structural && structures_.holds(j);
  }
}

/// SLI segments of structural journeys: all requests are good while the structure holds, none while it does not.
void Runner::report_structures(Time to) {
  if (!listener_) return;
  for (std::uint32_t j = 0; j < design_.journeys.size(); ++j) {
    if (!design_.journeys[j].structural) continue;
    if (structure_since_[j] != to) {
      const double offered = design_.journeys[j].rate.mean() * (to - structure_since_[j]).seconds();
      const double sli = structure_held_[j] ? 1 : 0;
      listener_->segment(j, structure_since_[j], to, offered, offered * sli, sli, sli);
      structure_since_[j] = to;
    }
    structure_held_[j] = structures_.holds(j);
  }
}

// --- demand

bool Runner::set_demand(std::uint32_t journey, double factor, Duration ramp) {
  if (design_.journeys[journey].structural) return false;
  traffic::Ramp& current = demand_[journey].factor;
  current = ramp == Duration{} ? traffic::Ramp(factor)
                               : traffic::Ramp(current.at(world_.now_), factor, world_.now_, world_.now_ + ramp);
  update_demand();
  world_.traffic_changed_ = true;
  return true;
}

void Runner::clear_demand() {
  for (DemandFactor& demand : demand_) demand.factor = 1.0;
}

void Runner::update_demand() {
  next_demand_ = Time::never();
  for (std::size_t j = 0; j < design_.journeys.size(); ++j) {
    const JourneyDefinition& journey = design_.journeys[j];
    if (journey.structural) continue;
    const traffic::Ramp usual = journey.rate.from(world_.now_);
    const traffic::Ramp& factor = demand_[j].factor;
    Time end = usual.from == usual.to && usual.end <= world_.now_ ? Time::never() : usual.end;
    if (factor.moving(world_.now_)) end = std::min(end, factor.end);
    traffic::Ramp rate(usual.at(world_.now_) * factor.at(world_.now_));
    // A product of two lines is drawn as the line between its ends.
    if (end != Time::never()) rate = traffic::Ramp(rate.to, usual.at(end) * factor.at(end), world_.now_, end);
    world_.traffic_->network().journeys[journey.traffic].rate = rate;
    next_demand_ = std::min(next_demand_, end);
  }
}

// --- strikes

bool Runner::strike(ComponentId component, const Strike& strike) {
  return world_.component(component).strike(world_, strike);
}
void Runner::relent(ComponentId component, const Strike& strike) { world_.component(component).relent(world_, strike); }

bool Runner::settled() const {
  for (const auto& component : world_.components_)
    if (!component->settled(world_)) return false;
  return world_.traffic_->settled() && watches_.settled();
}

void Runner::tell_unfinished() {
  for (const auto& component : world_.components_) component->tell_unfinished(world_);
}

// --- the watch's schedule

EventHandle Runner::schedule_watch(Time at, std::uint64_t argument, EventId cause) {
  Event event;
  event.time = at;
  event.cause = cause;
  event.target = watch_target;
  event.phase = Phase::notice;
  event.argument = argument;
  return world_.events_.schedule(event);
}

void Runner::cancel_watch(EventHandle& handle) { world_.cancel(handle); }

Stream& Runner::watch_stream(ComponentId owner, std::uint32_t number) {
  return world_.stream(world_.component(owner), static_cast<std::uint16_t>(0xf000u + number % 0xfffu));
}

StreamKey Runner::watch_key(ComponentId owner, std::uint32_t number) const {
  constexpr std::uint64_t beyond_purposes = std::uint64_t{1} << 16;  // those that components name
  return {world_.seed_, world_.replication_, world_.entities_[owner], beyond_purposes + number};
}

}  // namespace windtunnel
