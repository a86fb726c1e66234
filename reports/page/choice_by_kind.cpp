// Below the first screen: the designs between which to choose, by kind of drill; a script lets readers say which count.
#include <fmt/format.h>

#include <algorithm>

#include "reports/bill.h"
#include "reports/choice.h"
#include "reports/choice_ends.h"
#include "reports/markup.h"
#include "reports/page/parts.h"
#include "reports/text.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports::page {
namespace {

std::string of(std::size_t kept, std::size_t runs) { return fmt::format("{} of {}", kept, runs); }

/// The drills that decide and that a design misses, folded; each with the share of replications that were in time.
std::string missed_cell(const std::vector<ScenarioInTime>& scenarios, const InTime& design) {
  std::string items;
  for (const std::string& missed : design.missed)
    for (const ScenarioInTime& one : scenarios) {
      if (one.scenario != missed) continue;
      const auto share = std::find_if(one.shares.begin(), one.shares.end(),
                                      [&](const auto& of) { return of.first == design.design; });
      const double in_time = share == one.shares.end() ? 0 : share->second.value_or(0);
      items += fmt::format("<li data-kind=\"{}\">{} <small>{}</small></li>", markup(one.disruption), markup(missed),
                           in_time_text(in_time));
    }
  if (items.empty()) return "<td data-label=\"misses\">none</td>";
  return fmt::format(
      "<td data-label=\"misses\"><details><summary><span class=\"count\">{}</span> missed</summary><ul>{}</ul></details></td>",
      design.missed.size(), items);
}

std::string design_row(const std::vector<ScenarioInTime>& scenarios, const InTime& design, bool first) {
  std::string cells;
  for (const InTime::Kind& kind : design.kinds)
    cells += fmt::format("<td class=\"number\" data-label=\"{}\" data-kind=\"{}\" data-kept=\"{}\" data-runs=\"{}\">{}</td>",
                         markup(kind_words(kind.name)), markup(kind.name), kind.kept, kind.runs, of(kind.kept, kind.runs));
  return fmt::format(
      "<tr data-cost=\"{}\" data-unpriced=\"{}\"><th scope=\"row\"><span class=\"name\">{}</span> "
      "<small class=\"chosen\"{}>← the choice</small></th><td class=\"number total\" data-label=\"back in time\">{}</td>"
      "<td class=\"number money\" data-label=\"cost a month\">{}</td>{}{}</tr>\n",
      design.cost, design.unpriced.size(), markup(design.design), first ? "" : " hidden", of(design.kept, design.runs),
      markup(bill_text(design.cost, design.unpriced)), cells,
      missed_cell(scenarios, design));
}

/// The design to choose where only some kinds of drill count.
std::string choice_among(const Result& result, const std::vector<std::string>& kinds) {
  const std::vector<InTime> designs = in_time(result, choice_limit, kinds);
  if (designs.empty() || designs.front().kept == 0) return "none";
  return markup(designs.front().design);
}

std::string table_foot(const Result& result, const InTime& any) {
  std::string cells = fmt::format("<td data-label=\"all drills\">{}</td><td></td>", choice_among(result, {}));
  for (const InTime::Kind& kind : any.kinds)
    cells += fmt::format("<td class=\"number\" data-label=\"{}\">{}</td>", markup(kind_words(kind.name)),
                         choice_among(result, {kind.name}));
  return "<tfoot><tr><th scope=\"row\">the choice for such drills alone</th>" + cells + "<td></td></tr></tfoot>";
}

/// Boxes to choose kinds with; shown by the script that reads them.
std::string filter(const InTime& any) {
  std::string boxes;
  for (const InTime::Kind& kind : any.kinds)
    boxes += fmt::format("<label><input type=\"checkbox\" value=\"{}\" checked> {} <small>({})</small></label>", markup(kind.name),
                         markup(kind_words(kind.name)), kind.runs);
  return "<form id=\"choice-filter\" class=\"filter\" hidden><fieldset><legend>Drills that count</legend>" + boxes + "</fieldset></form>";
}

/// Without the loss of a region, which many designs do not set out to survive.
std::string without_regions(const Result& result, const std::vector<InTime>& designs) {
  std::vector<std::string> others;
  for (const InTime::Kind& kind : designs.front().kinds)
    if (kind.name != "region") others.push_back(kind.name);
  if (others.empty() || others.size() == designs.front().kinds.size()) return "";
  const InTime best = in_time(result, choice_limit, others).front();
  return fmt::format("Without the loss of a region {} {}: {} of {} drills, {}.",
                     visible(best.design), best.design == designs.front().design ? "stays the choice" : "is the choice", best.kept,
                     best.runs, bill_text(best.cost, best.unpriced, " a month"));
}

/// Which drills a kind consists of.
std::string drills_by_kind(const Result& result, const InTime& any) {
  const std::vector<std::string> deciding = deciding_drills(result);
  std::string items;
  for (const InTime::Kind& kind : any.kinds) {
    std::vector<std::string> drills;
    for (const ScenarioInTime& one : by_scenario(result, choice_limit))
      if (one.disruption == kind.name && std::find(deciding.begin(), deciding.end(), one.scenario) != deciding.end())
        drills.push_back(visible(one.scenario));
    items += fmt::format("<li>{}: {}</li>", markup(kind_words(kind.name)), markup(listed(drills)));
  }
  return "<details><summary>Which drills are of which kind</summary><ul>" + items + "</ul></details>";
}

std::string left_out_table(const Result& result) {
  const std::vector<LeftOut> out = left_out(result, choice_limit);
  if (out.empty()) return "";
  Table rows{"Designs that are not compared: most are variants of which a claim speaks, put through what that claim needs",
             {"design", "why", "#kept, of the drills it was put through", "#cost a month"},
             {}};
  for (const LeftOut& one : out)
    rows.rows.push_back({markup(one.design), markup(one.why), one.runs == 0 ? "–" : of(one.kept, one.runs),
                         one.priced ? markup(bill_text(one.cost, one.unpriced)) : "–"});
  return fmt::format("<details><summary>{} more designs are not compared, and why</summary>{}<p class=\"small\"><code>windtunnel run "
                     "--designs NAME</code> puts one through all of them.</p></details>",
                     out.size(), table(rows));
}

/// Ends at which a design keeps more or fewer drills, or at which another design would be chosen.
std::string ends_table(const Result& result) {
  const std::string choice = in_time(result, choice_limit).front().design;
  Table rows{"Each assumption moved alone, in all designs of the table above that share it; what a design keeps of the same drills there, "
             "and what a month costs",
             {"design", "assumption", "taken", "moved to", "#keeps", "drills", "#cost a month", "the choice there"},
             {},
             true};
  const std::vector<EndInTime> ends = at_ends(result, choice_limit);
  for (const EndInTime& at : ends) {
    if (at.kept == at.usually && at.gained.empty() && at.choice == choice) continue;
    std::vector<std::string> drills;
    for (const std::string& gained : at.gained) drills.push_back("+\u00a0" + visible(gained));
    for (const std::string& lost : at.lost) drills.push_back("−\u00a0" + visible(lost));
    rows.rows.push_back({markup(at.end->design), markup(at.end->assumption), markup(at.taken), markup(at.end->value),
                         fmt::format("{} → {}", at.usually, at.kept), markup(listed(drills)),
                         bill_figure(at.usual_cost, at.unpriced) + " → " + money_text(at.end->cost_monthly),
                         (at.choice == choice ? "" : "<b>") + markup(at.choice) + (at.choice == choice ? "" : "</b>")});
  }
  if (ends.empty()) return "";
  const auto moves = std::count_if(ends.begin(), ends.end(), [](const EndInTime& at) { return !at.repeated; });
  if (rows.rows.empty())
    return fmt::format("<p class=\"small\">At none of the {} ends that were tried does a design keep more or fewer drills.</p>",
                       moves);
  return fmt::format("<details><summary>Ends of assumptions at which a design keeps other drills, or the choice is another: {}"
                     "</summary>{}</details>",
                     rows.rows.size(), table(rows));
}

}  // namespace

std::string choice_by_kind(const Result& result) {
  const std::vector<InTime> designs = in_time(result, choice_limit);
  if (designs.size() < 2) return "";
  const std::vector<ScenarioInTime> scenarios = by_scenario(result, choice_limit);
  std::string heads, rows;
  for (const InTime::Kind& kind : designs.front().kinds)
    heads += fmt::format("<th scope=\"col\" class=\"number\" data-kind=\"{}\">{}</th>", markup(kind.name), markup(kind_words(kind.name)));
  for (const InTime& design : designs) rows += design_row(scenarios, design, &design == &designs.front());
  const bool kinds = designs.front().kinds.size() > 1;
  return fmt::format(
      "<div id=\"choice\"><h2>The choice, by what you fear</h2>{}<p id=\"choice-said\" role=\"status\">{}</p><div class=\"scroll\" "
      "role=\"region\" tabindex=\"0\" aria-label=\"Designs by kind of drill\"><table id=\"choice-table\" class=\"choices "
      "cards\"><caption>Drills after which 95 % of replications are back within {}: most first, then the cheapest</caption><thead><tr><th "
      "scope=\"col\">design</th><th scope=\"col\" class=\"number\">back in time</th><th scope=\"col\" class=\"number\">cost a "
      "month</th>{}<th scope=\"col\">misses</th></tr></thead><tbody>\n{}</tbody>{}</table></div>{}{}</div>\n",
      kinds ? filter(designs.front()) : "", kinds ? markup(without_regions(result, designs)) : "", seconds_text(choice_limit), heads, rows,
      kinds ? table_foot(result, designs.front()) : "", kinds ? drills_by_kind(result, designs.front()) : "",
      ends_table(result) + left_out_table(result));
}

}  // namespace windtunnel::reports::page
