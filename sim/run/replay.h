// Which replications are kept to be looked at, and a story as the result file keeps it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/design/design.h"
#include "sim/measure/record.h"
#include "sim/measure/replay.h"
#include "sim/run/story.h"

namespace windtunnel {

/// What a report can show: more than this many incidents nobody looks at.
inline constexpr std::size_t replays_at_most = 20;

/// The replication of a run that stands for all: the one whose longest recovery is the median of those that were hurt.
struct TypicalReplication {
  std::uint64_t replication = 0;
  std::uint32_t journey = 0;  ///< the one that recovered last in it
  std::uint64_t hurt = 0;     ///< replications in which some journey was hurt
  double seconds = 0;         ///< its recovery; infinite when it never recovered
};
TypicalReplication typical_replication(std::span<const ReplicationRecord> records);

/// A run that hurt someone, as a candidate.
struct ReplayCandidate {
  std::size_t run = 0, design = 0;
  std::string scenario;  ///< without its target: runs of one scenario are taken last
  double seconds = 0;    ///< of the typical recovery
};
/// The runs to keep, in the given order: an equal share for every design, longest recoveries first, each scenario once
/// before any is taken twice.
std::vector<std::size_t> chosen_runs(std::vector<ReplayCandidate> candidates, std::size_t at_most = replays_at_most);

/// A story in the words and numbers of a result; `keep_events` limits how many events are kept, those that recoveries
/// waited for first.
ReplayResult replay_of(const Story& story, const Design& design, std::size_t keep_events = 150);

}  // namespace windtunnel
