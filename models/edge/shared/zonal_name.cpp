// Answers change some time after addresses are lost; users follow over the time to live, the last of them later.
#include "models/edge/shared/zonal_name.h"

#include <algorithm>
#include <array>

namespace windtunnel::models {

void ZonalName::start(const Rule& rule, Wires wires, std::size_t addresses) {
  rule_ = rule;
  wires_ = wires;
  addresses_.assign(addresses, {});
  std::array<double, CachedAnswers::limit> equal{};
  equal.fill(addresses == 0 ? 0 : 1.0 / static_cast<double>(addresses));
  users_.start({equal.data(), addresses});
}

void ZonalName::belong(World& world, const Component& owner, const std::vector<bool>& belongs) {
  const bool any = std::find(belongs.begin(), belongs.end(), true) != belongs.end();
  for (std::size_t i = 0; i < addresses_.size(); ++i) {
    Address& address = addresses_[i];
    const bool wanted = !any || belongs[i];
    if (wanted == address.named) {
      if (world.pending(address.update)) world.cancel(address.update);
    } else if (!world.pending(address.update)) {
      address.update = world.after(owner, world.draw(owner, wires_.purpose, rule_.update), wires_.updated,
                                   wanted ? Phase::propagate : Phase::notice, i);
    }
  }
}

int ZonalName::handle(World& world, const Component& owner, std::uint16_t signal, std::uint64_t argument) {
  if (signal == wires_.updated) {
    addresses_[argument].named = !addresses_[argument].named;
    addresses_[argument].update = {};
    change(world, owner);
    return static_cast<int>(argument);
  }
  if (signal == wires_.ttl_over) {
    users_.drain_violators(world.now(), rule_.violators_stay);
    violators_ = world.after(owner, rule_.violators_stay, wires_.violators_gone, Phase::propagate);
  }
  return -1;
}

void ZonalName::change(World& world, const Component& owner) {
  const auto named = static_cast<double>(
      std::count_if(addresses_.begin(), addresses_.end(), [](const Address& address) { return address.named; }));
  std::array<double, CachedAnswers::limit> answers{};
  for (std::size_t i = 0; i < addresses_.size(); ++i)
    answers[i] = named == 0 ? 1.0 / static_cast<double>(addresses_.size()) : addresses_[i].named / named;
  users_.change(world.now(), {answers.data(), addresses_.size()}, rule_.ttl, rule_.violators);
  world.cancel(ttl_);
  world.cancel(violators_);
  ttl_ = world.after(owner, rule_.ttl, wires_.ttl_over, Phase::propagate);
}

bool ZonalName::settled(Time now) const {
  return users_.settled(now) && std::all_of(addresses_.begin(), addresses_.end(),
                                            [](const Address& address) { return address.named && !address.update; });
}

}  // namespace windtunnel::models
