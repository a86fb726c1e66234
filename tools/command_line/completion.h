// Completions for shells, and the manual page, written from the table of commands.
#pragma once

#include <string>

#include "tools/command_line/command_table.h"

namespace windtunnel::tools {

std::string bash_completion(const CommandEntry& program);
std::string zsh_completion(const CommandEntry& program);
std::string fish_completion(const CommandEntry& program);

/// A page of section 1 in the man macros of roff; `examples` are lines shown as they stand.
std::string manual_page(const CommandEntry& program, const std::string& version, const std::string& examples);

/// What `windtunnel list` names may stand for the value: "designs", "scenarios"; empty: none.
std::string listed_names(const CommandOption& option);

}  // namespace windtunnel::tools
