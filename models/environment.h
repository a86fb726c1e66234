// What reading designs needs from the models: the catalogue, the ledger of claims, and the shipped designs by name.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/config/diagnostics.h"
#include "sim/config/document.h"
#include "sim/design/design.h"

namespace windtunnel::models {

class Environment final : public DesignEnvironment {
 public:
  /// Reads the shipped designs and the ledger.
  Environment();

  /// Makes a design known by the name under its first key, so that others can extend it; it hides a shipped one.
  void add_design(Document document);

  const Catalogue& catalogue() const override;
  const LedgerEntry* claim(std::string_view id) const override;
  std::vector<std::string> claim_ids() const override;
  const Document* design_document(std::string_view name) const override;
  std::vector<std::string> design_names() const override;
  const std::vector<LedgerEntry>& ledger() const { return ledger_; }

 private:
  std::map<std::string, Document, std::less<>> designs_;
  std::vector<LedgerEntry> ledger_;
};

}  // namespace windtunnel::models
