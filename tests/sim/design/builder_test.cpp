// Designs put together from several texts: what is required may stand in any of them, and every problem has its file.
#include "sim/design/builder.h"

#include <map>

#include "tests/support/small_catalogue.h"

using namespace windtunnel;

namespace {

class Library final : public DesignEnvironment {
 public:
  const Catalogue& catalogue() const override { return catalogue_; }
  const LedgerEntry* claim(std::string_view) const override { return nullptr; }
  std::vector<std::string> claim_ids() const override { return {}; }
  const Document* design_document(std::string_view name) const override {
    const auto found = documents_.find(std::string(name));
    return found == documents_.end() ? nullptr : &found->second;
  }
  std::vector<std::string> design_names() const override { return {}; }
  void add(const std::string& name, const std::string& text) {
    Diagnostics diagnostics;
    documents_.emplace(name, *parse_document(name + ".yaml", text, diagnostics));
  }

 private:
  testing::SmallCatalogue catalogue_;
  std::map<std::string, Document> documents_;
};

/// What is wrong with a design, given another that it may extend.
std::string problems(const std::string& text, const std::string& base = "design: base\n") {
  Library library;
  library.add("base", base);
  Diagnostics diagnostics;
  const auto document = parse_document("shop.yaml", text, diagnostics);
  REQUIRE(document);
  const auto design = load_design(*document, library, diagnostics);
  CHECK((design == nullptr) == !diagnostics.ok());
  return testing::text_of(diagnostics);
}

const std::string journey = "components: {front: {type: provider}}\njourneys: {ask: {success: front}}\n";

}  // namespace

TEST_CASE("what a component requires may stand in its stack, its region or an overlay") {
  const std::string region = "regions:\n  east: {name: us-east-1, zones: [a], stack: web, with: {";
  const std::string stack = "}}\nstacks:\n  web:\n    net: {type: network}\n" + journey;
  CHECK(problems("design: shop\n" + region + "net: {cidr: 10.0.0.0/16}" + stack) == "");
  CHECK(problems("design: shop\nextends: base\nstacks: {web: {net: {cidr: 10.0.0.0/16}}}\n",
                 "design: base\n" + region + stack) == "");
  CHECK(problems("design: shop\n" + region + stack).find("shop.yaml:6:10: error: missing key \"cidr\"") == 0);
}

TEST_CASE("what a region requires may stand in the design that it extends, or only in the overlay") {
  const std::string base = "design: base\nregions:\n  east: {name: us-east-1}\n" + journey;
  CHECK(problems("design: shop\nextends: base\nregions: {east: {zones: [a, b]}}\n", base) == "");
  CHECK(problems("design: shop\nextends: base\n", base).find("base.yaml:3:9: error: missing key \"zones\"") == 0);
  const std::string anew = problems("design: shop\nextends: base\nregions: {west: {zones: [a]}}\n", base);
  CHECK(anew.find("missing key \"name\"") != std::string::npos);
}

TEST_CASE("what an overlay gets wrong is reported in the overlay") {
  const std::string base = "design: base\nregions:\n  east: {name: us-east-1, zones: [a]}\n" + journey;
  CHECK(problems("design: shop\nextends: base\nregions: {east: {zoens: [a]}}\n", base)
            .find("shop.yaml:3:18: error: unknown key \"zoens\"") == 0);
  CHECK(problems("design: shop\nextends: base\nregions: {east: {with: [a]}}\n", base) ==
        "shop.yaml:3:24: error: expected \"with\" of region east as a map of components, found a list of 1\n");
}
