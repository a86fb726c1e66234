// Rules on who may include whom, and on what the engine may name.
#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <optional>
#include <set>

#include "tests/style/rules.h"

namespace windtunnel::style {
namespace {

struct Include {
  std::string path;
  std::size_t line;
};

/// Includes in quotes; those in angle brackets are libraries.
std::vector<Include> includes_of(const SourceFile& file) {
  std::vector<Include> includes;
  std::size_t line = 0;
  for (const auto text : lines_of(file.code_and_literals)) {
    ++line;
    const auto directive = text.find("#include");
    const auto open = text.find('"');
    if (directive == text.npos || open == text.npos) continue;
    includes.push_back({std::string(text.substr(open + 1, text.find('"', open + 1) - open - 1)), line});
  }
  return includes;
}

/// "sim/kernel" for a path in the engine, "models" for one in the models; nothing for what is in no layer.
std::optional<std::string> layer_of(std::string_view path) {
  const auto slash = path.find('/');
  if (slash == path.npos) return std::nullopt;
  if (!path.starts_with("sim/")) return std::string(path.substr(0, slash));
  const auto second = path.find('/', slash + 1);
  return std::string(path.substr(0, second));
}

/// Each layer with the layers that it may include beside itself. tools and tests are not listed: they may include
/// anything.
const std::map<std::string, std::set<std::string>, std::less<>>& layers_below() {
  static const std::map<std::string, std::set<std::string>, std::less<>> below = [] {
    const std::set<std::string> design = {"sim/kernel", "sim/config", "sim/traffic"};
    auto scenario = design;
    scenario.insert("sim/design");
    auto measure = scenario;
    measure.insert("sim/scenario");
    auto run = measure;
    run.insert("sim/measure");
    auto search = run;
    search.insert({"sim/run", "sim/markov"});
    return std::map<std::string, std::set<std::string>, std::less<>>{
        {"sim/kernel", {}},
        {"sim/config", {"sim/kernel"}},
        {"sim/traffic", {"sim/kernel"}},
        {"sim/design", design},
        {"sim/scenario", scenario},
        {"sim/measure", measure},
        {"sim/run", run},
        {"sim/markov", scenario},
        {"sim/search", search},
        {"models", scenario},
        {"reports", run},
    };
  }();
  return below;
}

/// Where component types live; other folders of models/ hold data and what reads it.
constexpr std::array component_folders = {"edge", "network", "compute", "data", "messaging", "operations", "generic"};

std::string stem_of(std::string_view path) { return std::string(path.substr(0, path.rfind('.'))); }

bool is_component_path(std::string_view path) {
  return std::ranges::any_of(component_folders,
                             [&](const std::string& folder) { return path.starts_with("models/" + folder + "/"); });
}

/// "Ec2Instance_count" is ec2, instance, count.
std::vector<std::string> pieces_of(std::string_view name) {
  std::vector<std::string> pieces(1);
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool capital_after_small = i > 0 && std::isupper(static_cast<unsigned char>(name[i])) &&
                                     !std::isupper(static_cast<unsigned char>(name[i - 1]));
    const bool separator = name[i] == '_' || name[i] == ':';
    if ((separator || capital_after_small) && !pieces.back().empty()) pieces.emplace_back();
    if (!separator) pieces.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(name[i])));
  }
  return pieces;
}

/// The product that a name contains, or nothing. `in_literal` tells text from identifiers: an identifier s3 is the
/// fourth of a row.
std::optional<std::string> product_in(std::string_view name, bool in_literal) {
  static constexpr std::array long_words = {"dynamodb", "elasticache", "cloudfront", "cloudwatch",     "cloudformation",
                                            "fargate",  "route53",     "natgateway", "secretsmanager", "eventbridge",
                                            "kinesis",  "redshift",    "aurora",     "amazon"};
  static constexpr std::array short_words = {"aws", "ec2", "rds", "ecs", "eks", "ecr", "ebs", "efs",
                                             "elb", "alb", "nlb", "sqs", "sns", "kms", "vpc"};
  const auto pieces = pieces_of(name);
  std::string joined;
  for (const auto& piece : pieces) joined += piece;
  for (const std::string word : long_words) {
    if (joined.find(word) != joined.npos) return word;
  }
  for (const auto& piece : pieces) {
    if (std::ranges::find(short_words, piece) != short_words.end()) return piece;
    if (piece == "s3" && (in_literal || pieces.size() > 1)) return piece;
  }
  return std::nullopt;
}

}  // namespace

std::vector<Violation> check_include_direction(const SourceFile& file) {
  std::vector<Violation> violations;
  const auto layer = layer_of(file.path);
  const auto below = layer ? layers_below().find(*layer) : layers_below().end();
  if (file.is_cpp() && file.path.starts_with("sim/") && below == layers_below().end()) {
    violations.push_back({file.path, 1, *layer + " is not a layer that tests/style/layer_rules.cpp knows"});
  }
  for (const auto& [path, line] : includes_of(file)) {
    if (path.starts_with("..") || path.find("/..") != path.npos) {
      violations.push_back({file.path, line, "include \"" + path + "\" by its path from the repository's root"});
      continue;
    }
    const auto included = layer_of(path);
    if (below == layers_below().end() || !included || *included == *layer || below->second.contains(*included))
      continue;
    const bool ours = layers_below().contains(*included) || *included == "tools" || *included == "tests" ||
                      included->starts_with("sim/");
    if (ours) violations.push_back({file.path, line, *layer + " may not include " + *included + " (" + path + ")"});
  }
  return violations;
}

std::vector<Violation> check_models_apart(const SourceFile& file) {
  std::vector<Violation> violations;
  const bool in_group = is_component_path(file.path);
  if (!file.path.starts_with("models/") || (!in_group && file.path.find('/', 7) != std::string::npos)) return violations;
  // "models/edge/shared/" for a file of the edge; for those beside the groups, nothing.
  const std::string shared = in_group ? file.path.substr(0, file.path.find('/', 7)) + "/shared/" : "";
  for (const auto& [path, line] : includes_of(file)) {
    const bool of_group = is_component_path(path);
    const bool own = stem_of(path) == stem_of(file.path), of_own_group = in_group && path.starts_with(shared);
    if (of_group && !own && !of_own_group)
      violations.push_back({file.path, line, "a model may not include another (" + path + ")"});
  }
  return violations;
}

std::vector<Violation> check_product_words(const SourceFile& file) {
  std::vector<Violation> violations;
  if (!file.is_under("sim") || !file.is_cpp()) return violations;
  for (const auto& name : names_in(file.code_and_literals)) {
    const bool in_literal = file.code.substr(name.offset, name.text.size()) != name.text;
    if (const auto product = product_in(name.text, in_literal)) {
      violations.push_back({file.path, line_of(file.text, name.offset),
                            "the engine knows no cloud, but names " + *product + " (" + std::string(name.text) + ")"});
    }
  }
  return violations;
}

}  // namespace windtunnel::style
