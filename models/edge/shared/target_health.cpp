// Beliefs change at probes whose instants are drawn once, when a target begins to answer differently.
#include "models/edge/shared/target_health.h"

#include <algorithm>

#include "models/edge/shared/probe_timing.h"

namespace windtunnel::models {

void TargetHealth::prepare(const Rule& rule, Wires wires, std::size_t units) {
  rule_ = rule;
  wires_ = wires;
  targets_.assign(units, {});
}

void TargetHealth::add(World& world, UnitId unit, bool proven) {
  if (unit.slot >= targets_.size()) targets_.resize(unit.slot + 1);
  Target& target = targets_[unit.slot];
  world.cancel(target.probe);
  target = {};
  target.generation = unit.generation;
  target.state = proven ? State::healthy : State::initial;
}

void TargetHealth::drain(World& world, UnitId unit) {
  Target* target = find(unit);
  if (target == nullptr) return;
  world.cancel(target->probe);
  target->state = State::draining;
}

void TargetHealth::remove(World& world, UnitId unit) {
  Target* target = find(unit);
  if (target == nullptr) return;
  world.cancel(target->probe);
  target->state = State::absent;
}

void TargetHealth::look(World& world, const Component& owner, UnitId unit, Answer answer) {
  if (!is_probed(unit)) return;
  Target* target = find(unit);
  const bool good = answer == Answer::ok;
  const bool pending = world.pending(target->probe);
  if (pending && target->towards_healthy == good) return;
  if (pending) world.cancel(target->probe);
  if (good ? target->state == State::healthy : target->state == State::unhealthy) return;
  const std::int64_t needed = !good                              ? rule_.unhealthy_threshold
                              : target->state == State::initial ? 1
                                                                 : rule_.healthy_threshold;
  const Duration answer_time = answer == Answer::silent ? rule_.timeout : Duration{};
  const double phase = world.uniform(owner, wires_.purpose);
  target->towards_healthy = good;
  target->since = world.now();
  target->probe = world.after(owner, nth_probe(rule_.interval, needed, answer_time, phase), wires_.signal,
                              good ? Phase::warm_up : Phase::notice, argument(unit));
}

void TargetHealth::suspend(World& world) {
  for (Target& target : targets_) world.cancel(target.probe);
}

std::optional<TargetHealth::Change> TargetHealth::due(World& world, std::uint64_t argument) {
  const UnitId unit = TargetHealth::unit(argument);
  Target* target = find(unit);
  if (target == nullptr || target->state == State::draining) return std::nullopt;
  target->probe = {};
  const bool first = target->state == State::initial;
  target->state = target->towards_healthy ? State::healthy : State::unhealthy;
  return Change{unit, target->towards_healthy, first, world.now() - target->since};
}

bool TargetHealth::settled() const {
  return std::all_of(targets_.begin(), targets_.end(), [](const Target& target) {
    return target.state != State::draining && !target.probe;
  });
}

}  // namespace windtunnel::models
