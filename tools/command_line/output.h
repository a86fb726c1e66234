// Where results go: to files by format, complete or not at all.
#pragma once

#include <string>
#include <vector>

#include "sim/measure/result.h"

namespace windtunnel::tools {

/// "json=result.json", "markdown=-", "csv=tables"; `-` is standard output.
struct OutputTarget {
  std::string format, file;
};

/// Reads FORMAT=FILE; throws std::invalid_argument with what is wrong and the formats there are.
OutputTarget parse_output(const std::string& text);

/// Whether the result can probably be written there; throws std::invalid_argument with why not. A long run is worth
/// asking before it.
void check_writable(const OutputTarget& target);

/// Reads all of them; throws UsageError with what is wrong.
std::vector<OutputTarget> output_targets(const std::vector<std::string>& texts);

/// Writes the result in one format; a file appears whole or not at all. csv, svg and png fill a folder. Where the
/// program that draws is missing, says which package brings it and goes on. Throws std::runtime_error.
void write_output(const Result& result, const OutputTarget& target);

}  // namespace windtunnel::tools
