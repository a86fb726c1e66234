// Which of its type's fault modes cannot hurt a component as the design has it.
#pragma once

#include <cstdint>
#include <string_view>

namespace windtunnel {

/// A component that, as it is configured, some of its fault modes find nothing in: a database without standby loses none.
class Exemption {
 public:
  virtual ~Exemption() = default;
  /// Why the mode can never change anything here, as a clause after the component's name ("has no standby"); empty when it can.
  virtual std::string_view exempt(std::uint16_t mode) const = 0;
};

}  // namespace windtunnel
