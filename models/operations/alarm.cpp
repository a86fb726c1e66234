// Alarm: a rule on a metric of another component; tells people and automation when it changes state.
#include <algorithm>
#include <utility>

#include "models/billing.h"
#include "models/in_order.h"
#include "models/metric_emission.h"
#include "models/operations/shared/alarm_action.h"
#include "models/operations/shared/sparse_data.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

enum class Comparison : std::uint8_t { above, at_least, below, at_most };
EnumWords<Comparison> words_of(Comparison) {
  return {{"above", Comparison::above},
          {"at_least", Comparison::at_least},
          {"below", Comparison::below},
          {"at_most", Comparison::at_most}};
}
enum class MissingData : std::uint8_t { missing, ignore, breaching, not_breaching };
EnumWords<MissingData> words_of(MissingData) {
  return {{"missing", MissingData::missing},
          {"ignore", MissingData::ignore},
          {"breaching", MissingData::breaching},
          {"not_breaching", MissingData::not_breaching}};
}

class AlarmModel final : public Model<AlarmModel>, public Alarm {
 public:
  static constexpr std::string_view type_name = "alarm";
  static constexpr std::string_view summary =
      "A monitoring alarm: fires when enough recent periods of a metric breach its threshold.";

  struct Parameters : AlarmAction {
    Reference on;
    std::string metric;
    Comparison comparison = Comparison::at_least;
    double threshold = 1;
    Duration period = seconds(60);
    std::int64_t evaluation_periods = 1;
    std::optional<std::int64_t> datapoints;
    MissingData missing_data = MissingData::missing;

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::on>("on", "The component whose metric it watches.", required, references("metric_source")),
          parameter<&P::metric>("metric", "Which of its metrics; each component type lists its own.", required),
          parameter<&P::comparison>("comparison", "How a period's value breaches."),
          parameter<&P::threshold>("threshold", "The value that breaches, in the metric's unit; counts are per period.",
                                   required),
          parameter<&P::period>("period", "Length of a period; where the metric has data points farther apart, those decide.",
                                "alb.metric.period", between(seconds(10), hours(24))),
          parameter<&P::evaluation_periods>("evaluation_periods", "How many recent periods are looked at.",
                                            "cw.alarm.m_of_n", between(1, 1440)),
          parameter<&P::datapoints>("datapoints", "How many of them must breach; without it, all.", at_least(1)),
          parameter<&P::missing_data>("missing_data", "What a period without data counts as.",
                                      "cw.alarm.missing_default"),
          inherited<AlarmAction>());
    }
    void check(ParameterProblems& problems) const {
      if (datapoints && *datapoints > evaluation_periods)
        problems.error("datapoints", "more periods must breach than are looked at");
    }
  };
  enum Measured : std::uint32_t { fired };
  static constexpr Measure measures[] = {{"fired", "", "the number of times that it fired"}};

  Parameters given;

  void declare(Wiring& wiring) override { regional_ = wiring.regional(*this); }
  void connect(Wiring& wiring) override {
    const ComponentId source = source_ = wiring.find(*this, given.on);
    const auto* metrics = wiring.capability<MetricSource>(source);
    std::vector<std::string> names;
    bool known = false;
    for (const auto& metric : metrics->metrics()) {
      names.emplace_back(metric.name);
      known |= metric.name == given.metric;
    }
    if (!known) {
      wiring.error(
          *this, "metric",
          "\"" + given.on.text + "\" has no metric \"" + given.metric + "\"" + did_you_mean(given.metric, names));
      return;
    }
    rule_.metric = metrics->metric(given.metric);
    if (rule_.metric.kind == Metric::Kind::gauge && rule_.metric.gauge_of == no_component)
      rule_.metric.gauge_of = source;
    rule_.comparison = static_cast<MetricRule::Comparison>(given.comparison);
    rule_.threshold = given.threshold;
    rule_.per_period_count = rule_.metric.counted;
    rule_.period = given.period;
    rule_.evaluation_periods = given.evaluation_periods;
    rule_.datapoints = given.datapoints.value_or(given.evaluation_periods);
    rule_.publication_delay = given.metric_delay;
    rule_.missing_data = static_cast<MetricRule::MissingData>(given.missing_data);
    if (rule_.metric.resolution > given.period) go_by_data_points();
    listeners_.find(wiring, *this, given.notify);
  }

  std::vector<Site> sites() const override { return {regional_}; }

  void start(World& world) override {
    watches_ = rule_.datapoints <= rule_.evaluation_periods;
    if (watches_) watch_ = world.watch(*this, rule_, changed);
  }
  void domain_changed(World& world, DomainId) override { look(world); }
  void reference_changed(World& world, ComponentId) override { look(world); }

  void handle(World& world, std::uint16_t signal, std::uint64_t argument) override {
    const bool fires = argument != 0;
    if (signal == act) {
      if (works(world)) listeners_.tell(world, *this, fires);
      return;
    }
    if (signal == changed) ruled_ = fires;
    if (!works(world) || fires == firing_) {
      world.cancel(aged_);  // a data point within the threshold may have come before the others were old enough
      return;
    }
    if (signal == changed && fires && ageing_ > Duration{}) {
      aged_ = world.after(*this, ageing_, aged, Phase::notice, argument);
      return;
    }
    change(world, fires);
  }
  bool settled(const World& world) const override { return !firing_ && !world.pending(aged_) && !world.pending(gap_); }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    const bool high_resolution = given.period < seconds(60);
    add_line(sheet, meter, *this, "alarm", 1, "alarm-month",
             high_resolution ? "cloudwatch.alarm_highres" : "cloudwatch.alarm_standard");
  }

 private:
  enum Signal : std::uint16_t { changed, act, aged, gap_counted };
  enum Purpose : std::uint16_t { acting, in_gap, gap_delay };

  void go_by_data_points() {
    const SparseData data = sparse_data(rule_, given.period);
    rule_.period = rule_.metric.resolution;
    rule_.evaluation_periods = data.looked_at;
    rule_.datapoints = data.needed;
    ageing_ = data.ageing;
  }
  /// Where its own region is down no alarm is evaluated, and none tells anybody.
  bool works(const World& world) const { return regional_.on_internet() || world.alive(regional_); }
  /// Data points come, or cease to: those of before stay, and say nothing of what is gone (cw.alarm.missing_default).
  void look(World& world) {
    const bool works_now = works(world), fed = works_now && emits(world, source_, given.metric);
    if (!watches_ || (works_now == worked_ && fed == fed_)) return;
    worked_ = works_now;
    world.cancel(gap_);
    if (!works_now) world.cancel(aged_);
    if (fed != std::exchange(fed_, fed)) world.enable_watch(watch_, fed);
    if (fed) return go_on(world);
    if (!works_now) return;
    if (given.missing_data == MissingData::breaching && !firing_) await(world, given.datapoints.value_or(given.evaluation_periods), true);
    if (given.missing_data == MissingData::not_breaching && firing_) await(world, rested_periods(), false);
  }
  /// The rule may have changed its mind unheard, or periods without data the alarm's state.
  void go_on(World& world) {
    if (ruled_ && !firing_) {
      ruled_ = false;
      world.restart_watch(watch_);
    }
    if (!ruled_ && firing_) await(world, rested_periods(), false);
  }
  /// Periods within the threshold after which too few are left that breach.
  std::int64_t rested_periods() const {
    return given.evaluation_periods - given.datapoints.value_or(given.evaluation_periods) + 1;
  }
  /// So many periods from now on decide alike.
  void await(World& world, std::int64_t periods, bool fires) {
    const Duration between_looks = std::min(given.period, seconds(60));
    const Duration whole = given.period * periods + from_seconds(world.uniform(*this, in_gap) * between_looks.seconds());
    gap_ = world.after(*this, whole + world.draw(*this, gap_delay, given.metric_delay), gap_counted, Phase::notice, fires ? 1 : 0);
  }
  void change(World& world, bool fires) {
    firing_ = fires;
    if (world.telling()) world.tell(*this, fires ? "goes into alarm" : "is back to normal");
    world.alarm(*this, fires);
    if (fires) world.publish(*this, fired, 1);
    world.after(*this, messages_.under_way(world, world.draw(*this, acting, given.action)), act, Phase::notice, fires ? 1 : 0);
  }

  Site regional_;
  ComponentId source_ = no_component;
  MetricRule rule_;
  WatchId watch_ = 0;
  AlarmListeners listeners_;
  InOrder messages_;
  Duration ageing_;  // of data points that breach, until the alarm fires
  EventHandle aged_, gap_;
  bool firing_ = false, watches_ = false, worked_ = true, fed_ = true;
  bool ruled_ = false;  // whether the rule on the data points that came holds
};

}  // namespace

const ComponentType& alarm() { return component_type<AlarmModel>(); }

}  // namespace windtunnel::models
