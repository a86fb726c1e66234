// See replay.h.
#include "sim/run/replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "sim/measure/topology.h"

namespace windtunnel {
namespace {

const char* word(ComponentState state) {
  switch (state) {
    case ComponentState::up:
      return "up";
    case ComponentState::changing:
      return "changing";
    case ComponentState::degraded:
      return "degraded";
    case ComponentState::down:
      return "down";
  }
  return "";
}

/// A tenth of a second, and a tenth of a thousandth: finer than any picture shows.
double tenths(Duration duration) { return std::round(duration.seconds() * 10) / 10; }
double fine(double share) { return std::round(share * 1e4) / 1e4; }

/// Collects pieces to a line: leaves out points that lie between their neighbours, and joins pieces too short to be
/// seen, between which a journey may go up and down many times, to their mean.
class TrackWriter {
 public:
  explicit TrackWriter(Time fault) : fault_(fault) {}

  void piece(Time from, Time to, double share_from, double share_to) {
    if (to - from >= short_piece) {
      flush();
      add(from, share_from);
      add(to, share_to);
      return;
    }
    if (area_ == 0 && joined_ == Duration{}) joined_from_ = from;
    joined_ = to - joined_from_;
    area_ += (to - from).seconds() * (share_from + share_to) / 2;
    if (joined_ >= long_enough) flush();
  }
  ReplayResult::Track finished() {
    flush();
    return std::move(track_);
  }

 private:
  static constexpr Duration short_piece = milliseconds(200), long_enough = milliseconds(500);

  void flush() {
    if (joined_ == Duration{}) return;
    const double mean = area_ / joined_.seconds();
    add(joined_from_, mean);
    add(joined_from_ + joined_, mean);
    joined_ = {};
    area_ = 0;
  }

  void add(Time time, double exact) {
    const double seconds = tenths(time - fault_), share = fine(exact);
    const std::size_t n = track_.seconds.size();
    if (n > 0 && track_.seconds[n - 1] == seconds && track_.share[n - 1] == share) return;
    if (n > 1 && track_.seconds[n - 1] > track_.seconds[n - 2]) {
      const double slope =
          (track_.share[n - 1] - track_.share[n - 2]) / (track_.seconds[n - 1] - track_.seconds[n - 2]);
      if (std::abs(track_.share[n - 1] + slope * (seconds - track_.seconds[n - 1]) - share) < 0.0015) {
        track_.seconds.back() = seconds;
        track_.share.back() = share;
        return;
      }
    }
    track_.seconds.push_back(seconds);
    track_.share.push_back(share);
  }

  Time fault_, joined_from_;
  Duration joined_;
  double area_ = 0;
  ReplayResult::Track track_;
};

ReplayResult::Track track_of(const std::vector<Story::Served>& pieces, Time start, Time fault) {
  TrackWriter writer(fault);
  for (const Story::Served& piece : pieces)
    if (piece.from != piece.to && piece.to > start)
      writer.piece(std::max(piece.from, start), piece.to, piece.sli_from, piece.sli_to);
  return writer.finished();
}

std::vector<ReplayResult::Lane> lanes_of(const Story& story, const Design& design) {
  std::map<std::uint32_t, ReplayResult::Lane> by_lane;
  for (const StateWatch::Change& change : story.states.changes()) {
    const StateWatch::Lane& lane = story.states.lanes()[change.lane];
    const Component& component = design.component(lane.component);
    ReplayResult::Lane& kept = by_lane[change.lane];
    if (kept.name.empty()) {
      kept.name = lane.whole ? component.name() : part_name(design, component, lane.site);
      kept.seconds.push_back(tenths(story.start - story.fault));
      kept.states.push_back(word(ComponentState::up));
    }
    if (kept.states.back() == word(change.state)) continue;
    kept.seconds.push_back(tenths(change.time - story.fault));
    kept.states.push_back(word(change.state));
  }
  std::vector<ReplayResult::Lane> lanes;
  for (auto& [number, lane] : by_lane) lanes.push_back(std::move(lane));
  return lanes;
}

/// Lines to keep: those of critical paths, then the others in order of time.
std::set<std::size_t> kept_lines(const Story& story, std::size_t at_most) {
  std::set<EventId> needed;
  for (const Story::Recovery& recovery : story.recoveries)
    for (const PathLink& link : recovery.path) needed.insert(link.event);
  std::set<std::size_t> kept;
  for (std::size_t i = 0; i < story.lines.size(); ++i)
    if (story.lines[i].event != 0 && needed.contains(story.lines[i].event)) kept.insert(i);
  for (std::size_t i = 0; i < story.lines.size() && kept.size() < at_most; ++i) kept.insert(i);
  return kept;
}

const Story::Line* line_of(const Story& story, EventId event) {
  const auto found = std::find_if(story.lines.begin(), story.lines.end(),
                                  [&](const Story::Line& line) { return line.event == event && event != 0; });
  return found == story.lines.end() ? nullptr : &*found;
}

ReplayResult::Recovery recovery_of(const Story& story, const Story::Recovery& told) {
  ReplayResult::Recovery recovery{told.journey, told.hurt, told.recovered, 0, {}};
  if (!told.hurt) return recovery;
  recovery.seconds = tenths((told.recovered ? told.returned : story.end) - story.fault);
  for (const PathLink& link : told.path) {
    const Story::Line* line = line_of(story, link.event);
    ReplayResult::Wait wait{tenths(link.from - story.fault), tenths(link.until - story.fault),
                            word(link.phase == Phase::none ? Phase::act : link.phase), "", ""};
    if (line) {
      wait.component = line->component;
      wait.text = line->text;
    } else {
      wait.text = link.event == 0 ? "requests follow" : "an intermediate step";
    }
    recovery.waits.push_back(std::move(wait));
  }
  return recovery;
}

}  // namespace

TypicalReplication typical_replication(std::span<const ReplicationRecord> records) {
  std::vector<TypicalReplication> hurt;
  for (const ReplicationRecord& record : records) {
    TypicalReplication one{record.replication, 0, 0, -1};
    for (std::uint32_t j = 0; j < record.journeys.size(); ++j) {
      const JourneyRecord& journey = record.journeys[j];
      if (!journey.hurt) continue;
      const double seconds = journey.recovered ? journey.rto_seconds : std::numeric_limits<double>::infinity();
      if (seconds > one.seconds) {
        one.journey = j;
        one.seconds = seconds;
      }
    }
    if (one.seconds >= 0) hurt.push_back(one);
  }
  if (hurt.empty()) return {};
  std::stable_sort(hurt.begin(), hurt.end(), [](const auto& a, const auto& b) { return a.seconds < b.seconds; });
  TypicalReplication typical = hurt[(hurt.size() - 1) / 2];
  typical.hurt = hurt.size();
  return typical;
}

std::vector<std::size_t> chosen_runs(std::vector<ReplayCandidate> candidates, std::size_t at_most) {
  // Each candidate's turn: how many of its design's scenarios, then of its scenario's other runs, come before it.
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const ReplayCandidate& a, const ReplayCandidate& b) { return a.seconds > b.seconds; });
  std::map<std::pair<std::size_t, std::string>, std::size_t> of_scenario;
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> of_design;
  std::vector<std::pair<std::pair<std::size_t, std::size_t>, std::size_t>> turns;
  for (std::size_t c = 0; c < candidates.size(); ++c) {
    const std::size_t repeat = of_scenario[{candidates[c].design, candidates[c].scenario}]++;
    const std::size_t rank = of_design[{candidates[c].design, repeat}]++;
    turns.push_back({{repeat, rank}, c});
  }
  std::stable_sort(turns.begin(), turns.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::size_t> runs;
  for (const auto& [turn, c] : turns)
    if (runs.size() < at_most) runs.push_back(candidates[c].run);
  std::sort(runs.begin(), runs.end());
  return runs;
}

ReplayResult replay_of(const Story& story, const Design& design, std::size_t keep_events) {
  ReplayResult replay;
  replay.design = design.name;
  replay.struck = weekday_time(story.fault);
  replay.from_seconds = tenths(story.start - story.fault);
  replay.until_seconds = tenths(story.end - story.fault);
  for (std::size_t j = 0; j < story.served.size(); ++j)
    replay.served.emplace_back(story.journeys[j], track_of(story.served[j], story.start, story.fault));
  replay.lanes = lanes_of(story, design);
  std::map<EventId, std::size_t> index;
  for (const std::size_t i : kept_lines(story, keep_events)) {
    const Story::Line& line = story.lines[i];
    ReplayResult::Event event{tenths(line.time - story.fault), line.component, line.text, word(line.phase), {}};
    if (const auto cause = index.find(line.cause); cause != index.end() && line.phase != Phase::none)
      event.after_event = static_cast<double>(cause->second);
    if (line.event != 0) index.emplace(line.event, replay.events.size());
    replay.events.push_back(std::move(event));
  }
  for (const Story::Recovery& recovery : story.recoveries) replay.recoveries.push_back(recovery_of(story, recovery));
  return replay;
}

}  // namespace windtunnel
