// Resolved designs: what they hold reads back to the same design.
#include "sim/design/resolved.h"

#include "tests/support/small_catalogue.h"

using namespace windtunnel;

TEST_CASE("names that look like numbers are kept as they are written") {
  const testing::SmallEnvironment environment;
  Diagnostics diagnostics;
  const auto document = parse_document("shop.yaml",
                                       "design: shop\nregions: {east: {name: us-east-1, zones: [a], stack: web}}\n"
                                       "stacks: {web: {007: {type: service}, 1e3: {type: store}, 12: {type: store}}}\n"
                                       "components: {0x: {type: provider}, 0150: {type: provider}}\n"
                                       "journeys:\n  08: {rate: 1 /s, path: [007, {calls: [{call: 1e3, times: 2.50, fallback: 12}, 12]}]}\n"
                                       "  09: {success: {at_least: 1, of: [0x, {all: [0150]}]}}\n"
                                       "sla: {target: 99 %, journeys: [08]}\n",
                                       diagnostics);
  REQUIRE(document);
  const auto design = load_design(*document, environment, diagnostics);
  INFO(testing::text_of(diagnostics));
  REQUIRE(design);
  const std::string text = resolved_text(resolved_design(*document, environment, *design));
  INFO(text);
  CHECK(text.find("\"times\":2.5}") != std::string::npos);
  // As a baseline holds it, and without the order of its names.
  auto again = parse_document("shop.json", text, diagnostics);
  REQUIRE(again);
  const auto same = load_design(resolved_document(again->root, "shop.json"), environment, diagnostics);
  INFO(testing::text_of(diagnostics));
  REQUIRE(same);
  CHECK(same->parameters() == design->parameters());
  CHECK(same->network.visits.size() == design->network.visits.size());
}
