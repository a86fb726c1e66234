// Policies of AWS Resilience Hub, read as policies of this program: recovery objectives by type of disruption.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/config/diagnostics.h"
#include "sim/config/document.h"

namespace windtunnel::models {

/// Runs of the standard suite that stand for a type of disruption.
struct DisruptionType {
  std::string_view name;  ///< as AWS writes it: "AZ"
  std::string_view meaning;
  std::vector<std::string_view> scenarios;
};
const std::vector<DisruptionType>& disruption_types();

/// Whether a file's text can hold such a policy: it is then read with tags taken as keys.
bool may_be_resilience_hub(std::string_view text);

/// Whether a document is one: a CloudFormation template with an AWS::ResilienceHub::ResiliencyPolicy, or what the service's
/// commands take and give (create-resiliency-policy, describe-resiliency-policy, list-resiliency-policies).
bool is_resilience_hub(const Document& document);

/// Whether a document holds values for a template's parameters, as `--parameters file://` of the AWS command line takes
/// them; they are added to `values`.
bool read_template_parameters(const Document& document, std::map<std::string, std::string>& values);

/// The same document as policy files are written: one expectation per type of disruption and objective, p95 of the
/// replications, level error. Places are those of the original. Parameters take `values`, else their defaults. Several
/// policies of one template become one. Problems go to `diagnostics`, and nothing is returned then.
std::optional<Document> policy_of_resilience_hub(const Document& document,
                                                 const std::map<std::string, std::string>& values,
                                                 Diagnostics& diagnostics);

}  // namespace windtunnel::models
