// Records of replications as bytes and back, bit for bit: what a cache keeps of a run.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/measure/record.h"

namespace windtunnel {

std::string to_bytes(std::span<const ReplicationRecord> records);
/// The first records, `at_most` so many. Nothing where the bytes are not such, or not all of them.
std::optional<std::vector<ReplicationRecord>> records_from_bytes(std::string_view bytes,
                                                                 std::uint64_t at_most = UINT64_MAX);

}  // namespace windtunnel
