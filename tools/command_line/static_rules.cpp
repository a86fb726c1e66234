// See static_rules.h.
#include "tools/command_line/static_rules.h"

namespace windtunnel::tools {

std::vector<FindingResult> static_findings(const Design&) { return {}; }

}  // namespace windtunnel::tools
