// The commands that answer without simulating: validate, explain, list, schema, reference.
#include <fmt/format.h>

#include <map>

#include "models/catalogue.h"
#include "models/facts.h"
#include "models/reference_page.h"
#include "models/type_offers.h"
#include "sim/config/parameter.h"
#include "sim/config/reference_page.h"
#include "sim/design/design_schema.h"
#include "sim/measure/baseline_check.h"
#include "sim/measure/result.h"
#include "sim/scenario/policy_schema.h"
#include "sim/scenario/scenario_schema.h"
#include "tools/command_line/commands.h"

namespace windtunnel::tools {
namespace {

void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

std::string describe(const CatalogueParameter& parameter) {
  const ParameterDeclaration& d = *parameter.declaration;
  std::string out = fmt::format("{}: parameter, {}\n  meaning     {}\n", parameter.path, kind_text(*d.type), d.meaning);
  if (parameter.default_text == "null") out += "  default     none\n";
  else if (!parameter.default_text.empty()) out += fmt::format("  default     {}\n", parameter.default_text);
  if (!d.range.text.empty()) out += fmt::format("  range       {}\n", d.range.text);
  if (!d.plausible_low.empty()) out += fmt::format("  plausible   {} to {}\n", d.plausible_low, d.plausible_high);
  out += fmt::format("  source      {}\n", d.source);
  if (const models::Fact* fact = models::find_fact(d.source)) {
    out += fmt::format("  confidence  {}\n  fact        {} {}: {}\n  read from   {}\n", fact->confidence, fact->value,
                       fact->unit, fact->semantics, fact->source);
  } else if (d.is_assumption()) {
    out += "  confidence  low: a named assumption\n";
  }
  return out;
}

std::string describe(const ComponentType& type) {
  std::string out = fmt::format("{}: component type\n  {}\n", type.name, type.summary);
  if (!type.capabilities.empty()) {
    out += "  offers      ";
    for (std::size_t i = 0; i < type.capabilities.size(); ++i)
      out += fmt::format("{}{}", i ? ", " : "", type.capabilities[i]);
    out += '\n';
  }
  for (const FaultMode& mode : type.fault_modes) out += fmt::format("  fault mode  {}: {}\n", mode.name, mode.meaning);
  for (const Measure& measure : type.measures)
    out += fmt::format("  measure     {}{}: {}\n", measure.name,
                       measure.unit.empty() ? "" : fmt::format(" ({})", measure.unit), measure.meaning);
  const models::TypeOffers offers = models::offers_of(type);
  for (const auto& metric : offers.metrics) out += fmt::format("  metric      {}: {}\n", metric.name, metric.meaning);
  if (!offers.operations.empty()) out += fmt::format("  operations  {}\n", fmt::join(offers.operations, ", "));
  for (const ParameterDeclaration& d : type.parameters->declarations)
    out += fmt::format("  parameter   {}: {}{}\n", d.name, d.meaning,
                       d.default_text.empty() ? "" : " Default: " + d.default_text + ".");
  return out;
}

std::string describe(const models::Fact& fact) {
  return fmt::format("{}: fact\n  value       {} {}\n  meaning     {}\n  source      {}\n  confidence  {}\n", fact.id,
                     fact.value, fact.unit, fact.semantics.empty() ? fact.parameter : fact.semantics, fact.source,
                     fact.confidence);
}

std::string describe(const LedgerEntry& entry) {
  std::string designs;
  for (const std::string& d : entry.designs) designs += (designs.empty() ? "" : ", ") + d;
  return fmt::format("{}: claim ({})\n  quote       \"{}\"\n  document    {}:{}\n  designs     {}\n  judged by   {}\n",
                     entry.id, entry.kind, entry.quote, entry.document, entry.line, designs, entry.judged_by);
}

std::string describe(const Assumption& a, const std::string& design) {
  return fmt::format(
      "{}: assumption of {}\n  meaning     {}\n  value       {}\n  plausible   {} to {}\n  source      {}\n  "
      "confidence  {}\n",
      a.id, design, a.meaning, a.value, a.low.empty() ? "?" : a.low, a.high.empty() ? "?" : a.high,
      a.source.empty() ? "assumed" : a.source, a.confidence);
}

/// "8 designs and 32 scenarios are", "1 design, 1 scenario and 1 policy are".
std::string counted(const Inputs& inputs) {
  const auto count = [](std::size_t n, const char* one, const char* many) {
    return fmt::format("{} {}", n, n == 1 ? one : many);
  };
  const std::string designs = count(inputs.designs.size(), "design", "designs");
  const std::string scenarios = count(inputs.scenarios.size(), "scenario", "scenarios");
  if (inputs.policies.empty()) return designs + " and " + scenarios + " are";
  return designs + ", " + scenarios + " and " + count(inputs.policies.size(), "policy", "policies") + " are";
}

}  // namespace

ExitCode validate(const std::vector<std::string>& paths, const CommonOptions& common) {
  Inputs inputs;
  Selection selection;
  selection.paths = paths;
  selection.variants = true;
  read_inputs(selection, inputs);
  if (!common.quiet)
    print(counted(inputs) + " well-formed\n");
  return ExitCode::held;
}

ExitCode explain(const std::string& id) {
  std::vector<std::string> known;
  std::map<std::string, std::string> assumed;  // by the source that says so: the parameters whose defaults are assumptions
  for (const ComponentType* type : models::catalogue().types()) {
    known.emplace_back(type->name);
    if (type->name == id) return print(describe(*type)), ExitCode::held;
    std::string found;
    for_each_parameter(*type->parameters, std::string(type->name), [&](const CatalogueParameter& parameter) {
      known.push_back(parameter.path);
      if (parameter.path == id) found = describe(parameter);
      const ParameterDeclaration& d = *parameter.declaration;
      if (d.is_assumption()) assumed[d.source] += fmt::format("  default     {} of {}\n", parameter.default_text, parameter.path);
    });
    if (!found.empty()) return print(found), ExitCode::held;
  }
  if (const auto found = assumed.find(id); found != assumed.end())
    return print(id + ": assumption that stands for defaults without a source; designs name their own\n" + found->second), ExitCode::held;
  for (const auto& [source, defaults] : assumed) known.push_back(source);
  if (const models::Fact* fact = models::find_fact(id)) return print(describe(*fact)), ExitCode::held;
  Inputs inputs;
  if (const LedgerEntry* entry = inputs.environment.claim(id)) return print(describe(*entry)), ExitCode::held;
  read_inputs({.paths = {}, .designs = "*", .scenarios = "*", .variants = true}, inputs);
  for (const auto& design : inputs.designs)
    for (const Assumption& assumption : design->assumptions) {
      known.push_back(assumption.id);
      if (assumption.id == id) return print(describe(assumption, design->name)), ExitCode::held;
    }
  for (const models::Fact& fact : models::all_facts()) known.push_back(fact.id);
  for (std::string& claim : inputs.environment.claim_ids()) known.push_back(std::move(claim));
  Diagnostics diagnostics;
  diagnostics.error(id, {}, "nothing of this id is known" + did_you_mean(id, known));
  throw BadInput(diagnostics, true);
}

ExitCode list(const std::string& what) {
  if (what == "components") {
    for (const ComponentType* type : models::catalogue().types())
      print(fmt::format("{:<28} {}\n", type->name, type->summary));
  } else if (what == "faults") {
    for (const ComponentType* type : models::catalogue().types())
      for (const FaultMode& mode : type->fault_modes)
        print(fmt::format("{:<28} {:<24} {}\n", type->name, mode.name, mode.meaning));
  } else {
    Inputs inputs;
    read_inputs({.paths = {}, .designs = "*", .scenarios = "*", .variants = true}, inputs);
    if (what == "designs")
      for (const auto& design : inputs.designs) print(fmt::format("{:<28} {}\n", design->name, design->title));
    else
      for (const Scenario& scenario : inputs.scenarios)
        print(fmt::format("{:<28} {}\n", scenario.name, scenario.title));
  }
  return ExitCode::held;
}

ExitCode print_schema(const std::string& of) {
  if (of == "result")
    print(result_schema());
  else if (of == "policy")
    print(policy_schema());
  else if (of == "baseline")
    print(baseline_schema());
  else if (of == "baseline-check")
    print(baseline_check_schema());
  else
    print(of == "design" ? design_schema(models::catalogue()) : scenario_schema());
  return ExitCode::held;
}

ExitCode print_reference() {
  Inputs inputs;
  read_inputs({.paths = {}, .designs = "*", .scenarios = "*", .variants = true}, inputs);
  std::string scenarios = "\n## Scenarios\n\nWhat is shipped, and on which designs it runs.\n\n"
                          "| scenario | designs | what happens | strikes |\n|---|---|---|---|\n";
  for (const Scenario& scenario : inputs.scenarios) {
    std::string designs, strikes;
    for (const std::string& glob : scenario.designs) designs += (designs.empty() ? "`" : ", `") + glob + "`";
    for (const FaultText& fault : scenario.faults)
      strikes += fmt::format("{}{}: `{}`", strikes.empty() ? "" : "; ", fault.strike.text, fmt::join(fault.mode.names, "` or `"));
    scenarios += fmt::format("| `{}` | {} | {} | {} |\n", scenario.name, designs, scenario.title, strikes);
  }
  print(models::reference_page() + scenarios);
  return ExitCode::held;
}

}  // namespace windtunnel::tools
