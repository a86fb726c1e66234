// Result files, read with everything that is wrong told at once.
#pragma once

#include <string>

#include "sim/measure/result.h"

namespace windtunnel::tools {

/// The text of a file that the program has written; throws BadInput when there is none (missing) or it is far too large.
std::string text_of_file(const std::string& file);
/// Throws BadInput with all that is wrong with the form of a text that could not be read; with nothing wrong there, with
/// `what` and `problem` at the value of which the problem speaks ("/runs/0: expected ...").
[[noreturn]] void refuse_text(const std::string& file, std::string text, const std::string& what,
                              const std::string& problem);
/// Reads a result; throws BadInput when there is no such file (missing) or it is none.
Result read_result(const std::string& file);
/// Whether a JSON file begins as results do; designs may be JSON too.
bool looks_like_result(const std::string& file);

}  // namespace windtunnel::tools
