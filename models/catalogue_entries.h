// One declaration per component type; the catalogue lists them, nothing else includes this but the models themselves.
#pragma once

namespace windtunnel {
struct ComponentType;
}

namespace windtunnel::models {

const ComponentType& dynamodb_table();
const ComponentType& failover_group();
const ComponentType& node();
const ComponentType& pool();
const ComponentType& rds_instance();
const ComponentType& rds_read_replica();
const ComponentType& region();
const ComponentType& zone();

}  // namespace windtunnel::models
