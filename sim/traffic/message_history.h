// When the messages came that wait in a queue: the course of arrivals, as a broken line with a bounded number of points.
#pragma once

#include <array>
#include <cstddef>

#include "sim/kernel/time.h"

namespace windtunnel::traffic {

class MessageHistory {
 public:
  void begin(Time start);
  /// Up to `at`, `arrived` messages have come since the beginning.
  void note(Time at, double arrived);
  /// When the message came before which all but the last `waiting` came.
  Time arrival_of_oldest(Time now, double arrived, double waiting) const;

 private:
  static constexpr std::size_t most = 64;
  struct Point {
    Time at;
    double arrived = 0;
  };
  void thin();
  std::array<Point, most> points_;
  std::size_t count_ = 0;
};

}  // namespace windtunnel::traffic
