// The list of every component type that a design file may name.
#pragma once

#include "sim/design/component.h"

namespace windtunnel::models {

/// The catalogue, in alphabetical order of type names; one object for the life of the program.
const Catalogue& catalogue();

}  // namespace windtunnel::models
