// Completions and the manual: every command and option of the parser is in them, and the shells and roff read them.
#include <catch2/catch.hpp>
#include <regex>
#include <set>

#include "tests/tools/program.h"

using namespace windtunnel::testing;

namespace {

std::string printed(const std::string& arguments) {
  const Ended ended = windtunnel_program(arguments);
  REQUIRE(ended.status == 0);
  return ended.out;
}

/// What the help page says that a command takes: "--seed" and so on.
std::set<std::string> options_of(const std::string& command) {
  std::set<std::string> options;
  const std::string help = printed(command + " --help");
  const std::regex option("--[a-z][a-z-]+");
  const std::string table = help.substr(0, help.find("Examples:"));
  for (std::sregex_iterator it(table.begin(), table.end(), option), end; it != end; ++it) options.insert(it->str());
  return options;
}

/// The words that bash offers for a line whose last word is being written.
std::string offered_by_bash(const std::vector<std::string>& words) {
  const Folder folder;
  const std::string script = folder.write("windtunnel", printed("completion bash"));
  std::string line = "source '" + script + "'; PATH=\"$(dirname \"" WINDTUNNEL_BINARY "\"):$PATH\"; COMP_WORDS=(";
  for (const std::string& word : words) line += "'" + word + "' ";
  line += "); COMP_CWORD=" + std::to_string(words.size() - 1) + "; compopt() { :; }; _windtunnel; echo \"${COMPREPLY[*]}\"";
  const std::string file = folder.write("ask.sh", line + "\n");
  return shell("bash '" + file + "'").out;
}

}  // namespace

TEST_CASE("completions of all shells are read without complaint") {
  const Folder folder;
  for (const auto& [name, check] : {std::pair{"bash", "bash -n"}, {"zsh", "zsh -n"}, {"fish", "fish --no-execute"}}) {
    const std::string file = folder.write(name, printed("completion " + std::string(name)));
    const Ended read = shell(std::string(check) + " '" + file + "'");
    INFO(name << ": " << read.out);
    CHECK(read.status == 0);
    CHECK(read.out == "");
  }
}

TEST_CASE("every option that help names is in every completion and in the manual") {
  const std::string manual = printed("manual"), bash = printed("completion bash"), zsh = printed("completion zsh"),
                    fish = printed("completion fish");
  const std::regex dash("-");
  for (const char* command : {"run", "trace", "availability", "validate", "report", "compare", "init", "explain"})
    for (const std::string& option : options_of(command)) {
      INFO(command << " " << option);
      CHECK(bash.find(option) != std::string::npos);
      CHECK(zsh.find(option) != std::string::npos);
      CHECK(fish.find("-l " + option.substr(2)) != std::string::npos);
      CHECK((option == "--help" || manual.find(std::regex_replace(option, dash, "\\-")) != std::string::npos));
    }
}

TEST_CASE("bash offers commands, options, their words, and names of what is shipped") {
  CHECK(offered_by_bash({"windtunnel", "tra"}) == "trace\n");
  CHECK(offered_by_bash({"windtunnel", "run", "--strict"}) == "--strict-claims\n");
  CHECK(offered_by_bash({"windtunnel", "run", "--color", "a"}) == "auto always\n");
  CHECK(offered_by_bash({"windtunnel", "trace", "multi-region-c"}).find("multi-region-copies") != std::string::npos);
  CHECK(offered_by_bash({"windtunnel", "run", "-o", "ju"}) == "junit=\n");
}

TEST_CASE("fish offers commands and words of options") {
  const Folder folder;
  const std::string file = folder.write("windtunnel.fish", printed("completion fish"));
  const Ended commands = shell("fish -c \"source '" + file + "'; complete -C 'windtunnel tra'\"");
  CHECK(commands.out.starts_with("trace\t"));
  CHECK(shell("fish -c \"source '" + file + "'; complete -C 'windtunnel run --color a'\"").out.find("always") !=
        std::string::npos);
}

TEST_CASE("zsh's completion defines what it calls") {
  const Folder folder;
  const std::string file = folder.write("_windtunnel", printed("completion zsh"));
  const Ended loaded = shell("zsh -f -c \"fpath=('" + (folder / "") + "' \\$fpath); autoload -Uz compinit; "
                             "compinit -D -u; autoload +X _windtunnel && print ok\"");
  INFO(loaded.out);
  CHECK(loaded.out == "ok\n");
}

TEST_CASE("man shows the manual without a warning, and every exit status is in it") {
  const Folder folder;
  const std::string file = folder.write("windtunnel.1", printed("manual"));
  const Ended warned = shell("MANWIDTH=100 LC_ALL=C.UTF-8 man --warnings -l '" + file + "' 2>&1 >/dev/null");
  CHECK(warned.status == 0);
  CHECK(warned.out == "");
  const Ended shown = shell("MANWIDTH=100 LC_ALL=C.UTF-8 man -l '" + file + "' | col -b");
  for (const char* part : {"NAME", "windtunnel - a wind tunnel for cloud architectures", "EXIT STATUS", "130",
                           "worse than a baseline", "windtunnel run shop.yaml scenarios/ --replications 200"})
    CHECK(shown.out.find(part) != std::string::npos);
}
