// Canonical text: one line per value, equal for equal objects, and naming what changed.
#include "sim/config/canonical.h"

#include <catch2/catch.hpp>

#include "tests/sim/config/sample_parameters.h"

using namespace windtunnel;
using sample::Everything;

namespace {

Everything varied() {
  Everything thing;
  thing.zone = {"a", {"shop.yaml", {3, 4}}};
  thing.scaling = {sample::TargetTracking{percent(60)}, sample::Step{2, seconds(60)}};
  thing.targets = {{"web", {}}, {"api", {}}};
  thing.tags = {{"a=b", "x=y"}, {"name", "null"}};
  thing.ttl = seconds(60);
  thing.engine = "two\nlines";
  return thing;
}

bool has(const std::vector<std::string>& lines, const std::string& line) {
  return std::count(lines.begin(), lines.end(), line) == 1;
}

}  // namespace

TEST_CASE("every value has one line, defaults and empty ones included") {
  const std::vector<std::string> lines = canonical_lines(varied(), "primary.web");
  CHECK(lines.front() == "primary.web.zone=a");
  for (const char* line : {"primary.web.zones=all", "primary.web.count=2", "primary.web.timeout=5 s",
                           "primary.web.health_check.interval=10 s", "primary.web.scaling[0].target_tracking.cpu=60 %",
                           "primary.web.scaling[1].step.add=2", "primary.web.targets[1]=api", "primary.web.egress=null",
                           "primary.web.checks=[]", "primary.web.pools={}", "primary.web.ttl=1 min",
                           "primary.web.engine=\"two\\nlines\"", "primary.web.tags.\"a=b\"=\"x=y\"",
                           "primary.web.tags.name=\"null\"", "primary.web.boot=\"lognormal(p50: 40 s, p95: 90 s)\""}) {
    INFO(line);
    CHECK(has(lines, line));
  }
}

TEST_CASE("how and where a value was written does not show") {
  Everything one = varied(), other = varied();
  other.zone.place = {"other.yaml", {9, 9}};
  other.ttl = *parse_duration("1 min");
  CHECK(canonical_lines(one) == canonical_lines(other));
}

TEST_CASE("canonical values read back to an equal object") {
  const Everything before = varied();
  std::string text;
  for (const ParameterDeclaration& d : parameters_of<Everything>().declarations)
    text += d.name + ": " + value_text(*d.type, d.at_const(&before)) + "\n";
  Diagnostics diagnostics;
  const std::optional<Document> document = parse_document("t.yaml", text, diagnostics);
  for (const Diagnostic& d : diagnostics.sorted()) UNSCOPED_INFO(to_text(d));
  REQUIRE(document);
  Everything after;
  Reader reader("t.yaml", diagnostics);
  const bool good = read_parameters(document->root, after, reader);
  for (const Diagnostic& d : diagnostics.sorted()) UNSCOPED_INFO(to_text(d));
  CHECK(good);
  CHECK(canonical_lines(after) == canonical_lines(before));
  CHECK(after == before);
}

TEST_CASE("changes are named by their path, with both values") {
  const Everything before = varied();
  Everything after = before;
  after.health_check.interval = seconds(20);
  after.targets.push_back({"batch", {}});
  after.egress = Reference{"nat", {}};
  after.scaling.pop_back();
  after.tags["a=b"] = "z";
  std::vector<std::string> changes;
  for (const ChangedParameter& change : changed_parameters(canonical_lines(before), canonical_lines(after)))
    changes.push_back(change.path + ": " + change.before + " -> " + change.after);
  CHECK(changes == std::vector<std::string>{"health_check.interval: 10 s -> 20 s", "scaling[1].step.add: 2 -> ",
                                            "scaling[1].step.cooldown: 1 min -> ", "egress: null -> nat",
                                            "tags.\"a=b\": \"x=y\" -> z", "targets[2]:  -> batch"});
  CHECK(changed_parameters(canonical_lines(before), canonical_lines(before)).empty());
}
