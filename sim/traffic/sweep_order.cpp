// In which order a sweep meets visits and stations.
#include "sim/traffic/sweep_order.h"

#include <utility>

namespace windtunnel::traffic {
namespace {

class Scheduler {
 public:
  Scheduler(const Network& network, const std::vector<VisitId>& order)
      : network_(network),
        order_(order),
        position_(network.visits.size(), 0),
        callers_(network.visits.size(), 0),
        arrived_(network.visits.size(), 0),
        sent_(network.visits.size(), 0),
        expected_(network.stations.size(), 0) {
    result_.late.assign(network.stations.size(), 0);
    for (std::size_t i = 0; i < order.size(); ++i) position_[order[i]] = i;
    for (const VisitId id : order) {
      for_each_target(id, [this](VisitId target) { ++callers_[target]; });
      for (const StationId station : network.visits[id].stations) ++expected_[station];
    }
  }

  SweepOrder schedule() {
    for (StationId id = 0; id < expected_.size(); ++id) {
      if (expected_[id] == 0) result_.steps.push_back({SweepStep::Kind::answer, id});
    }
    while (pass() || send_unanswered()) continue;
    return std::move(result_);
  }

 private:
  template <class Tell>
  void for_each_target(VisitId id, const Tell& tell) const {
    for (const Call& call : network_.visits[id].calls) {
      for (const VisitId target : {call.visit, call.fallback}) {
        if (target != none && position_[target] > position_[id]) tell(target);
      }
    }
  }

  bool answered(VisitId id) const {
    for (const StationId station : network_.visits[id].stations) {
      if (expected_[station] > 0) return false;
    }
    return true;
  }

  // Whatever can be done; says whether there was anything.
  bool pass() {
    bool done = false;
    for (const VisitId id : order_) {
      if (!arrived_[id] && callers_[id] == 0) arrive(id), done = true;
      if (arrived_[id] && !sent_[id] && answered(id)) send(id), done = true;
    }
    return done;
  }

  // Where visits wait for each other, the first of the order goes on.
  bool send_unanswered() {
    for (const VisitId id : order_) {
      if (!arrived_[id] || sent_[id]) continue;
      for (const StationId station : network_.visits[id].stations) {
        if (expected_[station] > 0) result_.late[station] = 1;
      }
      send(id);
      return true;
    }
    return false;
  }

  void arrive(VisitId id) {
    arrived_[id] = 1;
    result_.steps.push_back({SweepStep::Kind::arrive, id});
    for (const StationId station : network_.visits[id].stations) {
      if (--expected_[station] == 0) result_.steps.push_back({SweepStep::Kind::answer, station});
    }
  }

  void send(VisitId id) {
    sent_[id] = 1;
    result_.steps.push_back({SweepStep::Kind::send, id});
    for_each_target(id, [this](VisitId target) { --callers_[target]; });
  }

  const Network& network_;
  const std::vector<VisitId>& order_;
  std::vector<std::size_t> position_;
  std::vector<int> callers_;   // of a visit, before it in the order, that have not sent
  std::vector<char> arrived_, sent_;
  std::vector<int> expected_;  // visits of a station that have not arrived
  SweepOrder result_;
};

}  // namespace

SweepOrder sweep_order(const Network& network, const std::vector<VisitId>& order) {
  return Scheduler(network, order).schedule();
}

}  // namespace windtunnel::traffic
