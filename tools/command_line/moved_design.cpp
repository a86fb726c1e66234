// See moved_design.h.
#include "tools/command_line/moved_design.h"

#include <algorithm>

#include "sim/run/parallel.h"
#include "tools/command_line/evidence.h"

namespace windtunnel::tools {

namespace {

std::optional<MovedDesign> moved_design(const Inputs& inputs, const Move& move, bool with_text) {
  const Document* document = inputs.environment.design_document(move.base->name);
  const auto& assumptions = move.base->assumptions;
  const auto found = std::find_if(assumptions.begin(), assumptions.end(),
                                  [&](const Assumption& assumption) { return assumption.id == move.assumption; });
  if (!document || found == assumptions.end() || !found->moves_design()) return std::nullopt;
  Diagnostics refused;
  std::shared_ptr<const Design> design =
      load_design(*document, inputs.environment, refused, {{"assumptions." + move.assumption, move.value}});
  if (!design) return std::nullopt;
  const std::string text = with_text ? texts_of(inputs, {design}).front() : "";
  // What an assumption scales is no parameter, and not in the text.
  return MovedDesign{std::move(design), text + "\nassumption " + move.assumption + " = " + move.value};
}

}  // namespace

std::vector<std::string> ends_of(const Assumption& assumption) {
  std::vector<std::string> ends;
  for (const std::string& end : {assumption.low, assumption.high})
    if (!end.empty() && end != assumption.value && (ends.empty() || ends.front() != end)) ends.push_back(end);
  return ends;
}

std::vector<std::optional<MovedDesign>> moved_designs(const Inputs& inputs, const std::vector<Move>& moves, bool with_text,
                                                      const CampaignOptions& options) {
  std::vector<std::optional<MovedDesign>> moved(moves.size());
  for_each_index(moves.size(), options, [&] { return [&](std::size_t i) { moved[i] = moved_design(inputs, moves[i], with_text); }; });
  return moved;
}

}  // namespace windtunnel::tools
