// A resolved design: one document that stands alone, in which nothing is left to a default or to a design that it
// extends, so that it runs tomorrow as it runs today.
#pragma once

#include <memory>
#include <string>

#include "sim/config/diagnostics.h"
#include "sim/config/document.h"
#include "sim/design/design.h"

namespace windtunnel {

/// The resolved form of a design that was read from `document`: maps sorted by key, every parameter of every component
/// stated, and under "order" how regions, components and journeys follow each other. Claims, which judge and do not act,
/// are left out, and so are assumptions that have set a parameter, which states their value now.
Node resolved_design(const Document& document, const DesignEnvironment& environment, const Design& design);

/// The parameters that the catalogue gives where a file states none, by the types of a design's components; those of its
/// regions and zones under "region" and "zone".
Node default_parameters(const Design& design);

/// The document of a resolved design, as load_design reads it; `file` is what messages call it.
Document resolved_document(const Node& resolved, const std::string& file);

/// The resolved design as one line of text: equal designs have equal lines, and what is hashed is this.
std::string resolved_text(const Node& resolved);

}  // namespace windtunnel
