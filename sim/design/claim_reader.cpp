// Assumptions, the SLA target and the claims of a design file.
#include <algorithm>

#include "sim/design/builder.h"
#include "sim/design/file_tables.h"

namespace windtunnel {
namespace {

class ClaimReader {
 public:
  ClaimReader(Design& design, const Document& document, const DesignEnvironment& environment, Diagnostics& diagnostics)
      : design_(design), document_(document), environment_(environment), reader_(document.file, diagnostics) {}

  void read(const Node& node) {
    static const std::vector<std::string> keys = {"id",   "measured",     "availability",   "configured", "finding",
                                                  "cost", "not_measured", "not_measurable", "assumptions"};
    const Node* id = node.find("id");
    if (!node.is_map() || !id) {
      reader_.error(node.position,
                    "expected a claim with its id: {id: ..., measured: {...}}, found " + node.describe());
      return;
    }
    const LedgerEntry* entry = environment_.claim(id->text);
    if (!entry) {
      const std::string nearest = did_you_mean(id->text, environment_.claim_ids());
      reader_.error(id->position, "the ledger has no claim \"" + id->text + "\"" +
                                      (nearest.empty() ? "; it holds those of shipped documents, and a design of your own is judged "
                                                         "by the expectations of scenarios and policies"
                                                       : nearest));
      return;
    }
    Claim claim;
    claim.id = entry->id;
    claim.document = entry->document;
    claim.quote = entry->quote;
    claim.kind = entry->kind;
    claim.judged_by = entry->judged_by;
    claim.line = entry->line;
    for (const Node::Entry& part : node.entries) {
      if (std::find(keys.begin(), keys.end(), part.key) == keys.end())
        reader_.error(part.position, "unknown key \"" + part.key + "\" of a claim" + did_you_mean(part.key, keys));
      else if (part.key == "assumptions")
        read_names(part.value, claim.assumptions);
      else if (part.key != "id")
        read_judgements(part.key, part.value, claim);
    }
    if (claim.judgements.empty()) reader_.error(node.position, "claim " + claim.id + " says nowhere how it is judged");
    design_.claims.push_back(std::move(claim));
  }

 private:
  void read_names(const Node& node, std::vector<std::string>& into) {
    if (!node.is_list()) {
      reader_.error(node.position, "expected a list of assumptions' ids, found " + node.describe());
      return;
    }
    for (const Node& item : node.items) {
      const bool known = std::any_of(design_.assumptions.begin(), design_.assumptions.end(),
                                     [&](const Assumption& a) { return a.id == item.text; });
      std::vector<std::string> ids;
      for (const Assumption& a : design_.assumptions) ids.push_back(a.id);
      if (!known)
        reader_.error(item.position, "unknown assumption \"" + item.text + "\"" + did_you_mean(item.text, ids));
      into.push_back(item.text);
    }
  }

  void read_judgements(const std::string& key, const Node& node, Claim& claim) {
    if (node.is_list()) {
      for (const Node& item : node.items) read_judgement(key, item, claim);
    } else {
      read_judgement(key, node, claim);
    }
  }

  void read_judgement(const std::string& key, const Node& node, Claim& claim) {
    Judgement judgement;
    judgement.position = node.position;
    using Kind = Judgement::Kind;
    if (key == "measured")
      read_measured(node, judgement);
    else if (key == "availability") {
      judgement.kind = Kind::availability;
      const auto share = parse_share(node.text);
      if (!share || share->value < 0 || share->value > 1)
        reader_.error(node.position, "expected a share between 0 % and 100 % such as \"99.99 %\", found " + node.describe());
      else
        judgement.value = share->value;
    } else if (key == "configured") {
      judgement.kind = Kind::configured;
      if (!node.is_map())
        reader_.error(node.position, "expected parameters and their values, found " + node.describe());
      for (const Node::Entry& entry : node.entries) {
        if (entry.key == "overlay")
          judgement.overlay = entry.value.text;
        else
          judgement.parameters.emplace_back(entry.key, entry.value.text);
      }
    } else if (key == "finding") {
      FindingText text;
      judgement.kind = Kind::finding;
      read_parameters(node, text, reader_);
      judgement.rule = text.rule;
      judgement.component = text.component;
      judgement.upheld_by_finding = text.upholds;
    } else if (key == "cost") {
      CostText text;
      judgement.kind = Kind::cost;
      read_parameters(node, text, reader_);
      judgement.cost_lines = text.lines;
      judgement.saving_by = text.saving_by;
      judgement.overlay = text.overlay;
      judgement.arithmetic = text.arithmetic;
      if (text.share) judgement.saved_share = text.share->value;
      judgement.any_saving = !text.value && !text.share;
      judgement.value = text.value ? text.value->value : 0;
      judgement.tolerance = text.tolerance.value;
    } else {
      judgement.kind = key == "not_measured" ? Kind::not_measured : Kind::not_measurable;
      if (!node.is_scalar()) reader_.error(node.position, "expected the reason as text, found " + node.describe());
      judgement.reason = node.text;
    }
    claim.judgements.push_back(std::move(judgement));
  }

  void read_measured(const Node& node, Judgement& judgement) {
    MeasuredText text;
    judgement.kind = Judgement::Kind::measured;
    if (!read_parameters(node, text, reader_)) return;
    judgement.scenario = text.scenario;
    judgement.measure = text.measure;
    judgement.journey = text.journey;
    judgement.overlay = text.overlay;
    const auto limit = parse_limit(text.limit);
    if (limit)
      judgement.limit = *limit;
    else
      reader_.error(node.find("limit")->position,
                    "expected a limit such as \"< 120 s\" or \">= 99.9 %\", found \"" + text.limit + "\"");
  }

  Design& design_;
  const Document& document_;
  const DesignEnvironment& environment_;
  Reader reader_;
};

std::vector<std::string> journey_names(const Design& design) {
  std::vector<std::string> names;
  for (const JourneyDefinition& journey : design.journeys) names.push_back(journey.name);
  return names;
}

/// Says what is wrong with a value of an assumption that scales demand: it is the denominator, or what replaces it.
std::string wrong_scale(const std::vector<std::string>& scales, const std::string& value) {
  if (scales.empty()) return "";
  const auto rate = parse_rate(value);
  return rate && rate->value > 0 ? "" : "what scales demand is a rate such as \"120 /s\", found \"" + value + "\"";
}

}  // namespace

std::optional<Limit> parse_limit(std::string_view text) {
  Limit limit;
  limit.text = text;
  using C = Limit::Comparison;
  if (text.starts_with("<="))
    limit.comparison = C::at_most, text.remove_prefix(2);
  else if (text.starts_with(">="))
    limit.comparison = C::at_least, text.remove_prefix(2);
  else if (text.starts_with("<"))
    limit.comparison = C::below, text.remove_prefix(1);
  else if (text.starts_with(">"))
    limit.comparison = C::above, text.remove_prefix(1);
  else
    return std::nullopt;
  while (text.starts_with(' ')) text.remove_prefix(1);
  if (const auto d = parse_duration(text))
    limit.value = d->seconds();
  else if (const auto s = parse_share(text))
    limit.value = s->value;
  else if (const auto m = parse_money(text))
    limit.value = m->value;
  else if (const auto r = parse_rate(text))
    limit.value = r->value;
  else
    return std::nullopt;
  return limit;
}

void read_assumptions(Design& design, const std::vector<const Document*>& chain, Diagnostics& diagnostics) {
  for (const NamedText& named : named_texts(chain, "assumptions", diagnostics)) {
    AssumptionText text;
    const Node& node = *named.latest().node;
    Reader reader(*named.latest().file, diagnostics);
    if (!read_parameters(node, text, reader)) continue;
    design.assumptions.push_back(
        {named.name, text.meaning, text.value, text.low, text.high, text.sets, text.confidence, text.source, text.scales});
    const auto place_of = [&](std::string_view key) {
      const Node* written = node.find(key);
      return reader.place(written ? written->position : named.position);
    };
    const auto look_at = [&](std::string_view key, const std::string& figure, Place& place) {
      place = place_of(key);
      if (const std::string wrong = figure.empty() ? "" : wrong_scale(text.scales, figure); !wrong.empty()) reader.error_at(place, wrong);
    };
    Assumption& assumption = design.assumptions.back();
    look_at("value", text.value, assumption.value_place);
    look_at("low", text.low, assumption.low_place);
    look_at("high", text.high, assumption.high_place);
    assumption.scales_place = place_of("scales");
  }
}

std::vector<std::pair<std::string, std::string>> change_assumptions(
    Design& design, const std::vector<std::pair<std::string, std::string>>& changes, Diagnostics& diagnostics) {
  constexpr std::string_view prefix = "assumptions.";
  std::vector<std::pair<std::string, std::string>> others;
  for (const auto& [path, value] : changes) {
    if (!path.starts_with(prefix)) {
      others.emplace_back(path, value);
      continue;
    }
    const auto found = std::find_if(design.assumptions.begin(), design.assumptions.end(),
                                    [id = path.substr(prefix.size())](const Assumption& a) { return a.id == id; });
    if (found == design.assumptions.end()) {
      diagnostics.error("change of " + path, {}, "the design " + design.name + " assumes nothing of this name");
      continue;
    }
    if (const std::string wrong = wrong_scale(found->scales, value); !wrong.empty()) {
      diagnostics.error("change of " + path, {}, wrong);
      continue;
    }
    const auto before = parse_rate(found->value), after = parse_rate(value);
    if (!found->scales.empty() && before && after && before->value > 0) found->demand *= after->value / before->value;
    found->value = value;
    found->value_place = {"change of " + path, {}};
  }
  return others;
}

void scale_demand(Design& design, Diagnostics& diagnostics) {
  for (const Assumption& assumption : design.assumptions)
    for (const std::string& name : assumption.scales) {
      bool found = name == "*";
      for (JourneyDefinition& journey : design.journeys) {
        if (name != "*" && name != journey.name) continue;
        found = true;
        if (assumption.demand != 1) journey.rate = journey.rate.scaled(assumption.demand);
      }
      if (!found)
        diagnostics.error(assumption.scales_place.file, assumption.scales_place.position,
                          "assumption " + assumption.id + " scales an unknown journey \"" + name + "\"" +
                              did_you_mean(name, journey_names(design)));
    }
}

void read_sla(Design& design, const std::vector<const Document*>& chain, Diagnostics& diagnostics) {
  // The latest counts: what it replaces may speak of journeys that are no more.
  const auto latest = std::find_if(chain.rbegin(), chain.rend(), [](const Document* d) { return d->root.find("sla") != nullptr; });
  if (latest != chain.rend()) {
    const Node& node = *(*latest)->root.find("sla");
    SlaText text;
    WrittenPlaces places;
    Reader reader((*latest)->file, diagnostics);
    if (!read_parameters(node, text, reader, {.written = &places})) return;
    design.sla.target = text.target.value;
    for (const std::string& name : text.journeys) {
      const auto found = std::find_if(design.journeys.begin(), design.journeys.end(),
                                      [&](const JourneyDefinition& j) { return j.name == name; });
      if (found != design.journeys.end())
        design.sla.journeys.push_back(static_cast<std::uint32_t>(found - design.journeys.begin()));
      else
        reader.error_at(places["journeys"], "the SLA names an unknown journey \"" + name + "\"" +
                                                did_you_mean(name, journey_names(design)));
    }
  }
  if (design.sla.journeys.empty())
    for (std::uint32_t i = 0; i < design.journeys.size(); ++i) design.sla.journeys.push_back(i);
}

void read_claims(Design& design, const Document& document, const DesignEnvironment& environment,
                 Diagnostics& diagnostics) {
  const Node* claims = document.root.find("claims");
  if (!claims) return;
  if (!claims->is_list()) {
    diagnostics.error(document.file, claims->position, "expected a list of claims, found " + claims->describe());
    return;
  }
  ClaimReader reader(design, document, environment, diagnostics);
  for (const Node& node : claims->items) reader.read(node);
}

}  // namespace windtunnel
