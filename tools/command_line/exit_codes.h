// What the program's exit status says; when several hold, the first of 130, 70, 66, 65, 64, 1, 3, 2, 0 wins.
#pragma once

namespace windtunnel::tools {

enum class ExitCode : int {
  held = 0,             ///< every error-level expectation held
  failed = 1,           ///< an error-level expectation failed, or, with --strict-claims, a claim was refuted
  inconclusive = 2,     ///< an error-level expectation was inconclusive
  regression = 3,       ///< worse than a baseline
  usage = 64,           ///< the command line makes no sense
  bad_input = 65,       ///< a file is wrong
  missing_input = 66,   ///< a file or name does not exist
  internal_error = 70,  ///< a defect of the program
  interrupted = 130,    ///< stopped by a signal
};

}  // namespace windtunnel::tools
