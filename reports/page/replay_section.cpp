// Incidents to be played: the design's picture coloured by state, lanes and users' success over time, and what was
// waited for.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "reports/critical_path.h"
#include "reports/markup.h"
#include "reports/page/parts.h"
#include "reports/replay/lanes.h"
#include "reports/replay/map.h"
#include "reports/text.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports::page {
namespace {

using Json = nlohmann::ordered_json;

const TopologyResult* topology_of(const Result& result, const std::string& design) {
  for (const DesignResult& one : result.designs)
    if (one.design == design && !one.topology.nodes.empty()) return &one.topology;
  return nullptr;
}

/// Components that a design's picture needs beyond its journeys: whatever changed or was waited for in one of its
/// replays.
std::set<std::string> concerned(const Result& result, const std::string& design) {
  std::set<std::string> names;
  for (const ReplayResult& replay : result.replays) {
    if (replay.design != design) continue;
    for (const ReplayResult::Lane& lane : replay.lanes) names.insert(lane.name.substr(0, lane.name.find('@')));
    for (const ReplayResult::Recovery& recovery : replay.recoveries)
      for (const ReplayResult::Wait& wait : recovery.waits) names.insert(wait.component);
  }
  return names;
}

Json rounded(double seconds) { return static_cast<double>(static_cast<long long>(seconds * 10)) / 10; }

/// What the script needs of a replay: states, shares and sentences.
std::string data_of(const ReplayResult& replay) {
  const ReplayWindow window = window_of(replay);
  Json data = {{"from", rounded(window.from)},
               {"until", rounded(window.until)},
               {"lanes", Json::object()},
               {"served", Json::array()}};
  for (const ReplayResult::Lane& lane : replay.lanes) {
    Json seconds = Json::array(), states = Json::array();
    for (std::size_t i = 0; i < std::min(lane.seconds.size(), lane.states.size()); ++i) {
      if (lane.seconds[i] > window.until) break;
      seconds.push_back(lane.seconds[i]);
      states.push_back(lane.states[i]);
    }
    data["lanes"][lane.name] = {{"seconds", seconds}, {"states", states}};
  }
  for (const auto& [journey, track] : replay.served) {
    const ReplayResult::Track seen = seen_in(track, window);
    data["served"].push_back({{"journey", visible(journey)}, {"seconds", seen.seconds}, {"share", seen.share}});
  }
  return json_for_script(data.dump(-1, ' ', true, Json::error_handler_t::replace));
}

std::string summary_of(const ReplayResult& replay) {
  std::string text;
  for (const ReplayResult::Recovery& recovery : replay.recoveries) {
    if (!recovery.hurt) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : "; ", visible(recovery.journey),
                        recovery.recovered ? "is back after " + seconds_text(recovery.seconds)
                                           : "does not come back while it is watched");
  }
  return text.empty() ? "nobody was hurt" : text;
}

std::string waits_table(const ReplayResult& replay) {
  const ReplayResult::Recovery* slowest = slowest_recovery(replay);
  if (!slowest || slowest->waits.empty()) return "";
  Table waits{
      "What the recovery of " + markup(slowest->journey) + " waited for", {"#from", "#for", "phase", "until"}, {}};
  for (const Step& step : steps_of(*slowest))
    waits.rows.push_back({moment_text(step.from_seconds), seconds_text(step.until_seconds - step.from_seconds),
                          markup(step.phase), markup(step.text)});
  Table savings{"What a smaller parameter would have saved", {"parameter", "is", "tried", "#saves"}, {}};
  for (const ReplayResult::Saving& saving : slowest->savings)
    savings.rows.push_back({"<code>" + markup(saving.parameter) + "</code>", markup(saving.value), markup(saving.tried),
                            (saving.seconds < 0 ? "−" : "") + seconds_text(std::abs(saving.seconds))});
  return "<details><summary>The same as tables</summary>" + table(waits) +
         (savings.rows.empty() ? "" : table(savings)) + "</details>";
}

std::string events_list(const ReplayResult& replay) {
  const ReplayWindow window = window_of(replay);
  std::string items;
  for (const ReplayResult::Event& event : replay.events)
    if (event.seconds >= window.from && event.seconds <= window.until)
      items +=
          fmt::format("<li data-at=\"{:.1f}\"><span class=\"when\">{}</span> <strong>{}</strong> <span>{}</span></li>",
                      event.seconds, moment_text(event.seconds), markup(event.component), markup(event.text));
  return "<details><summary>All that happened, in words</summary><ol class=\"events\">" + items + "</ol></details>";
}

std::string controls(std::size_t number, const ReplayWindow& window) {
  return fmt::format(
      "<div class=\"controls\"><button type=\"button\" class=\"play\">▶ Play</button><button type=\"button\" "
      "class=\"back\" aria-label=\"previous event\">◀</button>"
      "<button type=\"button\" class=\"next\" aria-label=\"next event\">▶</button><label for=\"time-{0}\" "
      "class=\"hidden\">Time since the fault</label>"
      "<input type=\"range\" id=\"time-{0}\" class=\"time\" min=\"{1:.1f}\" max=\"{2:.1f}\" step=\"{3:.2f}\" "
      "value=\"{1:.1f}\"><output class=\"now\" for=\"time-{0}\">before the fault</output></div>"
      "<p class=\"telling\" aria-live=\"polite\"></p>",
      number, window.from, window.until, std::max(0.1, (window.until - window.from) / 600));
}

constexpr const char* legend =
    "<p class=\"legend\"><span class=\"key up\">up</span><span class=\"key changing\">… works, something under "
    "way</span><span class=\"key degraded\">! does less than usual</span>"
    "<span class=\"key down\">✕ down</span></p>";

std::string replay(const Result& result, const ReplayResult& replay, std::size_t number, const std::string& map,
                   const std::vector<Chart>& charts) {
  std::vector<std::string> left_out;
  const auto lanes = shown_lanes(replay, topology_of(result, replay.design), left_out);
  std::string text = fmt::format(
      "<article class=\"replay\" id=\"replay-{}\"><h3>{}</h3><p>{} on {}, {}. Replication {}: {}.</p>", number,
      markup(replay.title.empty() ? replay.scenario : replay.title), markup(replay.scenario), markup(replay.design),
      markup(replay.struck), replay.replication, markup(replay.chosen + "; " + summary_of(replay)));
  text += controls(number, window_of(replay)) + map + legend + lanes_svg(replay, lanes);
  if (!left_out.empty()) text += "<p class=\"small\">Also changed: " + markup(listed(left_out)) + ".</p>";
  for (const char* kind : {"waits-", "savings-"})
    for (const Chart& chart : charts)
      if (chart.name == kind + slug(replay.design + "-" + replay.scenario)) text += figure(chart);
  if (const std::string savings = savings_text(replay); !savings.empty()) text += "<p>" + markup(savings) + "</p>";
  text += waits_table(replay) + events_list(replay);
  return text + "<script type=\"application/json\" class=\"moments\">" + data_of(replay) + "</script></article>\n";
}

/// The replay that a page opens with: the recovery that went through most phases, and of those the one in which most
/// lanes fell.
std::size_t telling_most(const Result& result) {
  std::size_t best = 0;
  std::pair<std::size_t, std::size_t> most;
  for (std::size_t i = 0; i < result.replays.size(); ++i) {
    std::vector<std::string> left_out;
    const auto lanes = shown_lanes(result.replays[i], topology_of(result, result.replays[i].design), left_out);
    std::set<std::string> phases;
    if (const ReplayResult::Recovery* slowest = slowest_recovery(result.replays[i]))
      for (const ReplayResult::Wait& wait : slowest->waits) phases.insert(wait.phase);
    const std::pair tells(phases.size(), lanes.size() + left_out.size());
    if (tells > most) {
      best = i;
      most = tells;
    }
  }
  return best;
}

}  // namespace

std::string replay_section(const Result& result, const std::vector<Chart>& charts) {
  if (result.replays.empty()) return "";
  std::map<std::string, std::optional<DesignMap>> maps;
  bool drawn = true;
  const std::size_t first = telling_most(result);
  std::string choices, articles;
  for (std::size_t i = 0; i < result.replays.size(); ++i) {
    const ReplayResult& one = result.replays[i];
    if (!maps.contains(one.design)) {
      const TopologyResult* topology = topology_of(result, one.design);
      maps[one.design] =
          topology ? lay_out(*topology, shown_components(*topology, concerned(result, one.design))) : std::nullopt;
      drawn &= maps[one.design].has_value();
    }
    const std::optional<DesignMap>& map = maps[one.design];
    const std::string picture =
        map ? "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Picture of the design\">" +
                  map_svg(*map, "The parts of " + one.design + " and what requests pass", std::to_string(i)) + "</div>"
            : "";
    choices += fmt::format("<option value=\"replay-{}\"{}>{} · {}</option>", i, i == first ? " selected" : "",
                           markup(one.design), markup(one.scenario));
    articles += replay(result, one, i, picture, charts);
  }
  const std::string missing = drawn ? ""
                                    : "<p>The picture of the design is missing: it needs graphviz (the Debian package "
                                      "graphviz) where the report is written.</p>";
  return section("replay", "Replay",
                 "One typical replication of the runs that hurt users longest. Move the slider or press play: the "
                 "picture shows what is down, the lanes how long, and the line what users felt.",
                 "<p class=\"filter\"><label>Incident <select id=\"replay-choice\">" + choices +
                     "</select></label></p>" + missing + articles);
}

}  // namespace windtunnel::reports::page
