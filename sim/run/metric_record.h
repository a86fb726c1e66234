// What a metric was, is and is about to be: shared by all rules that look at it.
#pragma once

#include <algorithm>
#include <memory>
#include <vector>

#include "sim/design/world.h"

namespace windtunnel {

class MetricRecord {
 public:
  /// A value's parts: what is added up, and over what it is averaged (time with data, servers, answers). Either as amounts, over a
  /// span, or per second.
  struct Parts {
    double sum = 0, weight = 0;
    bool data() const { return weight > 0; }
    double value() const { return data() ? sum / weight : 0; }
    friend bool operator==(Parts, Parts) = default;
  };

  /// `owner` is the component whose gauges the metric reads.
  MetricRecord(std::shared_ptr<const Metric> metric, ComponentId owner, const World& world);
  bool is_of(const Metric& metric, ComponentId owner) const;
  /// Whether it depends on gauges or on what has piled up, and not on how requests flow alone.
  bool sees_levels() const;
  /// Keeps what was at least this long ago.
  void keep(Duration span) { kept_ = std::max(kept_, span); }
  /// Forgets what nobody asks for any more.
  void drop_old();

  /// Closes the present segment: traffic has come to now, its rates are still those of before.
  void sample(const World& world);
  /// Takes the rates that hold from now on.
  void refresh(const World& world);
  /// Other traffic has taken the place of what was measured so far: its totals begin anew.
  void rebase(const World& world);

  /// Per second, as they were at the latest refresh.
  Parts now() const { return now_; }
  /// At the next change of traffic; until then parts go evenly from now's.
  Parts ahead() const { return ahead_; }
  /// Of a span that ends not later than the latest sample; before the record began things were as in its first segment.
  Parts over(Time from, Time to) const;
  /// Per second, at the present instant.
  Parts present(const World& world) const { return rates(world, traffic::Instant::now); }

 private:
  struct Point {
    Time time;
    Parts total;
    Parts begin, end;  // per second, at the ends of the segment that ends here: within it parts go evenly
  };
  double servers(const World& world) const;
  Parts totals(const World& world) const;
  Parts rates(const World& world, traffic::Instant instant) const;
  Parts end_of_segment(const World& world) const;
  void append(Time now, Parts grown, Parts end);
  void thin();
  Parts at(Time time) const;

  std::shared_ptr<const Metric> metric_;
  ComponentId owner_;
  Duration kept_;
  Parts now_, ahead_;
  Parts last_;                  // totals of traffic at the latest sample; for a utilisation the servers since
  std::vector<Point> history_;  // ascending in time
};

/// Whether the metric counts requests: without traffic it is 0, not absent.
bool counts_requests(Metric::Kind kind);

}  // namespace windtunnel
