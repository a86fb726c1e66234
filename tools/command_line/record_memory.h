// Whether what is asked for can be kept: every replication leaves a record, and estimates are made of all of them.
#pragma once

#include <cstdint>

#include "sim/measure/record.h"

namespace windtunnel::tools {

/// Bytes that the record of one replication, or of one year, takes about, for designs of whose runs these are the names.
double record_memory(const RunLabels& labels);

/// Bytes of memory that this process may have: those of the machine, or of the control group that it is in where that has fewer.
double memory_limit();

/// Throws UsageError where so many records, of so many bytes together, would leave no room for anything else; `option` says how
/// many there are.
void require_memory(std::uint64_t records, double bytes, const char* option);

}  // namespace windtunnel::tools
