// Of which instance type the machines of a pool are, for what places work on them.
#pragma once

#include <string>

namespace windtunnel::models {

/// A pool of machines of one type; asked while the design is connected.
class OfInstanceType {
 public:
  virtual ~OfInstanceType() = default;
  /// As the price list names it: "m5.large".
  virtual const std::string& instance_type() const = 0;
};

}  // namespace windtunnel::models
