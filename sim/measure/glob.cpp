// Pattern matching in linear memory and without recursion, so that a hostile pattern costs at most the product of lengths.
#include "sim/measure/glob.h"

namespace windtunnel {

bool glob_matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool run_matches(std::string_view pattern, std::string_view run) {
  if (glob_matches(pattern, run)) return true;
  return pattern.find('@') == std::string_view::npos && glob_matches(pattern, run.substr(0, run.find('@')));
}

}  // namespace windtunnel
