// See counted_level.h.
#include "sim/run/counted_level.h"

namespace windtunnel {

void CountedLevel::begin(Time at) {
  *this = {};
  turned_ = fell_ = returned_ = at;
}

CountedLevel::Turn CountedLevel::add(Time to, double offered, double good, double level) {
  const double beyond = good - level * offered;
  way_ += below_ ? beyond : -beyond;
  if (way_ <= 0) {
    way_ = 0;
    turned_ = to;
    return below_ ? Turn::lowest : Turn::none;
  }
  if (way_ < believed) return Turn::none;
  way_ = 0;
  if (!below_) {
    below_ = ever_below_ = true;
    fell_ = turned_;
    turned_ = to;
    return Turn::lowest;
  }
  below_ = false;
  returned_ = turned_;
  below_seconds_ += (returned_ - fell_).seconds();
  turned_ = to;
  return Turn::back;
}

}  // namespace windtunnel
