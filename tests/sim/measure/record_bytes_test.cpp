// Records survive the way into bytes and back bit for bit; damaged bytes are recognised.
#include "sim/measure/record_bytes.h"

#include <catch2/catch.hpp>
#include <limits>

using namespace windtunnel;

namespace {

std::vector<ReplicationRecord> sample_records() {
  std::vector<ReplicationRecord> records(2);
  ReplicationRecord& r = records[1];
  r.replication = 1;
  r.fingerprint = 0xfedcba9876543210u;
  r.events = 12345;
  r.struck = Struck::unchanged;
  r.window_seconds = 0.1 + 0.2;
  r.journeys.resize(2);
  r.journeys[1].offered = 1e300;
  r.journeys[1].recovered = false;
  r.journeys[1].rto_seconds = std::numeric_limits<double>::denorm_min();
  r.journeys[1].phases.drain = -0.0;
  r.incidents.push_back({1, Time{} + seconds(7), 2.5, false, 3, Time{} + seconds(11)});
  r.losses.push_back({1, std::numeric_limits<double>::infinity(), true, 4, 5});
  r.detections.push_back({2, true, 6.25});
  r.values.push_back({9, 1.0 / 3});
  r.values.push_back({8, 17, false});
  r.incident_cost = -1;
  r.downtime_seconds = 17;
  r.downtime_by_cause = {1, 2, 3};
  return records;
}

}  // namespace

TEST_CASE("records come back as they were") {
  const auto records = sample_records();
  const std::string bytes = to_bytes(records);
  const auto again = records_from_bytes(bytes);
  REQUIRE(again);
  CHECK(to_bytes(*again) == bytes);
  REQUIRE(again->size() == 2);
  const ReplicationRecord& r = (*again)[1];
  CHECK(r.fingerprint == records[1].fingerprint);
  CHECK(r.struck == Struck::unchanged);
  CHECK(r.window_seconds == records[1].window_seconds);
  CHECK(r.journeys[1].rto_seconds == std::numeric_limits<double>::denorm_min());
  CHECK_FALSE(r.journeys[1].recovered);
  CHECK(r.incidents[0].start == Time{} + seconds(7));
  CHECK(r.incidents[0].mended == Time{} + seconds(11));
  CHECK(r.losses[0].unbounded);
  CHECK(r.detections[0].seconds == 6.25);
  CHECK(r.values[0].value == 1.0 / 3);
  CHECK(r.values[0].ended);
  CHECK_FALSE(r.values[1].ended);
  CHECK(r.downtime_by_cause == std::vector<double>{1, 2, 3});
}

TEST_CASE("bytes that are cut, or go on, are no records") {
  const std::string bytes = to_bytes(sample_records());
  for (std::size_t length = 0; length < bytes.size(); ++length) CHECK_FALSE(records_from_bytes(bytes.substr(0, length)));
  CHECK_FALSE(records_from_bytes(bytes + "x"));
  CHECK_FALSE(records_from_bytes(std::string(64, '\xff')));
}
