// Failover group: one of its members serves; when that one is lost, another takes over after a failover.
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class FailoverGroup final : public Model<FailoverGroup>, public Provider {
 public:
  static constexpr std::string_view type_name = "failover_group";
  static constexpr std::string_view summary =
      "Members of which one serves; a failover moves the service to the first usable one.";

  struct Parameters {
    std::vector<Reference> members;
    DurationDistribution failover = seconds(90);
    Share coverage = percent(100);
    DurationDistribution manual_failover = hours(1);
    bool failback = false;

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::members>("members", "Who can serve, in order of preference.", required,
                                 references_any_of("provider")),
          parameter<&P::failover>(
              "failover", "From the start of a failover until its target serves; the loss of the target cancels it.",
              "assumption:failover", plausible(seconds(10), minutes(10))),
          parameter<&P::coverage>("coverage", "Share of failovers that work by themselves.", "assumption:failover-coverage",
                                  between(percent(0), percent(100)), plausible(percent(90), percent(100))),
          parameter<&P::manual_failover>("manual_failover",
                                         "How long the others take, from their start until people have finished them.",
                                         "assumption:manual-failover", plausible(minutes(15), hours(4))),
          parameter<&P::failback>("failback", "Whether a better member takes over again, at once, when it is back."));
    }
  };
  static constexpr FaultMode fault_modes[] = {{"switch_failure", "Nothing serves, and no failover starts."}};
  static constexpr Measure measures[] = {
      {"failover_seconds", "s", "from the loss of the serving member until another serves"}};

  Parameters given;

  void connect(Wiring& wiring) override {
    for (const Reference& reference : given.members) {
      members_.push_back(wiring.find(*this, reference));
      if (auto* member = wiring.capability<GroupMember>(members_.back())) member->join_group();
    }
  }
  void start(World& world) override { serve_with(world, first_usable(world)); }
  bool provides(const World&, Site) const override { return serving_ >= 0 && broken_ == 0; }
  void handle(World& world, std::uint16_t, std::uint64_t) override {
    timer_ = {};
    serve_with(world, target_);
    target_ = -1;
    world.publish(*this, 0, (world.now() - lost_at_).seconds());
    if (world.telling()) world.tell(*this, "the failover is complete");
    world.condition_changed(*this);
  }
  void reference_changed(World& world, ComponentId) override { look(world); }
  bool strike(World& world, const Strike&) override {
    if (broken_++ == 0) world.condition_changed(*this);
    return broken_ == 1;
  }
  void relent(World& world, const Strike&) override {
    if (--broken_ > 0) return;
    world.condition_changed(*this);
    look(world);
  }
  bool settled(const World& world) const override {
    return broken_ == 0 && serving_ >= 0 && target_ < 0 && usable(world, serving_);
  }
  void tell_unfinished(World& world) const override {
    if (serving_ < 0) world.unfinished(*this, 0, lost_at_);
  }

 private:
  bool usable(const World& world, int member) const {
    return world.capability<Provider>(members_[static_cast<std::size_t>(member)])->provides(world, Site::internet());
  }
  int first_usable(const World& world) const {
    for (int m = 0; m < static_cast<int>(members_.size()); ++m)
      if (usable(world, m)) return m;
    return -1;
  }
  void serve_with(World& world, int member) {
    if (member == serving_) return;
    tell_member(world, serving_, false);
    tell_member(world, member, true);
    serving_ = member;
  }
  void tell_member(World& world, int member, bool in_use) {
    if (member < 0) return;
    auto* told = world.capability<GroupMember>(members_[static_cast<std::size_t>(member)]);
    if (told) told->set_in_use(world, in_use);
  }
  void look(World& world) {
    if (serving_ >= 0 && !usable(world, serving_)) {
      serve_with(world, -1);
      lost_at_ = world.now();
      if (world.telling()) world.tell(*this, "the serving member is lost");
      world.condition_changed(*this);
    }
    if (target_ >= 0 && !usable(world, target_)) {
      world.cancel(timer_);
      target_ = -1;
    }
    if (serving_ >= 0 && given.failback && first_usable(world) < serving_) serve_with(world, first_usable(world));
    if (serving_ >= 0 || target_ >= 0 || broken_ > 0) return;
    target_ = first_usable(world);
    if (target_ < 0) return;
    const bool covered = given.coverage >= percent(100) || world.uniform(*this, 1) < given.coverage.value;
    if (!covered && world.telling()) world.tell(*this, "the failover hangs: people have to finish it");
    timer_ = world.after(*this, world.draw(*this, covered ? 0 : 2, covered ? given.failover : given.manual_failover), 0,
                         covered ? Phase::act : Phase::decide);
  }

  std::vector<ComponentId> members_;
  int serving_ = -1, target_ = -1, broken_ = 0;
  Time lost_at_;
  EventHandle timer_;
};

}  // namespace

const ComponentType& failover_group() { return component_type<FailoverGroup>(); }

}  // namespace windtunnel::models
