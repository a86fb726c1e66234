// See process.h: pipes, poll and a deadline.
#include "reports/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <ctime>

extern char** environ;

namespace windtunnel::reports {
namespace {

/// Both ends of a pipe, closed when they go out of sight.
struct Pipe {
  std::array<int, 2> ends{-1, -1};
  Pipe() {
    if (pipe2(ends.data(), O_CLOEXEC) != 0) ends = {-1, -1};
  }
  ~Pipe() {
    shut(0);
    shut(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  void shut(int end) {
    if (ends[end] >= 0) close(ends[end]);
    ends[end] = -1;
  }
};

pid_t spawn(const std::vector<std::string>& arguments, Pipe& in, Pipe& out) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.ends[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out.ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  std::vector<char*> words;
  for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  pid_t child = -1;
  const int failed = posix_spawnp(&child, words[0], &actions, nullptr, words.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  return failed ? -1 : child;
}

/// A program that does not read its input must not end ours: a thread that writes to it is sent no SIGPIPE, and what the other threads
/// do about theirs stays as it is.
class BrokenPipesHeld {
 public:
  BrokenPipesHeld() {
    sigemptyset(&broken_pipe_);
    sigaddset(&broken_pipe_, SIGPIPE);
    sigset_t waiting;
    sigpending(&waiting);
    waited_ = sigismember(&waiting, SIGPIPE) == 1;
    pthread_sigmask(SIG_BLOCK, &broken_pipe_, &before_);
  }
  ~BrokenPipesHeld() {
    const timespec at_once{};
    if (!waited_) sigtimedwait(&broken_pipe_, nullptr, &at_once);
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  BrokenPipesHeld(const BrokenPipesHeld&) = delete;
  BrokenPipesHeld& operator=(const BrokenPipesHeld&) = delete;

 private:
  sigset_t broken_pipe_, before_;
  bool waited_;  // one was pending before
};

/// Milliseconds of a clock that never jumps: a deadline for a stranger's program, no part of any result.
long long now_milliseconds() {
  timespec t{};
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000LL + t.tv_nsec / 1'000'000;
}

/// Feeds and drains the child until it has closed its output; false when the deadline passes first.
bool converse(Pipe& in, Pipe& out, std::string_view input, std::string& printed, long long deadline) {
  fcntl(in.ends[1], F_SETFL, O_NONBLOCK);
  for (;;) {
    if (input.empty()) in.shut(1);
    std::array<pollfd, 2> watched{{{out.ends[0], POLLIN, 0}, {in.ends[1], POLLOUT, 0}}};
    const long long left = deadline - now_milliseconds();
    if (left <= 0) return false;
    if (poll(watched.data(), watched.size(), static_cast<int>(left)) < 0 && errno != EINTR) return false;
    if (watched[1].revents != 0 && !input.empty()) {
      const ssize_t written = write(in.ends[1], input.data(), input.size());
      if (written > 0) input.remove_prefix(static_cast<std::size_t>(written));
      if (written < 0 && errno != EAGAIN) input = {};
    }
    if (watched[0].revents != 0) {
      std::array<char, 65536> buffer;
      const ssize_t got = read(out.ends[0], buffer.data(), buffer.size());
      if (got <= 0) return true;
      printed.append(buffer.data(), static_cast<std::size_t>(got));
    }
  }
}

}  // namespace

std::optional<Finished> run_program(const std::vector<std::string>& arguments, std::string_view input,
                                    int timeout_seconds) {
  Pipe in, out;
  if (in.ends[0] < 0 || out.ends[0] < 0) return std::nullopt;
  const pid_t child = spawn(arguments, in, out);
  const BrokenPipesHeld held;  // after the child has begun, which would inherit it
  in.shut(0);
  out.shut(1);
  Finished finished;
  bool ended = false;
  if (child > 0) {
    ended = converse(in, out, input, finished.out, now_milliseconds() + timeout_seconds * 1000LL);
    if (!ended) kill(child, SIGKILL);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    finished.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  if (!ended || finished.status == 127) return std::nullopt;
  return finished;
}

}  // namespace windtunnel::reports
