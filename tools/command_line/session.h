// What surrounds a campaign that a command makes: the line of progress, the time limit and the cache.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "sim/run/campaign.h"
#include "tools/command_line/commands.h"
#include "tools/command_line/run_cache.h"
#include "tools/command_line/time_limit.h"

namespace windtunnel::tools {

/// Colour only where a person looks, and never against their will.
bool wants_colour(const CommonOptions& options);
/// Columns for text on standard output: the terminal's, else 110.
int terminal_width();

/// A line on standard error that says how far a campaign is; only where a person looks.
class ProgressLine {
 public:
  explicit ProgressLine(const CommonOptions& options);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  void operator()(std::uint64_t done, std::uint64_t all);
  /// What is done from now on: "replications".
  void begin(const std::string& part);

 private:
  void draw(const std::string& text);

  bool shown_, drawn_ = false;
  std::uint64_t percent_ = ~std::uint64_t{0};
  std::string part_ = "replications";
};

/// Begins when the command begins, ends when it has its result.
class Session {
 public:
  /// Throws UsageError when the time limit makes no sense.
  Session(const CommonOptions& options, const std::string& resolution);

  /// Tells whoever looks what is done from now on.
  void begin(const std::string& part) { progress_.begin(part); }
  /// Valid as long as the session.
  CampaignOptions campaign();
  /// Null: nothing is kept.
  RunCache* cache() { return cache_.get(); }
  /// Whether the time limit has stopped something.
  bool out_of_time() const { return limit_.over(); }

 private:
  const CommonOptions& options_;
  TrafficResolution resolution_;
  std::atomic<bool> unused_{false};  ///< what a limit sets where nobody listens
  bool limited_;
  ProgressLine progress_;
  std::unique_ptr<RunCache> cache_;
  TimeLimit limit_;
};

}  // namespace windtunnel::tools
