// See type_offers.h. Types say this by way of their components, so that one is made and asked.
#include "models/type_offers.h"

namespace windtunnel::models {

TypeOffers offers_of(const ComponentType& type) {
  TypeOffers offers;
  const std::unique_ptr<Component> one = type.create();
  if (const auto* source = capability_of<MetricSource>(*one)) offers.metrics.assign(source->metrics().begin(), source->metrics().end());
  if (const auto* operable = capability_of<Operable>(*one))
    offers.operations.assign(operable->operations().begin(), operable->operations().end());
  return offers;
}

}  // namespace windtunnel::models
