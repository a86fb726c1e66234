// Histories of systems whose answers are known, and the comparison of what was found with the exact figure.
#pragma once

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "sim/run/campaign.h"
#include "tests/support/scripted_run.h"

namespace windtunnel::testing {

/// The exact answer of a case of tests/data/validation/analytic_suite.json.
inline double exact(const std::string& id) {
  std::ifstream file(WINDTUNNEL_SOURCE_DIR "/tests/data/validation/analytic_suite.json");
  for (const auto& entry : nlohmann::json::parse(file))
    if (entry.at("id") == id) return entry.at("exact");
  FAIL("no case " << id);
  return 0;
}

/// The text of tests/data/designs/NAME.yaml.
inline std::string known_system(const std::string& name) {
  std::ifstream file(WINDTUNNEL_SOURCE_DIR "/tests/data/designs/" + name + ".yaml");
  std::ostringstream text;
  text << file.rdbuf();
  INFO(name);
  REQUIRE_FALSE(text.str().empty());
  return text.str();
}

/// Periods of a design under nature, each a replication of its own; the seed is fixed.
inline std::vector<ReplicationRecord> histories(const std::string& yaml, std::uint64_t count, Duration period) {
  const std::shared_ptr<const Design> design = design_from(yaml);
  CampaignOptions options;
  options.seed = 11;
  options.jobs = 2;
  const auto prepared = prepare({design}, options);
  return run_years(prepared.front(), count, period, options);
}

struct Mean {
  double mean = 0, error = 0;  ///< and its standard error
};

template <class Value>
Mean mean_of(const std::vector<ReplicationRecord>& records, const Value& value) {
  double sum = 0, squares = 0;
  for (const ReplicationRecord& record : records) {
    const double v = value(record);
    sum += v;
    squares += v * v;
  }
  const double n = static_cast<double>(records.size()), mean = sum / n;
  return {mean, std::sqrt(std::max(squares / n - mean * mean, 0.0) / n)};
}

/// A figure that is near must be near for a reason: its standard error is at most `precision` of the exact one, so that a
/// fault of five times as much cannot pass. 4.5 standard errors leave room for the many cases.
inline void check_near(const Mean& found, double exact, double precision, const std::string& what) {
  INFO(what << ": found " << found.mean << " +- " << found.error << ", exact " << exact);
  CHECK(found.error > 0);
  CHECK(found.error < precision * exact);
  CHECK(std::abs(found.mean - exact) < 4.5 * found.error);
}

inline double down_share(const ReplicationRecord& record) { return record.downtime_seconds / record.window_seconds; }
inline double up_share(const ReplicationRecord& record) { return 1 - down_share(record); }
/// Share of the time in which a journey does not hold.
inline double failing(const ReplicationRecord& record, std::size_t journey) {
  return 1 - record.journeys[journey].good / record.journeys[journey].offered;
}

}  // namespace windtunnel::testing
