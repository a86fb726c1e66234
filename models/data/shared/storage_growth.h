// A volume that fills up: when it is full, and whether it is made larger in time.
#pragma once

#include <algorithm>
#include <optional>

#include "sim/config/parameter.h"
#include "sim/design/component.h"

namespace windtunnel::models {

/// The service makes a volume larger by itself, up to a limit.
struct StorageAutoscaling {
  Bytes maximum;
  Share free_share = percent(10);
  Duration sustained = seconds(300);
  Duration gap = seconds(21600);

  static ParameterTable parameters() {
    using P = StorageAutoscaling;
    return parameter_table<P>(
        parameter<&P::maximum>("maximum", "The size up to which the volume is made larger.", required),
        parameter<&P::free_share>("free_share", "It grows when no more than this share of it is free.", "rds.storage_autoscale.trigger",
                                  between(percent(0), percent(100))),
        parameter<&P::sustained>("sustained", "For how long that must have been so.", "rds.storage_autoscale.trigger"),
        parameter<&P::gap>("gap", "The least time from one growth to the next.", "rds.storage_autoscale.trigger"));
  }
};

/// Copyable state of a model; sizes in GiB. The model is told by signals of its own: the volume is full, it is due to grow, and, while
/// it fills, a hundredth of it more is full.
class StorageGrowth {
 public:
  struct Signals {
    std::uint16_t full = 0, due = 0, fuller = 0;
  };
  /// Gauge of the owner: GiB that are free.
  static constexpr std::uint32_t free_gauge = 0;
  void declare(Bytes allocated, Share used, const std::optional<StorageAutoscaling>& autoscaling, Signals signals) {
    allocated_ = allocated.value / gibibytes(1).value;
    used_ = allocated_ * used.value;
    if (autoscaling) rule_ = *autoscaling;
    grows_ = autoscaling.has_value();
    signals_ = signals;
  }
  void start(World& world, const Component& owner) const { world.set_gauge(owner, free_gauge, allocated_ - used_); }
  double allocated() const { return allocated_; }
  bool filling() const { return rate_ > 0; }

  /// From now on so many GiB come in an hour.
  void fill(World& world, const Component& owner, double per_hour) {
    account(world);
    rate_ = std::max(0.0, per_hour);
    plan(world, owner);
  }
  /// The volume becomes larger by what the service adds: 10 GiB, a tenth, or what comes in seven hours.
  void enlarge(World& world, const Component& owner, bool limited) {
    account(world);
    const double larger = allocated_ + std::max({10.0, 0.1 * allocated_, 7 * rate_});
    allocated_ = limited ? std::max(allocated_, std::min(larger, rule_.maximum.value / gibibytes(1).value)) : larger;
    enlarged_at_ = world.now();
    plan(world, owner);
  }
  /// What is free has become less by a step.
  void step(World& world, const Component& owner) {
    account(world);
    plan_step(world, owner);
  }
  /// Whether there is no room left.
  bool full(const World& world) {
    account(world);
    return allocated_ - used_ < 1e-6;
  }

 private:
  static Duration hours_of(double hours) { return from_seconds(std::max(0.0, hours) * 3600); }
  void account(const World& world) {
    used_ = std::min(allocated_, used_ + rate_ * (world.now() - since_).seconds() / 3600);
    since_ = world.now();
  }
  /// Both instants at which something happens are known; between them only the metric of what is free moves, step by step.
  void plan(World& world, const Component& owner) {
    world.cancel(full_);
    world.cancel(due_);
    plan_step(world, owner);
    if (rate_ <= 0) return;
    full_ = world.after(owner, hours_of((allocated_ - used_) / rate_), signals_.full, Phase::none);
    if (!grows_ || allocated_ >= rule_.maximum.value / gibibytes(1).value) return;
    const double until = ((1 - rule_.free_share.value) * allocated_ - used_) / rate_;
    const Duration wait = std::max(hours_of(until) + rule_.sustained, enlarged_at_ + rule_.gap - world.now());
    due_ = world.after(owner, wait, signals_.due, Phase::notice);
  }
  void plan_step(World& world, const Component& owner) {
    world.cancel(step_);
    world.set_gauge(owner, free_gauge, allocated_ - used_);
    if (rate_ > 0 && used_ < allocated_) step_ = world.after(owner, hours_of(0.01 * allocated_ / rate_), signals_.fuller, Phase::none);
  }

  StorageAutoscaling rule_;
  Signals signals_;
  double allocated_ = 0, used_ = 0, rate_ = 0;
  Time since_, enlarged_at_ = Time{} - days(1);
  EventHandle full_, due_, step_;
  bool grows_ = false;
};

}  // namespace windtunnel::models
