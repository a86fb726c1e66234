// What the provider refuses: each check by a design that has the fault and the same design without it.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "models/rules/provider_rules.h"
#include "tests/support/scripted_run.h"

using namespace windtunnel;

namespace {

using Texts = std::vector<std::string>;

Texts refused(const std::string& components) {
  const auto design = testing::design_from(
      "design: d\nregions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\nstacks:\n  s:\n" + components +
      "journeys: {use: {success: primary}}\n");
  Texts texts;
  for (const Finding& finding : apply_rules(*design, models::provider_rules())) {
    CHECK(finding.severity == Finding::Severity::error);
    texts.push_back(finding.text);
  }
  return texts;
}

std::string database(const std::string& more) {
  return "    db: {type: rds_instance, class: db.t3.micro, zone: a, " + more + "}\n";
}
const std::string replica =
    "    copy: {type: rds_read_replica, source: db, class: db.t3.micro, storage: 40 GB, zone: b}\n";

std::string service(const std::string& cpu, const std::string& memory) {
  return "    web: {type: ecs_fargate_service, zones: [a, b], cpu: " + cpu + ", memory: " + memory + "}\n";
}

}  // namespace

TEST_CASE("a replica of an instance without backups is refused") {  // fact rds.rr.needs_backups
  CHECK(refused(database("storage: 40 GB, backups: {retention: 0 d}") + replica) ==
        Texts{"primary.copy cannot be created: its source primary.db keeps backups for 0 days, and a replica needs a "
              "source with automated backups"});
  CHECK(refused(database("storage: 40 GB, backups: {retention: 1 d}") + replica).empty());
  CHECK(refused(database("storage: 40 GB, backups: {retention: 0 d}")).empty());
}

TEST_CASE("a volume below the smallest size is refused") {
  CHECK(refused(database("storage: 10 GB")) ==
        Texts{"primary.db cannot be created with 10 GB of gp3 storage: the smallest volume has 20 GB"});
  CHECK(refused(database("storage: 20 GB")).empty());
}

TEST_CASE("a subnet group in one zone is refused") {  // RDS User Guide, "Working with DB subnet groups"
  const Texts refusal{"primary.db cannot be created with a subnet group in 1 zone: it needs subnets in two zones"};
  CHECK(refused(database("storage: 40 GB, subnet_zones: [a]")) == refusal);
  CHECK(refused(database("storage: 40 GB, subnet_zones: [a, b]")).empty());
  CHECK(refused(database("storage: 40 GB")).empty());
  const auto cluster = [](const std::string& zones) {
    return "    db: {type: aurora_cluster, class: db.r6g.large, instances: [a], subnet_zones: " + zones + "}\n";
  };
  CHECK(refused(cluster("[a]")) == refusal);
  CHECK(refused(cluster("[a, b]")).empty());
}

TEST_CASE("a load balancer in one zone is refused") {  // fact alb.min_azs
  const auto balancer = [](const std::string& zones) {
    return service("0.25 vCPU", "512 MiB") +
           "    front: {type: application_load_balancer, targets: web, zones: " + zones + "}\n";
  };
  CHECK(refused(balancer("[a]")) ==
        Texts{"primary.front cannot be created in 1 zone: a load balancer needs subnets in two zones"});
  CHECK(refused(balancer("[a, b]")).empty());
}

TEST_CASE("an accelerator before anything but a table is refused") {  // DynamoDB Developer Guide, "In-memory acceleration with DAX"
  const auto behind = [](const std::string& store) {
    const auto design = testing::design_from(
        "design: d\nregions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\nstacks:\n  s:\n"
        "    dax: {type: dax_cluster, zones: [a, b]}\n    store: " + store +
        "\njourneys: {read: {path: [{call: primary.dax.read, on_miss: [primary.store.read]}], rate: 5 /s,"
        " objective: {success: 99 %, within: 1 s}}}\n");
    Texts texts;
    for (const Finding& finding : apply_rules(*design, models::provider_rules())) texts.push_back(finding.text);
    return texts;
  };
  CHECK(behind("{type: rds_instance, class: db.t3.micro, zone: a}") ==
        Texts{"primary.dax cannot answer for primary.store: DAX accelerates tables of DynamoDB only"});
  CHECK(behind("{type: dynamodb_table}").empty());
}

TEST_CASE("task sizes that do not exist are refused") {  // Amazon ECS Developer Guide, "Task CPU and memory"
  CHECK(
      refused(service("0.5 vCPU", "512 MiB")) ==
      Texts{"primary.web cannot run tasks of 0.5 vCPU with 512 MiB: 0.5 vCPU comes with 1 to 4 GiB in steps of 1 GiB"});
  CHECK(refused(service("0.3 vCPU", "512 MiB")) ==
        Texts{"primary.web cannot run tasks of 0.3 vCPU: there are sizes of 0.25, 0.5, 1, 2, 4, 8 and 16 vCPU"});
  CHECK(refused(service("0.25 vCPU", "1.5 GiB")).size() == 1);
  CHECK(refused(service("8 vCPU", "18 GiB")).size() == 1);
  for (const auto& [cpu, memory] : std::vector<std::pair<std::string, std::string>>{{"0.25 vCPU", "512 MiB"},
                                                                                    {"0.25 vCPU", "2 GiB"},
                                                                                    {"0.5 vCPU", "1024 MiB"},
                                                                                    {"1 vCPU", "8 GiB"},
                                                                                    {"4 vCPU", "30 GiB"},
                                                                                    {"8 vCPU", "20 GiB"},
                                                                                    {"16 vCPU", "120 GiB"}})
    CHECK(refused(service(cpu, memory)).empty());
}

TEST_CASE("a certificate of another region is refused") {  // facts cf.certificate.region and elb.certificate.region
  const auto front = [](const std::string& of_balancer, const std::string& of_edge) {
    return service("0.25 vCPU", "512 MiB") + "    front: {type: application_load_balancer, targets: web, certificate: " + of_balancer +
           "}\n    cdn: {type: cloudfront_distribution, origin: front, certificate: " + of_edge + "}\n";
  };
  CHECK(refused(front("us-east-1", "us-east-1")).empty());
  CHECK(refused(front("eu-west-1", "eu-west-1")) ==
        Texts{"primary.cdn cannot show a certificate of eu-west-1: CloudFront takes those of us-east-1 only",
              "primary.front cannot show a certificate of eu-west-1: a load balancer takes those of its own region"});
}

TEST_CASE("address blocks outside the sizes that exist are refused") {
  CHECK(refused("    net: {type: vpc, cidr: 10.0.0.0/8}\n") ==
        Texts{"primary.net cannot have the block 10.0.0.0/8: blocks are from /16 to /28"});
  CHECK(refused("    net: {type: vpc, cidr: 10.0.0.0/16}\n").empty());
  const auto subnets = [](const std::string& block) {
    return "    net: {type: vpc, cidr: 10.0.0.0/16}\n    inner: {type: subnets, tier: isolated, zones: [a], cidrs: [" +
           block + "], vpc: net}\n";
  };
  CHECK(refused(subnets("10.0.0.0/29")).size() == 1);
  CHECK(refused(subnets("10.0.0.0/28")).empty());
}
