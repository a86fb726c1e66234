// Where results go: to files by format, complete or not at all.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/config/diagnostics.h"
#include "sim/measure/comparison.h"
#include "sim/measure/result.h"

namespace windtunnel::tools {

struct CommonOptions;

/// "json=result.json", "markdown=-", "csv=tables"; `-` is standard output.
struct OutputTarget {
  std::string format, file;
};

/// "json", "markdown" and so on.
const std::vector<std::string>& output_formats();

/// Reads FORMAT=FILE; throws std::invalid_argument with what is wrong and the formats there are.
OutputTarget parse_output(const std::string& text);

/// Reads all of them; throws UsageError with what is wrong, such as what cannot be written (a long run is worth asking before it), two
/// that write one file, or one that would overwrite what the command reads: `inputs` are its files and folders, and names of what is
/// shipped, which no output can reach.
std::vector<OutputTarget> output_targets(const std::vector<std::string>& texts, const std::vector<std::string>& inputs = {});

/// Throws UsageError where an output would overwrite a file that was read without being named, such as a base beside an overlay;
/// `hashes` has what was read by file.
void keep_files(const std::vector<OutputTarget>& targets, const std::vector<std::pair<std::string, std::string>>& hashes);

/// For a missing file whose name reads as FORMAT=FILE: "; to write it, say "--output html=page.html"". Else nothing.
std::string output_hint(const std::string& file);

/// Writes to a file, whole or not at all, or to standard output (`-`).
void write_text(const std::string& text, const std::string& file);

/// Whether any of these shows replications told as a story.
bool shows_replays(const std::vector<OutputTarget>& targets);

/// Whether the target takes standard output for itself, so that no summary can stand there. Annotations do not: a
/// pipeline's log holds both.
bool takes_standard_output(const OutputTarget& target);

/// Writes the result in each format, with what was compared where the format has a place for it; a file appears whole
/// or not at all. csv, svg and png fill a folder. Where the program that draws is missing, says which package brings it and
/// goes on. Throws std::runtime_error, and Interruption with the outputs that stand.
void write_outputs(const Result& result, const std::vector<OutputTarget>& targets, const CommonOptions& common,
                   const std::vector<Comparison>& comparisons = {});

/// Tells pipelines what is wrong with the input files, in the formats that have a place for it (junit, sarif, github).
void write_problems(const Diagnostics& problems, const std::vector<OutputTarget>& targets);

}  // namespace windtunnel::tools
