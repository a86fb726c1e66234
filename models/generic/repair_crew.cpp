// Repair crew: so many repairers for all that names them; who is broken meanwhile waits.
#include <algorithm>

#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

/// Who comes next when a repairer is free.
enum class Order { first_come, any_kind };
EnumWords<Order> words_of(Order) {
  return {{"first_come", Order::first_come, "what has waited longest"},
          {"any_kind", Order::any_kind,
           "of the components with something broken, the one whose start_delay is over first"}};
}

class RepairCrew final : public Model<RepairCrew>, public Operable {
 public:
  static constexpr std::string_view type_name = "repair_crew";
  static constexpr std::string_view summary =
      "Repairers that several parts share: each repairs one thing at a time, to the end, and the rest waits.";

  struct Parameters {
    std::int64_t repairers = 1;
    Order order = Order::first_come;
    DurationDistribution start_delay;

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::repairers>("repairers", "How many there are.", between(1, 1000)),
          parameter<&P::order>("order", "Who comes next when a repairer is free."),
          parameter<&P::start_delay>("start_delay", "Until a free repairer begins, drawn anew for each repair."));
    }
  };
  static constexpr FaultMode fault_modes[] = {
      {"absence", "No repair begins; those that have begun are finished."}};
  static constexpr Measure measures[] = {{"wait_seconds", "s", "for which a broken part waited for a repairer"}};

  Parameters given;

  void connect(Wiring&) override { working_.resize(static_cast<std::size_t>(given.repairers)); }

  static constexpr std::string_view operation_names[] = {"repair"};
  std::span<const std::string_view> operations() const override { return operation_names; }
  /// Takes a repair of `argument` seconds of work on.
  Outcome operate(World& world, std::string_view operation, double argument, ComponentId by,
                  std::uint64_t ticket) override {
    if (operation != "repair" || by == no_component) return Outcome::refused;
    waiting_.push_back({by, ticket, from_seconds(argument), world.now()});
    begin_what_can(world);
    return Outcome::started;
  }
  void handle(World& world, std::uint16_t signal, std::uint64_t argument) override {
    if (signal == arrived) {
      const auto candidate = std::find_if(candidates_.begin(), candidates_.end(),
                                          [&](const Candidate& c) { return c.component == argument; });
      candidates_.erase(candidate);
      begin(world, first_of(static_cast<ComponentId>(argument)));
      begin_what_can(world);
      return;
    }
    const Job done = working_[argument];
    working_[argument].by = no_component;
    begin_what_can(world);
    if (auto* owner = world.capability<Operator>(done.by)) owner->operation_finished(world, done.ticket, true);
  }
  bool strike(World& world, const Strike&) override {
    if (absent_++ > 0) return false;
    for (Candidate& candidate : candidates_) world.cancel(candidate.timer);
    candidates_.clear();
    return true;
  }
  void relent(World& world, const Strike&) override {
    if (--absent_ == 0) begin_what_can(world);
  }
  bool settled(const World&) const override {
    return absent_ == 0 && waiting_.empty() &&
           std::none_of(working_.begin(), working_.end(), [](const Job& job) { return job.by != no_component; });
  }
  void tell_unfinished(World& world) const override {
    for (const Job& job : waiting_) world.unfinished(*this, 0, job.since);
  }

 private:
  enum Signal : std::uint16_t { arrived, finished };
  struct Job {
    ComponentId by = no_component;  // nobody: the repairer is free
    std::uint64_t ticket = 0;
    Duration work;
    Time since;
  };
  /// A component whose start_delay runs while some repairer is free.
  struct Candidate {
    ComponentId component = no_component;
    EventHandle timer;
  };

  std::size_t free_repairer() const {
    return static_cast<std::size_t>(
        std::find_if(working_.begin(), working_.end(), [](const Job& job) { return job.by == no_component; }) -
        working_.begin());
  }
  std::size_t first_of(ComponentId component) const {
    return static_cast<std::size_t>(std::find_if(waiting_.begin(), waiting_.end(),
                                                 [&](const Job& job) { return job.by == component; }) -
                                    waiting_.begin());
  }

  void begin_what_can(World& world) {
    if (absent_ > 0) return;
    while (given.order == Order::first_come && !waiting_.empty() && free_repairer() < working_.size())
      begin(world, 0, world.draw(*this, 0, given.start_delay));
    if (given.order == Order::any_kind && free_repairer() < working_.size())
      for (const Job& job : waiting_) stand_as_candidate(world, job.by);
  }
  void stand_as_candidate(World& world, ComponentId component) {
    for (const Candidate& candidate : candidates_)
      if (candidate.component == component) return;
    candidates_.push_back(
        {component, world.after(*this, world.draw(*this, 0, given.start_delay), arrived, Phase::act, component)});
  }
  void begin(World& world, std::size_t waiting, Duration delay = {}) {
    const std::size_t repairer = free_repairer();
    Job& job = working_[repairer];
    job = waiting_[waiting];
    waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(waiting));
    world.publish(*this, 0, (world.now() + delay - job.since).seconds());
    world.after(*this, delay + job.work, finished, Phase::act, repairer);
    if (free_repairer() < working_.size()) return;
    for (Candidate& candidate : candidates_) world.cancel(candidate.timer);
    candidates_.clear();
  }

  std::vector<Job> waiting_, working_;
  std::vector<Candidate> candidates_;
  int absent_ = 0;
};

}  // namespace

const ComponentType& repair_crew() { return component_type<RepairCrew>(); }

}  // namespace windtunnel::models
