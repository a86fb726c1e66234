// See completion.h.
#include "tools/command_line/completion.h"

#include <fmt/format.h>

#include <functional>

namespace windtunnel::tools {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

/// Calls with every command below the program and the words that lead to it: "baseline create".
void for_each_command(const CommandEntry& entry, const std::string& path,
                      const std::function<void(const CommandEntry&, const std::string& path)>& visit) {
  visit(entry, path);
  for (const CommandEntry& command : entry.commands)
    for_each_command(command, path.empty() ? command.name : path + " " + command.name, visit);
}

std::vector<std::string> names_of(const std::vector<CommandEntry>& commands) {
  std::vector<std::string> names;
  for (const CommandEntry& command : commands) names.push_back(command.name);
  return names;
}

/// In single quotes of any of the three shells.
std::string shell_quoted(const std::string& text) {
  std::string safe;
  for (const char c : text) safe += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return "'" + safe + "'";
}

std::string without(const std::string& text, const std::string& characters) {
  std::string safe;
  for (const char c : text) {
    if (characters.find(c) != std::string::npos) safe += '\\';
    safe += c;
  }
  return safe;
}

// ---- bash

std::string bash_words(const CommandOption& option) {
  const std::string names = listed_names(option);
  return names.empty() ? joined(option.choices) : "$(_windtunnel_names " + names + ")";
}

std::string bash_value_cases(const CommandEntry& command, const std::string& path) {
  std::string text;
  for (const CommandOption& option : command.options) {
    if (option.value.empty()) continue;
    std::string names = fmt::format("\"{}:{}\"", path, option.long_name);
    if (!option.short_name.empty()) names += fmt::format(" | \"{}:{}\"", path, option.short_name);
    const bool open = !option.choices.empty() && option.choices.front().ends_with('=');
    text += fmt::format("    {})\n{}      COMPREPLY=($(compgen -W \"{}\" -- \"$current\"))\n      return\n      ;;\n",
                        names, open ? "      compopt -o nospace\n" : "", bash_words(option));
  }
  return text;
}

std::string bash_word_case(const CommandEntry& command, const std::string& path) {
  std::vector<std::string> options, words = names_of(command.commands);
  for (const CommandOption& option : command.options) {
    if (!option.long_name.empty()) options.push_back(option.long_name);
    if (!option.short_name.empty()) options.push_back(option.short_name);
  }
  for (const CommandOption& argument : command.arguments)
    if (const std::string more = bash_words(argument); !more.empty()) words.push_back(more);
  return fmt::format("    \"{}\")\n      options=\"{}\"\n      words=\"{}\"\n      ;;\n", path, joined(options),
                     joined(words));
}

}  // namespace

std::string listed_names(const CommandOption& option) {
  if (option.value == "design" || option.value == "designs" || option.value == "names") return "designs";
  return option.value == "scenario" || option.value == "scenarios" ? "scenarios" : "";
}

std::string bash_completion(const CommandEntry& program) {
  std::string steps, values, words;
  for_each_command(program, "", [&](const CommandEntry& command, const std::string& path) {
    for (const CommandEntry& next : command.commands)
      steps += fmt::format("      \"{}:{}\") command=\"{}\" ;;\n", path, next.name,
                           path.empty() ? next.name : path + " " + next.name);
    values += bash_value_cases(command, path);
    words += bash_word_case(command, path);
  });
  return fmt::format(R"bash(# bash completion of windtunnel; written by `windtunnel completion bash`.

_windtunnel_names() {{
  local name rest
  windtunnel list "$1" 2>/dev/null | while read -r name rest; do printf '%s\n' "$name"; done
}}

_windtunnel() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD - 1]}} command="" options words i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$command:${{COMP_WORDS[i]}}" in
{}    esac
  done
  # FORMAT=FILE comes as three words.
  if [[ $current == "=" || $previous == "=" ]]; then
    COMPREPLY=($(compgen -f -- "${{current#=}}"))
    return
  fi
  case "$command:$previous" in
{}  esac
  case "$command" in
{}  esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  else
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  fi
}}

complete -o default -o bashdefault -F _windtunnel windtunnel
)bash",
                     steps, values, words);
}

namespace {

// ---- zsh

std::string zsh_action(const CommandOption& option) {
  const std::string names = listed_names(option);
  if (!names.empty()) return "_windtunnel_" + names;
  if (!option.choices.empty() && option.choices.front().ends_with('='))
    return "_windtunnel_outputs";
  return option.choices.empty() ? "_files" : "(" + joined(option.choices) + ")";
}

std::string zsh_option(const CommandOption& option) {
  const std::string meaning = "[" + without(option.meaning, "[]:\\") + "]";
  const std::string value =
      option.value.empty() ? "" : ":" + without(option.value, ":\\") + ":" + zsh_action(option);
  std::string text;
  for (const std::string& name : {option.long_name, option.short_name})
    if (!name.empty()) text += " \\\n    " + shell_quoted((option.repeated ? "*" : "") + name + meaning + value);
  return text;
}

/// A function per command: it completes the command's own options, or hands on to the command that follows.
std::string zsh_function(const CommandEntry& command, const std::string& path) {
  std::string name = "_windtunnel", text;
  for (const char c : path.empty() ? "" : " " + path) name += c == ' ' ? '_' : c;
  std::string arguments;
  for (const CommandOption& option : command.options) arguments += zsh_option(option);
  for (const CommandOption& argument : command.arguments)
    arguments += " \\\n    " + shell_quoted((argument.repeated ? "*:" : ":") + argument.value + ":" + zsh_action(argument));
  if (command.commands.empty()) return fmt::format("{}() {{\n  _arguments -s{}\n}}\n\n", name, arguments);
  std::string names, cases;
  for (const CommandEntry& next : command.commands) {
    names += "\n    " + shell_quoted(next.name + ":" + without(next.summary, ":\\"));
    cases += fmt::format("    {}) {}_{} ;;\n", next.name, name, next.name);
  }
  return fmt::format(
      "{}() {{\n  local -a commands=({}\n  )\n"
      "  local curcontext=\"$curcontext\" state\n  local -a line\n  _arguments -C{} \\\n    '1: :->command' \\\n"
      "    '*:: :->rest'\n  [[ $state == command ]] && _describe command commands\n"
      "  [[ $state == rest ]] && case $line[1] in\n{}  esac\n}}\n\n",
      name, names, arguments, cases);
}

// ---- fish

std::string fish_option(const CommandOption& option, const std::string& condition) {
  std::string text = "complete -c windtunnel -n " + shell_quoted(condition);
  if (!option.long_name.empty()) text += " -l " + option.long_name.substr(2);
  if (!option.short_name.empty()) text += " -s " + option.short_name.substr(1);
  const std::string names = listed_names(option);
  const bool open = !option.choices.empty() && option.choices.front().ends_with('=');
  if (!option.value.empty()) text += names.empty() && !open && !option.choices.empty() ? " -x" : " -r";
  if (!names.empty())
    text += " -a '(__windtunnel_names " + names + ")'";
  else if (!option.choices.empty())
    text += " -a " + shell_quoted(joined(option.choices));
  return text + " -d " + shell_quoted(option.meaning) + "\n";
}

}  // namespace

std::string zsh_completion(const CommandEntry& program) {
  std::string functions, formats;
  for_each_command(program, "", [&](const CommandEntry& command, const std::string& path) {
    functions += zsh_function(command, path);
    for (const CommandOption& option : command.options)
      if (option.long_name == "--output" && formats.empty()) formats = joined(option.choices);
  });
  return fmt::format(R"zsh(#compdef windtunnel
# zsh completion of windtunnel; written by `windtunnel completion zsh`.

_windtunnel_outputs() {{
  if compset -P '*='; then _files; else compadd -S '' -- {}; fi
}}

_windtunnel_designs() {{
  compadd -- ${{${{(f)"$(windtunnel list designs 2>/dev/null)"}}%% *}}
  _files
}}

_windtunnel_scenarios() {{
  compadd -- ${{${{(f)"$(windtunnel list scenarios 2>/dev/null)"}}%% *}}
  _files
}}

{}_windtunnel "$@"
)zsh",
                     formats, functions);
}

std::string fish_completion(const CommandEntry& program) {
  std::string text = R"fish(# fish completion of windtunnel; written by `windtunnel completion fish`.

function __windtunnel_names
    windtunnel list $argv[1] 2>/dev/null | string replace -r ' .*' ''
end

)fish";
  for_each_command(program, "", [&](const CommandEntry& command, const std::string& path) {
    std::string condition = path.empty() ? "__fish_use_subcommand" : "";
    for (std::size_t at = 0; at < path.size();) {
      const std::size_t end = std::min(path.find(' ', at), path.size());
      condition += (condition.empty() ? "" : "; and ") + ("__fish_seen_subcommand_from " + path.substr(at, end - at));
      at = end + 1;
    }
    for (const CommandEntry& next : command.commands)
      text += fmt::format("complete -c windtunnel -f -n {} -a {} -d {}\n",
                          shell_quoted(path.empty() ? condition : condition + "; and not __fish_seen_subcommand_from " +
                                                                joined(names_of(command.commands))),
                          next.name, shell_quoted(next.summary));
    for (const CommandOption& option : command.options) text += fish_option(option, condition);
    for (const CommandOption& argument : command.arguments) {
      const std::string names = listed_names(argument);
      if (names.empty() && argument.choices.empty()) continue;
      text += fmt::format("complete -c windtunnel -n {} -a {} -d {}\n", shell_quoted(condition),
                          names.empty() ? shell_quoted(joined(argument.choices)) : "'(__windtunnel_names " + names + ")'",
                          shell_quoted(argument.value));
    }
  });
  return text;
}

}  // namespace windtunnel::tools
