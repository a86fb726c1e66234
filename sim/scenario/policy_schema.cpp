// The schema of a policy file is that of its table of parameters.
#include "sim/scenario/policy_schema.h"

#include <nlohmann/json.hpp>

#include "sim/config/schema.h"
#include "sim/scenario/policy.h"

namespace windtunnel {

std::string policy_schema() {
  nlohmann::ordered_json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                                   {"title", "Windtunnel policy"}};
  schema.update(schema_of(parameters_of<Policy>()));
  return schema.dump(2) + "\n";
}

}  // namespace windtunnel
