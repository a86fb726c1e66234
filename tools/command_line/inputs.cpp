// See inputs.h.
#include "tools/command_line/inputs.h"

#include <algorithm>
#include <filesystem>

#include "models/embedded.h"
#include "models/agreements.h"
#include "models/resilience_hub.h"
#include "sim/kernel/number_text.h"
#include "sim/kernel/random.h"
#include "sim/scenario/figure_units.h"
#include "sim/scenario/glob.h"
#include "sim/scenario/known_names.h"
#include "sim/scenario/planner.h"
#include "tools/command_line/ending.h"
#include "tools/command_line/input_documents.h"
#include "tools/command_line/input_files.h"
#include "tools/command_line/output.h"
#include "tools/command_line/region_labels.h"

namespace windtunnel::tools {
namespace {

const PublishedAgreements& published_agreements() {
  static const PublishedAgreements all = [] {
    PublishedAgreements published;
    published.usual = models::usual_agreement;
    for (const models::Agreement& agreement : models::agreements()) {
      PublishedTerms& terms = published.by_id[agreement.id];
      for (const auto& tier : agreement.tiers) terms.credits.push_back({percent(tier.below), percent(tier.credit)});
      if (!agreement.counts_requests) continue;
      terms.counts = ContractCount::requests;
      terms.bin = minutes(5);
    }
    return published;
  }();
  return all;
}

void note_hash(const Document& document, Inputs& inputs) {
  inputs.hashes.emplace_back(document.file, hexadecimal(hash_name(document.text)));
}

/// Makes known the bases that a design extends and that nobody has named: each stands beside the file that extends it, in one of its
/// name.
void add_bases_beside(const Document& document, Inputs& inputs, Diagnostics& diagnostics) {
  Document current = document;
  while (const Node* extends = current.root.find("extends")) {
    if (!extends->is_scalar() || inputs.environment.design_document(extends->text)) return;
    const std::string beside = (std::filesystem::path(current.file).parent_path() / (extends->text + ".yaml")).string();
    if (!unreadable(beside).empty()) return;
    std::optional<Document> base = load_document(beside, diagnostics);
    if (!base || name_of(*base) != extends->text) return;
    inputs.environment.add_design(*base);
    note_hash(*base, inputs);
    current = std::move(*base);
  }
}

/// Makes known the designs that were read. All are known before what stands beside them is looked for.
void add_designs(Documents& documents, Inputs& inputs) {
  for (const Document& document : documents.designs) inputs.environment.add_design(document);
  for (const Document& document : documents.designs) add_bases_beside(document, inputs, documents.wrong);
}

void add_bases(const std::vector<std::string>& files, Inputs& inputs) {
  if (files.empty()) return;
  Documents documents = read_documents(files);
  for (const auto* others : {&documents.scenarios, &documents.policies, &documents.foreign_policies})
    for (const Document& other : *others) documents.wrong.error(other.file, {}, "expected a design on which another builds");
  add_designs(documents, inputs);
  for (const Document& document : documents.designs) note_hash(document, inputs);
  if (!documents.wrong.ok()) throw BadInput(documents.wrong);
}

/// Adds the designs that claims of the selected ones speak of, and notes which runs of them are needed.
void add_designs_of_claims(Inputs& inputs, Diagnostics& diagnostics) {
  const std::size_t selected = inputs.designs.size();
  const auto add = [&](const std::string& name, const std::string& run) {
    if (name.empty()) return;
    const auto is_it = [&](const auto& design) { return design->name == name; };
    const bool known = std::any_of(inputs.designs.begin(), inputs.designs.end(), is_it);
    if (!known) {
      const Document* document = inputs.environment.design_document(name);
      auto design = document ? load_design(*document, inputs.environment, diagnostics) : nullptr;
      if (!design) return;
      inputs.designs.push_back(std::move(design));
      note_hash(*document, inputs);
      inputs.for_claims[name];
    }
    const auto found = inputs.for_claims.find(name);
    if (found != inputs.for_claims.end() && !run.empty()) found->second.push_back(run);
  };
  for (std::size_t d = 0; d < selected; ++d) {
    const std::shared_ptr<const Design> design = inputs.designs[d];
    for (const Claim& claim : design->claims)
      for (const Judgement& judgement : claim.judgements) {
        add(judgement.overlay, judgement.scenario);
        add(judgement.saving_by, "");
      }
  }
}

std::vector<std::string> names_of(const std::vector<Document>& documents) {
  std::vector<std::string> names;
  for (const Document& document : documents) names.push_back(name_of(document));
  return names;
}

/// What globs may name. Journeys are known only where all designs have been read, and without mistakes; runs, too, once planned.
KnownNames known_names(const Documents& documents, const Inputs& inputs, bool all_designs) {
  KnownNames known{inputs.environment.design_names(), names_of(documents.scenarios), {}, {}};
  if (!all_designs) return known;
  for (const auto& design : inputs.designs)
    for (const JourneyDefinition& journey : design->journeys) known.journeys[design->name].push_back(journey.name);
  return known;
}

/// Reads the policies and checks that what they name exists: designs that are known, scenarios that can run here.
void read_policies(Documents& documents, const KnownNames& known, Inputs& inputs, Diagnostics& diagnostics) {
  const auto read = [&](const Document& document, bool each) {
    if (auto policy = load_policy(document, diagnostics, published_agreements())) {
      check_policy_names(document, known, each, diagnostics);
      check_figure_units(policy->expect, inputs.environment.catalogue(), diagnostics);
      inputs.policies.push_back(std::move(*policy));
    }
    note_hash(document, inputs);
  };
  for (const Document& document : documents.policies) read(document, true);
  for (const Document& document : documents.foreign_policies)
    if (const auto policy = models::policy_of_resilience_hub(document, documents.template_parameters, diagnostics))
      read(*policy, false);
  std::stable_sort(inputs.policies.begin(), inputs.policies.end(),
                   [](const Policy& a, const Policy& b) { return a.name < b.name; });
  // A policy in the form of others has the name of its file, which stands nowhere in it.
  const auto place_in = [&](const std::string& file) {
    for (const Document& document : documents.policies)
      if (document.file == file) return position_of_name(document);
    return Position{1, 1};
  };
  for (std::size_t i = 1; i < inputs.policies.size(); ++i) {
    const Policy &first = inputs.policies[i - 1], &second = inputs.policies[i];
    if (first.name == second.name)
      diagnostics.error(second.file, place_in(second.file),
                        second_name("policies", second.name, first.file, place_in(first.file)));
  }
}

/// Whether some policy speaks of a design.
bool is_under_policy(const Inputs& inputs, const std::string& design) {
  const auto names = [&](const std::vector<std::string>& globs) {
    return std::any_of(globs.begin(), globs.end(), [&](const auto& glob) { return glob_matches(glob, design); });
  };
  for (const Policy& policy : inputs.policies) {
    for (const ExpectationText& text : policy.expect)
      if (names(text.design)) return true;
    for (const Contract& contract : policy.contracts)
      if (names(contract.design)) return true;
  }
  return false;
}

/// Puts the hashes in order, with those of the facts, prices and claims inside the program, on which every figure rests, too.
void complete_hashes(Inputs& inputs) {
  for (const models::EmbeddedFile& file : models::embedded_files())
    if (file.path.starts_with("models/facts/") || file.path.starts_with("models/prices/") || file.path.starts_with("models/claims/"))
      inputs.hashes.emplace_back(file.path, hexadecimal(hash_name(file.text)));
  std::sort(inputs.hashes.begin(), inputs.hashes.end());
  inputs.hashes.erase(std::unique(inputs.hashes.begin(), inputs.hashes.end()), inputs.hashes.end());
}

/// Whether a scenario of the files names a design outright.
bool is_named(const Documents& documents, const std::string& design) {
  const auto names_it = [&](const Document& document) {
    const Node* designs = document.root.find("designs");
    if (!designs) return false;
    const auto is_it = [&](const Node& name) { return name.is_scalar() && name.text == design; };
    return is_it(*designs) || (designs->is_list() && std::any_of(designs->items.begin(), designs->items.end(), is_it));
  };
  return std::any_of(documents.scenarios.begin(), documents.scenarios.end(), names_it);
}

/// Puts what is shipped where the files hold no designs, or no scenarios.
void add_shipped(const Selection& selection, Documents& documents) {
  if (documents.designs.empty()) {
    documents.designs = shipped("models/designs/", documents.wrong);
    if (!selection.variants && selection.designs == "*")
      std::erase_if(documents.designs, [&](const Document& d) {
        return d.file.starts_with("models/designs/variants/") && !is_named(documents, name_of(d));
      });
  }
  if (documents.scenarios.empty()) documents.scenarios = shipped("scenarios/", documents.wrong);
  const auto by_name = [](const Document& a, const Document& b) { return name_of(a) < name_of(b); };
  std::stable_sort(documents.designs.begin(), documents.designs.end(), by_name);
  std::stable_sort(documents.scenarios.begin(), documents.scenarios.end(), by_name);
}

/// Makes designs, scenarios and policies of the documents that the selection means, and checks what each says of others.
void load_documents(const Selection& selection, Documents& documents, Inputs& inputs) {
  Diagnostics& diagnostics = documents.wrong;
  for (const Document& document : documents.designs) {
    if (!glob_matches(selection.designs, name_of(document))) continue;
    if (auto design = load_design(document, inputs.environment, diagnostics))
      inputs.designs.push_back(std::move(design));
    warn_of_region_labels(document, diagnostics);
    note_hash(document, inputs);
  }
  add_designs_of_claims(inputs, diagnostics);
  const bool all_designs = diagnostics.ok() && selection.designs == "*";
  KnownNames known = known_names(documents, inputs, all_designs);
  for (const Document& document : documents.scenarios) {
    if (!glob_matches(selection.scenarios, name_of(document))) continue;
    if (auto scenario = load_scenario(document, inputs.environment.catalogue(), diagnostics)) {
      check_scenario_names(document, *scenario, known, diagnostics);
      inputs.scenarios.push_back(std::move(*scenario));
    }
    note_hash(document, inputs);
  }
  // Some mistakes of a scenario show only when it meets a design: a selector may name a component that this does not have.
  for (const auto& design : inputs.designs)
    for (const Scenario& scenario : inputs.scenarios)
      for (const Plan& run : plan(scenario, *design, diagnostics))
        if (all_designs && run.not_applicable.empty()) known.runs[design->name].push_back(run.name);
  read_policies(documents, known, inputs, diagnostics);
}

/// Who names scenarios means the designs that these name, not all that are shipped.
void keep_designs_of_scenarios(const Documents& documents, Inputs& inputs) {
  const bool any = !inputs.designs.empty();
  std::erase_if(inputs.designs, [&](const auto& design) {
    return std::none_of(inputs.scenarios.begin(), inputs.scenarios.end(),
                        [&](const Scenario& scenario) { return scenario.runs_on(design->name); });
  });
  if (!any || !inputs.designs.empty()) return;
  Diagnostics diagnostics;
  for (const Document& document : documents.scenarios)
    if (const Node* globs = document.root.find("designs"))
      diagnostics.error(document.file, globs->position, "no design that is selected matches " + globs->describe());
  if (!diagnostics.ok()) throw BadInput(diagnostics);
}

}  // namespace

void read_inputs(const Selection& selection, Inputs& inputs) {
  Documents documents = read_documents(selection.paths);
  add_designs(documents, inputs);
  const bool only_scenarios = documents.designs.empty() && !documents.scenarios.empty();
  const bool only_policies = documents.designs.empty() && documents.scenarios.empty() &&
                             !(documents.policies.empty() && documents.foreign_policies.empty());
  add_shipped(selection, documents);
  load_documents(selection, documents, inputs);
  if (!documents.wrong.ok()) throw BadInput(documents.wrong);
  if (only_policies)
    std::erase_if(inputs.designs, [&](const auto& design) {
      return inputs.for_claims.count(design->name) == 0 && !is_under_policy(inputs, design->name);
    });
  if (only_scenarios) keep_designs_of_scenarios(documents, inputs);
  Diagnostics missing;
  const auto none = [&](const char* what, const std::string& glob, const std::vector<Document>& known) {
    missing.error("--" + std::string(what), {},
                  "no " + std::string(what) + " match \"" + glob + "\"" + did_you_mean(glob, names_of(known)));
  };
  if (inputs.designs.empty()) none("designs", selection.designs, documents.designs);
  if (inputs.scenarios.empty()) none("scenarios", selection.scenarios, documents.scenarios);
  if (!missing.ok()) throw BadInput(missing, true);
  complete_hashes(inputs);
  tell_warnings(documents.wrong, stderr);
}

std::shared_ptr<const Design> read_design(const std::string& name_or_file, Inputs& inputs, const std::vector<std::string>& bases) {
  Diagnostics diagnostics;
  add_bases(bases, inputs);
  std::optional<Document> file;
  const Document* document = inputs.environment.design_document(name_or_file);
  if (!document && unreadable(name_or_file).empty()) {
    file = load_document(name_or_file, diagnostics);
    if (file) {
      inputs.environment.add_design(*file);
      add_bases_beside(*file, inputs, diagnostics);
    }
    document = file ? &*file : nullptr;
    if (!document) throw BadInput(diagnostics);
  }
  if (!document) {
    diagnostics.error(name_or_file, {},
                      "no design of this name, and " + unreadable(name_or_file) +
                          did_you_mean(name_or_file, inputs.environment.design_names()) + output_hint(name_or_file));
    throw BadInput(diagnostics, true);
  }
  std::shared_ptr<const Design> design = load_design(*document, inputs.environment, diagnostics);
  warn_of_region_labels(*document, diagnostics);
  if (!design) throw BadInput(diagnostics);
  tell_warnings(diagnostics, stderr);
  note_hash(*document, inputs);
  complete_hashes(inputs);
  return design;
}

Scenario read_scenario(const std::string& name_or_file, Inputs& inputs) {
  Diagnostics diagnostics;
  std::vector<std::string> names;
  std::optional<Document> found;
  for (Document& document : shipped("scenarios/", diagnostics)) {
    names.push_back(name_of(document));
    if (names.back() == name_or_file) found = std::move(document);
  }
  if (!found && unreadable(name_or_file).empty()) {
    found = load_document(name_or_file, diagnostics);
    if (!found) throw BadInput(diagnostics);
  }
  if (!found) {
    diagnostics.error(name_or_file, {},
                      "no scenario of this name, and " + unreadable(name_or_file) + did_you_mean(name_or_file, names));
    throw BadInput(diagnostics, true);
  }
  auto scenario = load_scenario(*found, inputs.environment.catalogue(), diagnostics);
  if (!scenario) throw BadInput(diagnostics);
  note_hash(*found, inputs);
  complete_hashes(inputs);
  return std::move(*scenario);
}

}  // namespace windtunnel::tools
