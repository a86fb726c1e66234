// Room to work in, which copies of its owner go without until they need it.
#pragma once

#include <memory>

namespace windtunnel::traffic {

/// Made when first asked for; a copy begins without, and what is assigned to keeps its own.
template <class T>
class Spare {
 public:
  Spare() = default;
  Spare(const Spare&) {}
  Spare(Spare&&) noexcept = default;
  Spare& operator=(const Spare&) { return *this; }
  Spare& operator=(Spare&&) noexcept = default;

  /// What is kept here; where nothing is yet, what `make` returns.
  template <class Make>
  T& get(const Make& make) {
    if (!kept_) kept_ = std::make_unique<T>(make());
    return *kept_;
  }
  /// What is kept here, once somebody has asked for it by get().
  T* operator->() const { return kept_.get(); }

 private:
  std::unique_ptr<T> kept_;
};

}  // namespace windtunnel::traffic
