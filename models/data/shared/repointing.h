// From restored contents to callers that use them.
#pragma once

#include "sim/config/parameter.h"
#include "sim/design/component.h"
#include "sim/design/world.h"
#include "sim/kernel/distribution.h"

namespace windtunnel::models {

/// A restore makes a store of another name beside the old one (facts rds.pitr.new_instance, ddb.pitr.rpo): somebody swaps the names,
/// or rolls the new one out.
struct Repointing {
  DurationDistribution repointing = DurationDistribution::lognormal(minutes(5), minutes(20), 0.9).clamped(minutes(1), hours(2));

  static ParameterTable parameters() {
    using P = Repointing;
    return parameter_table<P>(parameter<&P::repointing>(
        "repointing", "From restored contents until callers use them: the new store has a name of its own, which has to reach them.",
        "assumption:repointing", plausible(minutes(1), hours(1))));
  }
  /// The time from the order until callers are served, where `contents` of it go by until the contents are there.
  Duration until_used(World& world, const Component& store, std::uint16_t purpose, Duration contents) const {
    return contents + world.draw(store, purpose, repointing);
  }
};

}  // namespace windtunnel::models
