// Configuration: what a document mentions and no failure depends on, carried with what it costs.
#include "models/billing.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class Configuration final : public Model<Configuration> {
 public:
  static constexpr std::string_view type_name = "configuration";
  static constexpr std::string_view summary =
      "Something that the document mentions and that no failure depends on (keys, certificates, policies), with its monthly cost.";

  struct Parameters {
    std::map<std::string, std::string> settings;
    std::map<std::string, double> monthly;
    bool assumed = false;

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::settings>("settings", "What the document says of it, in its own words."),
          parameter<&P::monthly>("monthly", "Quantities per month by price key (\"kms.key\": 2).", at_least(0.0)),
          parameter<&P::assumed>("assumed", "Whether these quantities are assumed instead of documented."));
    }
  };

  Parameters given;

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    for (const auto& [price_key, quantity] : given.monthly)
      add_line(sheet, meter, *this, price_key, quantity, "", price_key, given.assumed);
  }

 private:
};

}  // namespace

const ComponentType& configuration() { return component_type<Configuration>(); }

}  // namespace windtunnel::models
