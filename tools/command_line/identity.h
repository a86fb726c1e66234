// What makes two runs the same: fingerprints of texts, of the catalogue and of the program itself.
#pragma once

#include <string>
#include <string_view>

#include "sim/scenario/scenario.h"

namespace windtunnel::tools {

/// 128 bits of hash as 32 hexadecimal digits.
std::string fingerprint_of(std::string_view text);

/// The version of the catalogue: the program's, and a hash of types, parameters, defaults, facts and prices.
std::string catalogue_version();

/// Of the bytes of the running program: another build may run otherwise. Empty where they cannot be read.
std::string program_fingerprint();

/// Of what a scenario does; titles, expectations and the designs that it names do not act.
std::string scenario_fingerprint(const Scenario& scenario);

}  // namespace windtunnel::tools
