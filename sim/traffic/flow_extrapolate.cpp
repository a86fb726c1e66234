// The sweeps' leaps: where they converge slowly, what many more of them would come to.
#include <algorithm>

#include "sim/traffic/flow_solver.h"

namespace windtunnel::traffic {
namespace {

// Sweeps that converge slowly are extrapolated from this one on, each time after three.
constexpr int patient_sweeps = 3;

}  // namespace

void FlowSolver::gather() {
  auto value = scratch_->unknowns.begin();
  for (std::size_t i = 0; i < calls_made_; ++i) {
    const CallFlow& call = calls_[i];
    *value++ = call.delayed ? call.outcome.prompt_retries : call.outcome.attempts;
    *value++ = call.outcome.fallen_back;
    *value++ = call.made;
  }
  for (const StationFlow& station : stations_) *value++ = station.served;
}

void FlowSolver::scatter() {
  auto value = scratch_->unknowns.begin();
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
  auto &unknowns = scratch_->unknowns, &last_unknowns = scratch_->last_unknowns;
  auto &step = scratch_->step, &last_step = scratch_->last_step;
  if (sweeps_ >= patient_sweeps) {
    double product = 0, square = 0;
    for (std::size_t i = 0; i < unknowns.size(); ++i) {
      step[i] = unknowns[i] - last_unknowns[i];
      product += step[i] * last_step[i];
      square += last_step[i] * last_step[i];
    }
    const double ratio = square > 0 ? product / square : 0;
    if (sweeps_ % 3 == 0 && ratio < 0.99 && ratio > -2) {
      for (std::size_t i = 0; i < unknowns.size(); ++i) unknowns[i] += step[i] * ratio / (1 - ratio);
      scatter();
      all_ = true;
    }
    last_step.swap(step);
  } else if (sweeps_ == patient_sweeps - 1) {
    for (std::size_t i = 0; i < unknowns.size(); ++i) last_step[i] = unknowns[i] - last_unknowns[i];
  }
  last_unknowns = unknowns;
}

}  // namespace windtunnel::traffic
