// A first folder: what `init` writes passes as it is, and nothing of a user's is overwritten.
#include <catch2/catch.hpp>

#include "tests/tools/program.h"

using namespace windtunnel::testing;

TEST_CASE("what init writes is well-formed and passes as it is") {
  const Folder folder;
  const Ended written = windtunnel_program("init '" + (folder / "a shop") + "'");
  INFO(written.out);
  REQUIRE(written.status == 0);
  for (const char* file :
       {"designs/shop.yaml", "scenarios/zone-loss.yaml", "policies/targets.yaml", ".github/workflows/windtunnel.yml"})
    CHECK(std::filesystem::exists(folder / ("a shop/" + std::string(file))));
  const std::string inside = "cd '" + (folder / "a shop") + "' && \"" WINDTUNNEL_BINARY "\" ";
  CHECK(shell(inside + "validate designs scenarios policies").status == 0);
  const Ended run = shell(inside + "run designs scenarios policies --replications 100 --years 0");
  INFO(run.out);
  CHECK(run.status == 0);
}

TEST_CASE("init refuses to overwrite, names what is there and writes nothing; --force overwrites") {
  const Folder folder;
  std::filesystem::create_directories(folder / "designs");
  const std::string design = folder.write("designs/shop.yaml", "design: mine\n");
  const Ended refused = windtunnel_program("init '" + (folder / "") + "'");
  CHECK(refused.status == 64);
  CHECK(refused.out.find("designs/shop.yaml; --force overwrites") != std::string::npos);
  CHECK(text_of(design) == "design: mine\n");
  CHECK_FALSE(std::filesystem::exists(folder / "scenarios"));
  CHECK(windtunnel_program("init --force '" + (folder / "") + "'").status == 0);
  CHECK(text_of(design) != "design: mine\n");
}

TEST_CASE("a folder that cannot be made is refused with its name") {
  const Folder folder;
  folder.write("file", "");
  const Ended refused = windtunnel_program("init '" + (folder / "file/sub") + "'");
  CHECK(refused.status == 64);
  CHECK(refused.out.find("file/sub") != std::string::npos);
}
