// See assumption_ends.h.
#include "tools/command_line/assumption_ends.h"

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include "sim/measure/estimate.h"
#include "sim/measure/glob.h"
#include "sim/run/parallel.h"
#include "sim/scenario/planner.h"
#include "tools/command_line/moved_design.h"
#include "tools/command_line/static_rules.h"

namespace windtunnel::tools {
namespace {

using Kind = Judgement::Kind;
using Records = std::vector<ReplicationRecord>;

/// A design with one assumption at an end.
struct Moved {
  std::size_t base = 0;  ///< in the batch
  std::shared_ptr<const Design> design;
  std::string text;
};

/// One end of one assumption of a design: the claims that rest on it, and the designs that they speak of, moved.
struct End {
  std::string assumption, value;
  std::vector<const Claim*> claims;
  std::set<std::string> names;               ///< of these designs
  std::map<std::string, std::size_t> moved;  ///< by the name of the design: index into the moved ones
};

/// What is known of designs over a number of replications; results of runs live as long as this.
struct Evidence {
  std::map<std::string, DesignEvidence> designs;
  std::deque<RunResult> runs;
  std::deque<AvailabilityResult> availability;
  std::deque<Records> years;
  EvidenceOf find() const {
    return [this](const std::string& name) {
      const auto found = designs.find(name);
      return found == designs.end() ? nullptr : &found->second;
    };
  }
};

bool has(const Claim& claim, Kind kind) {
  return std::any_of(claim.judgements.begin(), claim.judgements.end(),
                     [&](const Judgement& judgement) { return judgement.kind == kind; });
}

bool can_be_tried(const Claim& claim, const Assumption& assumption) {
  constexpr std::array kinds = {Kind::measured, Kind::availability, Kind::configured, Kind::finding, Kind::cost};
  return std::count(claim.assumptions.begin(), claim.assumptions.end(), assumption.id) > 0 &&
         std::any_of(kinds.begin(), kinds.end(), [&](Kind kind) { return has(claim, kind); });
}

/// The ends of one design's assumptions.
class DesignEnds {
 public:
  DesignEnds(const Inputs& inputs, const Batch& batch, const std::vector<std::string>& keys,
             const BatchOptions& options, std::size_t design, Result& result)
      : inputs_(inputs), batch_(batch), keys_(keys), options_(options), index_(design), result_(result) {
    options_.campaign.progress = nullptr;
  }

  void run();

 private:
  const Design& design() const { return *batch_.designs()[index_].design; }
  ClaimResult& row(const Claim& claim);
  /// Of what is not measured at all no end says anything.
  bool is_tried(const Claim& claim, const Assumption& assumption) {
    return can_be_tried(claim, assumption) && row(claim).verdict != Verdict::not_measured;
  }
  void judge_required_share(const Assumption& assumption);
  void collect(const Assumption& assumption);
  void try_together(std::span<const End> ends);
  void move(std::span<End> ends);
  bool needs(const std::vector<const Claim*>& claims, const std::string& name, const std::string& run) const;
  bool judges(const End& end, Kind kind, const std::string& name) const;
  void drill(const std::vector<End>& ends, std::uint64_t replications);
  void add_plans(std::size_t moved, const std::vector<const Claim*>& claims, std::uint64_t replications);
  std::unique_ptr<Evidence> usual(const End& end, const LookAtEnds& look);
  std::unique_ptr<Evidence> at(const End& end, const LookAtEnds& look);
  void find_costs(const std::vector<End>& ends);
  std::vector<const Claim*> look_at(const End& end, std::size_t look);
  void note(const End& end, const Claim& claim, Verdict verdict, std::string measured, std::uint64_t replications);
  bool stopped() const { return is_told_to_stop(options_.campaign); }

  const Inputs& inputs_;
  const Batch& batch_;
  const std::vector<std::string>& keys_;
  BatchOptions options_;
  std::size_t index_;
  Result& result_;
  std::vector<Moved> moved_;
  std::vector<End> ends_;
  std::unique_ptr<CachedRuns> tried_;
  std::vector<PlannedRun> plans_;
  std::vector<std::string> plan_keys_;
  std::vector<Records> records_;  ///< of each plan
  std::map<std::size_t, MonthlyCost> costs_;  ///< by moved design
  std::map<std::pair<const RunResult*, std::uint64_t>, std::unique_ptr<RunResult>> first_of_;  ///< over the first replications
};

ClaimResult& DesignEnds::row(const Claim& claim) {
  return *std::find_if(result_.claims.begin(), result_.claims.end(),
                       [&](const ClaimResult& r) { return r.id == claim.id && r.design == design().name; });
}

void DesignEnds::note(const End& end, const Claim& claim, Verdict verdict, std::string measured,
                      std::uint64_t replications) {
  const std::uint64_t made = has(claim, Kind::measured) ? std::min(replications, options_.replications) : 0;
  row(claim).tried_ends.push_back({end.assumption, end.value, verdict, std::move(measured), made});
}

/// Another share is asked of the same replications. Where these keep it as they kept the usual one, the verdict is no
/// other for their being too few to be sure.
void DesignEnds::judge_required_share(const Assumption& assumption) {
  const auto evidence_at = [&](const std::string& value, bool at_face_value) {
    Evidence evidence;
    for (std::size_t d = 0; d < batch_.designs().size(); ++d) {
      DesignEvidence of = evidence_of(batch_, result_, d);
      of.at_face_value = at_face_value;
      if (const auto share = parse_share(value)) of.required_share = share->value;
      evidence.designs.emplace(of.design, std::move(of));
    }
    return evidence;
  };
  const Evidence usual = evidence_at(assumption.value, true);
  for (const std::string& value : ends_of(assumption)) {
    const Evidence seen = evidence_at(value, true), judged = evidence_at(value, false);
    for (const Claim& claim : design().claims) {
      if (!is_tried(claim, assumption)) continue;
      const ClaimResult there = judge_claim(claim, design().name, judged.find());
      const bool same = judge_claim(claim, design().name, usual.find()).verdict ==
                        judge_claim(claim, design().name, seen.find()).verdict;
      note({assumption.id, value, {}, {}, {}}, claim, same ? row(claim).verdict : there.verdict, there.measured, 0);
    }
  }
}

/// Loads designs of the batch with the assumption at its end, where they have it and may be so.
void DesignEnds::move(std::span<End> ends) {
  std::vector<Move> moves;
  std::vector<std::pair<End*, std::size_t>> of;  // of each move: for which end, and where in the batch
  for (End& end : ends)
    for (std::size_t d = 0; d < batch_.designs().size(); ++d) {
      const Design& base = *batch_.designs()[d].design;
      if (end.names.count(base.name) == 0) continue;
      moves.push_back({&base, end.assumption, end.value});
      of.emplace_back(&end, d);
    }
  auto moved = moved_designs(inputs_, moves, options_.cache != nullptr, options_.campaign);
  moved_.clear();
  for (std::size_t i = 0; i < moves.size(); ++i) {
    if (!moved[i]) continue;
    of[i].first->moved.emplace(moves[i].base->name, moved_.size());
    moved_.push_back({of[i].second, std::move(moved[i]->design), std::move(moved[i]->text)});
  }
}

void DesignEnds::collect(const Assumption& assumption) {
  for (const std::string& value : ends_of(assumption)) {
    End end{assumption.id, value, {}, {}, {}};
    for (const Claim& claim : design().claims) {
      if (!is_tried(claim, assumption)) continue;
      // Years of a design that is overloaded at an end take minutes.
      if (has(claim, Kind::availability) && !options_.all_years) continue;
      end.claims.push_back(&claim);
      for (const Judgement& judgement : claim.judgements) {
        end.names.insert(judgement.overlay.empty() ? design().name : judgement.overlay);
        if (!judgement.saving_by.empty()) end.names.insert(judgement.saving_by);
      }
    }
    if (end.names.count(design().name) > 0) ends_.push_back(std::move(end));
  }
}

bool DesignEnds::needs(const std::vector<const Claim*>& claims, const std::string& name, const std::string& run) const {
  for (const Claim* claim : claims)
    for (const Judgement& judgement : claim->judgements)
      if (judgement.kind == Kind::measured && run_matches(judgement.scenario, run) &&
          (judgement.overlay.empty() ? design().name : judgement.overlay) == name)
        return true;
  return false;
}

bool DesignEnds::judges(const End& end, Kind kind, const std::string& name) const {
  for (const Claim* claim : end.claims)
    for (const Judgement& judgement : claim->judgements)
      if (judgement.kind == kind &&
          (judgement.saving_by == name || (judgement.overlay.empty() ? design().name : judgement.overlay) == name))
        return true;
  return false;
}

/// The runs of a moved design that the claims are judged by, as its scenarios plan them there.
void DesignEnds::add_plans(std::size_t moved, const std::vector<const Claim*>& claims, std::uint64_t replications) {
  const Moved& of = moved_[moved];
  std::set<std::size_t> scenarios;
  for (std::size_t r = 0; r < batch_.runs.size(); ++r)
    if (batch_.runs[r].design == of.base && needs(claims, of.design->name, batch_.runs[r].plan.name))
      scenarios.insert(r);
  std::map<std::size_t, std::vector<Plan>> planned;  // a scenario may have many runs
  for (const std::size_t r : scenarios) {
    Diagnostics ignored;
    const std::size_t s = batch_.scenario_of[r];
    if (planned.count(s) == 0) planned[s] = plan(inputs_.scenarios[s], *of.design, ignored);
    for (const Plan& p : planned[s]) {
      if (p.name != batch_.runs[r].plan.name) continue;
      plans_.push_back({moved, p, std::min<std::uint64_t>(replications, batch_.records[r].size())});
      plan_keys_.push_back(keys_[r]);
    }
  }
}

/// Makes so many replications of the runs that the ends' claims are judged by, beginning with those that are there already.
void DesignEnds::drill(const std::vector<End>& ends, std::uint64_t replications) {
  std::map<std::pair<std::size_t, std::string>, Records> made;
  for (std::size_t p = 0; p < plans_.size(); ++p)
    made[{plans_[p].design, plans_[p].plan.name}] = std::move(records_[p]);
  plans_.clear();
  plan_keys_.clear();
  records_.clear();
  for (const End& end : ends)
    for (const auto& [name, moved] : end.moved) add_plans(moved, end.claims, replications);
  for (const PlannedRun& run : plans_) records_.push_back(std::move(made[{run.design, run.plan.name}]));
  records_ = tried_->run(plans_, plan_keys_, std::move(records_));
}

/// What the batch knows of the designs that an end's claims speak of, over the first of its replications.
std::unique_ptr<Evidence> DesignEnds::usual(const End& end, const LookAtEnds& look) {
  auto evidence = std::make_unique<Evidence>();
  for (std::size_t d = 0; d < batch_.designs().size(); ++d) {
    if (end.names.count(batch_.designs()[d].design->name) == 0) continue;
    DesignEvidence of = evidence_of(batch_, result_, d);
    std::vector<RunEvidence> runs;
    for (RunEvidence& run : of.runs) {
      if (!needs(end.claims, of.design, run.result->scenario)) continue;
      if (run.records.size() > look.replications) {
        run.records = run.records.first(look.replications);
        auto& known = first_of_[{run.result, look.replications}];
        if (!known)
          known = std::make_unique<RunResult>(estimate(of.design, run.result->scenario, *run.labels, run.records));
        run.result = known.get();
      }
      runs.push_back(run);
    }
    of.runs = std::move(runs);
    if (judges(end, Kind::availability, of.design) && of.availability && of.years.size() > look.years) {
      of.years = of.years.first(look.years);
      evidence->availability.push_back(
          estimate_availability(of.design, of.availability->budget.target, *of.year_labels, of.years));
      of.availability = &evidence->availability.back();
    }
    evidence->designs.emplace(of.design, std::move(of));
  }
  return evidence;
}

/// The same with the end's designs as they are there.
std::unique_ptr<Evidence> DesignEnds::at(const End& end, const LookAtEnds& look) {
  auto evidence = usual(end, look);
  for (const auto& [name, moved] : end.moved) {
    DesignEvidence& of = evidence->designs.at(name);
    const PreparedDesign& prepared = tried_->designs()[moved];
    of.runs.clear();
    for (std::size_t p = 0; p < plans_.size(); ++p) {
      if (plans_[p].design != moved) continue;
      const Plan& plan = plans_[p].plan;
      evidence->runs.push_back(plan.not_applicable.empty()
                                   ? estimate(name, plan.name, prepared.labels->labels(), records_[p])
                                   : not_applicable(name, plan.name, plan.not_applicable));
      of.runs.push_back({&evidence->runs.back(), &prepared.labels->labels(), records_[p]});
    }
    if (judges(end, Kind::cost, name)) of.cost = &costs_.at(moved);
    of.parameter = [design = prepared.design](const std::string& path) { return design->parameter(path); };
    if (judges(end, Kind::finding, name)) of.findings = static_findings(*prepared.design);
    if (judges(end, Kind::availability, name) && of.availability) {
      evidence->years.push_back(tried_->years(moved, of.years.size(), options_.campaign));
      of.years = evidence->years.back();
      of.year_labels = &prepared.labels->labels();
      evidence->availability.push_back(
          estimate_availability(name, of.availability->budget.target, *of.year_labels, of.years));
      of.availability = &evidence->availability.back();
    }
  }
  return evidence;
}

void DesignEnds::run() {
  for (const Assumption& assumption : design().assumptions)
    assumption.id == required_share_id ? judge_required_share(assumption) : collect(assumption);
  const std::size_t together = ends_together(options_.campaign);
  for (std::size_t e = 0; e < ends_.size() && !stopped(); e += together)
    try_together(std::span(ends_).subspan(e, std::min(together, ends_.size() - e)));
}

void DesignEnds::try_together(std::span<const End> tried) {
  std::vector<End> ends(tried.begin(), tried.end());
  move(ends);
  std::erase_if(ends, [this](const End& end) { return end.moved.count(design().name) == 0; });
  std::vector<std::shared_ptr<const Design>> designs;
  std::vector<std::string> texts;
  for (const Moved& moved : moved_) {
    designs.push_back(moved.design);
    texts.push_back(moved.text);
  }
  tried_ = std::make_unique<CachedRuns>(designs, texts, options_.campaign, options_.cache);
  tried_->foresee(looks_at_ends[1].replications);
  plans_.clear();
  costs_.clear();
  for (std::size_t look = 0; look < looks_at_ends.size() && !ends.empty(); ++look) {
    drill(ends, looks_at_ends[look].replications);
    if (look == 0) find_costs(ends);
    std::vector<End> open;
    for (End& end : ends) {
      if (stopped()) return;
      end.claims = look_at(end, look);
      if (!end.claims.empty()) open.push_back(std::move(end));
    }
    ends = std::move(open);
  }
}

/// What a month costs of the moved designs whose cost the ends' claims are judged by.
void DesignEnds::find_costs(const std::vector<End>& ends) {
  for (const End& end : ends)
    for (const auto& [name, moved] : end.moved)
      if (judges(end, Kind::cost, name)) costs_.emplace(moved, MonthlyCost{});
  std::vector<std::pair<const std::size_t, MonthlyCost>*> wanted;
  for (auto& entry : costs_) wanted.push_back(&entry);
  for_each_index(wanted.size(), options_.campaign, [&] {
    return [&](std::size_t i) { wanted[i]->second = tried_->cost(wanted[i]->first); };
  });
}

/// Notes what has become clear of an end's claims; returns those that another look is needed for.
std::vector<const Claim*> DesignEnds::look_at(const End& end, std::size_t look) {
  const std::uint64_t replications = looks_at_ends[look].replications;
  const auto before = usual(end, looks_at_ends[look]), after = at(end, looks_at_ends[look]);
  std::vector<const Claim*> open;
  if (stopped()) return open;  // in the middle of years
  const auto judged = [&](Evidence& evidence, const Claim& claim, bool at_face_value) {
    for (auto& [name, of] : evidence.designs) of.at_face_value = at_face_value;
    return judge_claim(claim, design().name, evidence.find());
  };
  const bool last = look + 1 == looks_at_ends.size();
  for (const Claim* claim : end.claims) {
    const auto verdict_here = [&](bool at_face_value) { return judged(*before, *claim, at_face_value).verdict; };
    const ClaimResult there = judged(*after, *claim, false);
    const bool clear = there.verdict == Verdict::upheld || there.verdict == Verdict::refuted;
    if (clear || last)
      note(end, *claim, there.verdict == verdict_here(false) ? row(*claim).verdict : there.verdict, there.measured, replications);
    else if (look > 0 && judged(*after, *claim, true).verdict == verdict_here(true))
      note(end, *claim, row(*claim).verdict, there.measured, replications);
    else
      open.push_back(claim);
  }
  return open;
}

bool is_high_end(const Result& result, const std::string& name, const TriedEnd& end) {
  for (const DesignResult& design : result.designs)
    for (const AssumptionResult& assumption : design.assumptions)
      if (design.design == name && assumption.id == end.assumption) return end.value != assumption.low;
  return false;
}

}  // namespace

void try_assumption_ends(const Inputs& inputs, const Batch& batch, const std::vector<std::string>& scenario_keys,
                         const BatchOptions& options, Result& result) {
  for (std::size_t d = 0; d < batch.designs().size(); ++d)
    if (inputs.for_claims.count(batch.designs()[d].design->name) == 0)
      DesignEnds(inputs, batch, scenario_keys, options, d, result).run();
  for (ClaimResult& claim : result.claims) {
    // As the claim names its assumptions, the low end first.
    const auto rank = [&](const TriedEnd& end) {
      const auto place = std::find(claim.assumptions.begin(), claim.assumptions.end(), end.assumption);
      return std::pair(place - claim.assumptions.begin(), is_high_end(result, claim.design, end));
    };
    std::stable_sort(claim.tried_ends.begin(), claim.tried_ends.end(),
                     [&](const TriedEnd& a, const TriedEnd& b) { return rank(a) < rank(b); });
    for (const TriedEnd& end : claim.tried_ends)
      if (end.verdict != claim.verdict)
        claim.changes_at.push_back(end.assumption + " = " + end.value + ": " + std::string(to_text(end.verdict)));
  }
}

}  // namespace windtunnel::tools
