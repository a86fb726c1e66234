// Bastion: a single instance through which operators reach private networks; it can be stopped, and then has to boot.
#include <fmt/format.h>

#include <array>

#include "models/billing.h"
#include "models/ordered_operation.h"
#include "models/outage.h"
#include "sim/design/component.h"
#include "sim/design/design.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class Bastion final : public Model<Bastion>, public Operable, public Provider {
 public:
  static constexpr std::string_view type_name = "bastion";
  static constexpr std::string_view summary =
      "A bastion host: the way of operators into a private network, while it runs; nobody replaces it.";

  struct Parameters {
    ZoneName zone;
    std::string instance_type = "t3.micro";
    bool running = true;
    Share hours_running = percent(100);
    DurationDistribution boot = DurationDistribution::uniform(milliseconds(20'700), milliseconds(21'200));
    DurationDistribution stop = DurationDistribution::uniform(seconds(30), seconds(90));
    DurationDistribution reboot = DurationDistribution::lognormal(minutes(3), minutes(15));
    DurationDistribution failure_interval = DurationDistribution::exponential(from_seconds(365.0 * 86400 / 0.03));
    DurationDistribution repair = DurationDistribution::lognormal(hours(4), hours(24));

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::zone>("zone", "The zone that it is in.", required),
          parameter<&P::instance_type>("instance_type", "Size of the instance."),
          parameter<&P::running>("running", "Whether it runs when the week begins: Monday, 00:00 UTC."),
          parameter<&P::hours_running>("hours_running", "Share of a month's hours that it runs, for the bill.",
                                       "assumption:bastion-hours", between(percent(0), percent(100)),
                                       plausible(percent(20), percent(100))),
          parameter<&P::boot>("boot", "From the start of the stopped instance until operators can log in.", "ec2.start_from_stopped"),
          parameter<&P::stop>("stop", "From the order to stop it until it is stopped.", "assumption:instance-stop",
                              plausible(seconds(10), minutes(3))),
          parameter<&P::reboot>("reboot", "From the return of its zone's power until it runs again.",
                                "assumption:reboot-after-power-loss", plausible(minutes(1), hours(1))),
          parameter<&P::failure_interval>("failure_interval", "Time from one failure of it to the next, by nature.",
                                          "failure_rates.ec2_instance_failure",
                                          plausible(from_seconds(365.0 * 86400 / 0.1), from_seconds(365.0 * 86400 / 0.01))),
          parameter<&P::repair>("repair", "How long it stays away when it has failed by nature: somebody has to build it anew.",
                                "assumption:bastion-repair", plausible(hours(1), days(2))));
    }
  };

  enum Mode : std::uint16_t { failure };
  static constexpr FaultMode fault_modes[] = {{"failure", "The instance is gone until somebody builds it anew."}};
  static constexpr std::string_view offered_operations[] = {"start", "stop"};

  Parameters given;

  void declare(Wiring& wiring) override {
    site_ = wiring.site(*this, given.zone);
  }
  std::vector<Site> sites() const override { return {site_}; }

  void start(World&) override { running_ = given.running; }
  bool provides(const World& world, Site from) const override {
    return running_ && !outage_.any() && world.reach(from, site_).connected;
  }

  std::span<const std::string_view> operations() const override { return offered_operations; }
  Outcome operate(World& world, std::string_view operation, double, ComponentId by, std::uint64_t ticket) override {
    const bool starts = operation == offered_operations[0];
    if (world.pending(change_) || outage_.any()) return Outcome::unavailable;
    if (starts == running_) return Outcome::done;
    if (!world.control_plane(site_.region)) return Outcome::unavailable;
    if (starts && (!world.alive(site_) || !world.has_capacity(site_))) return Outcome::unavailable;  // ec2.ice
    order_.begin(by, ticket);
    const Duration takes = world.draw(*this, starts ? booting : stopping, starts ? given.boot : given.stop);
    change_ = world.after(*this, takes, starts ? booted : stopped, Phase::act);
    if (world.telling()) world.tell(*this, starts ? "boots" : "is being stopped");
    return Outcome::started;
  }
  void handle(World& world, std::uint16_t signal, std::uint64_t) override {
    change_ = {};
    running_ = signal != stopped && world.alive(site_);
    if (world.telling()) world.tell(*this, running_ ? "operators can log in" : "is stopped");
    world.condition_changed(*this);
    if (signal != rebooted) order_.finish(world, running_ == (signal == booted));
  }
  void domain_changed(World& world, DomainId) override {
    const bool alive = world.alive(site_);
    if (alive && !powered_ && was_running_) change_ = world.after(*this, world.draw(*this, rebooting, given.reboot), rebooted, Phase::act);
    if (!alive && powered_) {
      was_running_ = running_;
      running_ = false;
      world.cancel(change_);
    }
    powered_ = alive;
    world.condition_changed(*this);
  }
  bool strike(World& world, const Strike&) override { return outage_.begin(world, *this, "is gone"); }
  void relent(World& world, const Strike&) override { outage_.end(world, *this, "has been built anew"); }
  bool settled(const World& world) const override { return !outage_.any() && powered_ && !world.pending(change_); }
  Nature nature(std::uint16_t) const override { return {given.failure_interval, given.repair}; }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    add_line(sheet, meter, *this, "instance", UsageMeter::hours_per_month * given.hours_running.value, "h",
             fmt::format("ec2.{}.linux.ondemand", given.instance_type), given.hours_running < percent(100));
  }

 private:
  enum Signal : std::uint16_t { booted, stopped, rebooted };
  enum Purpose : std::uint16_t { booting, stopping, rebooting };

  Site site_;
  bool running_ = true, powered_ = true, was_running_ = false;
  Outage outage_;
  EventHandle change_;
  OrderedOperation order_;
};

}  // namespace

const ComponentType& bastion() { return component_type<Bastion>(); }

}  // namespace windtunnel::models
