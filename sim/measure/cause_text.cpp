// See cause_text.h.
#include "sim/measure/cause_text.h"

#include <algorithm>

namespace windtunnel {

std::string cause_text(std::string_view cause, bool planned) {
  const std::string begin = planned ? "planned " : "";
  const std::size_t colon = cause.rfind(':');
  if (colon == std::string_view::npos) return begin + std::string(cause);
  std::string mode(cause.substr(colon + 1));
  std::replace(mode.begin(), mode.end(), '_', ' ');
  return begin + mode + " of " + std::string(cause.substr(0, colon));
}

}  // namespace windtunnel
