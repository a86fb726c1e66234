// See sarif.h.
#include "reports/pipelines/sarif.h"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "reports/answer.h"
#include "reports/pipelines/outcome.h"
#include "reports/text.h"
#include "sim/kernel/random.h"

namespace windtunnel::reports {
namespace {

using Json = nlohmann::ordered_json;

/// Text in which nothing is a link or the place of an argument (sections 3.11.5 and 3.11.6 of the standard).
std::string plain(std::string_view text) {
  std::string safe;
  for (const char c : visible(text)) {
    if (c == '\\' || c == '[' || c == ']') safe += '\\';
    if (c == '{' || c == '}') safe += c;
    safe += c;
  }
  return safe;
}

Json message_object(std::string_view text) { return {{"text", plain(text)}}; }

/// A path as the path of a URI (RFC 3986): a colon in the first part would be a scheme.
std::string uri(std::string_view path) {
  std::string text;
  for (const char c : path) {
    const bool kept = std::string_view("-._~/").find(c) != std::string_view::npos || (c >= '0' && c <= '9') ||
                      (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    text += kept ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return text;
}

Json location(const std::string& file, std::uint64_t line, std::uint64_t column) {
  Json artifact = {{"uri", (file.starts_with("/") ? "file://" : "") + uri(file)}};
  if (!file.starts_with("/")) artifact["uriBaseId"] = "%SRCROOT%";
  Json place = {{"artifactLocation", artifact}};
  if (line > 0) {
    place["region"] = {{"startLine", line}};
    if (column > 0) place["region"]["startColumn"] = column;
  }
  return {{"physicalLocation", place}};
}

std::string fingerprint(const std::string& words) { return fmt::format("{:016x}", hash_name(words)); }

/// The results with the rules that they name; a rule is described once, where it is first needed.
class Log {
 public:
  explicit Log(const Result& result) : result_(result) {
    for (const auto& [name, demand] : result.rules) rule(name, demand, "static rule");
  }

  void add(const ExpectationResult& row) {
    const Outcome what = outcome(row);
    if (what == Outcome::passed || what == Outcome::inapplicable) return;
    const std::string measure = row.measure.empty() ? "expectation" : visible(row.measure);
    const std::string id = "expectation/" + measure;
    rule(id, fmt::format("The limits that scenarios and policies set on {} hold.", measure), "expectation");
    std::string text = fmt::format("{}: {}", row.scenario.empty() ? row.design : row.design + " under " + row.scenario,
                                   sentence(row));
    if (const std::string reason = excuse(row); !reason.empty()) text += " (" + reason + ")";
    if (!row.because.empty()) text += ". " + row.because;
    if (!row.why.empty()) text += ". The limit's reason: " + row.why;
    if (!row.scenario.empty()) text += ". Replay: " + replay_command(result_, row);
    const bool fails = what == Outcome::failed || what == Outcome::unmeasured;
    Json entry = begin(id, fails || what == Outcome::suppressed ? "error" : "warning", text);
    std::string file = row.file;
    for (const DesignResult& design : result_.designs)
      if (file.empty() && design.design == row.design) file = design.file;
    const bool own = !row.file.empty();
    if (!file.empty())
      entry["locations"] = Json::array({location(file, own ? row.line : 1, own ? row.column : 0)});
    entry["partialFingerprints"] = {
        {"expectation/v1", fingerprint(row.design + '\n' + row.scenario + '\n' + row.journey + '\n' + measure + '\n' +
                                       row.limit)}};
    if (what == Outcome::suppressed)
      entry["suppressions"] = Json::array(
          {{{"kind", "external"}, {"status", "accepted"}, {"justification", visible(excuse(row))}}});
    results_.push_back(std::move(entry));
  }

  void add(const DesignResult& design, const FindingResult& finding) {
    rule(finding.rule, "", "static rule");
    const std::string where = finding.component.empty() ? design.design : design.design + ", " + finding.component;
    Json entry = begin(finding.rule, finding.severity, where + ": " + finding.text);
    Json place = finding.file.empty() ? Json::object() : location(finding.file, finding.line, finding.column);
    if (!finding.component.empty())
      place["logicalLocations"] =
          Json::array({{{"fullyQualifiedName", visible(finding.component)}, {"kind", "member"}}});
    if (!place.empty()) entry["locations"] = Json::array({place});
    entry["partialFingerprints"] = {
        {"finding/v1", fingerprint(design.design + '\n' + finding.rule + '\n' + finding.component + '\n' + finding.text)}};
    results_.push_back(std::move(entry));
  }

  std::string text(const std::vector<Diagnostic>& problems) const {
    Json notifications = Json::array();
    for (const Diagnostic& problem : problems) {
      Json entry = {{"level", problem.severity == Severity::error ? "error" : "warning"},
                    {"message", message_object(problem.message)}};
      if (!problem.file.empty())
        entry["locations"] =
            Json::array({location(problem.file, problem.position.line, problem.position.column)});
      notifications.push_back(std::move(entry));
    }
    Json invocation = {{"executionSuccessful", problems.empty()}};
    if (!result_.command.empty()) invocation["commandLine"] = visible(result_.command);
    if (!notifications.empty()) invocation["toolConfigurationNotifications"] = notifications;
    const Json run = {
        {"tool",
         {{"driver", {{"name", "windtunnel"}, {"version", visible(result_.windtunnel)}, {"rules", rules_}}}}},
        {"automationDetails", {{"id", "windtunnel/"}}},
        {"invocations", Json::array({invocation})},
        {"originalUriBaseIds", {{"%SRCROOT%", {{"description", {{"text", "The folder of the repository."}}}}}}},
        {"columnKind", "unicodeCodePoints"},
        {"results", results_},
        {"properties", {{"seed", result_.seed}}}};
    const Json log = {{"$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"},
                      {"version", "2.1.0"},
                      {"runs", Json::array({run})}};
    return log.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  }

 private:
  void rule(const std::string& name, const std::string& demand, const char* kind) {
    const std::string id = visible(name);
    if (!known_.emplace(id, rules_.size()).second) return;
    const std::string sentence = demand.empty() ? id : demand;
    rules_.push_back({{"id", id},
                      {"name", id},
                      {"shortDescription", message_object(sentence)},
                      {"fullDescription", message_object(sentence)},
                      {"help", message_object(sentence)},
                      {"defaultConfiguration", {{"level", "warning"}}},
                      {"properties", {{"tags", Json::array({"reliability", kind})}}}});
  }

  Json begin(const std::string& id, const std::string& level, const std::string& text) const {
    const std::string shown = visible(id);
    const bool valid = level == "error" || level == "warning" || level == "note";
    return {{"ruleId", shown},
            {"ruleIndex", known_.at(shown)},
            {"level", valid ? level : "warning"},
            {"message", message_object(text)}};
  }

  const Result& result_;
  Json rules_ = Json::array(), results_ = Json::array();
  std::map<std::string, std::size_t> known_;  ///< rule: its place in rules_
};

}  // namespace

std::string sarif(const Result& result, const std::vector<Diagnostic>& problems) {
  Log log(result);
  for (const ExpectationResult& row : result.expectations) log.add(row);
  for (const DesignResult& design : result.designs)
    for (const FindingResult& finding : design.findings) log.add(design, finding);
  return log.text(problems);
}

}  // namespace windtunnel::reports
