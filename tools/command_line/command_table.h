// The command line as a table, read off the parser itself: completions and the manual are written from it, and cannot
// say anything else than what the parser takes.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace windtunnel::tools {

/// An option, or an argument that stands by its place.
struct CommandOption {
  std::string long_name;   ///< "--seed"; empty for an argument
  std::string short_name;  ///< "-n"; may be empty
  std::string value;       ///< what the value is called: "seed"; empty for a flag
  std::string meaning, fallback;
  std::vector<std::string> choices;  ///< words that it takes; empty: anything
  bool required = false, repeated = false;
};

struct CommandEntry {
  std::string name, summary;
  std::vector<CommandOption> options, arguments;
  std::vector<CommandEntry> commands;
};

/// The program with all its commands, in the parser's order.
CommandEntry command_table(const CLI::App& app);

}  // namespace windtunnel::tools
