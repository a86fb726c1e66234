// See command_table.h.
#include "tools/command_line/command_table.h"

#include <CLI/CLI.hpp>

#include "tools/command_line/output.h"

namespace windtunnel::tools {
namespace {

/// The words of a check by membership, which the parser shows as "TEXT:{auto,always,never}".
std::vector<std::string> choices_of(const CLI::Option& option) {
  std::vector<std::string> words;
  if (option.get_lnames() == std::vector<std::string>{"output"} && option.get_items_expected_max() > 1) {
    for (const std::string& format : output_formats()) words.push_back(format + "=");
    return words;
  }
  const std::string type = option.get_type_name();
  const std::size_t open = type.find('{'), close = type.find('}');
  if (open == std::string::npos || close == std::string::npos) return words;
  std::string word;
  for (const char c : type.substr(open + 1, close - open - 1) + ",") {
    if (c == ',')
      words.push_back(std::exchange(word, ""));
    else
      word += c;
  }
  return words;
}

CommandOption entry_of(const CLI::Option& option) {
  CommandOption entry;
  if (!option.get_lnames().empty()) entry.long_name = "--" + option.get_lnames().front();
  if (!option.get_snames().empty()) entry.short_name = "-" + option.get_snames().front();
  const bool takes_value = option.get_items_expected_max() > 0;
  if (takes_value) entry.value = option.get_positional() ? option.get_name(true) : option.get_lnames().front();
  entry.meaning = option.get_description();
  if (takes_value) entry.fallback = option.get_default_str();
  entry.choices = choices_of(option);
  entry.required = option.get_required();
  entry.repeated = option.get_items_expected_max() > 1;
  return entry;
}

}  // namespace

CommandEntry command_table(const CLI::App& app) {
  CommandEntry entry{app.get_name(), app.get_description(), {}, {}, {}};
  for (const CLI::Option* option : app.get_options([](const CLI::Option*) { return true; }))
    (option->get_positional() ? entry.arguments : entry.options).push_back(entry_of(*option));
  for (const CLI::App* command : app.get_subcommands([](const CLI::App* known) { return !known->get_group().empty(); }))
    entry.commands.push_back(command_table(*command));
  return entry;
}

}  // namespace windtunnel::tools
