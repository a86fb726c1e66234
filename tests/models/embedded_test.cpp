// The embedded data: every data file of the repository is inside the program, byte for byte, and in its agreed form.
#include "models/embedded.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

namespace windtunnel::models {
namespace {

const std::filesystem::path root = WINDTUNNEL_SOURCE_DIR;

std::string read(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::string> files_on_disk(const std::string& folder, const std::string& ending) {
  std::vector<std::string> paths;
  if (!std::filesystem::exists(root / folder)) return paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
    if (entry.path().extension() == ending) paths.push_back(entry.path().lexically_relative(root).generic_string());
  }
  return paths;
}

}  // namespace

TEST_CASE("every data file of the repository is embedded, byte for byte") {
  std::vector<std::string> paths;
  for (const auto& [folder, ending] : {std::pair{"models/facts", ".json"},
                                       {"models/prices", ".json"},
                                       {"models/claims", ".json"},
                                       {"models/designs", ".yaml"},
                                       {"scenarios", ".yaml"},
                                       {"tools/template", ".yaml"},
                                       {"tools/template", ".yml"}}) {
    for (auto& path : files_on_disk(folder, ending)) paths.push_back(std::move(path));
  }
  CHECK(paths.size() >= 7);
  CHECK(paths.size() == embedded_files().size());
  for (const auto& path : paths) {
    CAPTURE(path);
    REQUIRE(is_embedded(path));
    CHECK((embedded_file(path) == read(root / path)));
  }
}

TEST_CASE("embedded files are listed by path, and looked up by the whole path only") {
  CHECK(std::ranges::is_sorted(embedded_files(), {}, &EmbeddedFile::path));
  CHECK_FALSE(is_embedded("models/prices/price.json"));
  CHECK_FALSE(is_embedded("prices.json"));
  CHECK_FALSE(is_embedded(""));
  CHECK_THROWS_WITH(embedded_file("models/prices/none.json"), "not an embedded file: models/prices/none.json");
}

TEST_CASE("embedded JSON keeps one form, so that a change of data reads well in a diff") {
  for (const auto& [path, text] : embedded_files()) {
    if (!path.ends_with(".json")) continue;
    CAPTURE(path);
    CHECK((text == nlohmann::ordered_json::parse(text).dump(2) + "\n"));
  }
}

TEST_CASE("the ledger gives each claim an id of its own, a place in a document, a quote and a way to judge it") {
  const auto ledger = nlohmann::json::parse(embedded_file("models/claims/claims.json"));
  CHECK(ledger.at("schema") == "windtunnel-claims/1");
  const std::set<std::string> kinds = {"mechanism", "configuration", "cost", "statement", "target"};
  std::set<std::string> ids;
  for (const auto& claim : ledger.at("claims")) {
    CAPTURE(claim.dump());
    CHECK(ids.insert(claim.at("id")).second);
    CHECK(claim.at("line").get<int>() >= 1);
    CHECK(kinds.contains(claim.at("kind")));
    CHECK_FALSE(claim.at("quote").get<std::string>().empty());
    CHECK_FALSE(claim.at("judged_by").get<std::string>().empty());
    CHECK_FALSE(claim.at("designs").empty());
  }
  CHECK(ids.size() == 166);
}

}  // namespace windtunnel::models
