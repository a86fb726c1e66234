// Kinds of disruption: what a drill is about, so that drills can be weighed by what a reader fears.
#pragma once

#include <cstdint>
#include <string>

#include "sim/config/parameter.h"

namespace windtunnel {

enum class Disruption : std::uint8_t { zone, hardware, software, region, provider, load, operations };

inline EnumWords<Disruption> words_of(Disruption) {
  return {{"zone", Disruption::zone, "A zone is lost, cut off or behaves badly, for all or for one component."},
          {"hardware", Disruption::hardware, "One machine or one redundant part of the infrastructure fails."},
          {"software", Disruption::software, "The application or its operators do harm: bad versions, deleted or damaged data."},
          {"region", Disruption::region, "A region is lost, and what comes of it."},
          {"provider", Disruption::provider, "A service of the provider that others need is away or has nothing left to give."},
          {"load", Disruption::load, "More requests than usual, or requests that are tried again."},
          {"operations", Disruption::operations, "Planned or routine work, and growth that everybody could see coming."}};
}

/// As files write it: "zone".
inline std::string word_of(Disruption disruption) {
  for (const EnumWord<Disruption>& word : words_of(disruption))
    if (word.value == disruption) return std::string(word.word);
  return "";
}

}  // namespace windtunnel
