// The commands of the front page do what it says: its files are written, its commands run.
#include <catch2/catch.hpp>
#include <regex>

#include "tests/tools/program.h"

using namespace windtunnel::testing;

namespace {

/// Writes the files that "Save as `NAME`:" announces, and runs every `windtunnel` line, in the order of the page.
std::size_t follow(const std::string& page, const Folder& folder) {
  std::istringstream lines(page);
  std::string announced, block, kind;
  std::size_t commands = 0;
  std::string told;
  const std::regex name("`([a-z-]+\\.yaml)`:$");
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (line.starts_with("```") && kind.empty()) {
      kind = line.substr(3);
    } else if (line == "```") {
      if (kind == "yaml" && !announced.empty()) folder.write(announced, block);
      kind = announced = block = "";
    } else if (kind == "yaml") {
      block += line + "\n";
    } else if (kind == "sh" && line.starts_with("windtunnel ")) {
      const Ended ended = shell("cd '" + (folder / "") + "' && \"" WINDTUNNEL_BINARY "\" " + line.substr(11));
      INFO(line << "\n" << ended.out);
      CHECK(ended.status == 0);
      // Which replication is the worst one is what a run before it has said.
      if (line.find(" --replication ") != std::string::npos) CHECK(told.find("replay: " + line) != std::string::npos);
      told += ended.out;
      ++commands;
    } else if (std::regex_search(line, match, name)) {
      announced = match[1];
    }
  }
  return commands;
}

}  // namespace

TEST_CASE("every command of the front page works as it stands") {
  const Folder folder;
  CHECK(follow(text_of(WINDTUNNEL_SOURCE_DIR "/README.md"), folder) == 12);
}

TEST_CASE("links of the front page lead to files of the repository") {
  const std::string page = text_of(WINDTUNNEL_SOURCE_DIR "/README.md");
  const std::regex link("\\]\\(([^)#]+)\\)");
  for (std::sregex_iterator it(page.begin(), page.end(), link), end; it != end; ++it) {
    INFO((*it)[1]);
    CHECK(std::filesystem::exists(std::filesystem::path(WINDTUNNEL_SOURCE_DIR) / (*it)[1].str()));
  }
}
