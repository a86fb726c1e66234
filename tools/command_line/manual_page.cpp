// The manual page, in roff; see completion.h.
#include <fmt/format.h>

#include <sstream>

#include "tools/command_line/completion.h"
#include "tools/command_line/exit_codes.h"

namespace windtunnel::tools {
namespace {

/// Text that roff takes literally: no escapes, no hyphens in place of minus signs, no requests at the start of a line.
std::string roff(const std::string& text) {
  std::string safe;
  bool line_begins = true;
  for (const char c : text) {
    if (line_begins && (c == '.' || c == '\'')) safe += "\\&";
    if (c == '\\')
      safe += "\\e";
    else if (c == '-')
      safe += "\\-";
    else if (c == '\'')
      safe += "\\(aq";
    else
      safe += c;
    line_begins = c == '\n';
  }
  return safe;
}

std::string bold(const std::string& text) { return "\\fB" + roff(text) + "\\fR"; }
std::string italic(const std::string& text) { return "\\fI" + roff(text) + "\\fR"; }

std::string option_text(const CommandOption& option) {
  std::string names = option.short_name.empty() ? "" : bold(option.short_name);
  if (!option.long_name.empty()) names += (names.empty() ? "" : ", ") + bold(option.long_name);
  if (!option.value.empty()) names += (names.empty() ? "" : " ") + italic(option.value);
  std::string text = ".TP\n" + names + "\n" + roff(option.meaning) + ".\n";
  if (!option.choices.empty()) {
    text += "One of";
    for (std::size_t i = 0; i < option.choices.size(); ++i) text += (i == 0 ? " " : ", ") + bold(option.choices[i]);
    text += ".\n";
  }
  if (!option.fallback.empty()) text += "Default: " + roff(option.fallback) + ".\n";
  return text;
}

std::string synopsis(const CommandEntry& command, const std::string& path) {
  std::string text = bold(path) + (command.options.empty() ? "" : " [" + italic("options") + "]");
  for (const CommandOption& argument : command.arguments) {
    const std::string name = italic(argument.value) + (argument.repeated ? "..." : "");
    text += argument.required ? " " + name : " [" + name + "]";
  }
  return text;
}

std::string command_text(const CommandEntry& command, const std::string& path) {
  std::string text = ".SS " + synopsis(command, path) + "\n" + roff(command.summary) + ".\n";
  for (const CommandOption& argument : command.arguments) text += option_text(argument);
  for (const CommandOption& option : command.options)
    if (option.long_name != "--help") text += option_text(option);
  for (const CommandEntry& next : command.commands) text += command_text(next, path + " " + next.name);
  return text;
}

}  // namespace

std::string manual_page(const CommandEntry& program, const std::string& version, const std::string& examples) {
  std::string text = ".TH WINDTUNNEL 1 \"\" \"windtunnel " + roff(version) + "\" \"User Commands\"\n";
  text += ".SH NAME\nwindtunnel \\- a wind tunnel for cloud architectures\n";
  text += ".SH SYNOPSIS\n" + bold("windtunnel") + " " + italic("command") + " [" + italic("options") + "] [" +
          italic("arguments") + "...]\n";
  text +=
      ".SH DESCRIPTION\nRuns architectures that files describe, breaks them on purpose, and measures recovery time, lost "
      "data, availability and cost.\nIt works offline; the same seed gives the same result on any machine.\n";
  text += ".SH COMMANDS\n";
  for (const CommandEntry& command : program.commands) text += command_text(command, command.name);
  text += ".SH EXIT STATUS\n";
  for (const ExitMeaning& exit : exit_meanings)
    text += fmt::format(".TP\n.B {}\n{}.\n", static_cast<int>(exit.code), roff(std::string(exit.meaning)));
  text += ".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nWhen set, nothing is coloured unless asked for.\n.TP\n.B CI\nWhen set, no "
          "progress is shown.\n";
  text += ".SH EXAMPLES\n.nf\n" + roff(examples) + ".fi\n";
  return text;
}

}  // namespace windtunnel::tools
