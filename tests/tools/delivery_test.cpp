// What is delivered: installed files, templates for pipelines, scripts.
#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <regex>
#include <sstream>

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

TEST_CASE("templates for pipelines keep the schemas of those who read them") {
  const auto wrong = [](const std::string& schema, const std::string& file) {
    return shell("/usr/bin/python3 '" + source + "/tests/support/check_yaml.py' '" + source + "/tests/data/schemas/" + schema + "' '" +
                 file + "'");
  };
  const auto check = [&](const std::string& schema, const std::string& file, const std::string& word) {
    INFO(file);
    CHECK(wrong(schema, source + "/" + file).out.empty());
    // The schema is one that would have noticed.
    const Folder folder;
    std::string text = text_of(source + "/" + file);
    const std::size_t at = text.find(word);
    REQUIRE(at != std::string::npos);
    CHECK(wrong(schema, folder.write("wrong.yaml", text.replace(at, word.size(), "no_such_key:"))).status == 1);
  };
  check("github-action.json", "tools/ci/action.yml", "using:");
  check("github-workflow.json", "tools/template/.github/workflows/windtunnel.yml", "runs-on:");
  check("pre-commit-hooks.json", ".pre-commit-hooks.yaml", "entry:");
  // A job that begins with a dot is not looked at before another extends it.
  const Folder folder;
  std::string job = text_of(source + "/tools/ci/gitlab.yml");
  job.replace(job.find("\n.windtunnel:"), 2, "\n");
  CHECK(wrong("gitlab-ci.json", folder.write("job.yml", job)).out.empty());
  job.replace(job.find("expire_in: 30 days"), 18, "expire_in: [30]");
  CHECK(wrong("gitlab-ci.json", folder.write("job.yml", job)).status == 1);
}

TEST_CASE("scripts pass shellcheck") {
  const Ended checked =
      shell("cd '" + source + "' && grep -lE '^#!.*bash|shellcheck shell=bash' tools/* tools/ci/* .ci/* 2>/dev/null | xargs shellcheck -x");
  INFO(checked.out);
  CHECK(checked.status == 0);
}

TEST_CASE("of run and baseline check a pipeline ends with the graver status") {
  const Folder folder;
  folder.write("windtunnel.baseline.json", "{}");
  const auto status_of = [&](int run, int check) {
    const std::string double_of_it = fmt::format("#!/bin/sh\n[ \"$1\" = run ] && exit {}\nexit {}\n", run, check);
    std::filesystem::permissions(folder.write("windtunnel", double_of_it), std::filesystem::perms::owner_all);
    return shell("cd '" + (folder / "") + "' && PATH=\"$PWD:$PATH\" '" + source + "/tools/ci/check'").status;
  };
  CHECK(status_of(0, 0) == 0);
  CHECK(status_of(0, 3) == 3);
  CHECK(status_of(2, 3) == 3);
  CHECK(status_of(3, 2) == 3);
  CHECK(status_of(1, 3) == 1);
  CHECK(status_of(2, 65) == 65);
  CHECK(status_of(66, 65) == 66);
  CHECK(status_of(2, 139) == 139);  // of no command that ended by itself
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

namespace {

/// A git repository with what init writes and a baseline, as a user has it who follows the README.
void make_repository(const Folder& folder) {
  REQUIRE(windtunnel_program("init -q '" + (folder / "") + "'").status == 0);
  const Ended made = shell("cd '" + (folder / "") + "' && PATH=\"" + build_folder + ":$PATH\" && export WINDTUNNEL_NO_CACHE=1 && "
                           "windtunnel baseline create designs scenarios -n 40 --years 0 -q -o windtunnel.baseline.json && "
                           "git init -q && git config user.email a@example.org && git config user.name a && git add -A && "
                           "git commit -q -m first");
  INFO(made.out);
  REQUIRE(made.status == 0);
}

/// The database in one zone only: the loss of that zone takes it away for good.
void break_design(const Folder& folder) {
  std::string text = text_of(folder / "designs/shop.yaml");
  const std::string standby = "      standby_zone: b\n";
  const std::size_t at = text.find(standby);
  REQUIRE(at != std::string::npos);
  folder.write("designs/shop.yaml", text.erase(at, standby.size()));
}

Ended run_job(const Folder& folder, const std::string& file, const std::string& arguments) {
  return shell("cd '" + (folder / "") + "' && PATH=\"" + build_folder + ":$PATH\" WINDTUNNEL_NO_CACHE=1 GITHUB_ACTIONS=true " +
               "GITHUB_STEP_SUMMARY=summary GITHUB_OUTPUT=output CI_PROJECT_DIR=\"$PWD\" /usr/bin/python3 '" + source +
               "/tests/support/run_job.py' '" + file + "' " + arguments);
}

}  // namespace

TEST_CASE("the steps of the GitHub action pass a first repository, and fail a change that makes it worse") {
  const Folder folder;
  make_repository(folder);
  const std::string action = source + "/tools/ci/action.yml";
  const Ended passed = run_job(folder, action, "replications=100 years=0");
  INFO(passed.out);
  CHECK(passed.status == 0);
  CHECK(passed.out.find("left out: actions/upload-artifact@v4") != std::string::npos);
  CHECK(text_of(folder / "output") == "status=0\n");
  for (const char* file : {"result.json", "report.html", "summary.md", "junit.xml", "windtunnel.sarif", "baseline.md"})
    CHECK(std::filesystem::exists(folder / ("windtunnel-reports/" + std::string(file))));
  CHECK(text_of(folder / "summary").find("Not worse than the baseline") != std::string::npos);

  break_design(folder);
  const Ended failed = run_job(folder, action, "replications=100 years=0");
  INFO(failed.out);
  CHECK(failed.status == 1);
  CHECK(failed.out.find("::error file=scenarios/zone-loss.yaml,line=9") != std::string::npos);
  CHECK(text_of(folder / "output").find("status=1\n") != std::string::npos);
  CHECK(text_of(folder / "summary").find("primary.db.standby") != std::string::npos);
}

TEST_CASE("the job for GitLab runs what is installed, and its reports are where it says") {
  const Folder folder;
  make_repository(folder);
  const std::string job = text_of(source + "/tools/ci/gitlab.yml");
  REQUIRE(shell("cmake --install '" + build_folder + "' --prefix '" + (folder / "image/usr") + "'").status == 0);
  const std::string script = "/usr/share/doc/windtunnel/ci/check";
  REQUIRE(job.find("    - " + script + "\n") != std::string::npos);
  std::string here = job;
  folder.write("gitlab.yml", here.replace(here.find(script), script.size(), "\"" + (folder / ("image" + script)) + "\""));
  const Ended passed = run_job(folder, folder / "gitlab.yml", "REPLICATIONS=100 YEARS=0");
  INFO(passed.out);
  CHECK(passed.status == 0);
  CHECK(std::filesystem::exists(folder / "windtunnel-reports/junit.xml"));
  CHECK(job.find("junit: windtunnel-reports/junit.xml") != std::string::npos);
}

TEST_CASE("as a git hook it lets good files be committed and keeps bad ones out") {
  const Folder folder;
  make_repository(folder);
  const std::string git = "cd '" + (folder / "") + "' && PATH=\"" + build_folder + ":$PATH\" git ";
  REQUIRE(shell("ln -s '" + source + "/tools/ci/pre-commit' '" + (folder / ".git/hooks/pre-commit") + "'").status == 0);
  break_design(folder);
  const Ended good = shell(git + "commit -q -a -m 'one zone'");
  INFO(good.out);
  CHECK(good.status == 0);
  folder.write("designs/shop.yaml", "design: shop\nregoins: {}\n");
  const Ended bad = shell(git + "commit -q -a -m 'a mistake'");
  CHECK(bad.status != 0);
  CHECK(bad.out.find("designs/shop.yaml:2:1") != std::string::npos);
  CHECK(shell(git + "log --oneline").out.find("a mistake") == std::string::npos);
}

TEST_CASE("the example repository that the page shows is what init and baseline create write") {
  const Folder folder;
  make_repository(folder);
  const std::string page = text_of(source + "/tools/ci/README.md");
  const std::size_t begin = page.find("```\n", page.find("## A repository that uses it")) + 4;
  std::istringstream lines(page.substr(begin, page.find("```", begin) - begin));
  std::size_t shown = 0;
  for (std::string line; std::getline(lines, line); ++shown) {
    const std::string file = line.substr(0, line.find(' '));
    INFO(file);
    CHECK(std::filesystem::exists(folder / file));
  }
  CHECK(shown == 5);
  CHECK(shell("cd '" + (folder / "") + "' && git ls-files | wc -l").out == "5\n");
}
