// What a parameter is, and the table of a struct's parameters, from which everything about them derives.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/config/value_type.h"

namespace windtunnel {

/// One parameter, with everything but its C++ type.
struct ParameterDeclaration {
  std::string name;
  std::string meaning;              ///< one sentence
  std::string source = "document";  ///< of the default: a fact's id, "assumption:NAME", or "document"
  const ValueType* type = nullptr;
  bool required = false;
  Range range;                                ///< of the value, or of each item of a list
  std::string plausible_low, plausible_high;  ///< ends between which an assumed default may lie, as text; or empty
  std::string capability;                     ///< of references: what the named component must offer; or empty
  bool any_of = false;                        ///< of lists of references: one of them is enough
  std::string default_text;                   ///< one line; empty when required or a group
  void* (*member)(void* owner) = nullptr;     ///< its place in the struct that has it as a member
  std::ptrdiff_t owner = 0;                   ///< where that struct, a base, begins in the table's struct, in bytes

  void* at(void* object) const { return member(static_cast<std::byte*>(object) + owner); }
  const void* at_const(const void* object) const { return at(const_cast<void*>(object)); }
  bool is_assumption() const { return source.starts_with("assumption:"); }
};

/// Takes what a group's check() finds wrong; each problem names the key that it stands at.
class ParameterProblems {
 public:
  using Report = std::function<void(std::string_view key, std::string message)>;
  explicit ParameterProblems(Report report) : report_(std::move(report)) {}
  /// Points at the key's value, or at the map where the file does not write the key.
  void error(std::string_view key, std::string message) { report_(key, std::move(message)); }

 private:
  Report report_;
};

/// The parameters of one struct, in the order in which reference pages and canonical text show them.
struct ParameterTable {
  /// A rule that joins several values of one struct: the table's own, or one of its bases.
  struct Check {
    void (*run)(const void* owner, ParameterProblems& problems) = nullptr;
    std::ptrdiff_t owner = 0;  ///< as in ParameterDeclaration
  };
  std::vector<ParameterDeclaration> declarations;
  std::vector<Check> checks;
  std::shared_ptr<void> (*make_default)() = nullptr;

  const ParameterDeclaration* find(std::string_view name) const;
  void check(const void* object, ParameterProblems& problems) const;
};

}  // namespace windtunnel
