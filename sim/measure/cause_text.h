// Causes as people say them.
#pragma once

#include <string>
#include <string_view>

namespace windtunnel {

/// "primary.zone-1:power_loss" becomes "power loss of primary.zone-1"; of planned work "planned os patch of primary.db".
/// What has no colon stays as it is.
std::string cause_text(std::string_view cause, bool planned);

}  // namespace windtunnel
