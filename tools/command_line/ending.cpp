// See ending.h.
#include "tools/command_line/ending.h"

#include <exception>
#include <optional>
#include <string>

#include "reports/pipelines/annotations.h"
#include "reports/text.h"
#include "sim/config/diagnostics.h"
#include "sim/config/file_output.h"
#include "sim/run/runner.h"
#include "tools/command_line/commands.h"

namespace windtunnel::tools {
namespace {

/// What strangers' files hold is in most messages: it may command neither a terminal nor a pipeline.
void say_line(const std::string& text, std::FILE* messages) {
  std::fprintf(messages, "%s\n", reports::without_commands(reports::visible(text)).c_str());
}

}  // namespace

ExitCode ending_of(const std::function<ExitCode()>& command, std::FILE* messages) {
  const auto say = [messages](const std::string& text) { say_line(text, messages); };
  try {
    return command();
  } catch (const BadInput& bad) {
    for (const Diagnostic& diagnostic : bad.diagnostics().sorted()) say(to_text(diagnostic));
    return bad.missing() ? ExitCode::missing_input : ExitCode::bad_input;
  } catch (const Interruption& interruption) {
    say(std::string("windtunnel: ") + interruption.what());
    return ExitCode::interrupted;
  } catch (const UsageError& error) {
    say(std::string("windtunnel: ") + error.what());
    return ExitCode::usage;
  } catch (const CannotWrite& error) {
    say(std::string("windtunnel: ") + error.what());
    return ExitCode::usage;
  } catch (const std::exception& error) {
    say(std::string("windtunnel: internal error: ") + error.what());
    return ExitCode::internal_error;
  }
}

void tell_warnings(const Diagnostics& diagnostics, std::FILE* messages) {
  for (const Diagnostic& diagnostic : diagnostics.sorted())
    if (diagnostic.severity == Severity::warning) say_line(to_text(diagnostic), messages);
}

void take_all(const std::vector<std::function<void()>>& steps) {
  Diagnostics problems;
  bool missing = false;
  std::optional<UsageError> usage;
  for (const auto& step : steps) {
    try {
      step();
    } catch (const BadInput& bad) {
      missing |= bad.missing();
      for (const Diagnostic& problem : bad.diagnostics().sorted()) problems.add(problem);
    } catch (const UsageError& error) {
      if (!usage) usage = error;
    }
  }
  if (!problems.ok()) throw BadInput(problems, missing);
  if (usage) throw *usage;
}

}  // namespace windtunnel::tools
