// See baseline_checking.h.
#include "tools/command_line/baseline_checking.h"

#include <algorithm>

#include "reports/text.h"
#include "sim/design/design_changes.h"
#include "sim/measure/attribution.h"
#include "sim/scenario/glob.h"
#include "tools/command_line/baseline_file.h"
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

  BaselineCheck check(const std::function<void()>& check_outputs) {
    read(check_outputs);
    Session session(common_, "flow");
    header();
    pair_designs();
    measure(session);
    for (const Pair& pair : pairs_) add_rows(pair);
    check_.stopped = !std::all_of(measured_.begin(), measured_.end(), is_whole);
    judge_rows(check_);
    for (const Pair& pair : pairs_)
      if (!session.out_of_time() && pair.before != pair.now) attribute_regressions(pair, session);
    return std::move(check_);
  }

 private:
  /// A design of the baseline and what became of it, by their places among the sides.
  struct Pair {
    std::string name;
    std::size_t before = 0, now = 0;
    std::vector<DesignChange> changes;
  };

  /// So many replications show whether a change touches a run at all. A verdict rests on about 17 replications that differ;
  /// of a change that makes so many differ, less than one in a hundred leaves all of the first three tenths as they were:
  /// (1 - 17 / n)^(0.3 n) < e^-5.
  static std::uint64_t first_look(std::uint64_t replications) {
    return std::min(replications, std::max<std::uint64_t>(30, (3 * replications + 9) / 10));
  }

  /// Runs recorded designs, and of present ones that have changed first a part of the replications: the rest only of runs
  /// in which some pair differs. This looks at sizes of differences and not at their signs, which the tests take as given.
  void measure(Session& session) {
    std::vector<ResolvedDesign> recorded, present;
    for (const Pair& pair : pairs_) {
      recorded.push_back(sides_[pair.before]);
      if (pair.before != pair.now) present.push_back(sides_[pair.now]);
    }
    BaselineRequest request{baseline_.replications, baseline_.years, {}, true};
    auto before = measure_designs(recorded, inputs_.scenarios, request, session);
    request.replications = first_look(baseline_.replications);
    auto now = measure_designs(present, inputs_.scenarios, request, session);
    measured_.resize(sides_.size());
    for (std::size_t p = 0, changed = 0; p < pairs_.size(); ++p) {
      measured_[pairs_[p].before] = std::move(before[p]);
      if (pairs_[p].before != pairs_[p].now) measured_[pairs_[p].now] = std::move(now[changed++]);
    }
    for (const Pair& pair : pairs_)
      if (pair.before != pair.now) look_again(pair, session);
  }

  void look_again(const Pair& pair, Session& session) {
    const MeasuredDesign& before = measured_[pair.before];
    MeasuredDesign& now = measured_[pair.now];
    BaselineRequest request{baseline_.replications, 0, {}, false};
    request.wanted = [&](const std::string& run) {
      const auto was = before.runs.find(run);
      const auto is = now.runs.find(run);
      return was != before.runs.end() && is != now.runs.end() && was->second.planned > is->second.planned &&
             differ(was->second.values, is->second.values, is->second.planned);
    };
    auto again = measure_designs({sides_[pair.now]}, inputs_.scenarios, request, session);
    for (auto& [name, run] : again.front().runs) now.runs[name] = std::move(run);
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
        checked.status = add_pair(name, std::move(*before), std::move(now), checked.changes);
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
    sides_.push_back(std::move(before));
    if (!same) sides_.push_back(std::move(now));
    pairs_.push_back(std::move(pair));
    return same ? "unchanged" : "changed";
  }

  void add_rows(const Pair& pair) {
    const MeasuredDesign &before = measured_[pair.before], &now = measured_[pair.now];
    add_shifts(pair.name, before);
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
      const std::uint64_t planned = std::min(run.planned, other->second.planned);
      auto rows = paired_rows(pair.name, name, run.values, other->second.values, planned);
      std::move(rows.begin(), rows.end(), std::back_inserter(check_.rows));
      // Nothing to compare yet is no "same".
      if (run.done == 0 || other->second.done == 0) note_cut(pair.name, name, run.done == 0 ? run : other->second);
    }
    for (const auto& [name, run] : now.runs)
      if (before.runs.count(name) == 0) checked.only_now.push_back(name);
    if (before.monthly_cost && now.monthly_cost)
      check_.rows.push_back(exact_row(pair.name, "monthly_cost", *before.monthly_cost, *now.monthly_cost));
    if (options_.strict_cost)
      for (BaselineRow& row : check_.rows) row.gates = true;
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

  /// Whether every run had all its replications before the time limit.
  static bool is_whole(const MeasuredDesign& measured) {
    return std::all_of(measured.runs.begin(), measured.runs.end(),
                       [](const auto& run) { return run.second.done == run.second.planned; });
  }

  /// Rows of regressions of one design, which contributions are told of.
  std::vector<BaselineRow*> regressions(const std::string& design) {
    std::vector<BaselineRow*> rows;
    for (BaselineRow& row : check_.rows)
      if (row.design == design && row.change == Change::worse) rows.push_back(&row);
    return rows;
  }

  static std::optional<std::vector<double>> figures_of_rows(const std::vector<BaselineRow*>& rows,
                                                            const MeasuredDesign& measured) {
    std::vector<double> figures;
    for (const BaselineRow* row : rows) {
      std::optional<double> figure = measured.monthly_cost;
      if (row->measure != "monthly_cost") {
        const auto run = measured.runs.find(row->run);
        figure = run == measured.runs.end() ? std::nullopt : statistic_of(*row, run->second.values);
      }
      if (!figure) return std::nullopt;
      figures.push_back(*figure);
    }
    return figures;
  }

  void attribute_regressions(const Pair& pair, Session& session) {
    const std::vector<BaselineRow*> rows = regressions(pair.name);
    if (rows.empty()) return;
    BaselineRequest request{baseline_.replications, baseline_.years, {}, false};
    request.wanted = [&](const std::string& run) {
      return std::any_of(rows.begin(), rows.end(), [&](const BaselineRow* row) { return row->run == run; });
    };
    request.costs = std::any_of(rows.begin(), rows.end(), [](auto* row) { return row->measure == "monthly_cost"; });
    const Node &before = sides_[pair.before].resolved, &after = sides_[pair.now].resolved;
    std::vector<std::vector<std::size_t>> first;
    for (const DesignChange& change : pair.changes) first.push_back(change.after_changes);
    const EvaluateChanges evaluate =
        [&](const std::set<std::size_t>& made) -> std::optional<std::vector<double>> {
      if (made.empty()) return figures_of_rows(rows, measured_[pair.before]);
      if (made.size() == pair.changes.size()) return figures_of_rows(rows, measured_[pair.now]);
      Diagnostics ignored;  // a change that makes no sense without the others
      auto mixed = read_resolved(inputs_, with_changes(before, after, pair.changes, made), pair.name, ignored);
      if (!mixed) return std::nullopt;
      const MeasuredDesign measured =
          std::move(measure_designs({std::move(*mixed)}, inputs_.scenarios, request, session).front());
      return is_whole(measured) ? figures_of_rows(rows, measured) : std::nullopt;
    };
    const Attribution attribution = attribute(first, evaluate);
    for (std::size_t r = 0; r < rows.size(); ++r) tell(*rows[r], r, pair, attribution);
  }

  static void tell(BaselineRow& row, std::size_t figure, const Pair& pair, const Attribution& attribution) {
    for (std::size_t c = 0; c < pair.changes.size(); ++c) {
      ChangeContribution contribution{pair.changes[c].path, pair.changes[c].before, pair.changes[c].after, {}};
      if (attribution.contributions[c]) contribution.effect = (*attribution.contributions[c])[figure];
      row.contributions.push_back(std::move(contribution));
    }
    if (!attribution.remainder.empty()) row.remainder = attribution.remainder[figure];
    std::stable_sort(row.contributions.begin(), row.contributions.end(), [](const auto& a, const auto& b) {
      return std::abs(a.effect.value_or(0)) > std::abs(b.effect.value_or(0));
    });
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
                                       const std::function<void()>& check_outputs) {
  return Checking(options, common).check(check_outputs);
}

}  // namespace windtunnel::tools
