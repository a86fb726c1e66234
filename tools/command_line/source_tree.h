// Files as a pipeline names them: by their paths in the repository.
#pragma once

#include <string>

#include "sim/measure/result.h"

namespace windtunnel::tools {

/// Where the program runs, and the nearest folder above that holds a repository (or the same folder where none does).
struct SourceTree {
  std::string here, root;
};

SourceTree source_tree();

/// The path from the root of the repository; absolute for a file outside it, empty for one that does not exist, as
/// shipped designs and scenarios do not.
std::string in_repository(const std::string& file, const SourceTree& tree);

/// The result with every place of an expectation, finding or design so named.
Result in_repository(Result result, const SourceTree& tree);

}  // namespace windtunnel::tools
