// See annotations.h. The form of a command is `::LEVEL file=F,line=L,col=C,title=T::MESSAGE`.
#include "reports/pipelines/annotations.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "reports/answer.h"
#include "reports/pipelines/outcome.h"
#include "reports/text.h"

namespace windtunnel::reports {
namespace {

/// What ends a command or begins another is written in per cent, as the runner expects.
std::string escaped(std::string_view text, std::string_view special) {
  std::string safe;
  for (const char c : text)
    safe += special.find(c) == std::string_view::npos ? std::string(1, c)
                                                      : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  return safe;
}

std::string property(std::string_view text) { return escaped(visible(text), "%:,"); }
std::string message(std::string_view text) { return escaped(visible(text), "%"); }

struct Place {
  std::string file;
  std::uint64_t line = 0, column = 0;
};

std::string command(const char* level, const Place& place, const std::string& title, const std::string& data) {
  std::string text = fmt::format("::{} ", level);
  if (!place.file.empty()) {
    text += "file=" + property(place.file) + ",";
    if (place.line > 0) text += fmt::format("line={},", place.line);
    if (place.column > 0) text += fmt::format("col={},", place.column);
  }
  return text + "title=" + property(title) + "::" + data + "\n";
}

const char* level_of(Outcome outcome) {
  if (outcome == Outcome::suppressed) return "notice";
  return outcome == Outcome::warned ? "warning" : "error";
}

std::string design_file(const Result& result, const std::string& design) {
  for (const DesignResult& known : result.designs)
    if (known.design == design) return known.file;
  return "";
}

std::string of_expectation(const Result& result, const ExpectationResult& row) {
  Place place{row.file, row.line, row.column};
  if (place.file.empty()) place = {design_file(result, row.design), 1, 0};
  std::string text = message(sentence(row));
  const std::string reason = excuse(row);
  if (!reason.empty()) text += " (" + message(reason) + ")";
  if (!row.because.empty()) text += "%0A" + message(row.because);
  if (!row.scenario.empty()) text += "%0A" + message(replay_command(result, row));
  const std::string title = row.scenario.empty() ? row.design : row.design + ", " + row.scenario;
  return command(level_of(outcome(row)), place, title, text);
}

}  // namespace

std::string annotations(const Result& result, const std::vector<Diagnostic>& problems) {
  std::string text;
  for (const Diagnostic& problem : problems)
    text += command(problem.severity == Severity::error ? "error" : "warning",
                    {problem.file, problem.position.line, problem.position.column}, "windtunnel",
                    message(problem.message));
  for (const Outcome wanted :
       {Outcome::failed, Outcome::unmeasured, Outcome::undecided, Outcome::warned, Outcome::suppressed})
    for (const ExpectationResult& row : result.expectations)
      if (outcome(row) == wanted) text += of_expectation(result, row);
  for (const auto& [design, finding] : foremost_findings(result, std::size_t(-1))) {
    if (finding->severity == "note") continue;
    const std::string where = finding->component.empty() ? "" : finding->component + ": ";
    text += command(finding->severity == "error" ? "warning" : "notice", {finding->file, finding->line, finding->column},
                    design->design + ", " + finding->rule, message(where + finding->text));
  }
  return text;
}

std::string without_commands(std::string_view text) {
  std::string safe;
  bool line_begins = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    safe += text[i];
    if (line_begins && rest.starts_with("::")) safe += ' ';
    if (rest.starts_with("##")) {
      std::size_t word = 2;
      while (word < rest.size() && std::isalpha(static_cast<unsigned char>(rest[word])) != 0) ++word;
      if (word < rest.size() && rest[word] == '[') safe += ' ';
    }
    if (text[i] == '\n' || text[i] == '\r')
      line_begins = true;
    else if (text[i] != ' ' && text[i] != '\t')
      line_begins = false;
  }
  return safe;
}

}  // namespace windtunnel::reports
