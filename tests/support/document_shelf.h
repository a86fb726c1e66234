// Texts of designs that others extend, read with the small catalogue and without claims.
#pragma once

#include <map>

#include "tests/support/small_catalogue.h"

namespace windtunnel::testing {

class DocumentShelf final : public DesignEnvironment {
 public:
  const Catalogue& catalogue() const override { return catalogue_; }
  const LedgerEntry* claim(std::string_view) const override { return nullptr; }
  std::vector<std::string> claim_ids() const override { return {}; }
  const Document* design_document(std::string_view name) const override {
    const auto found = documents_.find(std::string(name));
    return found == documents_.end() ? nullptr : &found->second;
  }
  std::vector<std::string> design_names() const override { return {}; }
  /// Puts a text there as NAME.yaml.
  void add(const std::string& name, const std::string& text) {
    Diagnostics diagnostics;
    documents_.emplace(name, *parse_document(name + ".yaml", text, diagnostics));
  }

 private:
  SmallCatalogue catalogue_;
  std::map<std::string, Document> documents_;
};

}  // namespace windtunnel::testing
