// See choice_ends.h.
#include "tools/command_line/choice_ends.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <memory>
#include <span>
#include <utility>

#include "reports/choice.h"
#include "sim/measure/estimate.h"
#include "sim/measure/glob.h"
#include "sim/run/parallel.h"
#include "sim/scenario/planner.h"
#include "tools/command_line/moved_design.h"

namespace windtunnel::tools {
namespace {

/// Below this share of a recovery a difference is none that could matter.
constexpr double least_difference = 0.01;
/// A recovery of more than so much of the limit is near it.
constexpr double near_limit = 0.5;

using Records = std::vector<ReplicationRecord>;

/// When the last journey was back; infinite: never.
double recovery_of(const ReplicationRecord& record) {
  double longest = 0;
  for (const JourneyRecord& journey : record.journeys)
    longest = std::max(longest, journey.recovered ? journey.rto_seconds : INFINITY);
  return longest;
}

bool is_late(const ReplicationRecord& record) { return recovery_of(record) > reports::choice_limit; }

bool differs(const ReplicationRecord& a, const ReplicationRecord& b) {
  for (std::size_t j = 0; j < a.journeys.size(); ++j) {
    const JourneyRecord &usual = a.journeys[j], &moved = b.journeys[j];
    if (usual.recovered != moved.recovered) return true;
    if (usual.recovered &&
        std::abs(usual.rto_seconds - moved.rto_seconds) > least_difference * std::max(usual.rto_seconds, moved.rto_seconds))
      return true;
  }
  return false;
}

/// The ends of one design's assumptions.
class ContenderEnds {
 public:
  ContenderEnds(const Inputs& inputs, const Batch& batch, const std::vector<std::string>& keys,
                const BatchOptions& options, std::size_t design, const std::vector<std::string>& deciding)
      : inputs_(inputs), batch_(batch), keys_(keys), options_(options), index_(design) {
    options_.campaign.progress = nullptr;
    for (std::size_t r = 0; r < batch_.runs.size(); ++r) {
      const std::string& run = batch_.runs[r].plan.name;
      if (batch_.runs[r].design == index_ && !batch_.records[r].empty() &&
          std::find(deciding.begin(), deciding.end(), scenario_of(run)) != deciding.end())
        runs_.push_back(r);
    }
  }

  std::vector<ChoiceEnd> tried();

 private:
  struct End {
    std::string assumption, value;
  };

  using Worth = bool (ContenderEnds::*)(std::size_t run, const Records& records) const;

  void collect();
  std::vector<ChoiceEnd> try_together(std::span<const End> ends);
  void add_plans(std::size_t end, const Design& design);
  bool may_matter(std::size_t run, const Records& records) const;
  bool is_moved(std::size_t run, const Records& records) const;
  void look_longer(std::vector<Records>& records, std::uint64_t replications, Worth worth);
  MovedRun moved_run(std::size_t plan, const Records& records) const;
  bool stopped() const { return is_told_to_stop(options_.campaign); }

  const Inputs& inputs_;
  const Batch& batch_;
  const std::vector<std::string>& keys_;
  BatchOptions options_;
  std::size_t index_;
  std::vector<std::size_t> runs_;  ///< of the batch, that decide
  std::vector<End> ends_;
  std::unique_ptr<CachedRuns> moved_;
  std::vector<PlannedRun> plans_;
  std::vector<std::size_t> run_of_;  ///< of each plan, in the batch
  std::vector<std::string> plan_keys_;
};

/// Whether a first replication leaves it open if anything is moved: a drill that no replication survives in time is looked at
/// once, and so is one whose replication there is the same event by event.
bool ContenderEnds::may_matter(std::size_t run, const Records& records) const {
  const Records& usual = batch_.records[run];
  const bool same = records.front().fingerprint == usual.front().fingerprint && !differs(usual.front(), records.front());
  return !same && !std::all_of(usual.begin(), usual.end(), is_late);
}

void ContenderEnds::add_plans(std::size_t end, const Design& design) {
  std::map<std::size_t, std::vector<Plan>> planned;  // a scenario may have many runs
  for (const std::size_t r : runs_) {
    const std::size_t s = batch_.scenario_of[r];
    Diagnostics ignored;
    if (planned.count(s) == 0) planned[s] = plan(inputs_.scenarios[s], design, ignored);
    for (const Plan& p : planned[s]) {
      if (p.name != batch_.runs[r].plan.name || !p.not_applicable.empty()) continue;
      plans_.push_back({end, p, 1});
      plan_keys_.push_back(keys_[r]);
      run_of_.push_back(r);
    }
  }
}

void ContenderEnds::collect() {
  for (const Assumption& assumption : batch_.designs()[index_].design->assumptions) {
    if (!assumption.moves_design()) continue;
    for (const std::string& value : ends_of(assumption)) ends_.push_back({assumption.id, value});
  }
}

/// Whether it is worth more replications: some recovery is another, and the drill's verdict could be. Where all usual
/// replications are late, one must be in time there; where all are in time, one must come near the limit.
bool ContenderEnds::is_moved(std::size_t run, const Records& records) const {
  const Records& usual = batch_.records[run];
  const bool all_late = std::all_of(usual.begin(), usual.end(), is_late), none_late = std::none_of(usual.begin(), usual.end(), is_late);
  for (std::size_t i = 0; i < records.size(); ++i) {
    const double recovery = recovery_of(records[i]);
    const bool could_matter = all_late    ? recovery <= reports::choice_limit
                              : none_late ? recovery > reports::choice_limit * near_limit
                                          : true;
    if (could_matter && differs(usual[i], records[i])) return true;
  }
  return false;
}

/// Makes so many replications, or all that the batch has, of the drills that are worth it.
void ContenderEnds::look_longer(std::vector<Records>& records, std::uint64_t replications, Worth worth) {
  if (stopped()) return;
  for (std::size_t p = 0; p < plans_.size(); ++p)
    if ((this->*worth)(run_of_[p], records[p]))
      plans_[p].replications = std::min<std::uint64_t>(replications, batch_.records[run_of_[p]].size());
  records = moved_->run(plans_, plan_keys_, std::move(records));
}

MovedRun ContenderEnds::moved_run(std::size_t plan, const Records& records) const {
  const RunLabels &there = moved_->designs()[plans_[plan].design].labels->labels(), &here = batch_.designs()[index_].labels->labels();
  const std::span<const ReplicationRecord> usual(batch_.records[run_of_[plan]].data(), records.size());
  return {plans_[plan].plan.name, records.size(), recoveries_of(there, records), recoveries_of(here, usual)};
}

std::vector<ChoiceEnd> ContenderEnds::try_together(std::span<const End> ends) {
  const Design& base = *batch_.designs()[index_].design;
  std::vector<ChoiceEnd> all;
  std::vector<std::shared_ptr<const Design>> designs;
  std::vector<std::string> texts;
  plans_.clear();
  plan_keys_.clear();
  run_of_.clear();
  std::vector<Move> moves;
  for (const End& end : ends) moves.push_back({&base, end.assumption, end.value});
  auto moved = moved_designs(inputs_, moves, options_.cache != nullptr, options_.campaign);
  for (std::size_t i = 0; i < moves.size(); ++i) {
    if (!moved[i]) continue;
    add_plans(all.size(), *moved[i]->design);
    all.push_back({base.name, moves[i].assumption, moves[i].value, 0, {}});
    designs.push_back(std::move(moved[i]->design));
    texts.push_back(std::move(moved[i]->text));
  }
  moved_ = std::make_unique<CachedRuns>(designs, texts, options_.campaign, options_.cache);
  moved_->foresee(replications_to_look);
  std::vector<Records> records = moved_->run(plans_, plan_keys_);
  look_longer(records, replications_to_look, &ContenderEnds::may_matter);
  look_longer(records, replications_at_choice_ends, &ContenderEnds::is_moved);
  for_each_index(all.size(), options_.campaign, [&] { return [&](std::size_t e) { all[e].cost_monthly = moved_->cost(e).total; }; });
  if (stopped()) return {};  // what was cut says nothing
  for (std::size_t p = 0; p < plans_.size(); ++p) {
    MovedRun run = moved_run(p, records[p]);
    if (run.rto_seconds != run.usual_rto_seconds) all[plans_[p].design].moved.push_back(std::move(run));
  }
  return all;
}

std::vector<ChoiceEnd> ContenderEnds::tried() {
  collect();
  std::vector<ChoiceEnd> all;
  const std::size_t together = ends_together(options_.campaign);
  for (std::size_t e = 0; e < ends_.size(); e += together) {
    std::vector<ChoiceEnd> some = try_together(std::span(ends_).subspan(e, std::min(together, ends_.size() - e)));
    if (stopped()) return {};
    std::move(some.begin(), some.end(), std::back_inserter(all));
  }
  return all;
}

}  // namespace

void try_choice_ends(const Inputs& inputs, const Batch& batch, const std::vector<std::string>& scenario_keys,
                     const BatchOptions& options, Result& result) {
  const std::vector<std::string> deciding = reports::deciding_drills(result);
  for (const std::string& name : reports::contenders(reports::in_time(result, reports::choice_limit)))
    for (std::size_t d = 0; d < batch.designs().size(); ++d) {
      if (batch.designs()[d].design->name != name) continue;
      for (ChoiceEnd& end : ContenderEnds(inputs, batch, scenario_keys, options, d, deciding).tried())
        result.choice_ends.push_back(std::move(end));
    }
}

}  // namespace windtunnel::tools
