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
        &cloudfront_distribution(),
        &configuration(),
        &container_registry(),
        &dynamodb_table(),
        &failover_group(),
        &internet_gateway(),
        &nat_gateway(),
        &node(),
        &pool(),
        &rds_instance(),
        &rds_read_replica(),
        &auto_scaling_group(),
        &ecs_fargate_service(),
        &region(),
        &route53_failover(),
        &runbook(),
        &secrets_manager(),
        &subnets(),
        &transit_gateway(),
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
