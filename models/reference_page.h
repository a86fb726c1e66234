// The reference page of everything that a design file may say, generated from what the code declares.
#pragma once

#include <string>

namespace windtunnel::models {

/// Markdown: the keys of a design, then each component type with what it offers, its parameters, fault modes and
/// measures. models/REFERENCE.md is this text.
std::string reference_page();

}  // namespace windtunnel::models
