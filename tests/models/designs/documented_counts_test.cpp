// The shipped designs against their documents: how many of what, how large, where, and with which thresholds.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <string>

#include "models/environment.h"

using namespace windtunnel;

namespace {

using Counts = std::map<std::string, int>;
using Settings = std::map<std::string, std::string>;

std::shared_ptr<const Design> shipped(const std::string& name) {
  const models::Environment environment;
  Diagnostics diagnostics;
  const Document* document = environment.design_document(name);
  REQUIRE(document);
  auto design = load_design(*document, environment, diagnostics);
  REQUIRE(design);
  return design;
}

/// How many components of each of these types a design has.
Counts counted(const Design& design, const Counts& documented) {
  Counts counts;
  for (const auto& [type, number] : documented) {
    counts[type] = static_cast<int>(std::count_if(design.components().begin(), design.components().end(),
                                                  [&, name = type](const auto& c) { return c->type().name == name; }));
  }
  return counts;
}

void check(const std::string& name, const Counts& counts, const Settings& settings) {
  INFO(name);
  const auto design = shipped(name);
  CHECK(counted(*design, counts) == counts);
  for (const auto& [path, documented] : settings) {
    INFO(path);
    CHECK(design->parameter(path).value_or("no such parameter") == documented);
  }
}

}  // namespace

// kasha.md: "1 (HA via ALB)", two public and six private subnets, 2 main and 2 notification queues with DLQ, 2 secrets.
TEST_CASE("kasha is what its document counts") {
  check("kasha",
        {{"application_load_balancer", 2}, {"ecs_fargate_service", 2}, {"nat_gateway", 1}, {"internet_gateway", 1},
         {"rds_instance", 1}, {"rds_read_replica", 1}, {"sqs_queue", 8}, {"subnets", 4}, {"zone", 2}},
        {{"primary.vpc.cidr", "10.0.0.0/16"}, {"primary.frontend.tasks.min", "2"}, {"primary.frontend.tasks.max", "4"},
         {"primary.frontend.cpu", "0.25 vCPU"}, {"primary.backend.cpu", "0.5 vCPU"}, {"primary.db.class", "db.t3.micro"},
         {"primary.db.backups.retention", "30 d"}, {"primary.public-alb.deregistration_delay", "5 min"},
         {"primary.secrets.secrets", "2"}, {"primary.main-queue-1.max_receive_count", "3"}});
}

// multi-region.md: identical components in us-east-1 and us-west-2, 10.0.0.0/16 and 10.1.0.0/16, capacity from 1 to 10.
TEST_CASE("multi-region is what its document counts") {
  check("multi-region",
        {{"region", 2}, {"application_load_balancer", 2}, {"auto_scaling_group", 2}, {"nat_gateway", 2}, {"dynamodb_table", 2},
         {"dax_cluster", 2}, {"elasticache_cluster", 2}, {"s3_bucket", 2}, {"transit_gateway", 2}, {"route53_failover", 1},
         {"cloudfront_distribution", 1}},
        {{"primary.vpc.cidr", "10.0.0.0/16"}, {"standby.vpc.cidr", "10.1.0.0/16"}, {"primary.app.instance_type", "t3.micro"},
         {"primary.alb.health_check.healthy_threshold", "3"}, {"primary.table.capacity.provisioned.write.max", "10"},
         {"standby.table.capacity.provisioned.write.max", "10"}, {"dns.health_check.failure_threshold", "3"},
         {"primary.backups.retention", "30 d"}});
}

// lamp-dr.md: 2 tasks and none, 11.0.0.0/16 and 11.1.0.0/16, t3.micro with 20 GB, no backups, 1 to 6 tasks at 70 %.
TEST_CASE("lamp-dr is what its document counts") {
  check("lamp-dr",
        {{"region", 2}, {"application_load_balancer", 2}, {"ecs_fargate_service", 2}, {"nat_gateway", 2}, {"internet_gateway", 2},
         {"subnets", 4}, {"container_registry", 2}, {"secrets_manager", 2}, {"rds_instance", 1}, {"rds_read_replica", 1},
         {"route53_failover", 1}},
        {{"primary.vpc.cidr", "11.0.0.0/16"}, {"dr.vpc.cidr", "11.1.0.0/16"}, {"primary.app.tasks.min", "1"},
         {"primary.app.tasks.desired", "2"}, {"primary.app.tasks.max", "6"}, {"dr.app.tasks.desired", "0"},
         {"primary.app.cpu", "0.5 vCPU"}, {"primary.app.memory", "1 GiB"}, {"primary.db.class", "db.t3.micro"},
         {"primary.app.scaling[0].target_tracking.cpu", "70 %"}, {"primary.app.scale_out_cooldown", "5 min"}});
}

// ecia.md: three zones, nine subnets, three NAT gateways, min 2, max 8, desired 3, four buckets, three kinds of size, and ten alarms: one
// on the check of the site, and nine in a table, of which that on connections has nothing to watch here.
TEST_CASE("the environments of ECIA are what their document counts") {
  check("ecia-prod",
        {{"zone", 3}, {"nat_gateway", 3}, {"subnets", 3}, {"auto_scaling_group", 1}, {"rds_instance", 1}, {"s3_bucket", 4},
         {"bastion", 1}, {"alarm", 9}, {"route53_health_check", 1}},
        {{"primary.vpc.cidr", "10.1.0.0/16"}, {"primary.app.instances.min", "2"}, {"primary.app.instances.desired", "3"},
         {"primary.app.instances.max", "8"}, {"primary.app.instance_type", "t3.small"}, {"primary.db.class", "db.t3.small"},
         {"primary.db.standby_zone", "b"}, {"primary.alb.deregistration_delay", "30 s"}});
  check("ecia-staging", {{"zone", 2}, {"nat_gateway", 1}, {"subnets", 3}},
        {{"primary.vpc.cidr", "10.2.0.0/16"}, {"primary.app.instances.min", "1"}, {"primary.app.instances.desired", "2"},
         {"primary.app.instances.max", "3"}, {"primary.app.instance_type", "t3.small"}, {"primary.db.class", "db.t3.micro"}});
  check("ecia-dev", {{"zone", 2}, {"nat_gateway", 1}, {"subnets", 3}},
        {{"primary.vpc.cidr", "10.0.0.0/16"}, {"primary.app.instances.min", "1"}, {"primary.app.instances.desired", "1"},
         {"primary.app.instances.max", "2"}, {"primary.app.instance_type", "t3.micro"}, {"primary.db.class", "db.t3.micro"}});
  for (const char* name : {"ecia-staging", "ecia-dev"}) {
    const auto design = shipped(name);
    for (const char* none : {"primary.db.standby_zone", "primary.alb.certificate", "cdn.certificate"}) {
      const auto set = design->parameter(none);
      INFO(name << " " << none);
      CHECK((!set || set->empty()));
    }
    // "ACM none": without a certificate there is nothing but HTTP to check.
    CHECK(design->parameter("health-check.health_check.type") == "http");
    CHECK(design->parameter("health-check.health_check.port") == "80");
  }
}

// ecs-aurora.md: "Two Aurora database instances", Glacier after six months; in the active-active case one database.
TEST_CASE("the two designs with ECS and Aurora share what their document shares") {
  const Settings shared = {{"primary.media.lifecycle[0].to", "glacier"}, {"primary.media.lifecycle[0].after", "180 d"}};
  check("ecs-aurora-cfn",
        {{"region", 2}, {"aurora_cluster", 2}, {"ecs_ec2_service", 2}, {"route53_failover", 1}, {"cloudfront_distribution", 1}},
        shared);
  check("ecs-aurora-active-active",
        {{"region", 2}, {"aurora_cluster", 1}, {"ecs_ec2_service", 2}, {"route53_latency", 1}, {"cloudfront_distribution", 1}},
        shared);
}
