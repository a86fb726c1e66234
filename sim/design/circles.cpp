// See circles.h.
#include "sim/design/circles.h"

#include <algorithm>

namespace windtunnel {
namespace {

/// Far above what designs have, and answered in milliseconds.
constexpr double most_ways = 100'000;
constexpr std::size_t longest_way = 500;

class Search {
 public:
  Search(const Design& design, const std::vector<Dependence>& dependences, Diagnostics& diagnostics)
      : design_(design), diagnostics_(diagnostics), out_(design.components().size()), seen_(design.components().size()) {
    for (const Dependence& dependence : dependences) out_[dependence.from].push_back(&dependence);
  }

  void look_everywhere() {
    for (ComponentId c = 0; c < out_.size() && !hopeless_; ++c)
      if (seen_[c].state == State::fresh) look_from(c);
  }

 private:
  enum class State : std::uint8_t { fresh, open, done };
  struct Seen {
    State state = State::fresh;
    std::size_t next = 0;  // of its dependences
    double ways = 1;       // along which it asks
    std::size_t depth = 1;
  };

  /// Depth first, without recursion: a file may hold a chain as long as it likes.
  void look_from(ComponentId start) {
    path_ = {start};
    seen_[start].state = State::open;
    while (!path_.empty() && !hopeless_) {
      const ComponentId here = path_.back();
      Seen& seen = seen_[here];
      if (seen.next == out_[here].size()) {
        leave(here);
        continue;
      }
      const ComponentId there = out_[here][seen.next++]->to;
      if (seen_[there].state == State::open) report_circle(there);
      if (seen_[there].state == State::done) take_over(here, there);
      if (seen_[there].state != State::fresh) continue;
      seen_[there].state = State::open;
      path_.push_back(there);
    }
  }
  void leave(ComponentId here) {
    seen_[here].state = State::done;
    path_.pop_back();
    if (!path_.empty()) take_over(path_.back(), here);
  }
  void take_over(ComponentId here, ComponentId there) {
    Seen& seen = seen_[here];
    seen.ways += seen_[there].ways;
    seen.depth = std::max(seen.depth, seen_[there].depth + 1);
    if (seen.ways <= most_ways && seen.depth <= longest_way) return;
    const Place& place = out_[here].front()->place;
    diagnostics_.error(place.file, place.position,
                       design_.component(here).name() + " needs others in too many ways, or over too many others");
    hopeless_ = true;
  }
  void report_circle(ComponentId first) {
    const auto begin = std::find(path_.begin(), path_.end(), first);
    std::string text;
    for (auto it = begin; it != path_.end(); ++it) text += design_.component(*it).name() + " needs ";
    const Place& place = out_[first][seen_[first].next - 1]->place;
    diagnostics_.error(place.file, place.position,
                       "a component cannot need itself: " + text + design_.component(first).name());
  }

  const Design& design_;
  Diagnostics& diagnostics_;
  std::vector<std::vector<const Dependence*>> out_;
  std::vector<Seen> seen_;
  std::vector<ComponentId> path_;
  bool hopeless_ = false;
};

}  // namespace

void check_dependences(const Design& design, const std::vector<Dependence>& dependences, Diagnostics& diagnostics) {
  Search(design, dependences, diagnostics).look_everywhere();
}

}  // namespace windtunnel
