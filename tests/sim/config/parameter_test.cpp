// Tables of parameters: what a declaration says, and walks over defaults and values.
#include "sim/config/parameter.h"

#include <catch2/catch.hpp>
#include <stdexcept>

#include "tests/sim/config/sample_parameters.h"

using namespace windtunnel;
using sample::Everything;

namespace {

const ParameterDeclaration& declared(std::string_view name) {
  const ParameterDeclaration* declaration = parameters_of<Everything>().find(name);
  REQUIRE(declaration != nullptr);
  return *declaration;
}

struct Twice {
  std::int64_t a = 0, b = 0;
  static ParameterTable parameters() {
    return parameter_table<Twice>(parameter<&Twice::a>("a", "A."), parameter<&Twice::b>("a", "B."));
  }
};
struct OutOfRange {
  std::int64_t a = 0;
  static ParameterTable parameters() {
    return parameter_table<OutOfRange>(parameter<&OutOfRange::a>("a", "A.", at_least(1)));
  }
};
struct Lifetime {
  Duration ttl = seconds(60), grace = seconds(5);
  static ParameterTable parameters() {
    return parameter_table<Lifetime>(parameter<&Lifetime::ttl>("ttl", "How long it lives.", "sample.ttl"),
                                     parameter<&Lifetime::grace>("grace", "How long it lingers.", "sample.grace"));
  }
  void check(ParameterProblems& problems) const {
    if (grace > ttl) problems.error("grace", "grace must not be above ttl");
  }
};
/// Derives from two groups, of which one does not begin where the whole begins, gives another default and a check.
struct Answer : sample::Tasks, Lifetime {
  std::string text = "yes";
  Answer() { ttl = seconds(300); }
  static ParameterTable parameters() {
    return parameter_table<Answer>(inherited<Lifetime>(), parameter<&Answer::text>("text", "What it says."),
                                   inherited<sample::Tasks>());
  }
  void check(ParameterProblems& problems) const {
    if (text.empty()) problems.error("text", "must say something");
  }
};
/// Derives from what derives.
struct SignedAnswer : Answer {
  std::string by;
  static ParameterTable parameters() {
    return parameter_table<SignedAnswer>(parameter<&SignedAnswer::by>("by", "Who signed it."), inherited<Answer>());
  }
};
struct SaidTwice : Lifetime {
  Duration other = seconds(1);
  static ParameterTable parameters() {
    return parameter_table<SaidTwice>(inherited<Lifetime>(), parameter<&SaidTwice::other>("ttl", "Again."));
  }
};

struct WithoutMeaning {
  std::int64_t a = 0;
  static ParameterTable parameters() { return parameter_table<WithoutMeaning>(parameter<&WithoutMeaning::a>("a", "")); }
};

}  // namespace

TEST_CASE("a declaration carries what member and table line say") {
  const ParameterDeclaration& interval = *parameters_of<sample::HealthCheck>().find("interval");
  CHECK(interval.meaning == "Time between two probes.");
  CHECK(interval.source == "alb.hc.interval");
  CHECK(interval.type->name == "a duration");
  CHECK(interval.default_text == "30 s");
  CHECK(interval.range.text == "between 5 s and 5 min");
  CHECK_FALSE(interval.required);
  CHECK(declared("zone").required);
  CHECK(declared("zone").source == "document");
  CHECK(declared("zone").default_text.empty());
  CHECK(declared("egress").capability == "egress");
  CHECK(declared("boot").is_assumption());
  CHECK(declared("boot").plausible_low == "20 s");
  CHECK(declared("boot").plausible_high == "3 min");
  CHECK(parameters_of<Everything>().find("zon") == nullptr);
}

TEST_CASE("a struct has the parameters of its bases, where its table names them") {
  std::vector<std::string> names;
  for (const ParameterDeclaration& declaration : parameters_of<SignedAnswer>().declarations)
    names.push_back(declaration.name + " " + declaration.default_text);
  CHECK(names == std::vector<std::string>{"by \"\"", "ttl 5 min", "grace 5 s", "text yes", "min 1", "max 1"});
  CHECK(parameters_of<Lifetime>().find("ttl")->default_text == "1 min");
  CHECK(parameters_of<Answer>().find("ttl")->source == "sample.ttl");

  SignedAnswer answer;
  const ParameterTable& table = parameters_of<SignedAnswer>();
  CHECK(table.find("grace")->at(&answer) == &answer.grace);
  CHECK(table.find("max")->at(&answer) == &answer.max);
  CHECK(table.find("by")->at(&answer) == &answer.by);
}

TEST_CASE("a struct is held to the checks of its bases") {
  Diagnostics diagnostics;
  const auto document =
      parse_document("a.yaml", "ttl: 1 s\ngrace: 2 s\nmin: 3\nmax: 2\ntext: \"\"\n", diagnostics);
  REQUIRE(document);
  Reader reader(document->file, diagnostics);
  SignedAnswer answer;
  CHECK_FALSE(read_parameters(document->root, answer, reader));
  CHECK(answer.ttl == seconds(1));
  CHECK(answer.max == 2);
  std::vector<std::string> texts;
  for (const Diagnostic& problem : diagnostics.sorted()) texts.push_back(to_text(problem));
  CHECK(texts == std::vector<std::string>{"a.yaml:2:8: error: grace must not be above ttl", "a.yaml:3:6: error: min must not be above max",
                                          "a.yaml:5:7: error: must say something"});
}

TEST_CASE("ranges know open and closed ends") {
  CHECK(declared("factor").range.text == "above 0");
  CHECK_FALSE(declared("factor").range.contains(0));
  CHECK(declared("factor").range.contains(1e-300));
  CHECK(declared("boot").range.text == "below 10 min");
  CHECK_FALSE(declared("boot").range.contains(600e6));
  CHECK(declared("count").range.contains(10));
  CHECK_FALSE(declared("count").range.contains(11));
  CHECK(Range{}.contains(-1e300));
}

TEST_CASE("a table that contradicts itself is refused when it is built") {
  CHECK_THROWS_WITH(Twice::parameters(), "parameter \"a\" is declared twice");
  CHECK_THROWS_WITH(SaidTwice::parameters(), "parameter \"ttl\" is declared twice");
  CHECK_THROWS_WITH(OutOfRange::parameters(), "parameter \"a\" has a default outside its range");
  CHECK_THROWS_WITH(WithoutMeaning::parameters(), "parameter \"a\" needs a meaning and a source");
}

TEST_CASE("the catalogue lists every parameter by its path, with the default that holds there") {
  std::map<std::string, std::string> defaults;
  std::vector<std::string> order;
  for_each_parameter(parameters_of<Everything>(), "thing", [&](const CatalogueParameter& parameter) {
    defaults[parameter.path] = parameter.default_text;
    order.push_back(parameter.path);
  });
  CHECK(order.size() == defaults.size());
  CHECK(order.front() == "thing.zone");
  CHECK(defaults.at("thing.health_check.interval") == "10 s");  // the outer struct's own default
  CHECK(defaults.at("thing.deep_check.interval") == "30 s");    // of a value that is not there yet
  CHECK(defaults.at("thing.checks.unhealthy_threshold") == "2");
  CHECK(defaults.at("thing.scaling.target_tracking.cpu") == "70 %");
  CHECK(defaults.at("thing.scaling.step.cooldown") == "5 min");
  CHECK(defaults.at("thing.pools.min") == "1");
  CHECK(defaults.at("thing.rule.name") == "\"\"");
  CHECK(defaults.count("thing.rule.all_of") == 1);
  CHECK(defaults.count("thing.rule.all_of.name") == 0);  // a struct inside itself is entered once
}

TEST_CASE("values are visited down to the leaves, and can be changed there") {
  Everything thing;
  thing.targets = {{"web", {}}, {"api", {}}};
  thing.egress = Reference{"nat", {}};
  thing.scaling = {sample::TargetTracking{}, sample::Step{2, seconds(60)}};
  thing.pools["fast"] = {1, 4};
  std::vector<std::string> paths;
  for_each_value(parameters_of<Everything>(), &thing, "",
                 [&](const ParameterValue& value) { paths.push_back(value.path); });
  const auto visited = [&](const std::string& path) { return std::count(paths.begin(), paths.end(), path) == 1; };
  CHECK(visited("targets[1]"));
  CHECK(visited("scaling[0].target_tracking.cpu"));
  CHECK(visited("scaling[1].step.cooldown"));
  CHECK(visited("pools.fast.max"));
  CHECK(visited("health_check.interval"));
  CHECK(visited("egress"));
  CHECK_FALSE(visited("ttl"));

  std::vector<std::string> references;
  for_each_reference(parameters_of<Everything>(), &thing,
                     [&](const std::string& path, const ParameterDeclaration& declaration, Reference& reference) {
                       references.push_back(path + " " + declaration.capability + " " + reference.text);
                       reference.text = "primary." + reference.text;
                     });
  CHECK(references ==
        std::vector<std::string>{"egress egress nat", "targets[0] serving web", "targets[1] serving api"});
  CHECK(thing.targets[1].text == "primary.api");
}
