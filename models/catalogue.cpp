// The only list of component types: a new model adds its declaration and its row, both in alphabetical order.
#include "models/catalogue.h"

#include <array>

namespace windtunnel::models {

// Each is defined at the end of the file of its name.
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
const ComponentType& global_accelerator();
const ComponentType& internet_gateway();
const ComponentType& nat_gateway();
const ComponentType& network_load_balancer();
const ComponentType& node();
const ComponentType& pool();
const ComponentType& queue();
const ComponentType& quorum();
const ComponentType& rds_instance();
const ComponentType& rds_proxy();
const ComponentType& rds_read_replica();
const ComponentType& region();
const ComponentType& repair_crew();
const ComponentType& route53_failover();
const ComponentType& route53_health_check();
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

namespace {

class AllTypes final : public Catalogue {
 public:
  std::span<const ComponentType* const> types() const override {
    static const std::array all = {
        &alarm(),
        &application_load_balancer(),
        &aurora_cluster(),
        &aurora_secondary_cluster(),
        &auto_scaling_group(),
        &backup_plan(),
        &bastion(),
        &cache(),
        &canary(),
        &cloudformation_stack(),
        &cloudfront_distribution(),
        &configuration(),
        &container_registry(),
        &dax_cluster(),
        &dynamodb_table(),
        &ecs_capacity_provider(),
        &ecs_ec2_service(),
        &ecs_fargate_service(),
        &elasticache_cluster(),
        &event_rule(),
        &external_service(),
        &failover_group(),
        &global_accelerator(),
        &internet_gateway(),
        &nat_gateway(),
        &network_load_balancer(),
        &node(),
        &pool(),
        &queue(),
        &quorum(),
        &rds_instance(),
        &rds_proxy(),
        &rds_read_replica(),
        &region(),
        &repair_crew(),
        &route53_failover(),
        &route53_health_check(),
        &route53_latency(),
        &runbook(),
        &s3_bucket(),
        &secrets_manager(),
        &session_manager(),
        &sns_topic(),
        &sqs_queue(),
        &subnets(),
        &transit_gateway(),
        &users(),
        &vpc(),
        &vpc_endpoint(),
        &web_acl(),
        &zone(),
    };
    return all;
  }
};

}  // namespace

const Catalogue& catalogue() {
  static const AllTypes types;
  return types;
}

}  // namespace windtunnel::models
