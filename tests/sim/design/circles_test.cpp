// Components that need themselves, and how that is said.
#include "sim/design/circles.h"

#include "tests/support/small_catalogue.h"

using namespace windtunnel;

namespace {

/// A design of so many components without references: "primary.c0", "primary.c1", ...
std::unique_ptr<const Design> components(std::size_t count) {
  std::string text = "design: d\nregions: {primary: {name: us-east-1, zones: [a], stack: s}}\nstacks:\n  s:\n";
  for (std::size_t i = 0; i < count; ++i) text += "    c" + std::to_string(i) + ": {type: store}\n";
  return testing::small_design(text + "journeys: {look: {path: [primary.c0], rate: 1 /s}}\n");
}

/// What is said of pairs "from needs to" by number, each written on a line of its own.
std::string said(const Design& design, const std::vector<std::pair<std::size_t, std::size_t>>& pairs) {
  const auto id = [&](std::size_t number) { return design.find("primary.c" + std::to_string(number)); };
  std::vector<Dependence> dependences;
  for (std::size_t i = 0; i < pairs.size(); ++i)
    dependences.push_back({id(pairs[i].first), id(pairs[i].second), {"d.yaml", {static_cast<std::uint32_t>(i + 1), 1}}});
  Diagnostics diagnostics;
  check_dependences(design, dependences, diagnostics);
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics.sorted()) text += to_text(diagnostic) + "\n";
  return text;
}

}  // namespace

TEST_CASE("a circle is told once, with everyone in it, where its first reference is written") {
  const auto design = components(4);
  CHECK(said(*design, {{0, 1}, {1, 2}, {2, 0}, {3, 0}}) ==
        "d.yaml:1:1: error: a component cannot need itself: primary.c0 needs primary.c1 needs primary.c2 needs primary.c0\n");
  CHECK(said(*design, {{2, 2}}) == "d.yaml:1:1: error: a component cannot need itself: primary.c2 needs primary.c2\n");
}

TEST_CASE("several ways to the same component are no circle") {
  CHECK(said(*components(4), {{0, 1}, {0, 2}, {1, 3}, {2, 3}}).empty());
}

TEST_CASE("two circles are two errors") {
  const std::string text = said(*components(4), {{0, 1}, {1, 0}, {2, 3}, {3, 2}});
  CHECK(text.find("d.yaml:1:1") != std::string::npos);
  CHECK(text.find("d.yaml:3:1") != std::string::npos);
}

TEST_CASE("ways that double at each step, and chains without end, are refused before anyone walks them") {
  const auto design = components(60);
  std::vector<std::pair<std::size_t, std::size_t>> ladder;
  for (std::size_t i = 0; i + 3 < 60; i += 2)
    for (std::size_t from : {i, i + 1})
      for (std::size_t to : {i + 2, i + 3}) ladder.emplace_back(from, to);
  CHECK(said(*design, ladder).find("in too many ways") != std::string::npos);
  const auto many = components(2000);
  std::vector<std::pair<std::size_t, std::size_t>> chain;
  for (std::size_t i = 0; i + 1 < 2000; ++i) chain.emplace_back(i, i + 1);
  CHECK(said(*many, chain).find("over too many others") != std::string::npos);
}
