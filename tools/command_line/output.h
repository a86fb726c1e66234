// Where results go: to files by format, complete or not at all.
#pragma once

#include <string>
#include <vector>

#include "sim/measure/result.h"

namespace windtunnel::tools {

/// "json=result.json", "markdown=-", "csv=tables", "svg=pictures", "svg=recovery.svg"; `-` is standard output.
struct OutputTarget {
  std::string format, file;
};

/// Reads FORMAT=FILE; throws std::invalid_argument with what is wrong and the formats there are.
OutputTarget parse_output(const std::string& text);

/// Reads all of them, and asks whether they can be written; throws UsageError with what is wrong.
std::vector<OutputTarget> output_targets(const std::vector<std::string>& texts);

/// Whether the result can probably be written there; throws std::invalid_argument with why not. A long run is worth
/// asking before it.
void check_writable(const OutputTarget& target);

/// Writes the result in one format; a file appears whole or not at all. csv, png and svg fill a folder, but for
/// svg=NAME.svg, which is one picture of the recoveries. Where the program that draws is missing, says which package
/// brings it and goes on. Throws std::runtime_error.
void write_output(const Result& result, const OutputTarget& target);

}  // namespace windtunnel::tools
