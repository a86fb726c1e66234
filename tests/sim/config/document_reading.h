// Reads texts as documents for tests: the tree, or what is wrong with it.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "sim/config/diagnostics.h"
#include "sim/config/document.h"

namespace windtunnel {

using Problems = std::vector<std::string>;

/// Every problem as "line:column message".
inline Problems texts(const Diagnostics& diagnostics) {
  Problems result;
  for (const Diagnostic& d : diagnostics.sorted())
    result.push_back(std::to_string(d.position.line) + ":" + std::to_string(d.position.column) + " " + d.message);
  return result;
}

/// What is wrong with a text read under the given name.
inline Problems problems(const std::string& text, const std::string& file = "t.yaml",
                         const DocumentLimits& limits = {}) {
  Diagnostics diagnostics;
  const std::optional<Document> document = parse_document(file, text, diagnostics, limits);
  CHECK(document.has_value() == diagnostics.ok());
  for (const Diagnostic& d : diagnostics.sorted()) CHECK(d.file == file);
  return texts(diagnostics);
}

/// The tree of a text in which nothing is wrong.
inline Node tree_of(const std::string& text, const std::string& file = "t.yaml") {
  Diagnostics diagnostics;
  std::optional<Document> document = parse_document(file, text, diagnostics);
  for (const Diagnostic& d : diagnostics.sorted()) UNSCOPED_INFO(to_text(d));
  REQUIRE(document);
  return document->root;
}

inline std::string at(const Position& position) {
  return std::to_string(position.line) + ":" + std::to_string(position.column);
}

}  // namespace windtunnel
