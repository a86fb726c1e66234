// See baseline_attribution.h.
#include "tools/command_line/baseline_attribution.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "sim/measure/attribution.h"
#include "sim/measure/baseline_look.h"

namespace windtunnel::tools {
namespace {

using Made = std::set<std::size_t>;

/// Contributions are shares of a difference that is proven already, so that few pairs tell them apart.
constexpr std::uint64_t few = 10;

class Attributing {
 public:
  Attributing(const ChangedDesign& design, BaselineCheck& check) : design_(design) {
    for (BaselineRow& row : check.rows)
      if (row.design == design.name && row.change == Change::worse) rows_.push_back(&row);
    for (BaselineRow* row : rows_)
      row->tried_pairs = std::max(row->tried_pairs, row->statistic == "amount" ? 0 : enough_of(row->run));
  }

  bool empty() const { return rows_.empty(); }

  /// Runs the designs between, all at once.
  void run(const Inputs& inputs, std::uint64_t years, Session& session) {
    std::vector<ResolvedDesign> mixed;
    for (const Made& made : sets_to_try(first())) {
      Diagnostics ignored;  // a change that makes no sense without the others
      auto design = read_resolved(
          inputs, with_changes(design_.before.resolved, design_.now.resolved, design_.changes, made), design_.name, ignored);
      if (!design) continue;
      places_[made] = mixed.size();
      mixed.push_back(std::move(*design));
    }
    BaselineRequest request{0, years, {}, false};
    request.wanted = [&](std::size_t, const std::string& run) -> std::uint64_t {
      const auto row = std::find_if(rows_.begin(), rows_.end(), [&](const BaselineRow* r) { return r->run == run; });
      return row == rows_.end() ? 0 : (*row)->tried_pairs;
    };
    request.costs = std::any_of(rows_.begin(), rows_.end(), [](auto* row) { return row->measure == "monthly_cost"; });
    measured_ = DesignRuns(std::move(mixed), inputs.scenarios, session).measure(request);
  }

  void tell() {
    const Attribution attribution = attribute(first(), [&](const Made& made) { return evaluated(made); });
    const auto was = figures_of_rows(design_.measured_before), is = figures_of_rows(design_.measured_now);
    for (std::size_t r = 0; r < rows_.size(); ++r) {
      // What few pairs tell apart is shown as shares of the difference of all.
      const bool scaled = was && is && rows_[r]->tried_pairs < rows_[r]->pairs && (*is)[r] != (*was)[r];
      tell(*rows_[r], r, attribution, scaled ? *rows_[r]->difference.mean / ((*is)[r] - (*was)[r]) : 1);
    }
  }

 private:
  std::vector<std::vector<std::size_t>> first() const {
    std::vector<std::vector<std::size_t>> first;
    for (const DesignChange& change : design_.changes) first.push_back(change.after_changes);
    return first;
  }

  /// Few replications, where the means of all that became worse in the run differ over these much as over all.
  std::uint64_t enough_of(const std::string& run) const {
    std::uint64_t all = 0;
    bool like_all = run != years_run;
    for (const BaselineRow* row : rows_) {
      if (row->run != run) continue;
      all = row->planned;
      const auto was = figure(*row, design_.measured_before, few), is = figure(*row, design_.measured_now, few);
      const double share = was && is && row->difference.mean ? (*is - *was) / *row->difference.mean : 0;
      like_all &= row->statistic != "p95" && share > 0.5 && share < 2;
    }
    return like_all ? std::min(few, all) : all;
  }

  static std::optional<double> figure(const BaselineRow& row, const MeasuredDesign& measured, std::uint64_t pairs) {
    if (row.measure == "monthly_cost") return measured.monthly_cost;
    const auto run = measured.runs.find(row.run);
    return run == measured.runs.end() ? std::nullopt : statistic_of(row, first_of(run->second.values, pairs));
  }

  std::optional<std::vector<double>> figures_of_rows(const MeasuredDesign& measured) const {
    std::vector<double> figures;
    for (const BaselineRow* row : rows_) {
      const auto of_row = figure(*row, measured, row->tried_pairs);
      if (!of_row) return std::nullopt;
      figures.push_back(*of_row);
    }
    return figures;
  }

  std::optional<std::vector<double>> evaluated(const Made& made) const {
    if (made.empty()) return figures_of_rows(design_.measured_before);
    if (made.size() == design_.changes.size()) return figures_of_rows(design_.measured_now);
    const auto place = places_.find(made);
    if (place == places_.end() || !measured_[place->second].is_whole()) return std::nullopt;
    return figures_of_rows(measured_[place->second]);
  }

  void tell(BaselineRow& row, std::size_t place, const Attribution& attribution, double scale) const {
    for (std::size_t c = 0; c < design_.changes.size(); ++c) {
      ChangeContribution contribution{design_.changes[c].path, design_.changes[c].before, design_.changes[c].after, {}};
      if (attribution.contributions[c]) contribution.effect = scale * (*attribution.contributions[c])[place];
      row.contributions.push_back(std::move(contribution));
    }
    if (!attribution.remainder.empty()) row.remainder = scale * attribution.remainder[place];
    std::stable_sort(row.contributions.begin(), row.contributions.end(), [](const auto& a, const auto& b) {
      return std::abs(a.effect.value_or(0)) > std::abs(b.effect.value_or(0));
    });
  }

  const ChangedDesign& design_;
  std::vector<BaselineRow*> rows_;
  std::map<Made, std::size_t> places_;  ///< of sets of changes among the designs between
  std::vector<MeasuredDesign> measured_;
};

}  // namespace

void attribute_regressions(const ChangedDesign& design, const Inputs& inputs, std::uint64_t years, Session& session,
                           BaselineCheck& check) {
  Attributing attributing(design, check);
  if (attributing.empty()) return;
  attributing.run(inputs, years, session);
  attributing.tell();
}

}  // namespace windtunnel::tools
