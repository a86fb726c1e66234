// Years of a design under nature: faults at catalogue rates, from which downtime, its causes and its spread follow.
#pragma once

#include <vector>

#include "sim/measure/record.h"
#include "sim/run/healthy_week.h"
#include "sim/run/labels.h"
#include "sim/run/quiet_weeks.h"
#include "sim/run/runner.h"

namespace windtunnel {

/// Holds one world and reuses it for every year; one per thread and design. Between faults, when the state has returned
/// to the healthy week's, it jumps: the week's requests are credited and the next fault meets the kept state. Where the state has
/// come to rest elsewhere, it leaves out weeks that would be like the last: components remember what was before as that much younger.
class LongRun final : private Runner::Owner, private WorldObserver, private JourneyListener {
 public:
  LongRun(const HealthyWeek& week, const DesignLabels& labels, std::uint64_t seed,
          InterruptFlag interrupted = nullptr);
  LongRun(const LongRun&) = delete;  // others hold its address
  LongRun& operator=(const LongRun&) = delete;

  /// From now on records keep the minutes in which a journey does worse than in health.
  void keep_minutes() { keeps_minutes_ = true; }

  /// A pure function of (design, seed, replication): one period that begins in health; or Interruption.
  ReplicationRecord run(std::uint64_t replication, Duration period = years(1));

 private:
  enum Signal : std::uint16_t { fault_begins, fault_ends };
  /// One alternating sequence of up and down times: of a component's mode, or of one unit of it.
  struct Clock {
    ComponentId component = no_component;
    std::uint16_t mode = 0;
    std::int64_t unit = -1;
    bool lasting = true;
    Nature nature;
    std::uint32_t cause = 0;
    std::uint64_t entity = 0;
    Stream stream;
    bool active = false;
  };
  struct Below {
    bool below = false;
    Time since;
    std::uint32_t cause = 0;
    Time mended;
  };
  struct Interval {
    Time from, to;
    std::uint32_t cause = 0;
  };

  void handle(const Event& event) override;
  void data_loss(ComponentId component, const DataLoss& loss) override;
  void segment(std::uint32_t journey, Time from, Time to, double offered, double good, double sli_from,
               double sli_to) override;

  void start_clocks(std::uint64_t replication);
  void strike(std::uint64_t clock, Time at);
  void relent(std::uint64_t clock, Time at);
  /// When nature strikes next: what has hours of its own, as maintenance has, waits for them.
  Time next_time(Clock& clock, Time after) const;
  void step_nature();
  /// Run time of an instant of the period.
  Time local(Time true_time) const { return true_time - offset_; }
  bool well() const;
  void jump(Time to_true);
  /// Where weeks go by one like the other, credits all whole ones that are left before an instant, and leaves them out.
  void pass_quiet_weeks(Time before);
  double level(std::uint32_t journey, Time now) const;
  bool close_interval(std::uint32_t journey, Time to);
  /// Notes a piece of a journey's SLI by the minutes of the period that it lies in.
  void note_minutes(std::uint32_t journey, Time from, Time to, double offered, double good);
  void finish(Duration period);

  const HealthyWeek& week_;
  const DesignLabels& labels_;
  std::uint64_t seed_;
  Runner runner_;
  EventSet nature_;  ///< in true time
  std::vector<Clock> clocks_;
  std::vector<Below> below_;
  std::vector<char> in_sla_;
  std::vector<Interval> intervals_;
  ReplicationRecord record_;
  Duration offset_;  ///< true time - run time
  QuietWeeks quiet_weeks_;
  std::uint64_t fingerprint_ = 0;
  std::uint32_t latest_cause_ = 0;
  Time latest_mended_;  ///< in true time: when the latest cause is over; of an instant, when it struck
  int active_ = 0;
  bool health_counts_ = false;  ///< as downtime, in some hour of its week: it cannot be jumped over
  bool measuring_ = false;
  bool keeps_minutes_ = false;
  std::vector<std::size_t> latest_minute_;  ///< by journey: index into the record's minutes, plus one; 0: none
};

}  // namespace windtunnel
