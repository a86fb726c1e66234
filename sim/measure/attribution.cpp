// See attribution.h.
#include "sim/measure/attribution.h"

#include <algorithm>
#include <map>

namespace windtunnel {
namespace {

using Order = std::vector<std::size_t>;
using Made = std::set<std::size_t>;
using Figures = std::optional<std::vector<double>>;

/// Above this many changes not every order is tried: four have 24 orders over 16 sets.
constexpr std::size_t all_orders_up_to = 4;

class Attributing {
 public:
  Attributing(const std::vector<std::vector<std::size_t>>& before, const EvaluateChanges& evaluate, std::size_t most)
      : before_(before), evaluate_(evaluate), most_(most) {}

  std::set<Made> sets() const {
    std::set<Made> sets;
    for (const Order& order : orders(before_.size())) {
      Made made;
      for (const std::size_t change : order) {
        made.insert(change);
        if (made.size() < before_.size()) sets.insert(made);
      }
    }
    return sets;
  }

  Attribution attribution() {
    const std::size_t count = before_.size();
    Attribution result;
    result.contributions.resize(count);
    Made all;
    for (std::size_t i = 0; i < count; ++i) all.insert(i);
    const Figures none = value({}), full = value(all);
    if (!none || !full) return result;
    result.remainder.resize(full->size());
    for (std::size_t f = 0; f < full->size(); ++f) result.remainder[f] = (*full)[f] - (*none)[f];
    result.every_order = count <= all_orders_up_to;
    for (const Order& order : orders(count)) follow(order);
    result.orders = orders_;
    result.tried = tried_;
    for (std::size_t i = 0; i < count; ++i) {
      if (tried_[i] == 0) continue;
      result.contributions[i] = sums_[i];
      for (std::size_t f = 0; f < full->size(); ++f) {
        (*result.contributions[i])[f] /= static_cast<double>(tried_[i]);
        result.remainder[f] -= (*result.contributions[i])[f];
      }
    }
    return result;
  }

 private:
  bool can_follow(std::size_t change, const Made& made) const {
    return std::all_of(before_[change].begin(), before_[change].end(),
                       [&](std::size_t first) { return made.count(first) > 0; });
  }

  /// The order that takes, each time, the first change of `wish` that can be made.
  Order possible(const Order& wish) const {
    Order order;
    Made made;
    while (order.size() < wish.size()) {
      const auto next = std::find_if(wish.begin(), wish.end(),
                                     [&](std::size_t i) { return made.count(i) == 0 && can_follow(i, made); });
      if (next == wish.end()) break;  // what is left waits for each other
      order.push_back(*next);
      made.insert(*next);
    }
    return order;
  }

  std::vector<Order> orders(std::size_t count) const {
    Order forward;
    for (std::size_t i = 0; i < count; ++i) forward.push_back(i);
    if (count > all_orders_up_to) {
      Order first = possible(forward);
      if (first.size() > most_) first.resize(most_);
      return {first, possible(Order(first.rbegin(), first.rend()))};
    }
    std::vector<Order> all;
    Order wish = forward;
    do {
      Order order = possible(wish);
      if (std::find(all.begin(), all.end(), order) == all.end()) all.push_back(std::move(order));
    } while (std::next_permutation(wish.begin(), wish.end()));
    return all;
  }

  const Figures& value(const Made& made) {
    const auto found = values_.find(made);
    return found != values_.end() ? found->second : values_.emplace(made, evaluate_(made)).first->second;
  }

  /// Adds to each change what it did in this order; a step that cannot be run says nothing of its change.
  void follow(const Order& order) {
    ++orders_;
    sums_.resize(before_.size());
    tried_.resize(before_.size());
    Made made;
    Figures last = value(made);
    for (const std::size_t change : order) {
      made.insert(change);
      const Figures& now = value(made);
      if (last && now) {
        sums_[change].resize(now->size());
        for (std::size_t f = 0; f < now->size(); ++f) sums_[change][f] += (*now)[f] - (*last)[f];
        ++tried_[change];
      }
      last = now;
    }
  }

  const std::vector<std::vector<std::size_t>>& before_;
  EvaluateChanges evaluate_;
  std::size_t most_;
  std::map<Made, Figures> values_;
  std::vector<std::vector<double>> sums_;
  std::vector<std::size_t> tried_;
  std::size_t orders_ = 0;
};

}  // namespace

Attribution attribute(const std::vector<std::vector<std::size_t>>& before, const EvaluateChanges& evaluate,
                      std::size_t most) {
  return Attributing(before, evaluate, most).attribution();
}

std::set<std::set<std::size_t>> sets_to_try(const std::vector<std::vector<std::size_t>>& before, std::size_t most) {
  return Attributing(before, {}, most).sets();
}

}  // namespace windtunnel
