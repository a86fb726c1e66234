// SQS queue: keeps messages until consumers have handled them; what fails too often goes to a dead-letter queue.
#include "models/public_port.h"
#include "models/queue_metrics.h"
#include "models/store_support.h"
#include "sim/design/component.h"
#include "sim/design/exemption.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class SqsQueue final : public Model<SqsQueue>, public Provider, public Operable, public MetricSource, public Exemption {
 public:
  static constexpr std::string_view type_name = "sqs_queue";
  static constexpr std::string_view summary =
      "A queue that accepts messages at once; consumers handle them later, and messages that fail too often move to a dead-letter queue.";

  struct Parameters {
    std::optional<Reference> consumer;
    Rate handling_rate = per_second(20);
    std::vector<Reference> consumer_needs;
    Duration visibility_timeout = seconds(30);
    Duration retention = days(4);
    std::int64_t max_receive_count = 10;
    std::optional<Reference> dead_letter_queue;
    Duration send_latency = milliseconds(10);
    double requests_per_message = 3;
    bool first_in_first_out = false;
    std::map<std::string, std::string> configuration;

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::consumer>("consumer", "The pool whose units handle its messages; without one, messages stay.",
                                  references("serving_pool")),
          parameter<&P::handling_rate>("handling_rate", "Messages that one unit of the consumer handles.",
                                       "assumption:message-handling-rate", above(per_second(0)),
                                       plausible(per_second(5), per_second(100))),
          parameter<&P::consumer_needs>("consumer_needs",
                                        "What a message needs to be handled: while one of these is down, every receive fails.",
                                        references("provider")),
          parameter<&P::visibility_timeout>("visibility_timeout",
                                            "After this a message that was received and not deleted is there again.", "sqs.visibility",
                                            between(seconds(0), hours(12))),
          parameter<&P::retention>("retention", "How long messages are kept.", "sqs.retention", between(minutes(1), days(14))),
          parameter<&P::max_receive_count>("max_receive_count",
                                           "Failed receives after which the next one moves a message to the dead-letter queue.",
                                           "sqs.max_receive", between(1, 1000)),
          parameter<&P::dead_letter_queue>("dead_letter_queue", "The queue that such messages move to.", references("provider")),
          parameter<&P::send_latency>("send_latency", "Time in which a message is accepted.", "assumption:send-latency",
                                      plausible(milliseconds(3), milliseconds(50))),
          parameter<&P::requests_per_message>("requests_per_message", "Requests that are billed for a message: send, receive, delete.",
                                              "assumption:requests-per-message", at_least(1.0), plausible(1.5, 5.0)),
          parameter<&P::first_in_first_out>("first_in_first_out", "Whether order is kept, which has a price of its own."),
          parameter<&P::configuration>("configuration", "Further settings, carried along; nothing depends on them."));
    }
  };

  enum Mode : std::uint16_t { poison_message, handling_failure };
  static constexpr FaultMode fault_modes[] = {
      {"poison_message", "Messages arrive that no consumer can handle; severity: how many.", FaultMode::Scope::component, false},
      {"handling_failure", "Consumers fail at every message that they receive."},
  };
  enum Measured : std::uint32_t { dead_lettered, dead_letter_seconds, oldest_age_seconds, redriven, expired };
  static constexpr Measure measures[] = {
      {"dead_lettered", "messages", "the number of messages that one failure sent to the dead-letter queue"},
      {"dead_letter_seconds", "s", "from the begin of a failure until its first message was in the dead-letter queue"},
      {"oldest_age_seconds", "s", "that the oldest message had waited when handling went on"},
      {"redriven", "messages", "the number of messages that were taken back from the dead-letter queue"},
      {"expired", "messages", "the number of messages that nobody had handled within their retention"},
  };

  Parameters given;

  // --- set-up

  void declare(Wiring& wiring) override {
    place_ = wiring.regional(*this);
    queue_ = wiring.queue({given.consumer ? given.handling_rate.value : 0});
  }
  void connect(Wiring& wiring) override {
    if (given.consumer) consumer_ = wiring.find(*this, *given.consumer);
    over_internet_ = wiring.design().leaves_network(consumer_, id());
    for (const Reference& need : given.consumer_needs) needs_.push_back(wiring.find(*this, need));
    if (!given.dead_letter_queue) return;
    const ComponentId other = wiring.find(*this, *given.dead_letter_queue);
    const auto port = other == no_component ? std::nullopt : wiring.component(other).port("");
    if (!port || port->kind != Port::Kind::enqueue || port->queue == queue_)
      wiring.error(*this, "dead_letter_queue", "expected another queue, found \"" + given.dead_letter_queue->text + "\"");
    else dead_letters_ = port->queue;
  }
  std::optional<Port> port(std::string_view name) const override {
    if (!name.empty()) return std::nullopt;
    Port port = public_port();
    port.kind = Port::Kind::enqueue;
    port.queue = queue_;
    port.latency = given.send_latency.seconds();
    return port;
  }
  std::vector<Site> sites() const override { return {place_}; }

  // --- what happens to it

  /// Pools fill themselves at the start, in any order: the first look comes after that.
  void start(World& world) override { world.after(*this, Duration{}, look, Phase::none); }
  void domain_changed(World& world, DomainId) override { follow(world); }
  void reference_changed(World& world, ComponentId) override { follow(world); }
  bool strike(World& world, const Strike& strike) override {
    if (strike.mode == handling_failure) {
      ++struck_;
      follow(world);
      return consumer_ != no_component;
    }
    const auto messages = static_cast<std::uint64_t>(std::max(0.0, strike.severity));
    if (dead_letters_ == traffic::none || serving_ == 0 || messages == 0) return false;
    poisoned_at_ = world.now();
    world.after(*this, patience(), poison_given_up, Phase::notice, messages);
    tell(world, *this, "messages arrive that no consumer can handle");
    return true;
  }
  std::string_view exempt(std::uint16_t mode) const override {
    if (!given.consumer) return "has no consumer that could fail at a message";
    return mode == poison_message && !given.dead_letter_queue ? "has no dead-letter queue, so its messages are tried for ever" : "";
  }
  void relent(World& world, const Strike& strike) override {
    if (strike.mode != handling_failure) return;
    if (struck_ > 0) --struck_;
    follow(world);
  }
  void handle(World& world, std::uint16_t signal, std::uint64_t argument) override {
    if (signal == poison_given_up) {
      bury(world, static_cast<double>(argument), 0);
      world.publish(*this, dead_lettered, static_cast<double>(argument));
      world.publish(*this, dead_letter_seconds, (world.now() - poisoned_at_).seconds());
    } else if (signal == look) {
      follow(world);
    } else if (signal == receives_exhausted) {
      give_up(world);
    } else if (signal == retention_over) {
      expire(world);
    }
  }
  bool settled(const World& world) const override { return !failing_ && struck_ == 0 && !world.pending(expiry_); }

  // --- what it offers

  bool provides(const World& world, Site from) const override { return world.reach(from, place_).connected; }
  static constexpr std::string_view operation_names[] = {"redrive"};
  std::span<const std::string_view> operations() const override { return operation_names; }
  /// Takes everything back from the dead-letter queue; messages that would fail again are better inspected first.
  Outcome operate(World& world, std::string_view operation, double, ComponentId, std::uint64_t) override {
    if (operation != "redrive" || dead_letters_ == traffic::none) return Outcome::refused;
    if (!world.alive(place_)) return Outcome::unavailable;
    const double messages = world.traffic().backlog(dead_letters_);
    bury(world, -messages, -messages);
    world.publish(*this, redriven, messages);
    tell(world, *this, "the dead letters are taken back");
    return Outcome::done;
  }
  std::span<const NamedMetric> metrics() const override { return queue_metric_names; }
  Metric metric(std::string_view name) const override { return queue_metric(name, queue_); }
  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    add_line(sheet, meter, *this, "requests", meter.messages(queue_) * given.requests_per_message / 1e6, "million requests",
             given.first_in_first_out ? "sqs.fifo" : "sqs.standard", true);
  }

 private:
  enum Signal : std::uint16_t { poison_given_up, receives_exhausted, retention_over, look };

  /// From the first failed receive of a message until it is moved: it is received again after each visibility timeout.
  Duration patience() const { return given.visibility_timeout * given.max_receive_count; }
  double arrived(const World& world) const { return world.traffic().queue_totals(queue_).arrivals; }
  /// Messages move to the dead-letter queue, `from_here` of them out of this queue's backlog.
  void bury(World& world, double messages, double from_here) {
    world.move_messages(dead_letters_, messages);
    if (from_here != 0) world.move_messages(queue_, -from_here);
    world.condition_changed(*this);
  }

  /// Brings the handling in line with the consumers and what they need.
  void follow(World& world) {
    serving_ = world.alive(place_) ? serving_units(world) : 0;
    bool failing = struck_ > 0;
    for (const ComponentId need : needs_)
      if (const auto* provider = world.capability<Provider>(need)) failing |= !provider->provides(world, place_);
    failing &= serving_ > 0;
    const double rate = failing ? 0 : static_cast<double>(serving_) * given.handling_rate.value;
    if (failing && !failing_) begin_failing(world);
    if (!failing && failing_) end_failing(world);
    const double before = world.traffic().network().queues[queue_].handling_rate;
    if (rate == before) return;
    if (consumer_ != no_component && rate == 0) expiry_ = world.after(*this, given.retention, retention_over, Phase::none);
    if (before == 0) {
      world.cancel(expiry_);
      world.publish(*this, oldest_age_seconds, world.traffic().oldest_age(queue_));
    }
    world.change_traffic().queues[queue_].handling_rate = rate;
  }
  std::int64_t serving_units(const World& world) const {
    const auto* pool = world.capability<ServingPool>(consumer_);
    if (pool == nullptr) return 0;
    std::int64_t count = 0;
    for (const ServingPool::Unit& unit : pool->units()) {
      const bool reached = !over_internet_ || pool->has_egress(world, unit.site);
      count += reached && !unit.draining && pool->answer(world, unit.id, unit.site) == Answer::ok;
    }
    return count;
  }

  void begin_failing(World& world) {
    failing_ = true;
    failing_since_ = world.now();
    arrived_before_ = arrived(world);
    waiting_before_ = world.traffic().backlog(queue_);
    buried_ = 0;
    if (dead_letters_ != traffic::none) exhausted_ = world.after(*this, patience(), receives_exhausted, Phase::notice);
    tell(world, *this, "consumers fail at every message");
  }
  void end_failing(World& world) {
    failing_ = false;
    world.cancel(exhausted_);
    if (buried_ > 0) bury_due(world);
    if (buried_ > 0) world.publish(*this, dead_lettered, buried_);
    tell(world, *this, "consumers handle messages again");
  }
  /// Moves the messages whose receives are used up: those that had arrived one patience ago, taking arrivals as even.
  void bury_due(World& world) {
    const double failing = (world.now() - failing_since_).seconds();
    const double exhausted = failing - patience().seconds();
    const double due = waiting_before_ + (arrived(world) - arrived_before_) * exhausted / std::max(failing, 1e-6);
    const double messages = std::max(0.0, due - buried_);
    if (buried_ == 0 && messages > 0) {
      world.publish(*this, dead_letter_seconds, failing);
      tell(world, *this, "the first messages are moved to the dead-letter queue");
    }
    buried_ += messages;
    bury(world, messages, messages);
  }
  /// Time until the first message that arrived since has used up its receives, at the rate of arrivals so far.
  Duration until_first(const World& world) const {
    const Duration failing = world.now() - failing_since_;
    const double messages = arrived(world) - arrived_before_;
    if (messages <= 0) return Duration::max();
    return std::max(milliseconds(10), from_seconds(failing.seconds() / messages) - (failing - patience()));
  }
  void give_up(World& world) {
    bury_due(world);
    // The longer it lasts, the less it matters by how much the dead letters lag behind: looks become rarer.
    const Duration lag = from_seconds(0.1 * (world.now() - failing_since_).seconds());
    const Duration next = std::max({given.visibility_timeout, seconds(10), lag});
    exhausted_ = world.after(*this, buried_ > 0.5 ? next : std::min(next, until_first(world)), receives_exhausted, Phase::notice);
  }
  /// While nobody handles messages, each that has waited for the whole retention vanishes; looked at once an hour.
  void expire(World& world) {
    const double waited = world.traffic().oldest_age(queue_), kept = given.retention.seconds();
    const double messages = waited > kept ? world.traffic().backlog(queue_) * (waited - kept) / waited : 0;
    if (messages > 0) {
      world.move_messages(queue_, -messages);
      world.publish(*this, expired, messages);
      DataLoss loss;
      loss.age = given.retention;
      loss.lost_writes = messages;
      world.lose_data(*this, loss);
    }
    expiry_ = world.after(*this, hours(1), retention_over, Phase::none);
  }

  Site place_;
  traffic::QueueId queue_ = traffic::none, dead_letters_ = traffic::none;
  ComponentId consumer_ = no_component;
  bool over_internet_ = false;  // is how consumers come here
  std::vector<ComponentId> needs_;
  std::int64_t serving_ = 0;
  Time failing_since_, poisoned_at_;
  double arrived_before_ = 0, waiting_before_ = 0, buried_ = 0;
  EventHandle exhausted_, expiry_;
  bool failing_ = false;
  int struck_ = 0;  // faults at work
};

}  // namespace

const ComponentType& sqs_queue() { return component_type<SqsQueue>(); }

}  // namespace windtunnel::models
