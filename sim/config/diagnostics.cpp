// Everything that is wrong with the input, collected, and the nearest valid word for a wrong one.
#include "sim/config/diagnostics.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace windtunnel {
namespace {

/// Words longer than this are no typing errors of a key, and would make the distance slow.
constexpr std::size_t longest_word = 64;

/// Loops over what a user wrote end earlier (Reader::enough); this ends whatever does not ask.
constexpr std::size_t most_errors = 1000;

std::string all_lines(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics.sorted()) text += (text.empty() ? "" : "\n") + to_text(diagnostic);
  return text;
}

/// Lower case, with '-' and blanks as '_': the differences that are slips of convention, not of spelling.
std::string normalised(std::string_view word) {
  std::string result(word);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '-' || c == ' ') c = '_';
  }
  return result;
}

/// Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other, no part edited
/// twice.
std::size_t damerau_levenshtein(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) cost[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) cost[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substitution = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, substitution});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  }
  return cost[a.size()][b.size()];
}

}  // namespace

std::string to_text(const Diagnostic& diagnostic) {
  std::string place = diagnostic.file;
  if (diagnostic.position.line > 0)
    place += fmt::format(":{}:{}", diagnostic.position.line, diagnostic.position.column);
  if (!place.empty()) place += ": ";
  return fmt::format("{}{}: {}", place, diagnostic.severity == Severity::error ? "error" : "warning",
                     diagnostic.message);
}

void Diagnostics::add(Diagnostic diagnostic) {
  if (diagnostic.severity == Severity::error && ++errors_ > most_errors) {
    all_.push_back({Severity::error, diagnostic.file, diagnostic.position,
                    "more is wrong than is told at once; mend the other problems first"});
    throw BadInput(*this);
  }
  all_.push_back(std::move(diagnostic));
}

void Diagnostics::error(const std::string& file, Position position, std::string message) {
  add({Severity::error, file, position, std::move(message)});
}

void Diagnostics::warning(const std::string& file, Position position, std::string message) {
  add({Severity::warning, file, position, std::move(message)});
}

std::vector<Diagnostic> Diagnostics::sorted() const {
  std::vector<Diagnostic> result = all_;
  const auto place = [](const Diagnostic& d) { return std::tie(d.file, d.position.line, d.position.column); };
  std::stable_sort(result.begin(), result.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return place(a) < place(b); });
  // A stack that two regions use is read twice; its mistakes are told once.
  std::vector<Diagnostic> distinct;
  for (Diagnostic& diagnostic : result) {
    const auto told = [&](const Diagnostic& d) {
      return place(d) == place(diagnostic) && d.message == diagnostic.message;
    };
    const auto same_place = std::find_if(distinct.rbegin(), distinct.rend(),
                                         [&](const Diagnostic& d) { return place(d) != place(diagnostic); });
    if (std::none_of(distinct.rbegin(), same_place, told)) distinct.push_back(std::move(diagnostic));
  }
  return distinct;
}

BadInput::BadInput(Diagnostics diagnostics, bool missing)
    : std::runtime_error(all_lines(diagnostics)), diagnostics_(std::move(diagnostics)), missing_(missing) {}

std::string nearest_word(std::string_view word, const std::vector<std::string>& candidates) {
  if (word.empty() || word.size() > longest_word) return {};
  const std::string wanted = normalised(word);
  const std::size_t enough = std::max<std::size_t>(1, wanted.size() / 3);
  std::size_t best = 2 * (enough + 1);
  std::string nearest;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > longest_word) continue;
    const std::string other = normalised(candidate);
    const std::size_t distance = damerau_levenshtein(wanted, other);
    // Of two words equally far, people mean the one whose ends they hit: "mn" is "min" and not "ms".
    const bool same_ends = !other.empty() && other.front() == wanted.front() && other.back() == wanted.back();
    const std::size_t score = 2 * distance + (same_ends ? 0 : 1);
    // A word of one or two letters is near to every other one; only a slip of convention counts there.
    if (score < best && (distance == 0 || distance < std::min(wanted.size(), other.size()))) {
      best = score;
      nearest = candidate;
    }
  }
  if (!nearest.empty()) return nearest;
  // "tasks_min" for "tasks", "cidr_block" for "cidr": the same first word.
  for (const std::string& candidate : candidates) {
    const std::string other = normalised(candidate);
    if (wanted.starts_with(other + "_") || other.starts_with(wanted + "_")) return candidate;
  }
  return {};
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string nearest = nearest_word(word, candidates);
  return nearest.empty() ? std::string() : fmt::format("; did you mean \"{}\"?", nearest);
}

}  // namespace windtunnel
