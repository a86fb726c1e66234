// One declaration per component type; the catalogue lists them, nothing else includes this but the models themselves.
#pragma once

namespace windtunnel {
struct ComponentType;
}

namespace windtunnel::models {

const ComponentType& alarm();
const ComponentType& application_load_balancer();
const ComponentType& aurora_cluster();
const ComponentType& aurora_secondary_cluster();
const ComponentType& auto_scaling_group();
const ComponentType& backup_plan();
const ComponentType& bastion();
const ComponentType& cache();
const ComponentType& canary();
const ComponentType& cloudformation_stack();
const ComponentType& cloudfront_distribution();
const ComponentType& configuration();
const ComponentType& container_registry();
const ComponentType& dax_cluster();
const ComponentType& dynamodb_table();
const ComponentType& ecs_capacity_provider();
const ComponentType& ecs_ec2_service();
const ComponentType& ecs_fargate_service();
const ComponentType& elasticache_cluster();
const ComponentType& event_rule();
const ComponentType& external_service();
const ComponentType& failover_group();
const ComponentType& internet_gateway();
const ComponentType& nat_gateway();
const ComponentType& node();
const ComponentType& pool();
const ComponentType& queue();
const ComponentType& quorum();
const ComponentType& rds_instance();
const ComponentType& rds_read_replica();
const ComponentType& region();
const ComponentType& repair_crew();
const ComponentType& route53_failover();
const ComponentType& route53_latency();
const ComponentType& runbook();
const ComponentType& s3_bucket();
const ComponentType& secrets_manager();
const ComponentType& session_manager();
const ComponentType& sns_topic();
const ComponentType& sqs_queue();
const ComponentType& subnets();
const ComponentType& transit_gateway();
const ComponentType& users();
const ComponentType& vpc();
const ComponentType& vpc_endpoint();
const ComponentType& web_acl();
const ComponentType& zone();

}  // namespace windtunnel::models
