// Claims of a design file: what is refused, with its place.
#include "tests/support/small_catalogue.h"

using namespace windtunnel;

namespace {

/// Its ledger has one claim.
class Claimed final : public DesignEnvironment {
 public:
  const Catalogue& catalogue() const override { return catalogue_; }
  const LedgerEntry* claim(std::string_view id) const override { return id == entry_.id ? &entry_ : nullptr; }
  std::vector<std::string> claim_ids() const override { return {entry_.id}; }
  const Document* design_document(std::string_view) const override { return nullptr; }
  std::vector<std::string> design_names() const override { return {}; }

 private:
  testing::SmallCatalogue catalogue_;
  LedgerEntry entry_{"C-01", "README.md", "Always there.", "availability", "years", 1, {}};
};

std::string claim_problems(const std::string& judgement) {
  Diagnostics diagnostics;
  const auto document = parse_document(
      "shop.yaml", "design: shop\ncomponents: {front: {type: provider}}\njourneys: {ask: {success: front}}\nclaims:\n  - {id: C-01, " +
                       judgement + "}\n", diagnostics);
  REQUIRE(document);
  load_design(*document, Claimed(), diagnostics);
  return testing::text_of(diagnostics);
}

}  // namespace

TEST_CASE("a claimed availability is a share of all time") {
  CHECK(claim_problems("availability: 99.99 %") == "");
  for (const std::string share : {"150 %", "-1 %", "always"})
    CHECK(claim_problems("availability: " + share) ==
          "shop.yaml:5:30: error: expected a share between 0 % and 100 % such as \"99.99 %\", found the text \"" + share + "\"\n");
}
