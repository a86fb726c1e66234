// A replication as a story for people: time, event, what it did to users, its cause, and the critical path.
#pragma once

#include <string>

#include "sim/design/design.h"
#include "sim/run/story.h"

namespace windtunnel::tools {

std::string tell(const Story& story, const Design& design, const std::string& title);

}  // namespace windtunnel::tools
