// A hostile design and scenario, from their files through every format: what strangers write is shown, and acts nowhere.
// What a browser does with the page and the pictures is tested in tests/browser/.
#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <regex>

#include "tests/tools/program.h"

using namespace windtunnel::testing;
using Json = nlohmann::json;

namespace {

/// Markup, script, a formula, quotes, terminal control (7 and 8 bit), a change of direction, line ends, commands to pipelines.
const std::string hostile =
    "=1+1</script><script>window.owned=1</script><img src=x onerror=window.owned=1>\"'`|@everyone \x1b[31m\xc2\x9b"
    "31m\xe2\x80\xae-->\r\n::error::owned ]]>";

/// Every key of a design that takes free text carries it.
std::string hostile_design() {
  const Json assumption = {{"meaning", hostile}, {"source", hostile}, {"value", "90 s"}, {"low", "30 s"}, {"high", "10 min"},
                           {"parameter", "database.failover"}};
  const Json design = {
      {"title", hostile},
      {"document", hostile},
      {"components",
       {{"first", {{"type", "node"}}},
        {"second", {{"type", "node"}}},
        {"database", {{"type", "failover_group"}, {"members", {"first", "second"}}, {"failover", "90 s"}}}}},
      {"journeys",
       {{"order", {{"description", hostile}, {"success", {{"all", {"database"}}}}, {"rate", "100 /s"}}}}},
      {"assumptions", {{"takeover", assumption}}},
      {"claims",
       {{{"id", "lamp-01"},
         {"measured", {{"scenario", "loss"}, {"measure", "rto"}, {"limit", "< 60 s"}}},
         {"assumptions", {"takeover"}}}}}};
  return "{\"design\": \"pair\", " + design.dump().substr(1);  // a file is what its first key says
}

std::string hostile_scenario() {
  const Json scenario = {
      {"title", hostile},
      {"description", hostile},
      {"designs", {"pair"}},
      {"faults", {{{"strike", "component first"}, {"mode", "failure"}, {"at", "random time of day"}, {"for", "1 h"}}}},
      {"expect", {{{"journey", "*"}, {"rto", {{"p95", "<= 10 s"}}}, {"level", "error"}, {"why", hostile}}}}};
  return "{\"scenario\": \"loss\", " + scenario.dump().substr(1);
}

/// Controls other than line ends, and changes of direction, in UTF-8.
bool acts_on_a_terminal(const std::string& text) {
  static const std::regex unseen("[\\x01-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]");
  return text.find('\0') != std::string::npos || std::regex_search(text, unseen);
}

std::size_t count_of(const std::string& text, const std::string& what) {
  std::size_t count = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

bool has_command_line(const std::string& text) {
  return text.starts_with("::") || text.find("\n::") != std::string::npos || text.find("\r::") != std::string::npos;
}

/// The hostile files run once, into every format.
struct Passed {
  Folder folder;
  Ended ended;
  Passed() {
    std::string outputs;
    for (const char* format : {"json", "html", "markdown", "junit", "sarif", "github", "pdf", "csv", "svg", "png"})
      outputs += std::string(" -o ") + format + "=" + (folder / format);
    ended = windtunnel_program("run " + folder.write("pair.json", hostile_design()) + " " +
                               folder.write("loss.json", hostile_scenario()) +
                               " -n 10 --years 5 --no-progress --color always" + outputs);
  }
};

const Passed& passed() {
  static const Passed once;
  return once;
}

}  // namespace

TEST_CASE("a hostile design and scenario are run as any other") {
  INFO(passed().ended.out);
  CHECK(passed().ended.status == 1);  // the expectation fails
}

TEST_CASE("of hostile files: the terminal shows our colours and no others") {
  const auto& [folder, ended] = passed();
  std::string text = std::regex_replace(ended.out, std::regex("\x1b\\[(0|1|[39][0-7])m"), "");
  CHECK(text.find("window.owned") != std::string::npos);
  CHECK_FALSE(acts_on_a_terminal(text));
  CHECK(ended.out.find("<U+001B>[31m") != std::string::npos);
  CHECK_FALSE(has_command_line(ended.out));
}

TEST_CASE("of hostile files: JSON keeps the text as it is, escaped") {
  const auto& [folder, ended] = passed();
  const std::string text = text_of(folder / "json");
  CHECK_FALSE(acts_on_a_terminal(text));
  const Json result = Json::parse(text);
  CHECK(result.at("runs")[0].at("description") == hostile);
  CHECK(result.at("designs")[0].at("assumptions")[0].at("meaning") == hostile);
}

TEST_CASE("of hostile files: the page holds its own scripts and no element of theirs") {
  const auto& [folder, ended] = passed();
  const std::string text = text_of(folder / "html");
  CHECK(text.find("window.owned") != std::string::npos);
  CHECK_FALSE(acts_on_a_terminal(text.substr(text.find("<main>"), text.find("</main>") - text.find("<main>"))));
  CHECK(text.find("<script>window") == std::string::npos);
  CHECK(text.find("<img") == std::string::npos);
}

TEST_CASE("of hostile files: Markdown escapes what would be markup, mentions or tables") {
  const auto& [folder, ended] = passed();
  const std::string text = text_of(folder / "markdown");
  CHECK(text.find("pair") != std::string::npos);
  CHECK_FALSE(acts_on_a_terminal(text));
  CHECK_FALSE(std::regex_search(text, std::regex("(^|[^\\\\])<(script|img)")));
  CHECK(text.find("@everyone") == std::string::npos);
}

TEST_CASE("of hostile files: no cell of a table is a formula") {
  const auto& [folder, ended] = passed();
  std::size_t shown = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "csv")) {
    const std::string text = text_of(entry.path());
    shown += count_of(text, "window.owned");
    INFO(entry.path());
    CHECK_FALSE(acts_on_a_terminal(text));
    CHECK_FALSE(std::regex_search(text, std::regex("(^|,|\\n)\"?[=+@\\t]")));
  }
  CHECK(shown > 0);
}

TEST_CASE("of hostile files: JUnit, SARIF and annotations stay what they are") {
  const auto& [folder, ended] = passed();
  const std::string junit = text_of(folder / "junit"), sarif = text_of(folder / "sarif"), lines = text_of(folder / "github");
  CHECK(junit.find("window.owned") != std::string::npos);
  CHECK(junit.find("<script") == std::string::npos);
  CHECK(junit.find("<img") == std::string::npos);
  CHECK(count_of(junit, "]]>") == count_of(junit, "<![CDATA["));
  CHECK_FALSE(Json::parse(sarif).empty());
  CHECK(lines.starts_with("::error "));
  for (const std::string& text : {junit, sarif, lines}) CHECK_FALSE(acts_on_a_terminal(text));
  // Each line is one annotation of ours; none of theirs begins one.
  CHECK(count_of(lines, "\n") == count_of("\n" + lines, "\n::"));
  CHECK(lines.find("\n::error::owned") == std::string::npos);
}

TEST_CASE("of hostile files: pictures hold shapes and text, where they can be drawn") {
  const auto& [folder, ended] = passed();
  std::size_t pictures = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "svg")) {
    const std::string text = text_of(entry.path());
    CHECK_FALSE(acts_on_a_terminal(text));
    if (entry.path().extension() != ".svg") continue;
    ++pictures;
    CHECK_FALSE(std::regex_search(text, std::regex("<(script|img|image|foreignObject|a)[ >]")));
    const std::string still = text_of(folder / ("png/" + entry.path().stem().string() + ".png"));
    CHECK((still.empty() || still.substr(1, 3) == "PNG"));
  }
  const std::string pdf = std::filesystem::exists(folder / "pdf") ? text_of(folder / "pdf") : "";
  CHECK((pdf.empty() || pdf.starts_with("%PDF")));
  for (const char* action : {"/JavaScript", "/JS", "/URI", "/Launch", "/OpenAction", "/EmbeddedFile"})
    CHECK(pdf.find(action) == std::string::npos);
  CHECK((pictures > 0 || ended.out.find("no svg in") != std::string::npos));
}

TEST_CASE("what is wrong in a hostile file is told without its control characters") {
  const Folder folder;
  const std::string name = Json(hostile).dump();
  const std::string file = folder.write("bad.json", "{\"design\": \"pair\", \"components\": {" + name + ": {\"type\": " + name +
                                                        "}}, " + name + ": 1, \"journeys\": {}}");
  for (const char* command : {"run ", "availability ", "compare kasha "}) {
    const Ended ended = windtunnel_program(command + file);
    INFO(ended.out);
    CHECK(ended.status == 65);
    CHECK(ended.out.find("bad.json") != std::string::npos);
    CHECK_FALSE(acts_on_a_terminal(ended.out));
    CHECK_FALSE(has_command_line(ended.out));
  }
}
