// Hours of the week in which something may happen.
#include "sim/design/component.h"

namespace windtunnel {

Time WeeklyHours::from(Time t, double part) const {
  Duration into = Duration{(t.microseconds - opens.microseconds) % days(7).microseconds};
  if (into < Duration{}) into += days(7);
  if (into < length) return t;
  return t + (days(7) - into) + from_seconds(length.seconds() * part);
}

}  // namespace windtunnel
