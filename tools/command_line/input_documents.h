// The documents that paths and names on the command line mean, sorted by what they are.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/config/diagnostics.h"
#include "sim/config/document.h"

namespace windtunnel::tools {

struct Documents {
  std::vector<Document> designs, scenarios, policies;
  std::vector<Document> foreign_policies;                 ///< in the form of AWS Resilience Hub
  std::map<std::string, std::string> template_parameters;  ///< values for those
  Diagnostics wrong;                                       ///< so far
};

/// What stands under the first key: the name of a design, scenario or policy; and where it stands.
std::string name_of(const Document& document);
Position position_of_name(const Document& document);

/// "two designs have the name "shop"; the other is old.yaml:1:9".
std::string second_name(const char* kind, const std::string& name, const std::string& other, Position place);

/// Shipped designs, or scenarios; policies among the latter are examples, and hold only where they are named.
std::vector<Document> shipped(std::string_view folder, Diagnostics& diagnostics);

/// Reads all files before anything is made of them, so that what is missing and what is malformed is told at once. Throws BadInput
/// where something is missing; what else is wrong stands in the documents.
Documents read_documents(const std::vector<std::string>& paths);

}  // namespace windtunnel::tools
