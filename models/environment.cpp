// See environment.h.
#include "models/environment.h"

#include <nlohmann/json.hpp>

#include "models/catalogue.h"
#include "models/embedded.h"

namespace windtunnel::models {

Environment::Environment() {
  Diagnostics diagnostics;
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.path.starts_with("models/designs/")) continue;
    if (auto document = parse_document(std::string(file.path), std::string(file.text), diagnostics))
      add_design(std::move(*document));
  }
  if (!diagnostics.ok()) throw BadInput(diagnostics);
  const auto ledger = nlohmann::json::parse(embedded_file("models/claims/claims.json"));
  for (const auto& entry : ledger.at("claims")) {
    LedgerEntry e;
    e.id = entry.at("id");
    e.document = entry.at("document");
    e.quote = entry.at("quote");
    e.kind = entry.at("kind");
    e.judged_by = entry.at("judged_by");
    e.line = entry.at("line");
    for (const auto& design : entry.at("designs")) e.designs.push_back(design);
    ledger_.push_back(std::move(e));
  }
}

void Environment::add_design(Document document) {
  const Node* name = document.root.find("design");
  if (name) designs_.insert_or_assign(name->text, std::move(document));
}

const Catalogue& Environment::catalogue() const { return models::catalogue(); }

const LedgerEntry* Environment::claim(std::string_view id) const {
  for (const LedgerEntry& entry : ledger_)
    if (entry.id == id) return &entry;
  return nullptr;
}

std::vector<std::string> Environment::claim_ids() const {
  std::vector<std::string> ids;
  for (const LedgerEntry& entry : ledger_) ids.push_back(entry.id);
  return ids;
}

const Document* Environment::design_document(std::string_view name) const {
  const auto found = designs_.find(name);
  return found == designs_.end() ? nullptr : &found->second;
}

std::vector<std::string> Environment::design_names() const {
  std::vector<std::string> names;
  for (const auto& [name, document] : designs_) names.push_back(name);
  return names;
}

}  // namespace windtunnel::models
