// The only list of component types: a new model adds its line here and its declaration in catalogue_entries.h.
#include "models/catalogue.h"

#include <array>

#include "models/catalogue_entries.h"

namespace windtunnel::models {
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
        &internet_gateway(),
        &nat_gateway(),
        &node(),
        &pool(),
        &queue(),
        &quorum(),
        &rds_instance(),
        &rds_read_replica(),
        &region(),
        &repair_crew(),
        &route53_failover(),
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
