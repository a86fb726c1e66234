// One declaration per component type; the catalogue lists them, nothing else includes this but the models themselves.
#pragma once

namespace windtunnel {
struct ComponentType;
}

namespace windtunnel::models {

const ComponentType& failover_group();
const ComponentType& node();
const ComponentType& pool();
const ComponentType& auto_scaling_group();
const ComponentType& ecs_fargate_service();
const ComponentType& region();
const ComponentType& zone();

}  // namespace windtunnel::models
