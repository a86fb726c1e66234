// SHA-256 in base64: what a content-security policy names a script by.
#pragma once

#include <string>
#include <string_view>

namespace windtunnel::reports {

/// The SHA-256 of the bytes (FIPS 180-4), in base64 with padding.
std::string sha256_base64(std::string_view bytes);

}  // namespace windtunnel::reports
