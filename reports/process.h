// Runs another program with text in and text out: layout and pictures come from programs that may or may not be there.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace windtunnel::reports {

struct Finished {
  int status = 0;  ///< exit code; 128 and more: ended by a signal
  std::string out;
};

/// Runs a program found on PATH (no shell in between), gives it `input` and takes what it prints; its messages are
/// dropped. Nothing when there is no such program, or it does not end within `timeout_seconds`.
std::optional<Finished> run_program(const std::vector<std::string>& arguments, std::string_view input,
                                    int timeout_seconds = 60);

}  // namespace windtunnel::reports
