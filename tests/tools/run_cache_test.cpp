// The cache through the program: the same bytes, less work, and no harm from damaged entries or full folders.
#include <catch2/catch.hpp>
#include <chrono>
#include <map>

#include "tests/tools/program.h"
#include "tools/command_line/run_cache.h"

using namespace windtunnel::testing;

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> entries(const std::string& folder) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder)) paths.push_back(entry.path());
  return paths;
}

/// A run of a design under one fault, and its years; the result's text.
std::string result(const Folder& folder, const std::string& options) {
  const std::string file = folder / "result.json";
  const Ended ended =
      windtunnel_program("run --designs 'kasha' --scenarios 'zone-loss' " +
                         (options.find("--years") == std::string::npos ? "--replications 12 --years 6 " : std::string()) +
                         "--quiet --output json='" + file + "' " + options);
  INFO(ended.out);
  REQUIRE(ended.status <= 2);
  std::string text = text_of(file);
  fs::remove(file);
  return text;
}

}  // namespace

// Runs at the ends of assumptions are entries as any other: the first case has them, the others do without.

TEST_CASE("a result from the cache has the bytes of one that was computed") {
  const Folder folder;
  const std::string cache = "--cache '" + (folder / "cache") + "'";
  const std::string computed = result(folder, "--no-cache");
  CHECK_FALSE(fs::exists(folder / "cache"));
  CHECK(result(folder, cache) == computed);
  CHECK(entries(folder / "cache").size() >= 4);  // two runs, years and a bill at least
  CHECK(result(folder, cache) == computed);
  CHECK(result(folder, cache + " --jobs 1") == computed);
}

TEST_CASE("damaged entries are ignored and written anew") {
  const Folder folder;
  const std::string cache = "--no-ends --cache '" + (folder / "cache") + "'";
  const std::string computed = result(folder, cache);
  std::size_t way = 0;
  for (const fs::path& entry : entries(folder / "cache")) {
    std::string text = text_of(entry);
    if (way % 3 == 0) text.resize(text.size() / 2);
    if (way % 3 == 1) text[text.size() - 1] ^= 1;
    if (way % 3 == 2) text.clear();
    ++way;
    std::ofstream(entry, std::ios::binary) << text;
  }
  CHECK(way >= 3);  // each way of damage was tried
  CHECK(result(folder, cache) == computed);
  for (const fs::path& entry : entries(folder / "cache")) CHECK(text_of(entry).rfind("windtunnel-cache/1 ", 0) == 0);
  CHECK(result(folder, cache) == computed);
}

TEST_CASE("fewer replications and years than were run are the first of them, without running anything") {
  const Folder folder;
  const std::string cache = "--no-ends --cache '" + (folder / "cache") + "'";
  (void)result(folder, cache + " --replications 20 --years 9");
  const auto contents = [&] {
    std::map<std::string, std::string> texts;
    for (const fs::path& entry : entries(folder / "cache")) texts[entry.filename()] = text_of(entry);
    return texts;
  };
  const auto before = contents();
  const std::string few = result(folder, cache + " --replications 7 --years 5");
  for (const auto& [name, text] : before) CHECK(contents().at(name) == text);
  CHECK(few == result(folder, "--no-ends --no-cache --replications 7 --years 5"));
  // Of more than were kept only the rest is run, and all are kept in their place.
  CHECK(result(folder, cache + " --replications 25 --years 9") == result(folder, "--no-ends --no-cache --replications 25 --years 9"));
}

TEST_CASE("another seed is another entry") {
  const Folder folder;
  const std::string cache = "--no-ends --cache '" + (folder / "cache") + "'";
  const std::string one = result(folder, cache);
  const std::string two = result(folder, cache + " --seed 2");
  CHECK(one != two);
  CHECK(two == result(folder, "--no-ends --no-cache --seed 2"));
}

TEST_CASE("the cache lives where the environment says, and a folder that cannot be made is no error") {
  const Folder folder;
  const std::string run = "run --designs kasha --scenarios nat-loss --replications 2 --years 0 --quiet";
  CHECK(shell("env -u WINDTUNNEL_NO_CACHE XDG_CACHE_HOME='" + (folder / "xdg") + "' \"" WINDTUNNEL_BINARY "\" " + run).status <= 2);
  CHECK_FALSE(entries(folder / "xdg/windtunnel").empty());
  CHECK(windtunnel_program(run + " --cache /dev/null/no").status <= 2);
}

TEST_CASE("the entries that were not used for longest go first") {
  using windtunnel::tools::RunCache;
  const Folder folder;
  const std::string kib(1024, 'x');
  { RunCache cache(folder / "cache"); for (const char* key : {"a", "b", "c", "d"}) cache.keep(key, kib); }
  const RunCache look(folder / "cache");
  const auto an_hour_ago = fs::file_time_type::clock::now() - std::chrono::hours(1);
  for (const fs::path& entry : entries(folder / "cache")) fs::last_write_time(entry, an_hour_ago);
  CHECK(look.find("b"));  // used now
  { RunCache cache(folder / "cache", 3 * 1200); cache.keep("e", kib); }
  CHECK(entries(folder / "cache").size() == 3);
  CHECK(look.find("b"));
  CHECK(look.find("e"));
  CHECK(*look.find("e") == kib);
  CHECK_FALSE(look.find("f"));
}
