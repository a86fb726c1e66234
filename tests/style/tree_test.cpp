// The sources of this repository keep the rules of the house.
#include <catch2/catch.hpp>
#include <iostream>

#include "tests/style/rules.h"

namespace windtunnel::style {

TEST_CASE("the sources keep the rules of the house") {
  const auto files = read_tree(WINDTUNNEL_SOURCE_DIR);
  CHECK(files.size() > 20);  // the tree was found
  const auto violations = check_all(files);
  // Past the test framework, which would wrap the lines that editors link.
  for (const auto& violation : violations) std::cerr << to_text(violation) << '\n';
  CHECK(violations.size() == 0);
}

}  // namespace windtunnel::style
