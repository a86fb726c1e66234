// See moved_design.h.
#include "tools/command_line/moved_design.h"

#include <algorithm>

#include "tools/command_line/evidence.h"

namespace windtunnel::tools {

std::vector<std::string> ends_of(const Assumption& assumption) {
  std::vector<std::string> ends;
  for (const std::string& end : {assumption.low, assumption.high})
    if (!end.empty() && end != assumption.value && (ends.empty() || ends.front() != end)) ends.push_back(end);
  return ends;
}

std::optional<MovedDesign> moved_design(const Inputs& inputs, const Design& base, const std::string& assumption,
                                        const std::string& value, bool with_text) {
  const Document* document = inputs.environment.design_document(base.name);
  const auto found = std::find_if(base.assumptions.begin(), base.assumptions.end(),
                                  [&](const Assumption& one) { return one.id == assumption; });
  if (!document || found == base.assumptions.end() || !found->moves_design()) return std::nullopt;
  Diagnostics refused;
  std::shared_ptr<const Design> design =
      load_design(*document, inputs.environment, refused, {{"assumptions." + assumption, value}});
  if (!design) return std::nullopt;
  const std::string text = with_text ? texts_of(inputs, {design}).front() : "";
  // What an assumption scales is no parameter, and not in the text.
  return MovedDesign{std::move(design), text + "\nassumption " + assumption + " = " + value};
}

}  // namespace windtunnel::tools
