// How a command ends: each exception with its exit code and message, and the gravest of several reasons.
#include "tools/command_line/ending.h"

#include <catch2/catch.hpp>
#include <new>
#include <stdexcept>

#include "sim/config/diagnostics.h"
#include "sim/config/file_output.h"
#include "sim/run/runner.h"
#include "tools/command_line/commands.h"

using namespace windtunnel;
using namespace windtunnel::tools;

namespace {

struct Told {
  ExitCode code;
  std::string messages;
};

Told ended(const std::function<ExitCode()>& command) {
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* messages = open_memstream(&text, &size);
  const ExitCode code = ending_of(command, messages);
  std::fclose(messages);
  Told told{code, std::string(text, size)};
  std::free(text);
  return told;
}

template <class Exception>
Told thrown(Exception exception) {
  return ended([&]() -> ExitCode { throw exception; });
}

BadInput problem(const std::string& file, bool missing) {
  Diagnostics diagnostics;
  diagnostics.error(file, {3, 7}, "something is wrong");
  return BadInput(diagnostics, missing);
}

/// How a command ends whose steps throw what is asked for.
Told after(bool missing, bool wrong, bool usage) {
  return ended([=] {
    take_all({[=] { if (usage) throw UsageError("wrong usage"); }, [=] { if (wrong) throw problem("b.yaml", false); },
              [=] { if (missing) throw problem("a.yaml", true); }});
    return ExitCode::failed;
  });
}

}  // namespace

TEST_CASE("what a command returns is how it ends, without a word") {
  for (const ExitCode code : {ExitCode::held, ExitCode::failed, ExitCode::inconclusive, ExitCode::regression}) {
    const Told told = ended([=] { return code; });
    CHECK(told.code == code);
    CHECK(told.messages.empty());
  }
}

TEST_CASE("an error that nobody expected is internal, and says what it was") {
  const Told logic = thrown(std::logic_error("a store without a journal"));
  CHECK(static_cast<int>(logic.code) == 70);
  CHECK(logic.messages == "windtunnel: internal error: a store without a journal\n");
  CHECK(static_cast<int>(thrown(std::runtime_error("of its own")).code) == 70);
  CHECK(static_cast<int>(thrown(std::bad_alloc()).code) == 70);
}

TEST_CASE("every other exception has the code that is documented for it") {
  CHECK(static_cast<int>(thrown(Interruption()).code) == 130);
  CHECK(static_cast<int>(thrown(problem("a.yaml", true)).code) == 66);
  const Told wrong = thrown(problem("a.yaml", false));
  CHECK(static_cast<int>(wrong.code) == 65);
  CHECK(wrong.messages == "a.yaml:3:7: error: something is wrong\n");
  const Told usage = thrown(UsageError("no such thing"));
  CHECK(static_cast<int>(usage.code) == 64);
  CHECK(usage.messages == "windtunnel: no such thing\n");
  CHECK(static_cast<int>(thrown(CannotWrite("cannot write report.json: No space left on device")).code) == 64);
}

TEST_CASE("of several reasons the gravest counts, and all problems of files are told") {
  CHECK(static_cast<int>(after(true, true, true).code) == 66);
  CHECK(static_cast<int>(after(true, false, true).code) == 66);
  CHECK(static_cast<int>(after(false, true, true).code) == 65);
  CHECK(static_cast<int>(after(false, false, true).code) == 64);
  CHECK(static_cast<int>(after(false, false, false).code) == 1);
  CHECK(after(true, true, true).messages ==
        "a.yaml:3:7: error: something is wrong\nb.yaml:3:7: error: something is wrong\n");
}

TEST_CASE("an interruption and an internal error come before whatever else is wrong") {
  const auto step_after_wrong_input = [](const std::function<void()>& step) {
    return ended([&] {
      take_all({[] { throw problem("a.yaml", true); }, step});
      return ExitCode::held;
    });
  };
  CHECK(static_cast<int>(step_after_wrong_input([] { throw Interruption(); }).code) == 130);
  CHECK(static_cast<int>(step_after_wrong_input([] { throw std::logic_error("broken"); }).code) == 70);
}
