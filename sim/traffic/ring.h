// A first-in-first-out queue that allocates only when it grows.
#pragma once

#include <cstddef>
#include <vector>

namespace windtunnel::traffic {

template <class T>
class Ring {
 public:
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  const T& front() const { return items_[first_]; }
  void push(const T& item) {
    if (size_ == items_.size()) grow();
    items_[(first_ + size_++) & (items_.size() - 1)] = item;
  }
  T pop() {
    const T item = items_[first_];
    first_ = (first_ + 1) & (items_.size() - 1);
    --size_;
    return item;
  }
  /// Takes the newest.
  T pop_back() { return items_[(first_ + --size_) & (items_.size() - 1)]; }
  T& at(std::size_t i) { return items_[(first_ + i) & (items_.size() - 1)]; }
  const T& at(std::size_t i) const { return items_[(first_ + i) & (items_.size() - 1)]; }
  void clear() { first_ = size_ = 0; }

 private:
  void grow() {
    std::vector<T> larger(items_.empty() ? 16 : 2 * items_.size());
    for (std::size_t i = 0; i < size_; ++i) larger[i] = at(i);
    items_.swap(larger);
    first_ = 0;
  }
  std::vector<T> items_;  // a power of two
  std::size_t first_ = 0, size_ = 0;
};

}  // namespace windtunnel::traffic
