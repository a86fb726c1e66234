// Rule: what the provider's interfaces refuse to create; it is simulated as written all the same.
//
// Each check reads types and parameters by name, as any reader of a design does, and never a model.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "models/rules/provider_rules.h"
#include "sim/kernel/quantity.h"

namespace windtunnel::models {
namespace {

/// A design's parameters by path, and what the checks have found so far.
class Check {
 public:
  explicit Check(const Design& design) : design_(design) {
    for (auto& [path, text] : design.parameters()) parameters_.emplace(std::move(path), std::move(text));
  }

  std::vector<Finding> run() {
    for (const auto& component : design_.components()) {
      const std::string_view type = component->type().name;
      if (type == "rds_read_replica") check_replica(*component);
      if (type == "rds_instance" || type == "rds_read_replica") check_storage(*component);
      if (type.starts_with("rds_") || type.starts_with("aurora_")) check_subnet_group(*component);
      if (type == "application_load_balancer") check_balancer(*component);
      if (type.ends_with("_load_balancer")) check_balancer_certificate(*component);
      if (type == "dax_cluster") check_accelerator(*component);
      if (type == "cloudfront_distribution") check_certificate(*component, "us-east-1", "CloudFront takes those of us-east-1 only");
      if (type == "ecs_fargate_service") check_task_size(*component);
      if (type == "vpc" || type == "subnets") check_blocks(*component);
    }
    return std::move(findings_);
  }

 private:
  void refuse(const Component& component, std::string text) {
    findings_.push_back({"", Finding::Severity::error, component.name(), std::move(text)});
  }

  std::optional<std::string> parameter(const Component& component, std::string_view name) const {
    const auto found = parameters_.find(fmt::format("{}.{}", component.name(), name));
    return found == parameters_.end() ? std::nullopt : std::optional(found->second);
  }

  /// Fact rds.rr.needs_backups: the source's retention must be above 0, and a replica's own is 0 when it is created.
  void check_replica(const Component& replica) {
    for (const Design::Link& link : design_.links(replica.id())) {
      if (link.parameter != "source") continue;
      const Component& source = design_.component(link.target);
      const auto retention = parameter(source, "backups.retention");
      const auto days = retention ? parse_duration(*retention) : std::nullopt;
      if (days && *days == Duration{})
        refuse(replica, fmt::format("{} cannot be created: its source {} keeps backups for 0 days, and a replica needs "
                                    "a source with automated backups",
                                    replica.name(), source.name()));
    }
  }

  /// RDS API, CreateDBInstance, AllocatedStorage: General Purpose volumes of these engines have at least 20 GB.
  void check_storage(const Component& database) {
    const auto kind = parameter(database, "storage_type"), size = parameter(database, "storage");
    const auto storage = size ? parse_bytes(*size) : std::nullopt;
    if (!kind || !kind->starts_with("gp") || !storage || storage->value >= 20e9) return;
    refuse(database, fmt::format("{} cannot be created with {} of {} storage: the smallest volume has 20 GB",
                                 database.name(), *size, *kind));
  }

  /// RDS User Guide, "Working with DB subnet groups": subnets in two zones at the least, for an instance in a single zone too. Without
  /// the parameter the group spans all zones.
  void check_subnet_group(const Component& database) {
    for_each_value(*database.type().parameters, const_cast<Component&>(database).parameters_address(), "",
                   [&](const ParameterValue& value) {
                     if (value.path != "subnet_zones" || value.type != &value_type<Zones>()) return;
                     const Zones& zones = *static_cast<const Zones*>(value.value);
                     const std::set<std::string> distinct(zones.names.begin(), zones.names.end());
                     if (!zones.all && distinct.size() < 2)
                       refuse(database, fmt::format("{} cannot be created with a subnet group in {} zone: it needs subnets in two zones",
                                                    database.name(), distinct.size()));
                   });
  }

  /// Fact alb.min_azs: subnets in two zones at the least.
  void check_balancer(const Component& balancer) {
    const std::size_t zones = balancer.sites().size();
    if (zones < 2)
      refuse(balancer, fmt::format("{} cannot be created in {} zone: a load balancer needs subnets in two zones",
                                   balancer.name(), zones));
  }

  /// DynamoDB Developer Guide, "In-memory acceleration with DynamoDB Accelerator (DAX)": it speaks with tables of DynamoDB only.
  void check_accelerator(const Component& accelerator) {
    std::set<ComponentId> behind;
    for (traffic::VisitId visit = 0; visit < design_.visit_components.size(); ++visit) {
      const auto& passed = design_.visit_components[visit];
      if (std::find(passed.begin(), passed.end(), accelerator.id()) == passed.end()) continue;
      for (const traffic::Call& call : design_.network.visits[visit].calls)
        for (const ComponentId called : design_.visit_components[call.visit]) behind.insert(called);
    }
    for (const ComponentId id : behind) {
      const Component& store = design_.component(id);
      if (store.type().name != "dynamodb_table")
        refuse(accelerator,
               fmt::format("{} cannot answer for {}: DAX accelerates tables of DynamoDB only", accelerator.name(), store.name()));
    }
  }

  std::string region_of(const Component& component) const {
    for (const Region& region : design_.regions)
      if (region.domain == component.region()) return region.label;
    return "";
  }
  void check_balancer_certificate(const Component& balancer) {
    check_certificate(balancer, region_of(balancer), "a load balancer takes those of its own region");
  }
  /// Facts cf.certificate.region and elb.certificate.region: ACM certificates are bound to a region.
  void check_certificate(const Component& holder, const std::string& usable, std::string_view why) {
    const auto region = parameter(holder, "certificate");
    if (region && !region->empty() && *region != usable)
      refuse(holder, fmt::format("{} cannot show a certificate of {}: {}", holder.name(), *region, why));
  }

  /// Amazon ECS Developer Guide, "Task CPU and memory": the sizes that a Fargate task can have, in vCPU and GiB.
  void check_task_size(const Component& service) {
    struct Size {
      double cores, least, most, step;
    };
    static constexpr std::array<Size, 7> sizes = {{{0.25, 0.5, 2, 0.5},
                                                   {0.5, 1, 4, 1},
                                                   {1, 2, 8, 1},
                                                   {2, 4, 16, 1},
                                                   {4, 8, 30, 1},
                                                   {8, 16, 60, 4},
                                                   {16, 32, 120, 8}}};
    const auto cpu_text = parameter(service, "cpu"), memory_text = parameter(service, "memory");
    const auto cpu = cpu_text ? parse_cores(*cpu_text) : std::nullopt;
    const auto memory = memory_text ? parse_bytes(*memory_text) : std::nullopt;
    if (!cpu || !memory) return;
    const auto size = std::find_if(sizes.begin(), sizes.end(), [&](const Size& s) { return s.cores == cpu->value; });
    if (size == sizes.end())
      return refuse(service,
                    fmt::format("{} cannot run tasks of {}: there are sizes of 0.25, 0.5, 1, 2, 4, 8 and 16 vCPU",
                                service.name(), *cpu_text));
    const double gibibytes = memory->value / 1073741824.0;
    // A quarter of a processor comes with 0.5, 1 or 2 GiB: each step is twice the one before.
    const double steps = gibibytes / size->step;
    const bool on_step =
        steps == static_cast<double>(static_cast<std::int64_t>(steps)) && !(size->cores == 0.25 && gibibytes == 1.5);
    if (gibibytes >= size->least && gibibytes <= size->most && on_step) return;
    refuse(service,
           fmt::format("{} cannot run tasks of {} with {}: {} comes with {} to {} GiB in steps of {} GiB",
                       service.name(), *cpu_text, *memory_text, *cpu_text, size->least, size->most, size->step));
  }

  /// Amazon VPC User Guide, "VPC CIDR blocks" and "Subnet CIDR blocks": from /16 to /28.
  void check_blocks(const Component& holder) {
    for_each_value(*holder.type().parameters, const_cast<Component&>(holder).parameters_address(), "",
                   [&](const ParameterValue& value) {
                     if (value.type != &value_type<CidrBlock>()) return;
                     const CidrBlock& block = *static_cast<const CidrBlock*>(value.value);
                     if (block.prefix < 16 || block.prefix > 28)
                       refuse(holder, fmt::format("{} cannot have the block {}: blocks are from /16 to /28",
                                                  holder.name(), to_text(block)));
                   });
  }

  const Design& design_;
  std::map<std::string, std::string, std::less<>> parameters_;
  std::vector<Finding> findings_;
};

std::vector<Finding> refused_by_provider(const Design& design) { return Check(design).run(); }

}  // namespace

std::span<const Rule> provider_rules() {
  static constexpr std::array all = {
      Rule{"never_fails_over", "A failover record learns of its primary's loss, or somebody switches it.", never_fails_over},
      Rule{"open_beside_front", "What stands behind a distribution cannot be reached past it.", open_beside_front},
      Rule{"refused_by_provider", "Everything in the design is something that the provider's interfaces would create.",
           refused_by_provider},
  };
  return all;
}

}  // namespace windtunnel::models
