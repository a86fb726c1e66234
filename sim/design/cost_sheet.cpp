// The bill of a whole design.
#include "sim/design/cost_sheet.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "sim/design/design.h"

namespace windtunnel {
namespace {

/// What creates other components, and the share of the month for which its creatures exist.
struct Creation {
  const Creator* creator;
  double share;
};

std::vector<Creation> creations(const Design& design, const UsageMeter& usage) {
  std::vector<Creation> found;
  for (const auto& component : design.components())
    if (const auto* creator = capability_of<Creator>(*component))
      found.push_back({creator, usage.average_gauge(component->id(), creator->existence_gauge())});
  return found;
}

/// Share of the month for which a component exists.
double existence(const std::vector<Creation>& creations, ComponentId component) {
  double share = 1;
  for (const Creation& creation : creations)
    if (creation.creator->creates(component)) share = std::min(share, creation.share);
  return std::max(0.0, share);
}

}  // namespace

void CostSheet::add(double quantity, std::string_view region, std::string_view price_key) {
  assert(!keeps_items());
  if (const auto price = price_of_(region, price_key)) amounts_.push_back({quantity, *price});
}

double CostSheet::total() const {
  double sum = 0;
  for (const Amount& amount : amounts_) sum += amount.quantity * amount.price;
  return sum;
}

void CostSheet::keep(std::size_t first, double share) {
  const auto keep_of = [first, share](auto& lines) {
    if (first >= lines.size()) return;
    if (share <= 0) return lines.resize(first);
    for (std::size_t i = first; i < lines.size(); ++i) lines[i].quantity *= share;
  };
  keep_of(items_);
  keep_of(amounts_);
}

double CostSheet::accumulate(std::string_view volume, double quantity) {
  const auto found = volumes_.try_emplace(std::string(volume), 0).first;
  return std::exchange(found->second, found->second + quantity);
}

void bill(const Design& design, const UsageMeter& usage, CostSheet& sheet) {
  const std::vector<Creation> created = creations(design, usage);
  for (const auto& component : design.components()) {
    const std::size_t first = sheet.lines();
    component->bill(usage, sheet);
    sheet.keep(first, existence(created, component->id()));
  }
}

}  // namespace windtunnel
