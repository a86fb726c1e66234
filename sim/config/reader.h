// What reading a file into objects needs: the file's name, and somewhere to put what is wrong.
#pragma once

#include <cstddef>
#include <string>

#include "sim/config/diagnostics.h"
#include "sim/config/document.h"
#include "sim/config/values.h"

namespace windtunnel {

/// Passed down while a document is read. Problems are collected, never thrown, so that all of them are reported at
/// once.
class Reader {
 public:
  Reader(std::string file, Diagnostics& diagnostics) : file_(std::move(file)), diagnostics_(&diagnostics) {}

  const std::string& file() const { return file_; }
  Place place(Position position) const { return {file_, position}; }
  void error(Position position, std::string message) { diagnostics_->error(file_, position, std::move(message)); }
  void warning(Position position, std::string message) { diagnostics_->warning(file_, position, std::move(message)); }
  /// At a place that may be in another file.
  void error_at(const Place& place, std::string message) {
    diagnostics_->error(place.file, place.position, std::move(message));
  }
  /// Error-level diagnostics so far, those of other files included.
  std::size_t errors() const { return diagnostics_->errors(); }
  /// Whether so much is wrong that more would help nobody: loops over what a user wrote end then.
  bool enough() const { return errors() >= 500; }

 private:
  std::string file_;
  Diagnostics* diagnostics_;
};

}  // namespace windtunnel
