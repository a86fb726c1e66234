// Everything that is wrong with the input, collected, so that a user mends a file once.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sim/config/document.h"

namespace windtunnel {

enum class Severity : std::uint8_t { error, warning };

/// One thing that is wrong: where, what was expected, what was found, and the nearest valid word where there is one.
struct Diagnostic {
  Severity severity = Severity::error;
  std::string file;
  Position position;
  std::string message;  ///< one sentence: "unknown key \"tasks_min\"; expected one of …; did you mean \"tasks\"?"
};

/// "shop.yaml:12:7: error: unknown unit …": the form that editors and CI systems link.
std::string to_text(const Diagnostic&);

class Diagnostics {
 public:
  void add(Diagnostic diagnostic);
  void error(const std::string& file, Position position, std::string message);
  void warning(const std::string& file, Position position, std::string message);
  /// Error-level diagnostics so far.
  std::size_t errors() const { return errors_; }
  bool ok() const { return errors_ == 0; }
  /// Ordered by file, line, column.
  std::vector<Diagnostic> sorted() const;

 private:
  std::vector<Diagnostic> all_;
  std::size_t errors_ = 0;
};

/// Thrown at the border with everything that is wrong; the command line ends with exit code 65 (66 where a file is
/// missing).
class BadInput : public std::runtime_error {
 public:
  explicit BadInput(Diagnostics diagnostics, bool missing = false);
  const Diagnostics& diagnostics() const { return diagnostics_; }
  bool missing() const { return missing_; }

 private:
  Diagnostics diagnostics_;
  bool missing_;
};

/// The candidate nearest to a word by Damerau-Levenshtein distance, if it is near enough to be meant; else empty.
std::string nearest_word(std::string_view word, const std::vector<std::string>& candidates);
/// "; did you mean \"x\"?" or nothing.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace windtunnel
