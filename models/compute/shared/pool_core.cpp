// What every pool of compute units has in common.
#include "models/compute/shared/pool_core.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace windtunnel::models {

ParameterTable UnitCount::parameters() {
  using P = UnitCount;
  return parameter_table<P>(
      parameter<&P::min>("min", "Least number of units that scaling leaves.", between(0, 5000)),
      parameter<&P::desired>("desired", "Normal number of units: what runs on an ordinary day.", between(0, 5000)),
      parameter<&P::max>("max", "Greatest number of units that scaling reaches.", between(0, 5000)));
}

void UnitCount::check(ParameterProblems& problems) const {
  if (least() > normal()) problems.error("min", "must not be above \"desired\"");
  if (normal() > most()) problems.error("max", "must not be below \"desired\" or \"min\"");
}

void PoolCore::set_up(Wiring& wiring, const Zones& zones, const FleetRules& rules, LaunchChain chain,
                      const Serving& serving, const Scaled& scaled, const ScalingRules& scaling) {
  FleetRules with_room = rules;
  with_room.room = std::max(rules.normal, rules.most);
  for (const ScalingPolicy& policy : scaled.scaling)
    if (const auto* action = std::get_if<ScheduledAction>(&policy))
      with_room.room = std::max({with_room.room, action->max.value_or(0), action->min.value_or(0)});
  std::vector<Site> sites = wiring.sites(self(), zones);
  if (sites.size() > 32) wiring.error(self(), "zones", "a pool may span at most 32 zones");
  if (sites.size() > 32) sites.resize(32);

  traffic::Station station;
  station.service_rate = 1 / serving.service_time.seconds();
  station.service_variation = serving.service_time_variation * serving.service_time_variation;
  station.waiting_places = serving.waiting_places;
  const auto workers = static_cast<double>(serving.workers);
  std::vector<traffic::StationId> stations;
  const auto count = static_cast<std::int64_t>(sites.size());
  for (std::int64_t zone = 0; zone < count; ++zone) {
    const std::int64_t units = rules.normal / count + (zone < rules.normal % count ? 1 : 0);
    station.servers = static_cast<double>(units) * workers;
    stations.push_back(wiring.station(station));
  }
  fleet_.set_up(with_room, std::move(chain), std::move(sites), std::move(stations));
  ScalingRules rules_of_scaling = scaling;
  rules_of_scaling.idle_gauge = Fleet::idle_gauge;
  scaling_.set_up(wiring, self(), scaled.scaling, rules_of_scaling, Fleet::signals, Fleet::purposes);
  normal_ = rules.normal;
  timeout_ = serving.request_timeout.seconds();
  nominal_rate_ = static_cast<double>(rules.normal) * workers * station.service_rate *
                  Scaling::nominal_utilisation(scaled.scaling);
  tickets_.reserve(4);
}

Port PoolCore::serve_port() const {
  Port port;
  port.kind = Port::Kind::serve;
  port.stations = stations();
  port.client.timeout = timeout_;
  return port;
}

Metric PoolCore::metric(std::string_view) const {
  Metric metric;
  metric.kind = Metric::Kind::utilisation;
  metric.stations = stations();
  metric.idle_gauge = Fleet::idle_gauge;
  metric.gauge_of = self().id();
  return metric;
}

void PoolCore::begin(World& world) {
  fleet_.start(world, self());
  scaling_.start(world, self(), stations(), situation(world));
}

void PoolCore::take(World& world, std::uint16_t signal, std::uint64_t argument) {
  if (signal < Fleet::signals) {
    fleet_.handle(world, self(), signal, argument);
  } else if (const auto decision =
                 scaling_.handle(world, self(), signal - Fleet::signals, argument, situation(world))) {
    if (world.telling()) world.tell(self(), fmt::format("scaling decides: {}", decision->reason));
    fleet_.set_bounds(decision->least, decision->most);
    fleet_.want(world, self(), decision->desired);
    scaling_.situation_changed(world, self(), situation(world));
  }
  follow_up(world);
}

void PoolCore::follow_domain(World& world, DomainId domain) {
  fleet_.domain_changed(world, self(), domain);
  follow_up(world);
}
void PoolCore::follow_reference(World& world, ComponentId component) {
  fleet_.reference_changed(world, self(), component);
  follow_up(world);
}
void PoolCore::health_verdict(World& world, UnitId unit, bool healthy) {
  fleet_.health_verdict(world, self(), unit, healthy);
  follow_up(world);
}
void PoolCore::drained(World& world, UnitId unit) {
  fleet_.drained(world, self(), unit);
  follow_up(world);
}

void PoolCore::set_desired(World& world, std::int64_t units) {
  fleet_.want(world, self(), units);
  scaling_.situation_changed(world, self(), situation(world));
  follow_up(world);
}

void PoolCore::follow_up(World& world) {
  const bool coming = fleet_.coming();
  if (was_coming_ && !coming) scaling_.capacity_ready(world, self(), situation(world));
  was_coming_ = coming;
  if (!tickets_.empty()) redeem_tickets(world);
}

bool PoolCore::deploy(World& world, bool bad) {
  const bool begun = fleet_.roll_out(world, self(), bad);
  follow_up(world);
  return begun;
}

void PoolCore::end_bad_deployment(World& world) {
  fleet_.roll_back(world, self());
  follow_up(world);
}

bool PoolCore::is_settled(const World& world) const {
  return tickets_.empty() && fleet_.settled(world) && scaling_.quiet(world.now());
}

Scaling::Situation PoolCore::situation(const World& world) const {
  Scaling::Situation situation;
  situation.desired = fleet_.desired();
  situation.least = fleet_.least();
  situation.most = fleet_.most();
  situation.measured = scaling_.rules().counts_wanted ? fleet_.desired() : fleet_.healthy() + fleet_.idle();
  situation.coming = fleet_.coming();
  situation.frozen = !world.control_plane(self().region());
  return situation;
}

std::span<const std::string_view> PoolCore::operations() const {
  static constexpr std::array<std::string_view, 4> names = {"scale", "start", "replace", "roll_back"};
  return names;
}

Operable::Outcome PoolCore::operate(World& world, std::string_view operation, double argument, ComponentId by,
                                    std::uint64_t ticket) {
  if (!world.control_plane(self().region())) return Outcome::unavailable;
  if (operation == "replace") {
    if (fleet_.replace_broken(world, self()) == 0) return Outcome::refused;
    return promise(world, fleet_.desired(), by, ticket, Ticket::Kind::replace);
  }
  if (operation == "roll_back") {
    if (!fleet_.roll_back(world, self())) return Outcome::refused;
    return promise(world, fleet_.desired(), by, ticket, Ticket::Kind::roll_out);
  }
  const bool starts = operation == "start";
  if (!starts && operation != "scale") return Outcome::refused;
  const std::int64_t units =
      starts && argument <= 0 ? std::max<std::int64_t>(normal_, 1) : static_cast<std::int64_t>(argument);
  if (units < 0 || units > fleet_.room()) return Outcome::refused;
  // Who asks for a number wants to keep it: policies may add to it, not take from it.
  fleet_.set_bounds(units, std::max(units, fleet_.most()));
  fleet_.want(world, self(), units);
  scaling_.situation_changed(world, self(), situation(world));
  return promise(world, units, by, ticket, Ticket::Kind::scale);
}

Operable::Outcome PoolCore::promise(World& world, std::int64_t units, ComponentId by, std::uint64_t ticket,
                                    Ticket::Kind kind) {
  follow_up(world);
  if (fleet_.healthy() >= units && !(kind == Ticket::Kind::roll_out && fleet_.rolling())) return Outcome::done;
  tickets_.push_back({by, ticket, units, kind});
  return Outcome::started;
}

void PoolCore::redeem_tickets(World& world) {
  const std::int64_t healthy = fleet_.healthy();
  for (std::size_t i = 0; i < tickets_.size();) {
    const Ticket ticket = tickets_[i];
    const bool rolling = ticket.kind == Ticket::Kind::roll_out && fleet_.rolling();
    const bool kept = healthy >= std::min(ticket.units, fleet_.desired()) && !rolling;
    const bool in_vain = ticket.kind == Ticket::Kind::replace && fleet_.idle() > 0 && !fleet_.coming();
    if (!kept && !in_vain) {
      ++i;
      continue;
    }
    tickets_.erase(tickets_.begin() + static_cast<std::ptrdiff_t>(i));
    if (auto* waiting = world.capability<Operator>(ticket.by)) waiting->operation_finished(world, ticket.number, kept);
  }
}

}  // namespace windtunnel::models
