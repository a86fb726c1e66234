// The documents that a design is made of: what a later one takes away is gone, and what it gives again begins anew.
#include "sim/design/sources.h"

#include "tests/support/document_shelf.h"

using namespace windtunnel;

namespace {

using Words = std::vector<std::string>;

/// The names of all components of the last of some designs, each of which extends the one before; or what is wrong.
Words components_of(const Words& texts) {
  testing::DocumentShelf shelf;
  const auto name = [](std::size_t i) { return "d" + std::to_string(i); };
  for (std::size_t i = 0; i < texts.size(); ++i)
    shelf.add(name(i), "design: " + name(i) + (i > 0 ? "\nextends: " + name(i - 1) : "") + "\n" + texts[i]);
  Diagnostics diagnostics;
  const auto design = load_design(*shelf.design_document(name(texts.size() - 1)), shelf, diagnostics);
  if (!design) return {testing::text_of(diagnostics)};
  Words names;
  for (const auto& component : design->components()) names.push_back(component->name());
  return names;
}

const std::string one_stack =
    "regions: {east: {name: us-east-1, zones: [a], stack: web, with: {front: {type: provider, zone: a}, more: {type: provider}}}}\n"
    "stacks: {web: {front: {type: provider}, back: {type: provider}}}\n"
    "journeys: {ask: {success: east}}\n";

}  // namespace

TEST_CASE("a stack that is taken away takes its components along") {
  CHECK(components_of({one_stack}) == Words{"east", "east.zone-1", "east.front", "east.back", "east.more"});
  CHECK(components_of({one_stack, "stacks: {web: null}\n"}) ==
        Words{"d1.yaml:1:1: error: region east: unknown stack \"web\"\n"});
  CHECK(components_of({one_stack, "stacks: {web: null}\n", "stacks: {web: {side: {type: provider}}}\n"}) ==
        Words{"east", "east.zone-1", "east.front", "east.more", "east.side"});
}

TEST_CASE("a region that is taken away and given again keeps nothing of what was said of its components") {
  const std::string anew = "regions: {east: {name: us-east-1, zones: [a, b], stack: web, with: {side: {type: provider}}}}\n";
  CHECK(components_of({one_stack, anew}) ==
        Words{"east", "east.zone-1", "east.zone-2", "east.front", "east.back", "east.more", "east.side"});
  CHECK(components_of({one_stack, "regions: {east: null}\n", anew}) ==
        Words{"east", "east.zone-1", "east.zone-2", "east.front", "east.back", "east.side"});
}

TEST_CASE("what a region took out of its stack is there again when the region begins anew") {
  CHECK(components_of({one_stack, "regions: {east: {with: {back: null}}}\n"}) ==
        Words{"east", "east.zone-1", "east.front", "east.more"});
  CHECK(components_of({one_stack, "regions: {east: {with: {back: null}}}\n", "regions: {east: null}\n",
                       "regions: {east: {name: us-east-1, zones: [a], stack: web}}\n"}) ==
        Words{"east", "east.zone-1", "east.front", "east.back"});
}

TEST_CASE("a name is given once") {
  const auto with = [](const std::string& components, const std::string& stack) {
    return Words{"regions: {east: {name: us-east-1, zones: [a], stack: web}}\n"
                 "stacks:\n  web:\n    front: {type: provider}\n" + stack + "components:\n  dns: {type: provider}\n" + components +
                 "journeys: {ask: {success: east}}\n"};
  };
  const auto taken = [](const std::string& place, const std::string& name) {
    return Words{"d0.yaml:" + place + ": error: the name \"" + name + "\" is taken: a region, zone or component has it already\n"};
  };
  CHECK(components_of(with("", "")) == Words{"east", "east.zone-1", "east.front", "dns"});
  CHECK(components_of(with("  east: {type: provider}\n", "")) == taken("8:9", "east"));
  CHECK(components_of(with("  east.front: {zone: a}\n", "")) == taken("8:15", "east.front"));
  CHECK(components_of(with("", "    zone-1: {type: provider}\n")) == taken("6:13", "east.zone-1"));
  CHECK(components_of({"regions:\n  east: {name: us-east-1, zones: [a]}\n  east.zone-1: {name: us-west-2, zones: [a]}\n"
                       "journeys: {ask: {success: east}}\n"}) ==
        Words{"d0.yaml:4:3: error: expected a region's name of letters, digits, '-' and '_', found \"east.zone-1\"\n" +
              taken("4:3", "east.zone-1").front()});
}
