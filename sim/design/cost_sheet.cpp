// The bill of a whole design.
#include "sim/design/cost_sheet.h"

#include <algorithm>

#include "sim/design/design.h"

namespace windtunnel {
namespace {

/// Share of the month for which a component exists.
double existence(const Design& design, ComponentId component, const UsageMeter& usage) {
  double share = 1;
  for (const auto& other : design.components())
    if (const auto* creator = dynamic_cast<const Creator*>(other.get()); creator != nullptr && creator->creates(component))
      share = std::min(share, usage.average_gauge(other->id(), creator->existence_gauge()));
  return std::max(0.0, share);
}

}  // namespace

void CostSheet::keep(std::size_t first, double share) {
  if (share <= 0) return items_.resize(first);
  for (std::size_t i = first; i < items_.size(); ++i) items_[i].quantity *= share;
}

CostSheet bill_of(const Design& design, const UsageMeter& usage) {
  CostSheet sheet;
  for (const auto& component : design.components()) {
    const std::size_t first = sheet.items().size();
    component->bill(usage, sheet);
    sheet.keep(first, existence(design, component->id(), usage));
  }
  return sheet;
}

}  // namespace windtunnel
