// Runbook: people who notice an alarm, decide, and carry out steps, each of which needs something to work.
#include <algorithm>
#include <utility>

#include "models/operations/shared/operation.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

/// One thing that people do.
struct Step {
  std::string operation;
  Reference on;
  double argument = 0;
  bool essential = false;
  std::optional<Reference> unless;
  std::vector<Reference> via;
  DurationDistribution takes =
      DurationDistribution::lognormal(minutes(3), minutes(8), 0.9).clamped(minutes(1), minutes(20));

  static ParameterTable parameters() {
    using P = Step;
    return parameter_table<P>(
        parameter<&P::operation>("do", "The operation: promote, scale, switch_to_secondary, ...; each component type lists its own.",
                                required),
        parameter<&P::on>("on", "The component that it is done to.", required, references("operable")),
        parameter<&P::argument>("argument", "A number that the operation takes, such as how many units."),
        parameter<&P::essential>("essential",
                                 "Whether what follows makes sense only after this: when it is refused, people stop here; while "
                                 "what it needs is down, they wait. Other steps are set aside meanwhile, and what follows is "
                                 "done first."),
        parameter<&P::unless>("unless", "What must be gone for the step to make sense: while it works, the step is refused.",
                              references("provider")),
        parameter<&P::via>("via", "Ways in, of which one must be open for the step: a bastion, Session Manager.",
                           references_any_of("provider")),
        parameter<&P::takes>("takes", "Time that a person needs until the order is given.", "human.runbook.step",
                             plausible(minutes(1), minutes(20))));
  }
};

class Runbook final : public Model<Runbook>, public AlarmListener, public Operator {
 public:
  static constexpr std::string_view type_name = "runbook";
  static constexpr std::string_view summary = "People: they notice an alarm, decide, and work through steps in order.";

  struct Parameters {
    DurationDistribution acknowledge =
        DurationDistribution::lognormal(minutes(5), minutes(15), 0.9).clamped(minutes(1), minutes(60));
    DurationDistribution decide =
        DurationDistribution::lognormal(minutes(20), minutes(60), 0.9).clamped(minutes(5), minutes(240));
    std::vector<Step> steps;
    Duration retry = minutes(5);
    Duration look_again = minutes(15);

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::acknowledge>("acknowledge", "From the notification until somebody looks.", "human.mtta",
                                     plausible(minutes(1), minutes(60))),
          parameter<&P::decide>("decide", "From then until it is decided to act.", "human.decide",
                                plausible(minutes(5), minutes(240))),
          parameter<&P::steps>("steps", "What is done, in order.", required),
          parameter<&P::retry>("retry", "Wait before orders are given again that could not be carried out.",
                               "assumption:runbook-retry", plausible(minutes(1), minutes(15))),
          parameter<&P::look_again>("look_again",
                                    "From the last step until people begin anew, if an alarm that woke them still stands.",
                                    "assumption:runbook-look-again", above(Duration{}), plausible(minutes(5), hours(1))));
    }
  };
  enum Measured : std::uint32_t { noticed_seconds, decided_seconds, finished_seconds, blocked_seconds, ways_in, shut_out_seconds };
  static constexpr Measure measures[] = {
      {"noticed_seconds", "s", "from the notification until somebody looked"},
      {"decided_seconds", "s", "from the notification until it was decided to act"},
      {"finished_seconds", "s", "from the notification until the last step was done"},
      {"blocked_seconds", "s", "for which a step waited because what it needs was down"},
      {"ways_in", "", "how many of a step's ways in were open when people first wanted to take it"},
      {"shut_out_seconds", "s", "for which a step waited until one of its ways in was open"},
  };

  Parameters given;

  void connect(Wiring& wiring) override {
    for (const Step& step : given.steps) {
      targets_.push_back(find_operable(wiring, *this, "steps", step.on, step.operation));
      unless_.push_back(step.unless ? wiring.find(*this, *step.unless) : no_component);
      for (const Reference& way : step.via) ways_.push_back(wiring.find(*this, way));
      ways_end_.push_back(ways_.size());
    }
    progress_.resize(given.steps.size());
    blocked_since_.resize(given.steps.size(), Time::never());
    shut_out_since_ = blocked_since_;
    standing_.reserve(alarms_remembered);
  }

  void alarm_changed(World& world, ComponentId alarm, bool firing) override {
    const auto known = std::find(standing_.begin(), standing_.end(), alarm);
    if (firing && known == standing_.end()) standing_.push_back(alarm);
    if (!firing && known != standing_.end()) standing_.erase(known);
    if (!firing && gone_.size() < alarms_remembered) gone_.push_back(alarm);
    if (firing && std::find(gone_.begin(), gone_.end(), alarm) != gone_.end()) returned_ = true;
    if (!firing || stage_ != Stage::idle) return;
    notified_ = world.now();
    returned_ = false;
    gone_.clear();
    go(world, Stage::noticing, world.draw(*this, noticing, given.acknowledge), Phase::notice);
  }

  void handle(World& world, std::uint16_t, std::uint64_t) override {
    timer_ = {};
    switch (stage_) {
      case Stage::idle:
        break;
      case Stage::noticing:
        world.publish(*this, noticed_seconds, since(world, notified_));
        if (world.telling()) world.tell(*this, "somebody looks at the alarm");
        go(world, Stage::deciding, world.draw(*this, deciding, given.decide), Phase::decide);
        break;
      case Stage::deciding:
        // An alarm that has come back meanwhile comes and goes with the trouble: it is taken for standing.
        if (!alarm_stands(world) && !returned_) {
          if (world.telling()) world.tell(*this, "the alarm is gone; nothing is done");
          stage_ = Stage::idle;
          break;
        }
        world.publish(*this, decided_seconds, since(world, notified_));
        if (world.telling()) world.tell(*this, "it is decided to act");
        finished_ = false;
        begin(world);
        break;
      case Stage::watching:
        stage_ = Stage::idle;
        if (!alarm_stands(world)) break;
        if (world.telling()) world.tell(*this, "the alarm still stands: the steps are tried anew");
        begin(world);
        break;
      case Stage::ordering:
        order(world);
        break;
      case Stage::waiting:
        break;
    }
  }

  void operation_finished(World& world, std::uint64_t ticket, bool success) override {
    if (stage_ != Stage::waiting || ticket != step_) return;
    progress_[step_] = success ? Progress::closed : Progress::open;
    go_on(world);
  }

  bool settled(const World& world) const override { return stage_ == Stage::idle && !alarm_stands(world); }
  void tell_unfinished(World& world) const override {
    const bool working = stage_ == Stage::ordering || stage_ == Stage::waiting;
    // Before it is decided to act nothing will be done unless the alarm stands.
    const bool deciding = (stage_ == Stage::noticing || stage_ == Stage::deciding) && (alarm_stands(world) || returned_);
    if (stage_ == Stage::noticing) world.unfinished(*this, noticed_seconds, notified_);
    if (deciding) world.unfinished(*this, decided_seconds, notified_);
    if (deciding || (working && !finished_)) world.unfinished(*this, finished_seconds, notified_);
    for (const Time since : blocked_since_)
      if (working && since != Time::never()) world.unfinished(*this, blocked_seconds, since);
    for (const Time since : shut_out_since_)
      if (working && since != Time::never()) world.unfinished(*this, shut_out_seconds, since);
  }

 private:
  enum Purpose : std::uint16_t { noticing, deciding, working };
  enum class Stage : std::uint8_t { idle, noticing, deciding, ordering, waiting, watching };
  enum class Progress : std::uint8_t { untried, open, closed };  // open: set aside until it can be carried out

  static constexpr std::size_t alarms_remembered = 8;

  static double since(World& world, Time start) { return (world.now() - start).seconds(); }
  void go(World& world, Stage stage, Duration after, Phase phase) {
    stage_ = stage;
    timer_ = world.after(*this, after, 0, phase);
  }
  void begin(World& world) {
    std::fill(progress_.begin(), progress_.end(), Progress::untried);
    std::fill(blocked_since_.begin(), blocked_since_.end(), Time::never());
    std::fill(shut_out_since_.begin(), shut_out_since_.end(), Time::never());
    step_ = 0;
    turn_to_next(world);
  }
  void go_on(World& world) {
    ++step_;
    turn_to_next(world);
  }
  /// From step_ on: the next that can be tried; at the end of the list those that are still open, after a while.
  void turn_to_next(World& world) {
    while (step_ < given.steps.size() && (progress_[step_] == Progress::closed || waits_for_another())) ++step_;
    if (step_ < given.steps.size()) {
      // An order that was given once is given again at once.
      const bool again = progress_[step_] == Progress::open;
      return go(world, Stage::ordering, again ? Duration{} : world.draw(*this, working, given.steps[step_].takes), Phase::act);
    }
    const auto open = std::find(progress_.begin(), progress_.end(), Progress::open);
    if (open != progress_.end()) {
      step_ = static_cast<std::size_t>(open - progress_.begin());
      return go(world, Stage::ordering, given.retry, Phase::act);
    }
    if (!std::exchange(finished_, true)) world.publish(*this, finished_seconds, since(world, notified_));
    if (world.telling()) world.tell(*this, "all steps are done");
    rest(world);
  }
  /// Whether a step that was set aside keeps this one waiting: an essential one, or one of the same component.
  bool waits_for_another() const {
    for (std::size_t before = 0; before < step_; ++before)
      if (progress_[before] == Progress::open && (given.steps[before].essential || targets_[before] == targets_[step_])) return true;
    return false;
  }
  bool another_is_open() const {
    const auto here = progress_.begin() + static_cast<std::ptrdiff_t>(step_);
    return std::find(progress_.begin(), here, Progress::open) != here;
  }
  /// Whoever has done what could be done goes home, or, while an alarm stands, looks again later.
  void rest(World& world) {
    if (alarm_stands(world)) return go(world, Stage::watching, given.look_again, Phase::act);
    stage_ = Stage::idle;
  }
  /// The message that an alarm is over may be lost: whoever looks at it sees that it is quiet.
  bool alarm_stands(const World& world) const {
    return std::any_of(standing_.begin(), standing_.end(), [&world](ComponentId alarm) {
      return alarm == no_component || !world.component(alarm).settled(world);
    });
  }
  /// Whether people can get at what the step is done to, now: nothing keeps them out, or one of the ways in is open.
  bool has_access(World& world) {
    const std::size_t from = step_ == 0 ? 0 : ways_end_[step_ - 1], to = ways_end_[step_];
    if (from == to) return true;
    std::int64_t open = 0;
    for (std::size_t way = from; way < to; ++way) open += world.capability<Provider>(ways_[way])->provides(world, Site::internet());
    Time& since = shut_out_since_[step_];
    const bool first = progress_[step_] == Progress::untried, was_out = since != Time::never();
    if (first) world.publish(*this, ways_in, static_cast<double>(open));
    if (open > 0 && (first || was_out)) world.publish(*this, shut_out_seconds, was_out ? (world.now() - since).seconds() : 0);
    if (open > 0) since = Time::never();
    else if (!was_out) since = world.now();
    return open > 0;
  }
  Operable::Outcome try_step(World& world, const Step& step) {
    const auto* must_be_gone = world.capability<Provider>(unless_[step_]);
    if (must_be_gone != nullptr && must_be_gone->provides(world, Site::internet())) return Operable::Outcome::refused;
    if (!has_access(world)) return Operable::Outcome::unavailable;
    return world.capability<Operable>(targets_[step_])->operate(world, step.operation, step.argument, id(), step_);
  }
  void order(World& world) {
    const Step& step = given.steps[step_];
    const Operable::Outcome outcome = try_step(world, step);
    if (outcome == Operable::Outcome::unavailable) {
      if (blocked_since_[step_] == Time::never()) blocked_since_[step_] = world.now();
      if (world.telling())
        world.tell(*this, "cannot " + step.operation + " " + step.on.text + ": what it needs is down");
      progress_[step_] = Progress::open;
      return go_on(world);
    }
    if (outcome == Operable::Outcome::refused && another_is_open()) {
      // It may make sense once what was set aside before it is done.
      progress_[step_] = Progress::open;
      return go_on(world);
    }
    const Time blocked = std::exchange(blocked_since_[step_], Time::never());
    if (blocked != Time::never()) world.publish(*this, blocked_seconds, since(world, blocked));
    if (world.telling())
      world.tell(*this, outcome == Operable::Outcome::refused
                            ? "leaves out " + step.operation + " " + step.on.text + ": it makes no sense now"
                            : "orders to " + step.operation + " " + step.on.text);
    if (outcome == Operable::Outcome::started) {
      stage_ = Stage::waiting;
      return;
    }
    if (outcome == Operable::Outcome::refused && step.essential) {
      if (world.telling()) world.tell(*this, "the other steps are left out");
      return rest(world);
    }
    progress_[step_] = Progress::closed;  // done at once, or senseless by now
    go_on(world);
  }

  std::vector<ComponentId> targets_;
  std::vector<ComponentId> unless_;    // by step
  std::vector<ComponentId> ways_;      // of all steps, one after the other
  std::vector<std::size_t> ways_end_;  // by step
  Stage stage_ = Stage::idle;
  std::vector<ComponentId> standing_;  // alarms that have called and did not say since that they are over
  std::vector<ComponentId> gone_;  // alarms that went off since people were notified
  bool returned_ = false;          // one of them came back
  std::vector<Progress> progress_;    // by step
  std::vector<Time> blocked_since_, shut_out_since_;  // by step
  std::size_t step_ = 0;
  bool finished_ = false;
  Time notified_;
  EventHandle timer_;
};

}  // namespace

const ComponentType& runbook() { return component_type<Runbook>(); }

}  // namespace windtunnel::models
