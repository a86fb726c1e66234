// Synthetics canary: a script that tries an endpoint again and again from its region, with an alarm on its failures.
//
// No run is an event: when the endpoint begins to answer differently, the canary works out at which run its alarm changes.
#include <algorithm>

#include "models/billing.h"
#include "models/in_order.h"
#include "models/operations/shared/alarm_action.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"
#include "sim/kernel/mathematics.h"

namespace windtunnel::models {
namespace {

class Canary final : public Model<Canary>, public Alarm {
 public:
  static constexpr std::string_view type_name = "canary";
  static constexpr std::string_view summary =
      "A Synthetics canary: tries an endpoint on a schedule, and fires after enough failures in a row.";

  struct Parameters : AlarmAction {
    Reference on;
    Duration interval = minutes(5);
    std::int64_t failures = 1;
    Duration timeout = seconds(30);
    Duration run_time = seconds(10);

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::on>("on", "The endpoint that it tries.", required, references("endpoint")),
          parameter<&P::interval>("interval", "Time from one run to the next.", "assumption:canary-interval",
                                  between(minutes(1), hours(1)), plausible(minutes(1), minutes(15))),
          parameter<&P::failures>("failures", "Failed runs in a row that make it fire.", "assumption:canary-failures", between(1, 100),
                                  plausible(1, 3)),
          parameter<&P::timeout>("timeout", "After how long a run that meets silence has failed.", "assumption:canary-timeout",
                                 above(Duration{}), plausible(seconds(3), seconds(60))),
          parameter<&P::run_time>("run_time", "How long a run takes that is answered.", "assumption:canary-run", at_least(Duration{}),
                                  plausible(seconds(2), seconds(30))),
          inherited<AlarmAction>());
    }
    void check(ParameterProblems& problems) const {
      if (timeout > interval) problems.error("timeout", "a run must end before the next begins");
    }
  };
  enum Measured : std::uint32_t { fired, detection_seconds };
  static constexpr Measure measures[] = {
      {"fired", "", "the number of times that it fired"},
      {"detection_seconds", "s", "from the endpoint's failure until the canary fired"},
  };

  Parameters given;

  void declare(Wiring& wiring) override {
    site_ = wiring.regional(*this);
  }
  void connect(Wiring& wiring) override {
    endpoint_ = wiring.find(*this, given.on);
    listeners_.find(wiring, *this, given.notify);
  }
  std::vector<Site> sites() const override { return {site_}; }

  void reference_changed(World& world, ComponentId) override { look(world); }
  void domain_changed(World& world, DomainId) override { look(world); }
  void handle(World& world, std::uint16_t signal, std::uint64_t argument) override {
    if (signal == act) return listeners_.tell(world, *this, argument != 0);
    change_ = {};
    firing_ = !firing_;
    if (world.telling()) world.tell(*this, firing_ ? "its runs fail: it goes into alarm" : "its runs succeed again");
    world.alarm(*this, firing_);
    if (firing_) {
      world.publish(*this, fired, 1);
      world.publish(*this, detection_seconds, (world.now() - since_).seconds());
    }
    world.after(*this, messages_.under_way(world, world.draw(*this, actions, given.action)), act, Phase::notice, firing_ ? 1 : 0);
    foresee(world);
  }
  bool settled(const World& world) const override { return !firing_ && !world.pending(change_); }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    const double runs = UsageMeter::hours_per_month * 3600 / given.interval.seconds();
    add_line(sheet, meter, *this, "runs", runs, "run", "synthetics.canary_run");
    add_line(sheet, meter, *this, "alarm", 1, "alarm-month", "cloudwatch.alarm_standard");
  }

 private:
  enum Signal : std::uint16_t { change, act };
  enum Purpose : std::uint16_t { runs, actions, delays };
  /// Runs looked at ahead, where each may succeed or fail.
  static constexpr std::int64_t foresight = 10'000;

  void look(World& world) {
    const Endpoint::Probe probe = world.capability<Endpoint>(endpoint_)->probe(world, Endpoint::Depth::answer);
    // Where its own region is down nothing runs, and missing results do not change the alarm.
    const bool works = site_.on_internet() || world.alive(site_);
    if (works == works_ && probe.success == probe_.success && probe.silent == probe_.silent) return;
    if (probe_.success >= 1 && probe.success < 1) since_ = world.now();
    works_ = works;
    probe_ = probe;
    foresee(world);
  }

  /// When does the alarm change next, if the endpoint goes on as now?
  void foresee(World& world) {
    const bool stays = firing_ ? probe_.success <= 0 : probe_.success >= 1;
    if (!works_ || stays) {
      world.cancel(change_);
      return;
    }
    if (world.pending(change_) && certain_ && (probe_.success <= 0 || probe_.success >= 1)) return;
    world.cancel(change_);
    certain_ = probe_.success <= 0 || probe_.success >= 1;
    const std::int64_t needed = firing_ ? 1 : given.failures, run = certain_ ? needed : last_of(world, needed);
    if (run > foresight) return;
    const Duration first = from_seconds(world.uniform(*this, runs) * given.interval.seconds());
    const Duration took = !firing_ && probe_.silent ? given.timeout : given.run_time;
    change_ = world.after(*this, first + given.interval * (run - 1) + took + world.draw(*this, delays, given.metric_delay), change,
                          Phase::notice);
  }

  /// Which run is the last of the first so many in a row that speak against the alarm's state: those that do not are passed over at once.
  std::int64_t last_of(World& world, std::int64_t needed) {
    const double against = firing_ ? probe_.success : 1 - probe_.success;
    if (against < 1e-12) return foresight + 1;
    std::int64_t run = 0, in_a_row = 0;
    while (in_a_row < needed && run <= foresight) {
      const double passed_over = mathematics::log(world.uniform(*this, runs)) / mathematics::log(1 - against);
      run += 1 + static_cast<std::int64_t>(std::min(passed_over, static_cast<double>(foresight)));
      for (in_a_row = 1; in_a_row < needed && world.uniform(*this, runs) < against; ++in_a_row) ++run;
      if (in_a_row < needed) ++run;
    }
    return run;
  }

  Site site_;
  ComponentId endpoint_ = no_component;
  AlarmListeners listeners_;
  InOrder messages_;
  Endpoint::Probe probe_;
  Time since_;
  EventHandle change_;
  bool firing_ = false, works_ = true, certain_ = false;
};

}  // namespace

const ComponentType& canary() { return component_type<Canary>(); }

}  // namespace windtunnel::models
