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
        Words{"d1.yaml:3:15: error: region east: unknown stack \"web\"\n"});
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

TEST_CASE("null in place of a map takes away all that was said there") {
  CHECK(components_of({one_stack, "regions: {east: {with: null}}\n"}) == Words{"east", "east.zone-1", "east.front", "east.back"});
  CHECK(components_of({one_stack, "regions: {east: {with: null}}\n", "regions: {east: {with: {side: {type: provider}}}}\n"}) ==
        Words{"east", "east.zone-1", "east.front", "east.back", "east.side"});
  CHECK(components_of({one_stack, "components: {dns: {type: provider}}\n", "components: null\n"}) ==
        Words{"east", "east.zone-1", "east.front", "east.back", "east.more"});
  CHECK(components_of({one_stack, "stacks: null\n"}) == Words{"d1.yaml:3:9: error: region east: unknown stack \"web\"\n"});
  CHECK(components_of({one_stack, "stacks: null\nregions: {east: {stack: other}}\n", "stacks: {other: {side: {type: provider}}}\n"}) ==
        Words{"east", "east.zone-1", "east.front", "east.more", "east.side"});
  const std::string west = "regions: {west: {name: us-west-2, zones: [a], stack: web}}\njourneys: {ask: {success: west}}\n";
  CHECK(components_of({one_stack, "regions: null\n", west}) ==
        Words{"west", "west.zone-1", "west.front", "west.back"});
}

TEST_CASE("a null that finds nothing to take away is a mistake, told with the nearest name") {
  const auto nothing = [](const std::string& place, const std::string& named, const std::string& nearest) {
    return Words{place + ": error: null takes away what was said before, and nothing was said of the " + named +
                 (nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?") + "\n"};
  };
  CHECK(components_of({one_stack, "stacks: {web: {frnot: null}}\n"}) == nothing("d1.yaml:3:16", "component \"frnot\"", "front"));
  CHECK(components_of({one_stack, "regions: {east: {with: {moer: null}}}\n"}) == nothing("d1.yaml:3:25", "component \"moer\"", "more"));
  CHECK(components_of({one_stack, "components: {dns: null}\n"}) == nothing("d1.yaml:3:14", "component \"dns\"", ""));
  CHECK(components_of({one_stack, "stacks: {wbe: null}\n"}) == nothing("d1.yaml:3:10", "stack \"wbe\"", "web"));
  CHECK(components_of({one_stack, "regions: {esat: null}\n"}) == nothing("d1.yaml:3:11", "region \"esat\"", "east"));
  CHECK(components_of({one_stack, "journeys: {aks: null}\n"}) == nothing("d1.yaml:3:12", "journey \"aks\"", "ask"));
  CHECK(components_of({one_stack, "assumptions: {hours: null}\n"}) == nothing("d1.yaml:3:15", "assumption \"hours\"", ""));
  // Taken away already, in the same chain.
  CHECK(components_of({one_stack, "stacks: {web: {back: null}}\n", "stacks: {web: {back: null}}\n"}) ==
        nothing("d2.yaml:3:16", "component \"back\"", ""));
}

TEST_CASE("what a stack takes away is there if any region has it") {
  const std::string two = "regions:\n  east: {name: us-east-1, zones: [a], stack: web, with: {back: null}}\n"
                          "  west: {name: us-west-2, zones: [a], stack: web}\n"
                          "stacks: {web: {front: {type: provider}, back: {type: provider}}}\njourneys: {ask: {success: east}}\n";
  CHECK(components_of({two, "stacks: {web: {back: null}}\n"}) ==
        Words{"east", "east.zone-1", "west", "west.zone-1", "east.front", "west.front"});
}

TEST_CASE("a stack that no region runs is a mistake of the design that states it") {
  CHECK(components_of({one_stack, "stacks: {wbe: {front: {zone: a}}}\n"}) ==
        Words{"d1.yaml:3:10: error: no region runs the stack \"wbe\"; did you mean \"web\"?\n"});
  CHECK(components_of({one_stack, "stacks: {other: {side: {type: provider}}}\nregions: {east: {stack: other, with: null}}\n"}) ==
        Words{"east", "east.zone-1", "east.side"});
  CHECK(components_of({one_stack, "regions: {east: {stack: wbe}}\n"}) ==
        Words{"d1.yaml:3:25: error: region east: unknown stack \"wbe\"; did you mean \"web\"?\n"});
}
