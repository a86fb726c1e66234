// Writes files so that nobody ever sees half of one.
#include "sim/config/file_output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace windtunnel {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& file, int reason) {
  throw CannotWrite(fmt::format("cannot write {}: {}", file, std::strerror(reason)));
}

/// 0, or why not.
int write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t count = ::write(descriptor, content.data(), content.size());
    if (count < 0 && errno != EINTR) return errno;
    if (count > 0) content.remove_prefix(static_cast<std::size_t>(count));
  }
  return 0;
}

int write_and_close(int descriptor, std::string_view content) {
  int reason = write_all(descriptor, content);
  if (::close(descriptor) != 0 && reason == 0) reason = errno;
  return reason;
}

void write_directly(const std::string& file, std::string_view content) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
  const int reason = descriptor < 0 ? errno : write_and_close(descriptor, content);
  if (reason != 0) fail(file, reason);
}

/// Files that are being written; `no_more`: the program is about to end.
constexpr int no_more = -1;
std::atomic<int> files_under_way{0};
static_assert(std::atomic<int>::is_always_lock_free, "handlers of signals use it");

void begin_file() {
  for (int before = files_under_way;;) {
    while (before == no_more) {
      ::pause();
      before = files_under_way;
    }
    if (files_under_way.compare_exchange_weak(before, before + 1)) return;
  }
}

/// Holds back what interrupts a program (Ctrl-C, the end of a session) until a file stands or falls as a whole: otherwise the
/// half of one would stay under its temporary name. Other threads may still be interrupted: see stop_writing_files.
class SignalsHeld {
 public:
  SignalsHeld() {
    begin_file();
    sigset_t interrupting;
    sigemptyset(&interrupting);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&interrupting, signal);
    pthread_sigmask(SIG_BLOCK, &interrupting, &before_);
  }
  ~SignalsHeld() {
    --files_under_way;
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;

 private:
  sigset_t before_;
};

/// A new file beside the target, under a name that no other writer has.
int create_beside(const fs::path& target, fs::path& temporary) {
  for (int attempt = 0;; ++attempt) {
    temporary = target.parent_path() / fmt::format(".{}.{}.{}", target.filename().string(), ::getpid(), attempt);
    const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor >= 0 || errno != EEXIST || attempt == 100) return descriptor;
  }
}

}  // namespace

bool stop_writing_files() noexcept {
  int none = 0;
  return files_under_way.compare_exchange_strong(none, no_more) || none == no_more;
}

void write_file(const std::string& file, std::string_view content) {
  std::error_code error;
  const fs::file_status status = fs::status(file, error);
  if (fs::is_directory(status)) fail(file, EISDIR);
  if (fs::exists(status) && !fs::is_regular_file(status)) return write_directly(file, content);
  fs::path target = fs::exists(status) ? fs::canonical(file, error) : fs::path(file);
  if (error || target.empty()) target = file;
  const SignalsHeld held;
  fs::path temporary;
  const int descriptor = create_beside(target, temporary);
  if (descriptor < 0) fail(file, errno);
  // A file that was there keeps its permissions.
  if (fs::exists(status)) ::fchmod(descriptor, static_cast<mode_t>(status.permissions()));
  int reason = write_and_close(descriptor, content);
  if (reason == 0 && ::rename(temporary.c_str(), target.c_str()) != 0) reason = errno;
  if (reason == 0) return;
  ::unlink(temporary.c_str());
  fail(file, reason);
}

}  // namespace windtunnel
