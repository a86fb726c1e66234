// Rule: address blocks of networks and of the subnets that divide them.
#include <fmt/format.h>

#include <algorithm>

#include "sim/design/rules.h"

namespace windtunnel {
namespace {

/// A component with address blocks: a network has one, what divides a network a list of them.
struct Holder {
  ComponentId component = no_component;
  bool divides = false;
  std::vector<CidrBlock> blocks;
  ComponentId network = no_component;  ///< that it divides
};

std::vector<Holder> holders(const Design& design) {
  std::vector<Holder> all;
  for (const auto& component : design.components()) {
    Holder holder;
    holder.component = component->id();
    for_each_value(*component->type().parameters, component->parameters_address(), "",
                   [&](const ParameterValue& value) {
                     if (value.type != &value_type<CidrBlock>()) return;
                     holder.blocks.push_back(*static_cast<const CidrBlock*>(value.value));
                     holder.divides = value.declaration->type->kind == ValueKind::list;
                   });
    if (!holder.blocks.empty()) all.push_back(std::move(holder));
  }
  return all;
}

/// The network that a component refers to, else the only one of its region.
ComponentId network_of(const Design& design, const Holder& holder, const std::vector<Holder>& all) {
  const auto is_network = [&](ComponentId id) {
    return std::any_of(all.begin(), all.end(),
                       [&](const Holder& other) { return other.component == id && !other.divides; });
  };
  for (const Design::Link& link : design.links(holder.component))
    if (is_network(link.target)) return link.target;
  ComponentId only = no_component;
  for (const Holder& other : all) {
    if (other.divides || design.component(other.component).region() != design.component(holder.component).region())
      continue;
    if (only != no_component) return no_component;
    only = other.component;
  }
  return only;
}

class Check {
 public:
  explicit Check(const Design& design) : design_(design), holders_(holders(design)) {
    for (Holder& holder : holders_)
      if (holder.divides) holder.network = network_of(design, holder, holders_);
  }

  std::vector<Finding> run() {
    for (std::size_t i = 0; i < holders_.size(); ++i) {
      const Holder& holder = holders_[i];
      if (holder.divides)
        check_inside(holder);
      else
        check_private(holder);
      check_within(holder);
      for (std::size_t j = i + 1; j < holders_.size(); ++j) check_apart(holder, holders_[j]);
      check_room(holder);
    }
    return std::move(findings_);
  }

 private:
  const std::string& name(ComponentId id) const { return design_.component(id).name(); }

  void find(Finding::Severity severity, ComponentId component, std::string text) {
    findings_.push_back({"", severity, name(component), std::move(text)});
  }

  void check_private(const Holder& holder) {
    for (const CidrBlock& block : holder.blocks)
      if (!block.is_private())
        find(Finding::Severity::warning, holder.component,
             fmt::format("{} uses {}, which is not private: whoever owns these addresses cannot be reached from inside",
                         name(holder.component), to_text(block)));
  }

  void check_inside(const Holder& holder) {
    for (const Holder& network : holders_) {
      if (network.component != holder.network) continue;
      for (const CidrBlock& block : holder.blocks)
        if (!network.blocks.front().contains(block))
          find(Finding::Severity::error, holder.component,
               fmt::format("{} of {} lies outside {} of {}", to_text(block), name(holder.component),
                           to_text(network.blocks.front()), name(network.component)));
    }
  }

  /// Blocks of one component against each other.
  void check_within(const Holder& holder) {
    for (std::size_t i = 0; i < holder.blocks.size(); ++i)
      for (std::size_t j = i + 1; j < holder.blocks.size(); ++j)
        if (holder.blocks[i].overlaps(holder.blocks[j]))
          find(Finding::Severity::error, holder.component,
               fmt::format("{} and {} of {} overlap", to_text(holder.blocks[i]), to_text(holder.blocks[j]),
                           name(holder.component)));
  }

  /// Networks against each other, and what divides one network.
  void check_apart(const Holder& a, const Holder& b) {
    if (a.divides != b.divides || (a.divides && (a.network != b.network || a.network == no_component))) return;
    for (const CidrBlock& first : a.blocks)
      for (const CidrBlock& second : b.blocks) {
        if (!first.overlaps(second)) continue;
        if (a.divides)
          find(Finding::Severity::error, b.component,
               fmt::format("{} of {} overlaps {} of {}", to_text(second), name(b.component), to_text(first),
                           name(a.component)));
        else
          find(Finding::Severity::warning, b.component,
               fmt::format("{} of {} overlaps {} of {}: the two networks cannot be connected", to_text(second),
                           name(b.component), to_text(first), name(a.component)));
      }
  }

  /// The pools that refer to what divides a network must fit into its addresses.
  void check_room(const Holder& holder) {
    if (!holder.divides) return;
    std::uint64_t addresses = 0;
    for (const CidrBlock& block : holder.blocks) addresses += block.size();
    std::int64_t units = 0;
    for (const ComponentId id : design_.referrers(holder.component))
      if (capability_of<ServingPool>(design_.component(id))) units += design_.component(id).units_at_most();
    if (units > 0 && static_cast<std::uint64_t>(units) > addresses)
      find(Finding::Severity::warning, holder.component,
           fmt::format("{} has {} addresses, and the pools in it may grow to {} units", name(holder.component),
                       addresses, units));
  }

  const Design& design_;
  std::vector<Holder> holders_;
  std::vector<Finding> findings_;
};

}  // namespace

namespace rules {

std::vector<Finding> address_space(const Design& design) { return Check(design).run(); }

}  // namespace rules

}  // namespace windtunnel
