// What is delivered: installed files, templates for pipelines, scripts.
#include <catch2/catch.hpp>
#include <regex>

#include "tests/tools/program.h"

using namespace windtunnel::testing;

namespace {

const std::string source = WINDTUNNEL_SOURCE_DIR;
const std::string build_folder = std::filesystem::path(WINDTUNNEL_BINARY).parent_path().string();

}  // namespace

TEST_CASE("cmake --install puts program, manual, completions and schemas in their places, and it works from there") {
  const Folder folder;
  // Only what is installed; the files that the program writes are built once for all.
  const Ended built = shell("cmake --build '" + build_folder + "' --target shell_files");
  INFO(built.out);
  REQUIRE(built.status == 0);
  REQUIRE(shell("cmake --install '" + build_folder + "' --prefix '" + (folder / "usr") + "'").status == 0);
  for (const char* file : {"bin/windtunnel", "share/man/man1/windtunnel.1", "share/bash-completion/completions/windtunnel",
                           "share/zsh/vendor-completions/_windtunnel", "share/fish/vendor_completions.d/windtunnel.fish",
                           "share/windtunnel/schemas/design.json", "share/doc/windtunnel/copyright",
                           "share/doc/windtunnel/ci/action.yml"}) {
    INFO(file);
    CHECK(std::filesystem::exists(folder / ("usr/" + std::string(file))));
  }
  CHECK(shell("cd / && '" + (folder / "usr/bin/windtunnel") + "' list designs").status == 0);
}

TEST_CASE("templates for pipelines are well-formed and call what exists") {
  const std::string load = "/usr/bin/python3 -c 'import sys, yaml; print(yaml.safe_load(open(sys.argv[1])))' ";
  for (const char* file : {"tools/ci/action.yml", "tools/ci/gitlab.yml", ".pre-commit-hooks.yaml",
                           "tools/template/.github/workflows/windtunnel.yml"}) {
    const Ended loaded = shell(load + "'" + source + "/" + file + "'");
    INFO(file << ": " << loaded.out);
    CHECK(loaded.status == 0);
  }
  // Each input that the template gives is one that the action has, and nothing of an input stands in a script.
  const std::string action = text_of(source + "/tools/ci/action.yml");
  const std::string workflow = text_of(source + "/tools/template/.github/workflows/windtunnel.yml");
  for (const char* input : {"paths", "replications", "baseline"}) {
    CHECK(workflow.find("          " + std::string(input) + ":") != std::string::npos);
    CHECK(action.find("\n  " + std::string(input) + ":") != std::string::npos);
  }
  CHECK_FALSE(std::regex_search(action, std::regex("run: .*\\$\\{\\{")));
}

TEST_CASE("scripts pass shellcheck") {
  const Ended checked =
      shell("cd '" + source + "' && grep -lE '^#!.*bash|shellcheck shell=bash' tools/* tools/ci/* .ci/* 2>/dev/null | xargs shellcheck -x");
  INFO(checked.out);
  CHECK(checked.status == 0);
}

TEST_CASE("what a pipeline's job runs passes in a first folder, and leaves reports and a summary") {
  const Folder folder;
  REQUIRE(windtunnel_program("init -q '" + (folder / "") + "'").status == 0);
  folder.write("summary", "");
  const Ended ended = shell("cd '" + (folder / "") + "' && PATH=\"" + build_folder + ":$PATH\" GITHUB_ACTIONS=true " +
                            "GITHUB_STEP_SUMMARY=summary GITHUB_OUTPUT=output YEARS=0 '" + source + "/tools/ci/check'");
  INFO(ended.out);
  CHECK(ended.status == 0);
  for (const char* file : {"result.json", "report.html", "summary.md", "junit.xml", "windtunnel.sarif", "comment.md"})
    CHECK(std::filesystem::exists(folder / ("windtunnel-reports/" + std::string(file))));
  CHECK(text_of(folder / "output") == "status=0\n");
  const std::string summary = text_of(folder / "summary");
  CHECK(summary.starts_with("# 1 design"));
  CHECK(summary.find("<details>") == std::string::npos);
}

TEST_CASE("the hook for commits names a mistake, and says so where there is nothing to check") {
  const Folder folder;
  const std::string hook = "cd '" + (folder / "") + "' && PATH=\"" + build_folder + ":$PATH\" '" + source + "/tools/ci/pre-commit'";
  CHECK(shell(hook).status == 66);
  REQUIRE(windtunnel_program("init -q '" + (folder / "") + "'").status == 0);
  CHECK(shell(hook).status == 0);
  folder.write("designs/shop.yaml", "design: shop\nregoins: {}\n");
  const Ended refused = shell(hook + " designs");
  CHECK(refused.status == 65);
  CHECK(refused.out.find("designs/shop.yaml:2:1") != std::string::npos);
}
