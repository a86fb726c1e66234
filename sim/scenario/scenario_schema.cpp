// The schema of a scenario file is that of its table of parameters.
#include "sim/scenario/scenario_schema.h"

#include <nlohmann/json.hpp>

#include "sim/config/schema.h"
#include "sim/scenario/scenario.h"

namespace windtunnel {

std::string scenario_schema() {
  nlohmann::ordered_json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                                   {"title", "Windtunnel scenario"}};
  schema.update(schema_of(parameters_of<Scenario>()));
  return schema.dump(2) + "\n";
}

}  // namespace windtunnel
