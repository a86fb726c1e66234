// How much each of several changes contributes to what all of them do together.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <vector>

namespace windtunnel {

/// What figures (several at once) are when some of the changes have been made; nothing when that cannot be run.
using EvaluateChanges = std::function<std::optional<std::vector<double>>(const std::set<std::size_t>& made)>;

struct Attribution {
  /// By change, then by figure: what making it changes, in the mean over orders in which changes can be made (the
  /// Shapley value under precedence, Faigle & Kern 1992), of those orders in which what is before it and after it can be run.
  /// Nothing: it was not tried alone.
  std::vector<std::optional<std::vector<double>>> contributions;
  std::vector<double> remainder;  ///< by figure: what belongs to no change alone; contributions and this add up to all
  std::vector<std::size_t> tried;  ///< by change: the orders over which its contribution is the mean
  std::size_t orders = 0;          ///< in which changes were made
  bool every_order = true;        ///< false: only the first order and one that is as far from it as can be
};

/// `before` lists for each change those that must be made before it; circles are no error: such changes are not tried.
/// With up to four changes every order is tried, with more only two orders, and beyond `most` changes only the first
/// `most` in either (they count as the last ones made, together, in the remainder).
Attribution attribute(const std::vector<std::vector<std::size_t>>& before, const EvaluateChanges& evaluate,
                      std::size_t most = 8);

/// The sets of changes that `attribute` asks for besides none and all of them, where every one of them can be run.
std::set<std::set<std::size_t>> sets_to_try(const std::vector<std::vector<std::size_t>>& before, std::size_t most = 8);

}  // namespace windtunnel
