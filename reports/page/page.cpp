// The page as a whole: head, policy, sections, scripts.
#include "reports/page/page.h"

namespace windtunnel::reports {

std::string html(const Result&) { return ""; }

}  // namespace windtunnel::reports
