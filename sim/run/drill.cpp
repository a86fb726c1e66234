// See drill.h.
#include "sim/run/drill.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace windtunnel {
namespace {

/// The wait for a fault that a scenario strikes later than its first: until then nobody had noticed anything.
constexpr Phase before_a_later_fault = Phase::notice;

// A request-by-request run needs minutes, not the hour, to reach its steady state.
constexpr Duration longest_lead_by_requests = minutes(5);

Time fault_time(const Plan& plan, std::uint64_t seed, std::uint64_t replication) {
  // Drawn from the drill's own stream, so that all designs are struck at the same time of week.
  Stream stream({seed, replication, hash_name("drill"), 0});
  const double u = stream.uniform();
  switch (plan.start.kind) {
    case StartTime::Kind::random_of_week:
      return HealthyWeek::begin() + from_seconds(u * days(7).seconds());
    case StartTime::Kind::random_of_day:
      return HealthyWeek::begin() + from_seconds(u * days(1).seconds());
    case StartTime::Kind::fixed:
      return HealthyWeek::same_time_of_week(plan.start.time);
  }
  return HealthyWeek::begin();
}

}  // namespace

DrillTimes drill_times(const Plan& plan, std::uint64_t seed, std::uint64_t replication, TrafficResolution resolution) {
  const Duration lead = resolution == TrafficResolution::request ? std::min(plan.lead, longest_lead_by_requests) : plan.lead;
  Time fault = fault_time(plan, seed, replication);
  // What a long lead reaches into is a week like the one that is known.
  if (fault - lead < HealthyWeek::first_kept()) fault = fault + days(7);
  return {fault - lead, fault};
}

Drill::Drill(const HealthyWeek& week, const DesignLabels& labels, std::uint64_t seed, TrafficResolution resolution,
             InterruptFlag interrupted, MonthlyBill bill)
    : week_(week),
      labels_(labels),
      seed_(seed),
      resolution_(resolution),
      runner_(week.design(), traffic::flow_resolution(week.design().network), seed),
      journeys_(runner_, week, resolution == TrafficResolution::request),
      usage_(week),
      bill_(std::move(bill)),
      lead_(runner_, week) {
  runner_.set_interrupt(interrupted);
  runner_.set_owner(this);
  runner_.set_observer(this);
  runner_.set_listener(&journeys_);
}

void Drill::enter_health(Time start, std::uint64_t replication) {
  const Snapshot& kept = week_.before(start);
  runner_.restore(kept, replication);
  runner_.run_until(start);
  if (resolution_ == TrafficResolution::request) {
    const Snapshot here = runner_.snapshot();
    runner_.restore(here, replication, traffic::request_resolution(here.traffic->network(), seed_, replication));
  }
}

ReplicationRecord Drill::run(const Plan& plan, std::uint64_t replication, Story* story) {
  begin(plan, replication, story);
  watch_health(plan, replication, story);
  return strike_and_watch(plan);
}

ReplicationRecord Drill::run_in_turn(const Plan& plan, std::uint64_t replication) {
  begin(plan, replication, nullptr);
  if (lead_.serves(plan, replication, {start_, fault_})) {
    resume_lead();
  } else {
    watch_health(plan, replication, nullptr);
    if (plan.clients.empty() && resolution_ == TrafficResolution::flow) keep_lead();
  }
  return strike_and_watch(plan);
}

void Drill::begin(const Plan& plan, std::uint64_t replication, Story* story) {
  plan_ = &plan;
  story_ = story;
  open_lines_ = 0;
  begun_ = changed_ = false;
  risen_.clear();
  record_ = {};
  record_.replication = replication;
  runner_.set_telling(false);
  const DrillTimes times = drill_times(plan, seed_, replication, resolution_);
  start_ = times.start;
  fault_ = times.fault;
}

/// Enters health and watches it up to the fault.
void Drill::watch_health(const Plan& plan, std::uint64_t replication, Story* story) {
  const std::uint64_t handled_before = runner_.events_handled();
  journeys_.begin();
  enter_health(start_, replication);
  journeys_.begin();
  usage_.begin(runner_);
  log_.begin(runner_.events().last_id());
  if (story) {
    *story = {};
    story->start = start_;
    story->fault = fault_;
    story->journeys = labels_.labels().journeys;
    story->served.resize(story->journeys.size());
    story->states.begin(runner_.world());
    journeys_.keep_pieces(&story->served);
    runner_.set_telling(true);
  }
  apply_clients(plan);
  runner_.run_until(fault_);
  runner_.pause();
  handled_in_health_ = runner_.events_handled() - handled_before;
}

bool Drill::Lead::serves(const Plan& plan, std::uint64_t replication, const DrillTimes& times) const {
  const bool same = state.kept() && state.replication == replication && start == times.start && state.state.time == times.fault;
  return same && plan.clients.empty();
}

void Drill::keep_lead() {
  runner_.keep(lead_.state);
  lead_.start = start_;
  lead_.journeys.go_on_from(journeys_);
  lead_.usage.go_on_from(usage_);
  lead_.log = log_;
  lead_.events = handled_in_health_;
}

void Drill::resume_lead() {
  runner_.resume(lead_.state);
  journeys_.go_on_from(lead_.journeys);
  usage_.go_on_from(lead_.usage);
  log_ = lead_.log;
  handled_in_health_ = lead_.events;
}

/// Strikes, and watches what comes of it up to the end of the drill.
ReplicationRecord Drill::strike_and_watch(const Plan& plan) {
  const std::uint64_t handled_before = runner_.events_handled();
  schedule(plan);
  runner_.run_until(fault_ + plan.horizon);
  finish(plan);
  record_.events = handled_in_health_ + runner_.events_handled() - handled_before;
  return std::move(record_);
}

void Drill::apply_clients(const Plan& plan) {
  if (plan.clients.empty()) return;
  traffic::Network& network = runner_.world().change_traffic();
  for (const ClientChange& change : plan.clients) {
    const JourneyDefinition& journey = week_.design().journeys[change.journey];
    if (journey.structural) continue;
    traffic::Client& client = network.journeys[journey.traffic].client;
    if (change.retries) client.retries = *change.retries;
    if (change.timeout_seconds) client.timeout = *change.timeout_seconds;
    if (change.backoff_seconds) client.backoff_base = *change.backoff_seconds;
    if (change.retry_budget) client.retry_budget = *change.retry_budget;
  }
  runner_.deliver();
}

void Drill::schedule(const Plan& plan) {
  last_blow_ = fault_ + last_fault(plan);
  for (std::size_t i = 0; i < plan.blows.size(); ++i) runner_.schedule(fault_ + plan.blows[i].at, blow_begins, i, 0, before_a_later_fault);
  for (std::size_t i = 0; i < plan.traffic.size(); ++i)
    runner_.schedule(fault_ + plan.traffic[i].at, demand_rises, i, 0, before_a_later_fault);
  runner_.schedule(last_blow_ + plan.quiet, look, 0);
}

void Drill::handle(const Event& event) {
  if (event.target != Runner::owner_target) return;
  const auto begin = [&] {
    if (begun_) return;
    begun_ = true;
    journeys_.mark_fault();
  };
  switch (static_cast<Signal>(event.signal)) {
    case blow_begins: {
      begin();
      const Blow& blow = plan_->blows[event.argument];
      Strike strike = blow.strike;
      strike.id = event.argument + 1;
      changed_ |= runner_.strike(blow.component, strike);
      if (strike.duration > Duration{})
        runner_.schedule(event.time + strike.duration, blow_ends, event.argument, event.id, Phase::act);
      break;
    }
    case blow_ends: {
      const Blow& blow = plan_->blows[event.argument];
      Strike strike = blow.strike;
      strike.id = event.argument + 1;
      runner_.relent(blow.component, strike);
      break;
    }
    case demand_rises: {
      begin();
      const TrafficChange& change = plan_->traffic[event.argument];
      risen_.push_back(event.argument);
      tell_traffic(event.argument, true);
      // Where demand is to stay as it is, nothing was to change.
      changed_ = follow_demand(change) || change.factor == 1 || changed_;
      runner_.schedule(event.time + change.ramp + change.lasts, demand_falls, event.argument, event.id, Phase::act);
      break;
    }
    case demand_falls: {
      std::erase(risen_, event.argument);
      tell_traffic(event.argument, false);
      follow_demand(plan_->traffic[event.argument]);
      break;
    }
    case look:
      look_whether_over();
      break;
  }
}

/// What rises or falls of a journey's demand multiplies with whatever else is risen of it.
bool Drill::follow_demand(const TrafficChange& change) {
  double factor = 1;
  for (const std::uint64_t i : risen_)
    if (plan_->traffic[i].journey == change.journey) factor *= plan_->traffic[i].factor;
  return runner_.set_demand(change.journey, factor, change.ramp);
}

/// The run ends when every journey has been at its recovery level for the quiet time.
void Drill::look_whether_over() {
  runner_.close_segments();
  const Time since = journeys_.all_well_since();
  const Time now = runner_.world().now();
  if (since == Time::never())
    runner_.schedule(now + plan_->quiet, look, 0);  // whatever is well sooner is not quiet sooner
  else if (const Time end = std::max(since, last_blow_) + plan_->quiet; end <= now)
    runner_.stop();
  else
    runner_.schedule(end, look, 0);
}

void Drill::finish(const Plan&) {
  runner_.close_segments();
  const Time end = runner_.world().now();
  record_.struck = changed_ || !plan_->clients.empty() ? Struck::changed : Struck::unchanged;
  record_.window_seconds = (end - start_).seconds();
  record_.fingerprint = runner_.events().fingerprint();
  if (bill_) record_.incident_cost = usage_.extra(runner_, bill_);
  runner_.tell_unfinished();
  tell_what_is_gone();
  for (std::uint32_t j = 0; j < week_.design().journeys.size(); ++j) {
    JourneyWatch::Figures f = journeys_.figures(j);
    std::vector<PathLink> path;
    if (f.record.hurt && f.record.recovered) {
      path = critical_path(log_, fault_, f.returned, f.returned_by, f.returned_in);
      f.record.phases = sum_by_phase(path);
    }
    record_.journeys.push_back(f.record);
    if (story_)
      story_->recoveries.push_back(
          {week_.design().journeys[j].name, f.record.hurt, f.record.recovered, f.returned, path});
  }
  if (story_) {
    close_story_lines();
    story_->states.look(runner_.world(), current_.time);
    journeys_.keep_pieces(nullptr);
    story_->end = end;
  }
}

/// Contents that are gone altogether, and that nobody has brought back, are lost without bound. What a store that names the other has
/// told of its loss stands for both: a replica that took over, a backup, another region's table.
void Drill::tell_what_is_gone() {
  const Design& design = week_.design();
  const auto names = [&](ComponentId from, ComponentId to) {
    const auto& links = design.links(from);
    return std::any_of(links.begin(), links.end(), [&](const Design::Link& link) { return link.target == to; });
  };
  const auto told = static_cast<std::ptrdiff_t>(record_.losses.size());
  for (ComponentId c = 0; c < static_cast<ComponentId>(design.components().size()); ++c) {
    const auto* store = runner_.world().capability<DataStore>(c);
    if (!store || store->damage().share < 1) continue;
    const auto first = record_.losses.begin();
    const bool known = std::any_of(first, first + told, [&](const DataLossRecord& loss) {
      return loss.store == c || names(loss.store, c) || names(c, loss.store);
    });
    if (!known) record_.losses.push_back({c, 0, true, 0, 0});
  }
}

// --- what the run tells

void Drill::event(const Event& event) {
  if (story_) {
    close_story_lines();
    story_->states.look(runner_.world(), current_.time);
  }
  current_ = event;
  log_.add(event);
}

void Drill::gauge(ComponentId component, std::uint32_t gauge, double from, double to) {
  usage_.change(component, gauge, to - from, runner_.world().now());
}

void Drill::close_story_lines() {
  const World& world = runner_.world();
  for (; open_lines_ < story_->lines.size(); ++open_lines_) {
    auto& sli = story_->lines[open_lines_].sli;
    for (std::uint32_t j = 0; j < week_.design().journeys.size(); ++j) {
      const JourneyDefinition& journey = week_.design().journeys[j];
      if (journey.structural)
        sli.push_back(runner_.structures().holds(j) ? 1 : 0);
      else
        sli.push_back(world.traffic().journey_load(journey.traffic).sli);
    }
  }
}

void Drill::note(ComponentId component, std::string_view text) {
  if (!story_) return;
  story_->lines.push_back({runner_.world().now(),
                           current_.id,
                           current_.cause,
                           current_.phase,
                           week_.design().component(component).name(),
                           std::string(text),
                           {}});
}

/// What rises or falls together is told once for all of its journeys.
void Drill::tell_traffic(std::uint64_t index, bool begins) {
  const TrafficChange& change = plan_->traffic[index];
  const auto alike = [&](const TrafficChange& other) {
    return other.at == change.at && other.factor == change.factor && other.ramp == change.ramp && other.lasts == change.lasts;
  };
  const auto here = plan_->traffic.begin() + static_cast<std::ptrdiff_t>(index);
  if (!story_ || change.factor == 1 || std::any_of(plan_->traffic.begin(), here, alike)) return;
  std::string journeys;
  for (const TrafficChange& other : plan_->traffic)
    if (alike(other)) journeys += (journeys.empty() ? "" : ", ") + week_.design().journeys[other.journey].name;
  const std::string course = begins ? fmt::format("goes to {:g} times its usual course", change.factor) : "goes back to its usual course";
  const std::string text = fmt::format("traffic of {} {} within {}", journeys, course, to_text(change.ramp));
  story_->lines.push_back({runner_.world().now(), current_.id, current_.cause, current_.phase, "users", text, {}});
}

void Drill::value(ComponentId component, std::uint32_t measure, double value) {
  if (begun_) record_.values.push_back({labels_.value(component, measure), value});
}

void Drill::unfinished(ComponentId component, std::uint32_t measure, Time since) {
  if (begun_) record_.values.push_back({labels_.value(component, measure), (runner_.world().now() - since).seconds(), false});
}

void Drill::data_loss(ComponentId component, const DataLoss& loss) {
  if (!begun_) return;
  record_.losses.push_back({component, loss.age.seconds(), loss.unbounded, loss.lost_writes, loss.stranded_writes});
}

void Drill::alarm(ComponentId component, bool fired) {
  const std::uint32_t alarm = labels_.alarm(component);
  if (!begun_ || !fired || alarm == no_component) return;
  for (const DetectionRecord& detection : record_.detections)
    if (detection.alarm == alarm) return;
  record_.detections.push_back({alarm, true, (runner_.world().now() - fault_).seconds()});
}

}  // namespace windtunnel
