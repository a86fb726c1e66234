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
        &failover_group(),
        &node(),
        &pool(),
        &auto_scaling_group(),
        &ecs_fargate_service(),
        &region(),
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
