// See baseline_checking.h.
#include "tools/command_line/baseline_checking.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "reports/text.h"
#include "sim/design/design_changes.h"
#include "sim/measure/baseline_look.h"
#include "sim/scenario/glob.h"
#include "tools/command_line/baseline_attribution.h"
#include "tools/command_line/baseline_file.h"
#include "tools/command_line/baseline_missing.h"
#include "tools/command_line/baseline_runs.h"
#include "tools/command_line/ending.h"
#include "tools/command_line/identity.h"
#include "tools/command_line/version.h"

namespace windtunnel::tools {
namespace {

/// A check as it is put together.
class Checking {
 public:
  Checking(const BaselineCheckOptions& options, const CommonOptions& common) : options_(options), common_(common) {}

  BaselineCheck check(const std::function<void()>& check_outputs, const std::vector<OutputTarget>& targets) {
    read(check_outputs);
    keep_files(targets, inputs_.hashes);
    Session session(common_, "flow");
    header();
    pair_designs();
    DesignRuns runs(sides_, inputs_.scenarios, session);
    look(runs);
    look_again(runs);
    for (const Pair& pair : pairs_) {
      if (session.out_of_time() || pair.before == pair.now) continue;
      const ChangedDesign design{pair.name,          pair.changes,           sides_[pair.before],
                                 sides_[pair.now],   measured_[pair.before], measured_[pair.now]};
      attribute_regressions(design, inputs_, baseline_.years, session, check_);
    }
    return std::move(check_);
  }

 private:
  /// A design of the baseline and what became of it, by their places among the sides.
  struct Pair {
    std::string name;
    std::size_t before = 0, now = 0;
    std::vector<DesignChange> changes;
  };

  /// Judges the first replications of designs that have changed. What the program may have moved since the file was
  /// written is measured with all of them.
  void look(DesignRuns& runs) {
    const std::uint64_t first = first_look(baseline_.replications);
    std::set<std::size_t> whole;
    if (!same_program())
      for (const Pair& pair : pairs_) whole.insert(pair.before);
    BaselineRequest request{baseline_.replications, baseline_.years, {}, true};
    request.wanted = [&](std::size_t side, const std::string&) {
      return whole.count(side) > 0 ? baseline_.replications : first;
    };
    measured_ = runs.measure(request);
    check_.looks = first < baseline_.replications ? 2 : 1;
    for (const Pair& pair : pairs_) add_rows(pair);
    judge(1);
  }

  /// Runs the rest of what the first look has left open, and judges that anew.
  void look_again(DesignRuns& runs) {
    std::set<DesignRun> open = open_runs(check_, baseline_.replications);
    std::erase_if(open, [&](const DesignRun& run) { return !differ(run); });
    if (open.empty()) return;
    std::erase_if(check_.rows, [&](const BaselineRow& row) { return open.count({row.design, row.run}) > 0; });
    BaselineRequest request{baseline_.replications, 0, {}, false};
    request.wanted = [&](std::size_t side, const std::string& run) -> std::uint64_t {
      return open.count({sides_[side].design->name, run}) > 0 ? baseline_.replications : 0;
    };
    auto again = runs.measure(request);
    for (std::size_t side = 0; side < again.size(); ++side)
      for (auto& [name, run] : again[side].runs) measured_[side].runs[name] = std::move(run);
    for (const Pair& pair : pairs_)
      for (const auto& [design, run] : open)
        if (design == pair.name) add_rows(pair, run, 2);
    judge(2);
    std::stable_sort(check_.rows.begin(), check_.rows.end(), [](const BaselineRow& a, const BaselineRow& b) {
      return std::tie(a.design, a.run) < std::tie(b.design, b.run);
    });
  }

  void judge(std::uint64_t look) {
    check_.stopped = !std::all_of(measured_.begin(), measured_.end(), [](const auto& m) { return m.is_whole(); });
    judge_rows(check_, look);
  }

  /// Whether anything differs in a run that could matter, in the replications that both sides have.
  bool differ(const DesignRun& run) const {
    const Pair& pair = *std::find_if(pairs_.begin(), pairs_.end(), [&](const Pair& p) { return p.name == run.first; });
    const auto &before = measured_[pair.before].runs.at(run.second), &now = measured_[pair.now].runs.at(run.second);
    return windtunnel::differ(before.values, now.values, std::min(before.planned, now.planned));
  }

  /// Whether the file's figures are those of this program: then designs that have not changed need no run.
  bool same_program() const {
    return baseline_.windtunnel == check_.windtunnel && baseline_.catalogue == check_.catalogue;
  }

  void read(const std::function<void()>& check_outputs) {
    Selection selection = options_.selection;
    selection.variants = true;
    take_all({check_outputs, [&] { baseline_ = read_baseline(options_.baseline); },
              [&] { read_inputs(selection, inputs_); }});
    common_.seed = baseline_.seed;
    std::erase_if(inputs_.scenarios, [&](const Scenario& scenario) {
      return std::none_of(baseline_.scenarios.begin(), baseline_.scenarios.end(),
                          [&](const auto& known) { return known.first == scenario.name; });
    });
    for (const auto& [name, fingerprint] : baseline_.scenarios)
      for (const Scenario& scenario : inputs_.scenarios)
        if (scenario.name == name && scenario_fingerprint(scenario) != fingerprint)
          check_.changed_scenarios.push_back(name);
  }

  void header() {
    check_.windtunnel = version;
    check_.catalogue = catalogue_version();
    check_.recorded_windtunnel = baseline_.windtunnel;
    check_.recorded_catalogue = baseline_.catalogue;
    check_.seed = baseline_.seed;
    check_.replications = baseline_.replications;
    check_.years = baseline_.years;
    check_.command = "windtunnel baseline check " + reports::shell_word(options_.baseline);
    for (const std::string& path : options_.selection.paths) check_.command += " " + reports::shell_word(path);
    const Selection& selection = options_.selection;
    if (selection.designs != "*") check_.command += " --designs " + reports::shell_word(selection.designs);
    if (selection.scenarios != "*") check_.command += " --scenarios " + reports::shell_word(selection.scenarios);
    if (options_.strict_cost) check_.command += " --strict-cost";
  }

  void pair_designs() {
    const auto designs = selected_designs(inputs_);
    Diagnostics diagnostics;
    for (const auto& [name, recorded] : baseline_.designs) {
      if (!glob_matches(options_.selection.designs, name)) continue;
      const auto present =
          std::find_if(designs.begin(), designs.end(), [&, n = name](const auto& design) { return design->name == n; });
      CheckedDesign checked;
      checked.design = name;
      checked.status = "missing";
      if (present != designs.end()) {
        auto before = read_resolved(inputs_, recorded.resolved, options_.baseline + ", design " + name, diagnostics);
        if (!before) continue;
        ResolvedDesign now = resolve(inputs_, *present);
        take_new_defaults(name, now, *before);
        add_missing(missing_runs(baseline_, recorded, *now.design, inputs_.scenarios, options_.selection));
        checked.status = add_pair(name, std::move(*before), std::move(now), checked.changes);
      } else {
        add_missing({missing_row(name, "", "", "no design of this name is among the inputs")});
      }
      check_.designs.push_back(std::move(checked));
    }
    if (!diagnostics.ok()) throw BadInput(diagnostics);
    if (options_.selection.paths.empty()) return;
    for (const auto& design : designs)
      if (std::none_of(baseline_.designs.begin(), baseline_.designs.end(),
                       [&](const auto& known) { return known.first == design->name; }))
        check_.designs.push_back({design->name, "new", {}, {}, {}});
  }

  void add_missing(std::vector<BaselineRow> rows) {
    for (BaselineRow& row : rows) check_.rows.push_back(std::move(row));
  }

  /// Where neither the recorded nor the present design states a parameter, both sides have today's default: what the
  /// catalogue has changed is told apart, and is no difference of the designs.
  void take_new_defaults(const std::string& name, const ResolvedDesign& now, ResolvedDesign& before) {
    const auto changes = design_changes(before.resolved, now.resolved);
    const auto of_catalogue =
        changes_of_defaults(changes, now.resolved, baseline_.defaults, default_parameters(*now.design));
    if (of_catalogue.empty()) return;
    Diagnostics ignored;  // defaults that make no sense without the other changes stay with these
    auto renewed = read_resolved(inputs_, with_changes(before.resolved, now.resolved, changes, of_catalogue), name, ignored);
    if (!renewed) return;
    before = std::move(*renewed);
    for (const std::size_t i : of_catalogue) {
      const std::string parameter = parameter_of(changes[i], now.resolved);
      const bool known = std::any_of(check_.defaults.begin(), check_.defaults.end(),
                                     [&](const ChangeContribution& other) { return other.path == parameter; });
      if (!known) check_.defaults.push_back({parameter, changes[i].before, changes[i].after, {}});
    }
  }

  std::string add_pair(const std::string& name, ResolvedDesign before, ResolvedDesign now,
                       std::vector<ChangeContribution>& changes) {
    Pair pair{name, sides_.size(), sides_.size(), {}};
    const bool same = before.text == now.text;
    if (!same) {
      pair.changes = design_changes(before.resolved, now.resolved);
      pair.now = sides_.size() + 1;
    }
    for (const DesignChange& change : pair.changes) changes.push_back({change.path, change.before, change.after, {}});
    if (same && same_program()) return "unchanged";
    sides_.push_back(std::move(before));
    if (!same) sides_.push_back(std::move(now));
    pairs_.push_back(std::move(pair));
    return same ? "unchanged" : "changed";
  }

  void add_rows(const Pair& pair) {
    const MeasuredDesign &before = measured_[pair.before], &now = measured_[pair.now];
    if (!same_program()) add_shifts(pair.name, before);
    if (pair.before == pair.now) {
      for (const auto& [name, run] : before.runs) note_cut(pair.name, name, run);
      return;
    }
    CheckedDesign& checked = *std::find_if(check_.designs.begin(), check_.designs.end(),
                                           [&](const CheckedDesign& d) { return d.design == pair.name; });
    for (const auto& [name, run] : before.runs) {
      const auto other = now.runs.find(name);
      if (other == now.runs.end()) {
        checked.only_before.push_back(name);
        continue;
      }
      add_rows(pair, name, 1);
    }
    for (const auto& [name, run] : now.runs)
      if (before.runs.count(name) == 0) checked.only_now.push_back(name);
    if (!before.monthly_cost) return;
    check_.rows.push_back(exact_row(pair.name, "monthly_cost", *before.monthly_cost, now.monthly_cost.value_or(0)));
    BaselineRow& cost = check_.rows.back();
    cost.gates = options_.strict_cost;
    if (now.monthly_cost) return;
    cost.now.reset();
    cost.difference = {};
    cost.detectable.reset();
    cost.change = Change::missing;
    cost.reason = "some of its prices are not known";
  }

  void add_rows(const Pair& pair, const std::string& name, std::uint64_t look) {
    const MeasuredDesign::Run &before = measured_[pair.before].runs.at(name), &now = measured_[pair.now].runs.at(name);
    // Nothing to compare yet is no "same".
    if (before.done == 0 || now.done == 0) return note_cut(pair.name, name, before.done == 0 ? before : now);
    const auto& journeys = sides_[pair.now].design->journeys;
    for (BaselineRow& row : paired_rows(pair.name, name, before.values, now.values, std::min(before.planned, now.planned))) {
      const bool is_gone = !row.journey.empty() && std::none_of(journeys.begin(), journeys.end(), [&](const auto& journey) {
        return journey.name == row.journey;
      });
      if (is_gone) continue;  // told once for all runs
      row.look = look;
      row.gates |= options_.strict_cost;
      check_.rows.push_back(std::move(row));
    }
  }

  /// A run that the time limit cut short has a row that says so, although its design may not have changed.
  void note_cut(const std::string& design, const std::string& name, const MeasuredDesign::Run& run) {
    if (run.done >= run.planned) return;
    BaselineRow row;
    row.design = design;
    row.run = name;
    row.measure = "all";
    row.statistic = "mean";
    row.pairs = run.done;
    row.planned = run.planned;
    check_.rows.push_back(std::move(row));
  }

  void add_shifts(const std::string& design, const MeasuredDesign& measured) {
    for (const auto& [name, of] : baseline_.designs) {
      if (name != design) continue;
      for (const auto& [run, figures] : of.runs) {
        const auto found = measured.runs.find(run);
        if (found == measured.runs.end() || found->second.done < found->second.planned) continue;
        const auto& changed = check_.changed_scenarios;
        if (std::find(changed.begin(), changed.end(), found->second.scenario) != changed.end()) continue;
        const auto now = figures_of(found->second.values);
        check_.recorded_figures += now.size();
        for (ProgramShift& shift : program_shifts(design, run, figures, now)) check_.shifts.push_back(std::move(shift));
      }
    }
  }

  const BaselineCheckOptions& options_;
  CommonOptions common_;
  Baseline baseline_;
  Inputs inputs_;
  BaselineCheck check_;
  std::vector<ResolvedDesign> sides_;
  std::vector<MeasuredDesign> measured_;
  std::vector<Pair> pairs_;
};

}  // namespace

BaselineCheck checked_against_baseline(const BaselineCheckOptions& options, const CommonOptions& common,
                                       const std::function<void()>& check_outputs, const std::vector<OutputTarget>& targets) {
  return Checking(options, common).check(check_outputs, targets);
}

}  // namespace windtunnel::tools
