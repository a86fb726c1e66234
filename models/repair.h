// How a broken part is repaired: by a repairer of its own, or by a crew that may have other work first.
#pragma once

#include <optional>
#include <string_view>

#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {

/// Copyable state of a model: whom it orders repairs from.
class Repairs {
 public:
  static constexpr std::string_view operation = "repair";

  void connect(Wiring& wiring, const Component& owner, const std::optional<Reference>& crew) {
    if (!crew) return;
    crew_ = wiring.find(owner, *crew);
    for (const std::string_view known : wiring.capability<Operable>(crew_)->operations())
      if (known == operation) return;
    wiring.error(owner, "repaired_by", "\"" + crew->text + "\" cannot \"repair\"; expected a repair crew");
  }
  bool by_crew() const { return crew_ != no_component; }
  /// Orders a repair that takes so much work. Its end is told by operation_finished(ticket) where a crew does it, else by
  /// handle(signal, ticket).
  void order(World& world, const Component& owner, Duration work, std::uint16_t signal, std::uint64_t ticket) const {
    if (by_crew())
      world.capability<Operable>(crew_)->operate(world, operation, work.seconds(), owner.id(), ticket);
    else
      world.after(owner, work, signal, Phase::act, ticket);
  }

 private:
  ComponentId crew_ = no_component;
};

/// A clock of failures that runs on while the part is down or stands by gives the right law only when it has no memory.
inline void check_memoryless(ParameterProblems& problems, std::string_view key, const DurationDistribution& law) {
  if (law.family() == DurationDistribution::Family::exponential || law == DurationDistribution()) return;
  problems.error(key, "expected an exponential law, such as \"exponential(30 d)\", found \"" + to_text(law) +
                          "\": its clock also runs while the part waits for repair or stands by");
}

}  // namespace windtunnel::models
