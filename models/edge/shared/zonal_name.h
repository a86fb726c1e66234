// A DNS name with one address per zone: which addresses it is answered with, and how users leave those that are lost.
#pragma once

#include <vector>

#include "models/edge/shared/cached_answers.h"
#include "sim/design/world.h"

namespace windtunnel::models {

class ZonalName {
 public:
  struct Rule {
    Duration ttl = seconds(60);
    DurationDistribution update;     ///< until an address leaves the answers or comes back
    double violators = 0;            ///< share of clients that keep an old answer longer than its time to live
    Duration violators_stay;         ///< over which they come away
  };
  /// The owner's signals, which it passes to handle(), and its purpose for draws.
  struct Wires {
    std::uint16_t updated = 0, ttl_over = 0, violators_gone = 0;
    std::uint16_t purpose = 0;
  };

  /// All of `addresses` (at most CachedAnswers::limit) are answered, each to the same share of users.
  void start(const Rule& rule, Wires wires, std::size_t addresses);
  /// Which addresses belong into the answers now; those that do not leave after a while. When none belongs, all stay.
  void belong(World& world, const Component& owner, const std::vector<bool>& belongs);
  /// One of the owner's events for the name; says for which address the answers changed, or none (-1).
  int handle(World& world, const Component& owner, std::uint16_t signal, std::uint64_t argument);

  /// Share of the users that go to an address, over time.
  const traffic::Ramp& share(std::size_t address) const { return users_.share(address); }
  /// Share of fresh answers that hold an address.
  double answer(std::size_t address) const { return users_.answer(address); }
  bool named(std::size_t address) const { return addresses_[address].named; }
  bool settled(Time now) const;

 private:
  struct Address {
    bool named = true;
    EventHandle update;
  };
  void change(World& world, const Component& owner);

  Rule rule_;
  Wires wires_;
  std::vector<Address> addresses_;
  CachedAnswers users_;
  EventHandle ttl_, violators_;
};

}  // namespace windtunnel::models
