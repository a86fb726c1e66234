// Files are written whole or not at all.
#include "sim/config/file_output.h"

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>
#include <vector>

using namespace windtunnel;
namespace fs = std::filesystem;

namespace {

/// A folder that is gone when the test is.
struct TemporaryFolder {
  TemporaryFolder() : path(fs::temp_directory_path() / ("windtunnel-file-output-test-" + std::to_string(getpid()))) {
    fs::remove_all(path);
    fs::create_directory(path);
  }
  ~TemporaryFolder() { fs::remove_all(path); }
  std::string file(const std::string& name) const { return (path / name).string(); }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(path), fs::directory_iterator()));
  }
  fs::path path;
};

std::string read(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("a file is written, and written over, and nothing else is left") {
  const TemporaryFolder folder;
  const std::string file = folder.file("report.json");
  write_file(file, "one\n");
  CHECK(read(file) == "one\n");
  const std::string large(3'000'000, 'x');
  write_file(file, large);
  CHECK(read(file) == large);
  write_file(file, "");
  CHECK(read(file).empty());
  CHECK(folder.files() == 1);
}

TEST_CASE("a failure names the file and the reason, and leaves nothing") {
  const TemporaryFolder folder;
  CHECK_THROWS_WITH(write_file(folder.file("none/report.json"), "x"),
                    "cannot write " + folder.file("none/report.json") + ": No such file or directory");
  CHECK_THROWS_WITH(write_file(folder.path.string(), "x"), "cannot write " + folder.path.string() + ": Is a directory");
  CHECK_THROWS_WITH(write_file("", "x"), Catch::Matchers::StartsWith("cannot write "));
  CHECK(folder.files() == 0);
}

TEST_CASE("a device that takes nothing is reported") {
  if (fs::exists("/dev/full"))
    CHECK_THROWS_WITH(write_file("/dev/full", "x"), "cannot write /dev/full: No space left on device");
}

TEST_CASE("permissions stay, and links go on to point at their target") {
  const TemporaryFolder folder;
  const std::string file = folder.file("report.json"), link = folder.file("latest.json");
  write_file(file, "one");
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink(file, link);
  write_file(link, "two");
  CHECK(fs::is_symlink(link));
  CHECK(read(file) == "two");
  CHECK((fs::status(file).permissions() & fs::perms::all) == (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("a device is written into, not replaced") {
  write_file("/dev/null", "x");
  CHECK(fs::is_character_file("/dev/null"));
}

TEST_CASE("whoever is interrupted while writing leaves nothing half-written") {
  const TemporaryFolder folder;
  const std::string file = folder.file("report.json"), one(4'000'000, 'x'), other(4'000'000, 'y');
  write_file(file, one);
  for (int round = 0; round < 20; ++round) {
    const pid_t writer = fork();
    if (writer == 0) {
      std::signal(SIGINT, [](int) { _exit(130); });
      for (;;) {
        write_file(file, one);
        write_file(file, other);
      }
    }
    usleep(static_cast<useconds_t>(10'000 + 1'300 * round));
    kill(writer, SIGINT);
    int status = 0;
    REQUIRE(waitpid(writer, &status, 0) == writer);
    REQUIRE(folder.files() == 1);
    const std::string text = read(file);
    REQUIRE((text == one || text == other));
  }
}

TEST_CASE("whoever ends a program whose threads write leaves nothing half-written") {
  const TemporaryFolder folder;
  const std::string file = folder.file("report.json"), text(200'000, 'x');
  write_file(file, text);
  for (int round = 0; round < 20; ++round) {
    const pid_t writer = fork();
    if (writer == 0) {
      std::signal(SIGINT, [](int) {
        if (stop_writing_files()) _exit(130);
      });
      std::vector<std::thread> threads;
      for (int i = 0; i < 3; ++i)
        threads.emplace_back([&] {
          for (;;) {
            write_file(file, text);
            usleep(500);
          }
        });
      for (;;) pause();  // here the signal is not held back
    }
    usleep(static_cast<useconds_t>(10'000 + 1'300 * round));
    int status = 0;
    while (waitpid(writer, &status, WNOHANG) == 0) {
      kill(writer, SIGINT);
      usleep(200);
    }
    REQUIRE(WEXITSTATUS(status) == 130);
    REQUIRE(folder.files() == 1);
    REQUIRE(read(file) == text);
  }
}
