// The sources of this repository keep the rules of the house.
#include <catch2/catch.hpp>

#include "tests/style/rules.h"

namespace windtunnel::style {

TEST_CASE("the sources keep the rules of the house") {
  const auto files = read_tree(WINDTUNNEL_SOURCE_DIR);
  CHECK(files.size() > 20);  // the tree was found
  const auto violations = check_all(files);
  std::string all;
  for (const auto& violation : violations) all += to_text(violation) + "\n";
  INFO(violations.size() << " places\n" << all);
  CHECK(violations.empty());
}

}  // namespace windtunnel::style
