// Designs put together from several texts: what is required may stand in any of them, and every problem has its file.
#include "sim/design/builder.h"

#include "sim/design/sources.h"
#include "tests/support/document_shelf.h"

using namespace windtunnel;

namespace {

/// What is wrong with a design, given another that it may extend.
std::string problems(const std::string& text, const std::string& base = "design: base\n") {
  testing::DocumentShelf library;
  library.add("base", base);
  Diagnostics diagnostics;
  const auto document = parse_document("shop.yaml", text, diagnostics);
  REQUIRE(document);
  const auto design = load_design(*document, library, diagnostics);
  CHECK((design == nullptr) == !diagnostics.ok());
  return testing::text_of(diagnostics);
}

const std::string ask_front = "components: {front: {type: provider}}\njourneys: {ask: {success: front}}\n";

}  // namespace

TEST_CASE("what a component requires may stand in its stack, its region or an overlay") {
  const std::string region = "regions:\n  east: {name: us-east-1, zones: [a], stack: web, with: {";
  const std::string stack = "}}\nstacks:\n  web:\n    net: {type: network}\n" + ask_front;
  CHECK(problems("design: shop\n" + region + "net: {cidr: 10.0.0.0/16}" + stack) == "");
  CHECK(problems("design: shop\nextends: base\nstacks: {web: {net: {cidr: 10.0.0.0/16}}}\n",
                 "design: base\n" + region + stack) == "");
  CHECK(problems("design: shop\n" + region + stack).find("shop.yaml:6:10: error: missing key \"cidr\"") == 0);
}

TEST_CASE("what a region requires may stand in the design that it extends, or only in the overlay") {
  const std::string base = "design: base\nregions:\n  east: {name: us-east-1}\n" + ask_front;
  CHECK(problems("design: shop\nextends: base\nregions: {east: {zones: [a, b]}}\n", base) == "");
  CHECK(problems("design: shop\nextends: base\n", base).find("base.yaml:3:9: error: missing key \"zones\"") == 0);
  const std::string anew = problems("design: shop\nextends: base\nregions: {west: {zones: [a]}}\n", base);
  CHECK(anew.find("missing key \"name\"") != std::string::npos);
}

TEST_CASE("a zone that is named twice, and a region that no path can name, are refused") {
  const auto at = [](const std::string& region, const std::string& zones) {
    return problems("design: shop\nregions: {" + region + ": {name: us-east-1, zones: [" + zones + "]}}\n" + ask_front);
  };
  CHECK(at("east", "a, b").empty());
  CHECK(at("east", "a, a, b") == "shop.yaml:2:42: error: region east: zone \"a\" is named twice\n");
  CHECK(at("eu.west", "a").find("shop.yaml:2:11: error: expected a region's name of letters, digits, '-' and '_', found \"eu.west\"") == 0);
}

TEST_CASE("what a base gets wrong at its top is reported, though only the overlay was named") {
  CHECK(problems("design: shop\nextends: base\n", "design: base\njurneys: {}\n" + ask_front)
            .find("base.yaml:2:1: error: unknown key \"jurneys\" of a design; did you mean \"journeys\"?") == 0);
}

TEST_CASE("what must hold takes the keys of one form only") {
  const auto success = [](const std::string& holds) {
    return problems("design: shop\ncomponents: {front: {type: provider}}\njourneys: {ask: {success: " + holds + ", rate: 10 /s}}\n");
  };
  CHECK(success("{all: [front]}").empty());
  CHECK(success("{all: [front], anny: [nonsense]}").find("shop.yaml:3:42: error: unknown key \"anny\"") == 0);
}

TEST_CASE("a misspelt word of what must hold is told with the nearest") {
  const auto success = [](const std::string& holds) {
    return problems("design: shop\ncomponents: {front: {type: provider}}\njourneys: {ask: {success: " + holds + ", rate: 10 /s}}\n");
  };
  CHECK(success("{at_least: 1, of: [front], ofs: [front]}") ==
        "shop.yaml:3:54: error: unknown key \"ofs\" of what must hold, beside \"at_least\"; did you mean \"of\"?\n");
  CHECK(success("{anny: [front]}").find("found a map with the key anny; did you mean \"any\"?") != std::string::npos);
  CHECK(success("{at_leest: 1, of: [front]}").find("; did you mean \"at_least\"?") != std::string::npos);
  CHECK(success("frnot") == "shop.yaml:3:27: error: unknown component \"frnot\"; did you mean \"front\"?\n");
}

TEST_CASE("what is wrong between texts is told where the text stands that made it wrong") {
  const std::string base =
      "design: base\nregions:\n  east: {name: us-east-1, zones: [a], stack: web}\n"
      "stacks:\n  web:\n    front: {type: service}\njourneys: {ask: {path: [front], rate: 1 /s}}\n";
  const auto overlay = [&](const std::string& text) { return problems("design: shop\nextends: base\n" + text, base); };
  CHECK(overlay("stacks: {web: {front: {count: -1}}}\n") == "shop.yaml:3:31: error: east.front.count: nothing runs fewer than no units\n");
  CHECK(overlay("regions: {east: {time_zone: Nowhere}}\n").find("shop.yaml:3:29: error: unknown time zone") == 0);
  CHECK(overlay("regions: {east: {stack: web, zones: [a, b, a]}}\n") ==
        "shop.yaml:3:37: error: region east: zone \"a\" is named twice\n");
  CHECK(overlay("stacks: {web: {front: {type: servise}}}\n") ==
        "shop.yaml:3:30: error: unknown component type \"servise\"; did you mean \"service\"?\n");
  CHECK(overlay("components: {far: {type: service}}\n").find("shop.yaml:3:19: error: far: a global component has no zones") == 0);
  CHECK(overlay("sla: {target: 99 %, journeys: [aks]}\n") ==
        "shop.yaml:3:31: error: the SLA names an unknown journey \"aks\"; did you mean \"ask\"?\n");
  CHECK(overlay("journeys: {ask: {success: east}}\n").empty());
}

TEST_CASE("a type that two texts misspell alike is told in the file of the later one") {
  CHECK(problems("design: shop\nextends: base\ncomponents:\n  front: {type: provder}\n",
                 "design: base\ncomponents: {front: {type: provder}}\njourneys: {ask: {success: front}}\n")
            .find("shop.yaml:4:17: error: unknown component type \"provder\"") == 0);
}

TEST_CASE("only the latest SLA names journeys that there must be") {
  CHECK(problems("design: shop\nextends: base\njourneys: {tell: {success: front}, ask: null}\nsla: {target: 99 %, journeys: [tell]}\n",
                 "design: base\n" + ask_front + "sla: {target: 99.9 %, journeys: [ask]}\n") == "");
}

TEST_CASE("what an overlay gets wrong is reported in the overlay") {
  const std::string base = "design: base\nregions:\n  east: {name: us-east-1, zones: [a]}\n" + ask_front;
  CHECK(problems("design: shop\nextends: base\nregions: {east: {zoens: [a]}}\n", base)
            .find("shop.yaml:3:18: error: unknown key \"zoens\"") == 0);
  CHECK(problems("design: shop\nextends: base\nregions: {east: {with: [a]}}\n", base) ==
        "shop.yaml:3:24: error: expected \"with\" of region east as a map of components, found a list of 1\n");
}

TEST_CASE("an assumption that scales demand moves its journeys in proportion, and only these") {
  testing::DocumentShelf library;
  Diagnostics diagnostics;
  const auto document = parse_document("shop.yaml",
                                       "design: shop\ncomponents: {front: {type: provider}}\n"
                                       "assumptions: {orders: {meaning: Orders., value: 40 /s, low: 20 /s, scales: [order]}}\n"
                                       "journeys: {ask: {success: front, rate: 10 /s}, order: {success: front, rate: 40 /s}}\n",
                                       diagnostics);
  REQUIRE(document);
  const auto usual = load_design(*document, library, diagnostics);
  const auto low = load_design(*document, library, diagnostics, {{"assumptions.orders", "20 /s"}});
  INFO(testing::text_of(diagnostics));
  REQUIRE((usual && low));
  CHECK(usual->journeys[1].rate.mean() == 40);
  CHECK(low->journeys[0].rate.mean() == 10);
  CHECK(low->journeys[1].rate.mean() == 20);
  CHECK(low->assumptions[0].value == "20 /s");
  CHECK(load_design(*document, library, diagnostics, {{"assumptions.order", "20 /s"}}) == nullptr);
  CHECK(testing::text_of(diagnostics).find("assumes nothing of this name") != std::string::npos);
}

TEST_CASE("a changed assumption is held to what a written one is") {
  testing::DocumentShelf library;
  Diagnostics diagnostics;
  const auto document = parse_document("shop.yaml",
                                       "design: shop\n" + ask_front +
                                           "assumptions:\n  orders: {meaning: Orders., value: 40 /s, scales: [\"*\"]}\n"
                                           "  words: {meaning: Words., value: many}\n",
                                       diagnostics);
  REQUIRE(document);
  for (const std::string value : {"abc", "0 /s", "-3 /s", "40 MB", ""}) {
    Diagnostics changed;
    CHECK(load_design(*document, library, changed, {{"assumptions.orders", value}}) == nullptr);
    CHECK(testing::text_of(changed) ==
          "change of assumptions.orders: error: what scales demand is a rate such as \"120 /s\", found \"" + value + "\"\n");
  }
  CHECK(load_design(*document, library, diagnostics, {{"assumptions.words", "abc"}}) != nullptr);
}

TEST_CASE("limits are quantities: neither what is no number, nor what only C reads as one") {
  for (const char* text : {"< 2 min", "<= 99.9 %", ">= 12 USD", "> 3 /s", "< 1.5"}) CHECK(parse_limit(text));
  for (const char* text : {"< nan", "< inf", "<= infinity", "< 0x1p3", "< ", "< 5 parsec", "5 s"}) CHECK_FALSE(parse_limit(text));
}

TEST_CASE("what scales demand is a rate, and names journeys that there are") {
  const std::string shop = "design: shop\n" + ask_front;
  CHECK(problems(shop + "assumptions: {orders: {meaning: Orders., value: 40 MB, scales: [ask]}}\n")
            .find("what scales demand is a rate such as \"120 /s\", found \"40 MB\"") != std::string::npos);
  CHECK(problems(shop + "assumptions: {orders: {meaning: Orders., value: 40 /s, scales: [tell]}}\n")
            .find("assumption orders scales an unknown journey \"tell\"") != std::string::npos);
  CHECK(problems(shop + "assumptions: {orders: {meaning: Orders., value: 40 /s, scales: [\"*\"]}}\n") == "");
}

TEST_CASE("an assumption's value is what a parameter takes, and is told where it stands") {
  const std::string shop =
      "design: shop\nregions: {east: {name: us-east-1, zones: [a], stack: web}}\nstacks: {web: {front: {type: service}}}\n"
      "journeys: {ask: {path: [front], rate: 1 /s}}\nassumptions:\n";
  CHECK(problems(shop + "  units: {meaning: Units., value: 2, low: 1, high: 4, parameter: \"*.front.count\"}\n") == "");
  CHECK(problems(shop + "  units: {meaning: Units., value: many, parameter: \"*.front.count\"}\n")
            .find("shop.yaml:6:35: error: \"count\" must be a whole number") == 0);
  CHECK(problems(shop + "  units: {meaning: Units., value: -1, parameter: east.front.count}\n") ==
        "shop.yaml:6:35: error: east.front.count: nothing runs fewer than no units\n");
  CHECK(problems(shop + "  units: {meaning: Units., value: 2, parameter: east.frnot.count}\n") ==
        "shop.yaml:6:35: error: no component has the parameter \"east.frnot.count\"; did you mean \"east.front\"?\n");
  CHECK(problems(shop + "  units: {meaning: Units., value: 2, parameter: \"*.frnot.count\"}\n")
            .find("the parameter \"*.frnot.count\"; did you mean \"front\"?") != std::string::npos);
  CHECK(problems(shop + "  rate: {meaning: Rate., value: 40 /s, scales: [aks]}\n") ==
        "shop.yaml:6:48: error: assumption rate scales an unknown journey \"aks\"; did you mean \"ask\"?\n");
}

TEST_CASE("the ends of an assumption are of its kind and lie around its value") {
  const std::string shop =
      "design: shop\nregions: {east: {name: us-east-1, zones: [a], stack: web}}\nstacks: {web: {front: {type: service}}}\n"
      "journeys: {ask: {path: [front], rate: 1 /s}}\nassumptions:\n";
  const auto units = [&](const std::string& ends) {
    return problems(shop + "  units: {meaning: Units., parameter: \"*.front.count\", value: 2, " + ends + "}\n");
  };
  CHECK(units("low: 2, high: 2") == "");
  CHECK(units("low: 3") == "shop.yaml:6:71: error: the low end \"3\" of what is plausible lies above the value \"2\"\n");
  CHECK(units("high: 1") == "shop.yaml:6:72: error: the high end \"1\" of what is plausible lies below the value \"2\"\n");
  CHECK(units("high: 4 GiB").find("shop.yaml:6:72: error: \"count\" must be a whole number") == 0);
  const auto alone = [&](const std::string& figures) { return problems(shop + "  it: {meaning: It., " + figures + "}\n"); };
  for (const char* figures : {"value: 30 min, low: 10 min, high: 1 h", "value: 0.9 %, low: 0.1 %, high: 100 %", "value: 2, low: 2, high: 3",
                              "value: \"lognormal(p50: 10 min, p95: 25 min)\", low: 2 min, high: 60 min", "value: on demand, low: spot",
                              "value: 20 GB, low: 10 GB, high: 1 TB", "value: 0.95, low: 90 %, high: 0.99", "value: a, low: a, high: c"})
    CHECK(alone(figures) == "");
  CHECK(alone("value: 30 min, low: 1 h") ==
        "shop.yaml:6:42: error: the low end \"1 h\" of what is plausible lies above the value \"30 min\"\n");
  CHECK(alone("value: 30 min, high: 100 MB") ==
        "shop.yaml:6:43: error: expected the high end of what is plausible in the unit of the value \"30 min\", found \"100 MB\"\n");
  CHECK(alone("value: 40 /s, low: 50 /s, scales: [ask]").find("lies above the value") != std::string::npos);
}

TEST_CASE("an overlay says of a journey only what differs") {
  const std::string base =
      "design: base\ncomponents: {front: {type: provider}, back: {type: provider}}\n"
      "journeys: {ask: {success: front, rate: 10 /s, objective: {success: 90 %, within: 2 s}, recovery_level: 80 %}}\n";
  const auto ask = [&](const std::string& journey) {
    testing::DocumentShelf library;
    library.add("base", base);
    Diagnostics diagnostics;
    const auto document = parse_document("shop.yaml", "design: shop\nextends: base\njourneys: {ask: " + journey + "}\n", diagnostics);
    REQUIRE(document);
    const auto design = load_design(*document, library, diagnostics);
    INFO(testing::text_of(diagnostics));
    REQUIRE(design);
    return design->journeys.at(0);
  };
  const JourneyDefinition elsewhere = ask("{success: back}");
  CHECK(elsewhere.rate.mean() == 10);
  CHECK(elsewhere.objective_share == 0.9);
  CHECK(elsewhere.within_seconds == 2);
  CHECK(elsewhere.recovery_level == 0.8);
  const JourneyDefinition stricter = ask("{objective: {within: 1 s}}");
  CHECK(stricter.rate.mean() == 10);
  CHECK(stricter.objective_share == 0.9);
  CHECK(stricter.within_seconds == 1);
  CHECK(ask("{rate: 20 /s}").rate.mean() == 20);
  CHECK(ask("{rate: null}").rate.mean() == 1);  // as where none is stated
  CHECK(problems("design: shop\nextends: base\njourneys: {ask: {success: null}}\n", base)
            .find("journey ask needs either \"path:\"") != std::string::npos);
  CHECK(problems("design: shop\nextends: base\njourneys: {ask: {rate: 20 MB}}\n", base).find("shop.yaml:3:24") == 0);
}

TEST_CASE("a path and a structure replace each other, with the rate that goes with them") {
  Diagnostics diagnostics;
  const auto document = [&](const std::string& journey) { return *parse_document("x.yaml", journey, diagnostics); };
  const Document flow = document("{path: [a], rate: {share: 10 %}}"), structure = document("{success: b}"), rate = document("{rate: 5 /s}");
  const auto source = [](std::initializer_list<const Document*> documents) {
    std::vector<Layer> layers;
    for (const Document* each : documents) layers.push_back({&each->root, &each->file});
    return journey_source(layers);
  };
  const JourneySource turned = source({&flow, &structure});
  CHECK((turned.path.node == nullptr && turned.success.node != nullptr && turned.rate.node == nullptr));
  const JourneySource back = source({&flow, &structure, &rate, &flow});
  CHECK((back.path.node != nullptr && back.success.node == nullptr && back.rate.node == flow.root.find("rate")));
  CHECK(source({&flow, &rate}).rate.node == rate.root.find("rate"));
}
