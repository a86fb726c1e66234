// What the program's exit status says; when several hold, the first of 130, 70, 66, 65, 64, 1, 3, 2, 0 wins.
#pragma once

#include <array>
#include <string_view>

namespace windtunnel::tools {

enum class ExitCode : int {
  held = 0,
  failed = 1,
  inconclusive = 2,
  regression = 3,
  usage = 64,
  bad_input = 65,
  missing_input = 66,
  internal_error = 70,
  interrupted = 130,
};

struct ExitMeaning {
  ExitCode code;
  std::string_view meaning;
};

/// What help and the manual say of each.
inline constexpr std::array<ExitMeaning, 9> exit_meanings = {
    {{ExitCode::held, "all error-level expectations held"},
     {ExitCode::failed, "an error-level expectation failed; or, with --strict-claims, a claim was refuted"},
     {ExitCode::inconclusive, "an error-level expectation, or a check against a baseline, was inconclusive"},
     {ExitCode::regression, "worse than a baseline"},
     {ExitCode::usage, "wrong usage"},
     {ExitCode::bad_input, "a file is wrong"},
     {ExitCode::missing_input, "a file or name does not exist"},
     {ExitCode::internal_error, "an error inside the program"},
     {ExitCode::interrupted, "interrupted; nothing was written"}}};

}  // namespace windtunnel::tools
