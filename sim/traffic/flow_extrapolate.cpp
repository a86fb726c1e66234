// The sweeps' leaps: where they converge slowly, what many more of them would come to.
#include <algorithm>

#include "sim/traffic/flow_solver.h"

namespace windtunnel::traffic {
namespace {

// Sweeps that converge slowly are extrapolated from this one on, each time after three.
constexpr int patient_sweeps = 3;

}  // namespace

void FlowSolver::gather() {
  auto value = unknowns_.begin();
  for (std::size_t i = 0; i < calls_made_; ++i) {
    const CallFlow& call = calls_[i];
    *value++ = call.delayed ? call.outcome.prompt_retries : call.outcome.attempts;
    *value++ = call.outcome.fallen_back;
    *value++ = call.made;
  }
  for (const StationFlow& station : stations_) *value++ = station.served;
}

void FlowSolver::scatter() {
  auto value = unknowns_.begin();
  for (std::size_t i = 0; i < calls_made_; ++i) {
    CallFlow& call = calls_[i];
    if (call.delayed) {
      call.outcome.prompt_retries = std::max(0.0, *value++);
    } else {
      call.outcome.attempts = std::max(1.0, *value++);
    }
    call.outcome.fallen_back = std::clamp(*value++, 0.0, 1.0);
    call.made = std::max(0.0, *value++);
  }
  for (StationFlow& station : stations_) station.served = std::clamp(*value++, 0.0, 1.0);
  std::fill(seen_.begin(), seen_.end(), Seen{});
}

// Where each change is a like fraction of the one before, the rest of the geometric series is added at once (Aitken).
void FlowSolver::extrapolate() {
  gather();
  if (sweeps_ >= patient_sweeps) {
    double product = 0, square = 0;
    for (std::size_t i = 0; i < unknowns_.size(); ++i) {
      step_[i] = unknowns_[i] - last_unknowns_[i];
      product += step_[i] * last_step_[i];
      square += last_step_[i] * last_step_[i];
    }
    const double ratio = square > 0 ? product / square : 0;
    if (sweeps_ % 3 == 0 && ratio < 0.99 && ratio > -2) {
      for (std::size_t i = 0; i < unknowns_.size(); ++i) unknowns_[i] += step_[i] * ratio / (1 - ratio);
      scatter();
      all_ = true;
    }
    last_step_.swap(step_);
  } else if (sweeps_ == patient_sweeps - 1) {
    for (std::size_t i = 0; i < unknowns_.size(); ++i) last_step_[i] = unknowns_[i] - last_unknowns_[i];
  }
  last_unknowns_ = unknowns_;
}

}  // namespace windtunnel::traffic
