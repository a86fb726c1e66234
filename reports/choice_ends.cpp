// See choice_ends.h.
#include "reports/choice_ends.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include "reports/text.h"
#include "sim/measure/glob.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports {
namespace {

/// Shares of a design's runs in the drills that decide, by drill.
struct Drill {
  std::string scenario;
  std::vector<std::pair<std::string, double>> runs;  ///< name and share of replications in time
};

std::vector<Drill> drills_of(const Result& result, const std::string& design, double limit) {
  std::vector<Drill> drills;
  for (const std::string& scenario : deciding_drills(result)) {
    Drill drill{scenario, {}};
    for (const RunResult& run : result.runs)
      if (run.design == design && run.status == RunStatus::measured && scenario_of(run.scenario) == scenario)
        drill.runs.emplace_back(run.scenario, share_in_time(run.replication_values.rto_seconds, limit));
    drills.push_back(std::move(drill));
  }
  return drills;
}

/// The share at an end of a run whose share is `usual` as assumed.
double share_there(const ChoiceEnd& end, const std::string& run, double usual, double limit) {
  for (const MovedRun& moved : end.moved) {
    if (moved.scenario != run) continue;
    const double there = share_in_time(moved.rto_seconds, limit), before = share_in_time(moved.usual_rto_seconds, limit);
    return (there >= required_in_time) == (before >= required_in_time) ? usual : there;
  }
  return usual;
}

void judge(const std::vector<Drill>& drills, double limit, EndInTime& at) {
  for (const Drill& drill : drills) {
    double usual = 1, there = 1;
    for (const auto& [run, share] : drill.runs) {
      usual = std::min(usual, share);
      there = std::min(there, share_there(*at.end, run, share, limit));
    }
    const bool before = usual >= required_in_time, after = there >= required_in_time;
    at.usually += before;
    at.kept += after;
    if (after && !before) at.gained.push_back(drill.scenario);
    if (before && !after) at.lost.push_back(drill.scenario);
  }
}

/// The assumption that an end moves; null where the result does not describe it.
const AssumptionResult* assumption_of(const Result& result, const ChoiceEnd& end) {
  for (const DesignResult& design : result.designs)
    if (design.design == end.design)
      for (const AssumptionResult& assumption : design.assumptions)
        if (assumption.id == end.assumption) return &assumption;
  return nullptr;
}

/// Whether two designs assume the same thing, and it is moved to the same value.
bool are_one_move(const Result& result, const ChoiceEnd& a, const ChoiceEnd& b) {
  if (a.design == b.design || a.assumption != b.assumption || a.value != b.value) return false;
  const AssumptionResult* one = assumption_of(result, a);
  const AssumptionResult* other = assumption_of(result, b);
  return one && other && one->meaning == other->meaning;
}

/// The choice where each of some designs is at an end, and all others are as assumed.
std::string chosen_at(const std::vector<InTime>& designs, const std::vector<const EndInTime*>& moved) {
  const InTime* best = nullptr;
  std::size_t most = 0;
  std::pair<bool, double> least;  // whether prices are missing, and the cost of what has one
  for (const InTime& one : designs) {
    std::size_t kept = one.kept;
    std::pair<bool, double> cost(!one.unpriced.empty(), one.cost);
    for (const EndInTime* at : moved) {
      if (at->end->design != one.design) continue;
      kept = at->kept;
      cost.second = at->end->cost_monthly;
    }
    if (best && (kept < most || (kept == most && cost >= least))) continue;
    best = &one;
    most = kept;
    least = cost;
  }
  return best ? best->design : "";
}

/// Says of each end who else is moved there, and what would be chosen then.
void choose_at(const Result& result, const std::vector<InTime>& designs, std::vector<EndInTime>& all) {
  for (EndInTime& at : all) {
    std::vector<const EndInTime*> moved = {&at};
    for (const EndInTime& other : all) {
      if (!are_one_move(result, *at.end, *other.end)) continue;
      moved.push_back(&other);
      at.shared_with.push_back(other.end->design);
      at.repeated = at.repeated || &other < &at;
    }
    at.choice = chosen_at(designs, moved);
  }
}

/// "shop and kiosk": the designs that are moved at an end.
std::string holders_of(const EndInTime& at) {
  std::vector<std::string> names = {at.end->design};
  names.insert(names.end(), at.shared_with.begin(), at.shared_with.end());
  return listed(names);
}

std::ptrdiff_t change(const EndInTime& at) {
  return std::abs(static_cast<std::ptrdiff_t>(at.kept) - static_cast<std::ptrdiff_t>(at.usually));
}

}  // namespace

std::vector<EndInTime> at_ends(const Result& result, double limit) {
  const std::vector<InTime> designs = in_time(result, limit);
  std::map<std::string, std::vector<Drill>> drills;
  std::vector<EndInTime> all;
  for (const ChoiceEnd& end : result.choice_ends) {
    const auto usual = std::find_if(designs.begin(), designs.end(), [&](const InTime& one) { return one.design == end.design; });
    if (usual == designs.end()) continue;
    if (drills.count(end.design) == 0) drills[end.design] = drills_of(result, end.design, limit);
    EndInTime at;
    at.end = &end;
    if (const AssumptionResult* assumption = assumption_of(result, end)) at.taken = assumption->value;
    at.usual_cost = usual->cost;
    at.unpriced = usual->unpriced;
    judge(drills[end.design], limit, at);
    all.push_back(std::move(at));
  }
  choose_at(result, designs, all);
  return all;
}

std::string ends_text(const Result& result, double limit) {
  const std::vector<EndInTime> ends = at_ends(result, limit);
  if (ends.empty()) return "";
  const std::string choice = in_time(result, limit).front().design;
  struct Other {
    std::size_t ends = 0;
    std::string first;
  };
  std::vector<std::string> names;
  std::map<std::string, Other> others;
  std::set<std::pair<std::string, std::string>> values;
  std::size_t stays = 0, moves = 0;
  bool shared = false;
  for (const EndInTime& at : ends) {
    if (std::find(names.begin(), names.end(), at.end->design) == names.end()) names.push_back(at.end->design);
    if (at.repeated) continue;
    ++moves;
    shared = shared || !at.shared_with.empty();
    values.emplace(at.shared_with.empty() ? at.end->design : "", at.end->assumption);
    stays += at.choice == choice;
    if (at.choice == choice) continue;
    Other& other = others[at.choice];
    if (++other.ends == 1) other.first = fmt::format("{} = {} of {}", at.end->assumption, at.end->value, holders_of(at));
  }
  std::vector<std::string> told;
  for (const auto& [name, other] : others)
    told.push_back(other.ends == 1 ? fmt::format("{} at {}", name, other.first)
                                   : fmt::format("{} at {} (one is {})", name, other.ends, other.first));
  std::string text = fmt::format(
      "The choice was tried with {} assumed for {} at the ends of what is plausible{}: it stays {} at ",
      values.size() == 1 ? std::string("the one value") : fmt::format("each of {} values", values.size()),
      listed_some(names, names.size()), shared ? " (what several of them share is moved in all of these at once)" : "", visible(choice));
  if (others.empty()) return text + fmt::format("all {}.", moves);
  return text + fmt::format("{} of {} ends, and would be ", stays, moves) + listed_some(told, told.size()) + ".";
}

std::vector<EndInTime> movers(const Result& result, const std::string& design, double limit) {
  std::vector<EndInTime> all;
  for (EndInTime& at : at_ends(result, limit)) {
    if (at.end->design != design || change(at) == 0) continue;
    const auto same = std::find_if(all.begin(), all.end(),
                                   [&](const EndInTime& other) { return other.end->assumption == at.end->assumption; });
    if (same == all.end())
      all.push_back(std::move(at));
    else if (change(at) > change(*same))
      *same = std::move(at);
  }
  std::stable_sort(all.begin(), all.end(), [](const EndInTime& a, const EndInTime& b) { return change(a) > change(b); });
  return all;
}

}  // namespace windtunnel::reports
