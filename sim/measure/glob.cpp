// Runs are named "scenario@target"; a pattern may leave the target out.
#include "sim/measure/glob.h"

namespace windtunnel {

bool run_matches(std::string_view pattern, std::string_view run) {
  if (glob_matches(pattern, run)) return true;
  return pattern.find('@') == std::string_view::npos && glob_matches(pattern, run.substr(0, run.find('@')));
}

std::string scenario_of(std::string_view run) { return std::string(run.substr(0, run.find('@'))); }

}  // namespace windtunnel
