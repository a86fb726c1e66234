// The rules of the house that a machine can check; each is a pure function from sources to violations.
#pragma once

#include <vector>

#include "tests/style/source.h"

namespace windtunnel::style {

/// A layer includes only itself and the layers below it, by paths from the repository's root.
std::vector<Violation> check_include_direction(const SourceFile&);

/// A model never includes another model; helpers that several models share are headers at the top of models/.
std::vector<Violation> check_models_apart(const SourceFile&);

/// The engine never names a cloud product, neither as identifier nor in a literal; comments may.
std::vector<Violation> check_product_words(const SourceFile&);

/// The first line says what the file is; lines have at most 140 characters and files at most 400 lines.
std::vector<Violation> check_shape(const SourceFile&);

/// A function has at most 70 lines, measured from its opening brace to its closing brace.
std::vector<Violation> check_function_lengths(const SourceFile&);

/// No marks of unfinished work, in code, comments and literals of any kind of file.
std::vector<Violation> check_unfinished_marks(const SourceFile&);

/// What would make a trajectory differ between machines is not called: wall clocks, foreign random numbers and
/// distributions, unordered containers, elementary functions of the C library. Statistics derived from trajectories may
/// use the latter. Nor does one statement draw twice from one stream.
std::vector<Violation> check_determinism(const SourceFile&);

/// Each model is named in models/catalogue.cpp and has a test; without a catalogue there is nothing to check.
std::vector<Violation> check_models_listed(const std::vector<SourceFile>&);

/// All rules on all files, ordered by place.
std::vector<Violation> check_all(const std::vector<SourceFile>&);

}  // namespace windtunnel::style
