// Rules that keep a trajectory the same on every machine: what the engine and the models must not call.
#include <algorithm>
#include <array>
#include <cctype>

#include "tests/style/rules.h"

namespace windtunnel::style {
namespace {

template <std::size_t n>
bool is_one_of(std::string_view word, const std::array<std::string_view, n>& words) {
  return std::ranges::find(words, word) != words.end();
}

constexpr std::array<std::string_view, 4> unordered_containers = {"unordered_map", "unordered_set",
                                                                  "unordered_multimap", "unordered_multiset"};
constexpr std::array<std::string_view, 10> foreign_random = {
    "rand",    "srand",      "rand_r",      "drand48",  "random_device",
    "mt19937", "mt19937_64", "minstd_rand", "ranlux48", "default_random_engine"};
constexpr std::array<std::string_view, 8> wall_clocks = {"system_clock", "steady_clock",  "high_resolution_clock",
                                                         "gettimeofday", "clock_gettime", "localtime",
                                                         "gmtime",       "mktime"};
constexpr std::array<std::string_view, 26> elementary_functions = {
    "log",  "log2", "log10", "log1p", "logb", "exp",  "exp2",  "expm1", "pow",   "sin", "cos",  "tan",    "asin",
    "acos", "atan", "atan2", "sinh",  "cosh", "tanh", "asinh", "acosh", "atanh", "erf", "erfc", "tgamma", "lgamma"};

/// Elementary functions themselves, and what is derived from trajectories without deciding them.
bool may_use_elementary_functions(const SourceFile& file) {
  return file.path.starts_with("sim/kernel/mathematics.") || file.is_under("sim/measure") ||
         file.is_under("sim/markov");
}

/// Whether a bare name means our own function, since the file is in its namespace or asks for it.
bool means_our_own(const SourceFile& file, const Name& name) {
  const auto has = [&](const std::string& code) { return file.code.find(code) != std::string::npos; };
  const bool bare = name.text.find("::") == name.text.npos;
  return bare &&
         (has("namespace windtunnel::mathematics") || has("using mathematics::" + std::string(name.text) + ";"));
}

std::string_view last_part(std::string_view name) {
  const auto colons = name.rfind("::");
  return colons == name.npos ? name : name.substr(colons + 2);
}

/// Whether one of the words is a part of a qualified name: std::chrono::system_clock::now.
template <std::size_t n>
bool has_part(std::string_view name, const std::array<std::string_view, n>& words) {
  while (!is_one_of(last_part(name), words)) {
    const auto colons = name.rfind("::");
    if (colons == name.npos) return false;
    name = name.substr(0, colons);
  }
  return true;
}

char next_character(std::string_view code, std::size_t at) {
  while (at < code.size() && std::isspace(static_cast<unsigned char>(code[at]))) ++at;
  return at < code.size() ? code[at] : '\0';
}

/// Whether a name is the C library's: std::log, ::log or a bare call log(x); not x.log(), mathematics::log or a
/// declaration.
bool is_library_call(std::string_view code, const Name& name) {
  if (next_character(code, name.offset + name.text.size()) != '(') return false;
  if (name.text.starts_with("std::")) return true;
  if (name.text.find("::") != name.text.npos) return false;
  auto before = code.substr(0, name.offset);
  while (!before.empty() && std::isspace(static_cast<unsigned char>(before.back()))) before.remove_suffix(1);
  if (before.empty()) return true;
  if (before.ends_with('.') || before.ends_with("->")) return false;
  // A type before the name makes it a declaration; "Type&" is written without a space, "a & b" with one.
  const auto type = before.substr(0, before.find_last_not_of("*&>") + 1);
  const bool declared = !type.empty() && is_word_character(type.back()) && !before.ends_with("return");
  return !declared;
}

/// time(nullptr) reads the clock; a function of ours called time does not.
bool reads_time(std::string_view code, const Name& name) {
  if (name.text == "std::time") return true;
  if (name.text != "time") return false;
  const auto rest = code.substr(name.offset + name.text.size());
  return rest.starts_with("(nullptr)") || rest.starts_with("(NULL)") || rest.starts_with("(0)");
}

/// Why a name must not stand in the engine or the models, or nothing.
std::string_view reason_against(const SourceFile& file, const Name& name) {
  const auto last = last_part(name.text);
  const bool qualified = name.text.find("::") != name.text.npos;
  if (has_part(name.text, unordered_containers)) return "the order of an unordered container differs between libraries";
  if (is_one_of(last, foreign_random) && (qualified || is_library_call(file.code, name)))
    return "random numbers come from sim/kernel/random.h";
  const bool foreign = name.text.starts_with("std::") || name.text.starts_with("boost::random::");
  if (foreign && last.ends_with("_distribution")) return "distributions come from sim/kernel/distribution.h";
  if (has_part(name.text, wall_clocks) || reads_time(file.code, name)) return "a run reads no wall clock";
  const bool elementary = is_one_of(last, elementary_functions) && is_library_call(file.code, name);
  if (elementary && !may_use_elementary_functions(file) && !means_our_own(file, name)) {
    return "the C library's result differs between machines; use sim/kernel/mathematics.h";
  }
  return {};
}

/// What a call draws from: the purpose that it names, draw(component, purpose, ...), or the stream that it is asked of,
/// stream.uniform(). Nothing where a name is no draw.
std::string_view drawn_from(std::string_view code, const Name& name) {
  const std::string_view last = last_part(name.text), rest = code.substr(name.offset + name.text.size());
  if ((last != "draw" && last != "uniform") || !rest.starts_with("(")) return {};
  if (rest.starts_with("()")) {
    auto before = code.substr(0, name.offset);
    if (!before.ends_with('.')) return {};
    before.remove_suffix(1);
    const auto begin = std::find_if_not(before.rbegin(), before.rend(), is_word_character).base() - before.begin();
    return before.substr(static_cast<std::size_t>(begin));
  }
  const auto comma = rest.find_first_of(",;()", 1);
  if (comma == rest.npos || rest[comma] != ',') return {};
  const auto begin = rest.find_first_not_of(" \n", comma + 1);
  return begin == rest.npos ? rest.substr(rest.size()) : rest.substr(begin, rest.find_first_of(",;()", begin) - begin);
}

/// Draws from one stream twice in one statement: compilers differ in which of the two they make first.
void check_order_of_draws(const SourceFile& file, std::vector<Violation>& violations) {
  std::vector<std::string_view> drawn;  // in the present statement
  std::size_t last = 0;
  for (const auto& name : names_in(file.code)) {
    if (file.code.substr(last, name.offset - last).find_first_of(";{}") != std::string::npos) drawn.clear();
    last = name.offset;
    const auto from = drawn_from(file.code, name);
    if (from.empty()) continue;
    if (std::ranges::find(drawn, from) != drawn.end()) {
      violations.push_back({file.path, line_of(file.code, name.offset),
                            std::string(from) + ": drawn from twice in one statement, in an order that compilers choose"});
    }
    drawn.push_back(from);
  }
}

}  // namespace

std::vector<Violation> check_determinism(const SourceFile& file) {
  std::vector<Violation> violations;
  if (!file.is_cpp() || (!file.is_under("sim") && !file.is_under("models"))) return violations;
  for (const auto& name : names_in(file.code)) {
    const auto reason = reason_against(file, name);
    if (!reason.empty())
      violations.push_back(
          {file.path, line_of(file.code, name.offset), std::string(name.text) + ": " + std::string(reason)});
  }
  check_order_of_draws(file, violations);
  return violations;
}

}  // namespace windtunnel::style
