// Reading maps into objects: what is accepted, and each thing that may be wrong, with its place and words.
#include <catch2/catch.hpp>

#include "sim/config/parameter.h"
#include "tests/sim/config/document_reading.h"
#include "tests/sim/config/sample_parameters.h"

using namespace windtunnel;
using sample::Everything;

namespace {

/// Reads a whole object; the problems come back.
template <class T>
Problems read(const std::string& text, T& object, const ReadOptions& options = {}) {
  Diagnostics diagnostics;
  Reader reader("t.yaml", diagnostics);
  const bool good = read_parameters(tree_of(text), object, reader, options);
  CHECK(good == diagnostics.ok());
  return texts(diagnostics);
}

Problems wrong(const std::string& text) {
  Everything thing;
  return read("zone: a\n" + text, thing);
}

Everything right(const std::string& text) {
  Everything thing;
  const Problems problems = read("zone: a\n" + text, thing);
  CHECK(problems == Problems{});
  return thing;
}

bool contains(const Problems& problems, const std::string& words) {
  return problems.size() == 1 && problems[0].find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("every type is read from its text form") {
  const Everything thing = right(R"yaml(zones: [a, b]
enabled: false
count: 7
factor: 2.5e-1
engine: 15.3
routing: least_outstanding
timeout: 1.5 min
boot: "uniform(10 s, 20 s)"
rate: 12 /min
memory: 2 GiB
bandwidth: 10 Gbps
share: 0.25
cpu: 4 vCPU
price: 12.5 USD
network: 172.16.0.0/20
backup: 23:00-01:00 Europe/Berlin
maintenance: mon 02:00-03:00 UTC
peak: 09:30 UTC
health_check: {interval: 15 s}
deep_check: {path: /deep}
scaling: [{target_tracking: {cpu: 60 %}}, {step: {add: 2}}]
egress: nat
targets: [web, primary.api]
delays: [1 s, 2 s]
ttl: 60 s
checks: [{interval: 20 s}, {}]
tags: {Name: shop, cost-center: 12}
pools: {fast: {max: 4}}
rule: {name: top, all_of: [{name: left}, {name: right, all_of: []}]}
)yaml");
  CHECK(thing.zone.text == "a");
  CHECK(thing.zones == Zones{false, {"a", "b"}, {}});
  CHECK_FALSE(thing.enabled);
  CHECK(thing.count == 7);
  CHECK(thing.factor == 0.25);
  CHECK(thing.engine == "15.3");
  CHECK(thing.routing == sample::Routing::least_outstanding);
  CHECK(thing.timeout == seconds(90));
  CHECK(thing.boot == DurationDistribution::uniform(seconds(10), seconds(20)));
  CHECK(thing.rate.value == Approx(0.2));
  CHECK(thing.memory == gibibytes(2));
  CHECK(thing.bandwidth == gigabits_per_second(10));
  CHECK(thing.share == percent(25));
  CHECK(thing.cpu == cores(4));
  CHECK(thing.price == dollars(12.5));
  CHECK(to_text(thing.network) == "172.16.0.0/20");
  CHECK(thing.backup == DailyWindow{hours(23), hours(2), "Europe/Berlin", {}});
  CHECK(thing.maintenance == WeeklyWindow{0, hours(2), hours(1), "UTC", {}});
  CHECK(thing.peak == TimeOfDay{minutes(570), "UTC", {}});
  CHECK(thing.health_check == sample::HealthCheck{seconds(15), 3, "/up"});
  CHECK(thing.deep_check == sample::HealthCheck{seconds(30), 2, "/deep"});
  REQUIRE(thing.scaling.size() == 2);
  CHECK(std::get<sample::TargetTracking>(thing.scaling[0]).cpu == percent(60));
  CHECK(std::get<sample::Step>(thing.scaling[1]) == sample::Step{2, seconds(300)});
  CHECK(thing.egress->text == "nat");
  CHECK(thing.targets[1].text == "primary.api");
  CHECK(thing.delays == std::vector<Duration>{seconds(1), seconds(2)});
  CHECK(thing.ttl == seconds(60));
  CHECK(thing.checks == std::vector<sample::HealthCheck>{{seconds(20), 2, "/"}, {}});
  CHECK(thing.tags == std::map<std::string, std::string>{{"Name", "shop"}, {"cost-center", "12"}});
  CHECK(thing.pools.at("fast") == sample::Tasks{1, 4});
  CHECK(thing.rule.all_of.at(1).name == "right");
}

TEST_CASE("the same values are read from JSON") {
  Everything thing;
  Diagnostics diagnostics;
  Reader reader("t.json", diagnostics);
  const auto document = parse_document(
      "t.json",
      R"({"zone": "a", "zones": "all", "count": 3, "share": 0.5, "timeout": "7 s", "enabled": false, "targets": "web"})",
      diagnostics);
  REQUIRE(document);
  CHECK(read_parameters(document->root, thing, reader));
  CHECK(thing.count == 3);
  CHECK(thing.share == percent(50));
  CHECK(thing.timeout == seconds(7));
  CHECK(thing.targets.at(0).text == "web");
}

TEST_CASE("what a later floor resolves knows where it is written") {
  const Everything thing = right("egress: nat\ntargets: [web, api]\nzones: [b]\nbackup: 03:00-04:00 Mars/Base\n");
  CHECK(thing.egress->place.file == "t.yaml");
  CHECK(thing.egress->place.position.line == 2);
  CHECK(thing.egress->place.position.column == 9);
  CHECK(thing.targets[1].place.position.column == 16);
  CHECK(thing.zones.place.position.line == 4);
  CHECK(thing.backup.place.position.line == 5);
  CHECK(thing.zone.place.position.column == 7);
}

TEST_CASE("an unknown key is named, with the nearest valid one") {
  sample::Tasks tasks;
  CHECK(read("min: 1\nmaximum: 2\n", tasks) == Problems{"2:1 unknown key \"maximum\"; expected one of min, max"});
  CHECK(read("min: 1\nmx: 2\n", tasks) ==
        Problems{"2:1 unknown key \"mx\"; expected one of min, max; did you mean \"max\"?"});
  sample::HealthCheck check;
  CHECK(read("type: x\nintervall: 3 s\n", check, {.reserved = {"type"}}) ==
        Problems{"2:1 unknown key \"intervall\"; expected one of type, interval, unhealthy_threshold, path; did you "
                 "mean \"interval\"?"});
}

TEST_CASE("wrong units and kinds say what was expected and what was found") {
  const std::string duration = "must be a duration such as 90 s (units us, ms, s, min, h, d, w, y), found ";
  CHECK(wrong("timeout: 30\n") == Problems{"2:10 \"timeout\" " + duration + "the number 30; the unit is missing"});
  CHECK(wrong("timeout: 30 sec\n") ==
        Problems{"2:10 \"timeout\" " + duration + "the text \"30 sec\"; unknown unit \"sec\"; did you mean \"s\"?"});
  CHECK(wrong("timeout: 30 mn\n") ==
        Problems{"2:10 \"timeout\" " + duration + "the text \"30 mn\"; unknown unit \"mn\"; did you mean \"min\"?"});
  CHECK(wrong("timeout: soon\n") == Problems{"2:10 \"timeout\" " + duration + "the text \"soon\""});
  CHECK(wrong("timeout:\n") == Problems{"2:9 \"timeout\" " + duration + "nothing"});
  CHECK(wrong("timeout: [1 s]\n") == Problems{"2:10 \"timeout\" " + duration + "a list of 1"});
  CHECK(wrong("health_check: {interval: 5 GiB}\n") ==
        Problems{"2:26 \"health_check.interval\" " + duration + "the text \"5 GiB\"; unknown unit \"GiB\""});
  CHECK(wrong("count: 2.5\n") == Problems{"2:8 \"count\" must be a whole number such as 3, found the number 2.5"});
  CHECK(wrong("count: \"2\"\n") == Problems{"2:8 \"count\" must be a whole number such as 3, found the text \"2\""});
  CHECK(wrong("count: 99999999999999999999\n").size() == 1);
  CHECK(wrong("factor: nan\n") == Problems{"2:9 \"factor\" must be a number such as 1.5, found the text \"nan\""});
  CHECK(wrong("factor: inf\n").size() == 1);
  CHECK(wrong("enabled: yes\n") == Problems{"2:10 \"enabled\" must be true or false, found the text \"yes\""});
  CHECK(wrong("engine: [mysql]\n") == Problems{"2:9 \"engine\" must be a text, found a list of 1"});
  CHECK(wrong("routing: round-robin\n") == Problems{"2:10 \"routing\" must be one of round_robin, least_outstanding, "
                                                    "found the text \"round-robin\"; did you mean \"round_robin\"?"});
  CHECK(wrong("health_check: 30 s\n") == Problems{"2:15 \"health_check\" must be a map, found the text \"30 s\""});
  CHECK(wrong("checks: {}\n") == Problems{"2:9 \"checks\" must be a list, found an empty map"});
  CHECK(wrong("tags: [a]\n") == Problems{"2:7 \"tags\" must be a map, found a list of 1"});
  CHECK(contains(wrong("memory: 512 Mib\n"), "unknown unit \"Mib\"; did you mean \"MiB\"?"));
  CHECK(contains(wrong("boot: \"normal(1 s, 2 s)\"\n"), "; a distribution is one of "));
  CHECK(contains(wrong("egress: a b\n"), "; a name is made of letters, digits, '-' and '_'"));
  CHECK(contains(wrong("zones: [all]\n"), "; \"all\" stands alone, without brackets"));
  CHECK(contains(wrong("zones: [a, a]\n"), "; the zone \"a\" stands twice"));
  CHECK(contains(wrong("zones: []\n"), "found an empty list"));
  CHECK(contains(wrong("network: 10.0.0.1/16\n"), "after which all bits are zero"));
  CHECK(contains(wrong("backup: 03:00-04:00\n"), "must be a daily window with its time zone such as 03:00-04:00 UTC"));
}

TEST_CASE("values out of range say what the range is") {
  CHECK(wrong("count: 11\n") == Problems{"2:8 \"count\" must be between 0 and 10, found the number 11"});
  CHECK(wrong("factor: 0\n") == Problems{"2:9 \"factor\" must be above 0, found the number 0"});
  CHECK(wrong("health_check: {interval: 1 s}\n") ==
        Problems{"2:26 \"health_check.interval\" must be between 5 s and 5 min, found the text \"1 s\""});
  CHECK(wrong("delays: [2 s, 10 ms]\n") ==
        Problems{"2:15 \"delays[1]\" must be at least 1 s, found the text \"10 ms\""});
  CHECK(wrong("ttl: 2 d\n") == Problems{"2:6 \"ttl\" must be at most 1 d, found the text \"2 d\""});
  CHECK(wrong("boot: 20 min\n") == Problems{"2:7 \"boot\" must be below 10 min, found the text \"20 min\""});
  CHECK(wrong("boot: \"uniform(10 min, 20 min)\"\n") ==
        Problems{"2:7 \"boot\" must have a median below 10 min, found the text \"uniform(10 min, 20 min)\""});
}

TEST_CASE("durations are not negative and shares stay between nothing and all, without being told") {
  CHECK(contains(wrong("timeout: -5 s\n"), "must be at least 0"));
  CHECK(contains(wrong("share: 120 %\n"), "must be between 0 % and 100 %"));
  CHECK(contains(wrong("share: -1 %\n"), "must be between 0 % and 100 %"));
}

TEST_CASE("durations end where sums of them would not fit, and laws whose median is further away") {
  const Everything thing = right("delays: [1000 y]\n");
  CHECK(thing.delays == std::vector<Duration>{years(1'000)});
  for (const char* text : {"1000 y 1 us", "292471 y 76 d", "P1001Y"})
    CHECK(contains(wrong(std::string("delays: [") + text + "]\n"),
                   "2:10 \"delays[0]\" must be a duration such as 90 s (units us, ms, s, min, h, d, w, y), found the text \"" +
                       std::string(text) + "\"; at most 1000 y"));
  CHECK(contains(wrong("boot: exponential(99999 y)\n"), "must have a median below 10 min"));  // which only this parameter says
  CHECK(contains(wrong("boot: 292471 y\n"), "found the text \"292471 y\"; its median is at most 100000 y"));
}

TEST_CASE("missing required keys are reported at the map that lacks them") {
  Everything thing;
  CHECK(read("count: 1\n", thing) ==
        Problems{"1:1 missing key \"zone\": Zone that holds it. Expected the name of a zone such as a"});
  CHECK(wrong("scaling:\n  - step: {cooldown: 1 s}\n") ==
        Problems{"3:11 missing key \"scaling[0].step.add\": Tasks added. Expected a whole number such as 3"});
}

TEST_CASE("a choice is a map with exactly one known key") {
  CHECK(wrong("scaling: [{target_tracking: {}, step: {add: 1}}]\n") ==
        Problems{"2:11 \"scaling[0]\" must be a map with exactly one of the keys target_tracking, step, found a map "
                 "with the keys target_tracking, step"});
  CHECK(wrong("scaling: [{}]\n").size() == 1);
  CHECK(wrong("scaling: [{steps: {add: 1}}]\n") ==
        Problems{"2:12 unknown key \"steps\"; expected one of target_tracking, step; did you mean \"step\"?"});
  CHECK(wrong("scaling: [{target_tracking: {cpu: 70}}]\n")
            .front()
            .find("2:35 \"scaling[0].target_tracking.cpu\" must be") == 0);
}

TEST_CASE("rules that join values are checked once the values are right") {
  CHECK(wrong("tasks: {min: 5, max: 2}\n") == Problems{"2:14 min must not be above max"});
  CHECK(wrong("tasks: {min: 5}\n") == Problems{"2:14 min must not be above max"});
  CHECK(wrong("tasks: {max: 0}\n") == Problems{"2:8 min must not be above max"});  // min is not written: the map is
  CHECK(wrong("tasks: {min: 5, max: two}\n").size() == 1);
}

TEST_CASE("everything wrong with a map is reported at once") {
  Everything thing;
  CHECK(read("count: x\ntimeout: 5\nhealth_check: {interval: 1 s, unhealthy_threshold: 99, pth: /}\nscaling: [{step: "
             "{}}, {}]\nwho: 1\n",
             thing)
            .size() == 9);
}

TEST_CASE("a map or list with endless mistakes ends early") {
  std::string keys, items = "delays: [";
  for (int i = 0; i < 100'000; ++i) keys += "key_" + std::to_string(i) + ": 1\n", items += "x, ";
  CHECK(wrong(keys).size() == 500);
  CHECK(wrong(items + "x]\n").size() == 500);
}

TEST_CASE("what is no map is no set of parameters") {
  Everything thing;
  CHECK(read("- a\n", thing) == Problems{"1:1 expected a map of parameters, found a list of 1"});
}

TEST_CASE("a key that stands twice in a map that was put together is reported") {
  Node map = tree_of("min: 1\nmax: 2\n");
  map.entries.push_back(map.entries[0]);
  map.entries.back().position = {7, 3};
  sample::Tasks tasks;
  Diagnostics diagnostics;
  Reader reader("t.yaml", diagnostics);
  CHECK_FALSE(read_parameters(map, tasks, reader));
  CHECK(texts(diagnostics) == Problems{"7:3 duplicate key \"min\""});
}

TEST_CASE("an overlay replaces what it names and keeps the rest") {
  Everything thing = right(
      "health_check: {interval: 15 s, path: /a}\ndeep_check: {path: /b}\ntargets: [web, api]\ntags: {a: 1, b: "
      "2}\negress: nat\nttl: 5 s\ncount: 4\nscaling: [{step: {add: 1}}]\n");
  CHECK(read("health_check: {interval: 20 s}\ndeep_check: {interval: 6 s}\ntargets: [batch]\ntags: {b: 3}\nttl: "
             "null\nscaling: []\n",
             thing, {.overlay = true}) == Problems{});
  CHECK(thing.zone.text == "a");
  CHECK(thing.health_check == sample::HealthCheck{seconds(20), 3, "/a"});
  CHECK(thing.deep_check == sample::HealthCheck{seconds(6), 2, "/b"});
  CHECK(thing.targets == std::vector<Reference>{{"batch", {}}});
  CHECK(thing.tags == std::map<std::string, std::string>{{"a", "1"}, {"b", "3"}});
  CHECK_FALSE(thing.ttl);
  CHECK(thing.scaling.empty());
  CHECK(thing.egress->text == "nat");
  CHECK(thing.count == 4);
}

TEST_CASE("an overlay's new items still need what they require") {
  Everything thing;
  CHECK(read("scaling: [{step: {}}]\n", thing, {.overlay = true}).size() == 1);
}

TEST_CASE("layers leave to later ones what they do not know, and are checked when all are read") {
  const Node stack = tree_of("count: 4\ntasks: {min: 3}\npools: {fast: {min: 2}}\n", "stack.yaml");
  const Node region = tree_of("zone: b\ntasks: {max: 5}\npools: {fast: {max: 2}}\n", "region.yaml");
  const Node overlay = tree_of("count: null\ntasks: {min: 9}\npools: {slow: {min: 2}}\n", "overlay.yaml");
  const std::string stack_file = "stack.yaml", region_file = "region.yaml", overlay_file = "overlay.yaml";
  Diagnostics diagnostics;
  Everything thing;
  WrittenPlaces written;
  CHECK(read_layers({{&stack, &stack_file}, {&region, &region_file}}, parameters_of<Everything>(), &thing, diagnostics,
                    {.written = &written}));
  CHECK(thing.zone.text == "b");
  CHECK(thing.tasks == sample::Tasks{3, 5});
  CHECK(thing.pools.at("fast") == sample::Tasks{2, 2});
  CHECK(written.at("tasks.min").file == "stack.yaml");
  CHECK(written.at("zone").file == "region.yaml");

  Everything without;
  CHECK_FALSE(read_layers({{&stack, &stack_file}}, parameters_of<Everything>(), &without, diagnostics));
  CHECK(to_text(diagnostics.sorted().at(0)) ==
        "stack.yaml:1:1: error: missing key \"zone\": Zone that holds it. Expected the name of a zone such as a");

  Diagnostics more;
  Everything wrong_value;
  CHECK_FALSE(read_layers({{&stack, &stack_file}, {&region, &region_file}, {&overlay, &overlay_file}},
                          parameters_of<Everything>(), &wrong_value, more));
  REQUIRE(more.errors() == 1);  // the joined values are not judged while one of them is unreadable
  CHECK(to_text(more.sorted()[0]).find("overlay.yaml:1:8: error: \"count\" must be") == 0);

  const Node repaired = tree_of("count: 1\ntasks: {min: 9}\npools: {slow: {min: 2}}\n", "overlay.yaml");
  Diagnostics joined;
  Everything contradictory;
  CHECK_FALSE(read_layers({{&stack, &stack_file}, {&region, &region_file}, {&repaired, &overlay_file}},
                          parameters_of<Everything>(), &contradictory, joined));
  CHECK(to_text(joined.sorted()[0]) == "overlay.yaml:2:14: error: min must not be above max");
}

TEST_CASE("what a file states is noted with its place") {
  WrittenPlaces written;
  Everything thing;
  CHECK(read("zone: a\nhealth_check: {interval: 15 s}\nscaling: [{step: {add: 1}}]\npools: {fast: {max: 3}}\n", thing,
             {.written = &written})
            .empty());
  std::vector<std::string> paths;
  for (const auto& [path, place] : written) paths.push_back(path);
  CHECK(paths == std::vector<std::string>{"health_check", "health_check.interval", "pools", "pools.fast.max", "scaling",
                                          "zone"});
  CHECK(written.at("health_check.interval").position.column == 26);
}

TEST_CASE("a value outside any table is read with the same words") {
  Diagnostics diagnostics;
  Reader reader("t.yaml", diagnostics);
  const Node root = tree_of("a: 5 s\nb: 5\n");
  Duration value;
  CHECK(read_value(*root.find("a"), "horizon", value, reader));
  CHECK(value == seconds(5));
  CHECK_FALSE(read_value(*root.find("b"), "horizon", value, reader));
  CHECK(texts(diagnostics).at(0).find("2:4 \"horizon\" must be a duration") == 0);
}

TEST_CASE("a parameter is assigned by its path") {
  Everything thing;
  Diagnostics diagnostics;
  Reader reader("variation", diagnostics);
  const auto assign = [&](const char* path, const char* text) {
    return assign_parameter(parameters_of<Everything>(), &thing, path, text, reader, {3, 9});
  };
  CHECK(assign("health_check.interval", "25 s"));
  CHECK(assign("count", "9"));
  CHECK(assign("zones", "[a, c]"));
  CHECK(assign("ttl", "9 s"));
  CHECK(assign("pools.slow.max", "7"));
  CHECK(assign("boot", "lognormal(p50: 10 s, p95: 30 s)"));
  CHECK(thing.health_check.interval == seconds(25));
  CHECK(thing.count == 9);
  CHECK(thing.zones.names.size() == 2);
  CHECK(thing.ttl == seconds(9));
  CHECK(thing.boot == DurationDistribution::lognormal(seconds(10), seconds(30)));
  CHECK(thing.pools.at("slow").max == 7);
  CHECK(assign("boot", "exponential(30 s, max: 60 s)"));  // one colon, as in a map
  CHECK(thing.boot == *parse_duration_distribution("exponential(30 s, max: 60 s)"));
  CHECK(assign("health_check", "{interval: 20 s}"));
  CHECK(thing.health_check.interval == seconds(20));
  CHECK(diagnostics.ok());
  CHECK_FALSE(assign("health_check.intervall", "25 s"));
  CHECK_FALSE(assign("count", "99"));
  CHECK_FALSE(assign("count", "[1"));
  CHECK_FALSE(assign("", "1"));
  CHECK_FALSE(assign("count", "at: 3"));
  for (const Diagnostic& d : diagnostics.sorted()) CHECK(d.position.line == 3);
}
