// EventBridge rule: on a schedule, or when an alarm changes state, it has something done, and tries again while it cannot.
#include <fmt/format.h>

#include "models/in_order.h"
#include "models/operations/shared/operation.h"
#include "models/schedule.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class EventRule final : public Model<EventRule>, public AlarmListener, public Operator {
 public:
  static constexpr std::string_view type_name = "event_rule";
  static constexpr std::string_view summary =
      "An EventBridge rule: calls its targets at a time of day or when an alarm fires, and retries while they cannot be called.";

  struct Parameters {
    std::optional<TimeOfDay> at;
    std::string operation;
    std::optional<Reference> on;
    double argument = 0;
    std::vector<Reference> notify;
    DurationDistribution latency =
        DurationDistribution::lognormal(milliseconds(80), milliseconds(300), 0.9).clamped(milliseconds(20), seconds(5));
    Duration retry = minutes(8);
    Duration give_up = hours(24);

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::at>("at", "Time of day at which it acts; without it, it acts when an alarm that names it fires."),
          parameter<&P::operation>("do", "The operation: stop, start, scale, ..."),
          parameter<&P::on>("on", "The component that it is done to.", references("operable")),
          parameter<&P::argument>("argument", "A number that the operation takes, such as how many units."),
          parameter<&P::notify>("notify", "Who is told of alarms that reach the rule: topics, runbooks.",
                                references("alarm_listener")),
          parameter<&P::latency>("latency", "From the event until its target is called.", "eb.latency",
                                 plausible(milliseconds(20), seconds(5))),
          parameter<&P::retry>("retry", "Wait between tries: 185 in 24 h, taken as evenly spread.", "eb.retry", above(Duration{})),
          parameter<&P::give_up>("give_up", "Time after which it tries no more.", "eb.retry", above(Duration{})));
    }
    void check(ParameterProblems& problems) const {
      if (on.has_value() == operation.empty()) problems.error("do", "\"do\" and \"on\" belong together");
      if (!on && notify.empty()) problems.error("on", "a rule needs a target: \"on\" or \"notify\"");
    }
  };
  enum Measured : std::uint32_t { called_seconds, given_up };
  static constexpr Measure measures[] = {
      {"called_seconds", "s", "from the event until its target had been called"},
      {"given_up", "", "the number of events for which the target could never be called"},
  };

  Parameters given;

  void declare(Wiring& wiring) override {
    regional_ = wiring.regional(*this);
    if (!given.at) return;
    const auto schedule = DailySchedule::of(*given.at);
    if (schedule) schedule_ = *schedule;
    else wiring.error(*this, "at", unknown_time_zone(given.at->time_zone));
  }
  void connect(Wiring& wiring) override {
    for (const Reference& reference : given.notify) listeners_.push_back(wiring.find(*this, reference));
    if (given.on) target_ = find_operable(wiring, *this, "do", *given.on, given.operation);
  }
  std::vector<Site> sites() const override { return {regional_}; }

  void start(World& world) override {
    if (given.at) wait_for_day(world);
  }
  void alarm_changed(World& world, ComponentId alarm, bool firing) override {
    if (!runs(world)) return;
    const Duration latency = messages_.under_way(world, world.draw(*this, delaying, given.latency));
    world.after(*this, latency, pass_on, Phase::notice, std::uint64_t{alarm} << 1 | (firing ? 1 : 0));
    if (firing && given.on && !given.at) begin(world);
  }
  void handle(World& world, std::uint16_t signal, std::uint64_t argument) override {
    if (signal == due) {
      wait_for_day(world);
      if (runs(world)) begin(world);
    } else if (signal == pass_on) {
      for (const ComponentId listener : listeners_)
        world.capability<AlarmListener>(listener)->alarm_changed(world, static_cast<ComponentId>(argument >> 1), (argument & 1) != 0);
    } else {
      timer_ = {};
      call(world);
    }
  }
  void operation_finished(World&, std::uint64_t, bool) override {}
  bool settled(const World& world) const override { return !world.pending(timer_); }

 private:
  enum Signal : std::uint16_t { due, pass_on, call_due };
  enum Purpose : std::uint16_t { delaying };

  bool runs(const World& world) const { return regional_.on_internet() || world.alive(regional_); }
  void wait_for_day(World& world) {
    world.after(*this, schedule_.after(world.now()) - world.now(), due, Phase::none);
  }
  void begin(World& world) {
    world.cancel(timer_);
    event_ = world.now();
    timer_ = world.after(*this, world.draw(*this, delaying, given.latency), call_due, Phase::act);
  }
  void call(World& world) {
    const auto outcome = runs(world)
                             ? world.capability<Operable>(target_)->operate(world, given.operation, given.argument, id(), 0)
                             : Operable::Outcome::unavailable;
    if (outcome != Operable::Outcome::unavailable) {
      if (world.telling()) world.tell(*this, fmt::format("has {} done to {}", given.operation, given.on->text));
      world.publish(*this, called_seconds, (world.now() - event_).seconds());
    } else if (world.now() + given.retry - event_ <= given.give_up) {
      timer_ = world.after(*this, given.retry, call_due, Phase::act);
    } else {
      world.publish(*this, given_up, 1);
      if (world.telling()) world.tell(*this, "gives an event up: its target could not be called");
    }
  }

  DailySchedule schedule_;
  Site regional_;
  ComponentId target_ = no_component;
  std::vector<ComponentId> listeners_;
  InOrder messages_;
  Time event_;
  EventHandle timer_;
};

}  // namespace

const ComponentType& event_rule() { return component_type<EventRule>(); }

}  // namespace windtunnel::models
