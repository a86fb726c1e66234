// Defaults that nobody can be sure of: each says between which ends it may lie.
#include <catch2/catch.hpp>

#include "models/catalogue.h"
#include "models/facts.h"

using namespace windtunnel;
using namespace windtunnel::models;

// Low confidence is an assumption by another name: whoever reads the default must see how far off it may be.
TEST_CASE("every number that rests on an assumption, or on a fact of low confidence, says what else it may be") {
  std::size_t uncertain = 0;
  for (const ComponentType* type : catalogue().types())
    for_each_parameter(*type->parameters, std::string(type->name), [&](const CatalogueParameter& parameter) {
      const ParameterDeclaration& declaration = *parameter.declaration;
      const std::string_view kind = declaration.type->name;
      const bool number = kind.find("number") != kind.npos || kind.find("duration") != kind.npos || kind.find("share") != kind.npos ||
                          kind.find("amount") != kind.npos || kind.find("rate") != kind.npos;
      const Fact* fact = find_fact(declaration.source);
      if (!number || !(declaration.is_assumption() || (fact && fact->confidence.starts_with("low")))) return;
      if (parameter.default_text.empty() || parameter.default_text == "null") return;
      ++uncertain;
      INFO(parameter.path << " by " << declaration.source);
      CHECK((!declaration.plausible_low.empty() || !declaration.range.text.empty()));
    });
  CHECK(uncertain > 100);
}
