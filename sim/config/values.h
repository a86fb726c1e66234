// Values that files hold and that are neither plain numbers nor quantities: references, zones, address blocks, windows
// of time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/config/document.h"
#include "sim/kernel/time.h"

namespace windtunnel {

/// Where something was written, so that a later floor can still point at it.
struct Place {
  std::string file;
  Position position;
};

/// The name of another component, possibly with its region before it and a port after it: "db", "primary.db",
/// "db.write". What the words between the dots mean is decided by the floor that knows the design. Equality ignores the
/// place.
struct Reference {
  std::string text;
  Place place;

  bool empty() const { return text.empty(); }
  /// "primary.db.write" as its words, in order.
  std::vector<std::string> words() const;
  friend bool operator==(const Reference& a, const Reference& b) { return a.text == b.text; }
};

/// The name of one zone of the component's region: "a". Equality ignores the place.
struct ZoneName {
  std::string text;
  Place place;

  bool empty() const { return text.empty(); }
  friend bool operator==(const ZoneName& a, const ZoneName& b) { return a.text == b.text; }
};

/// Some zones of the component's region, or all of them: "all", "a", "[a, b]". Equality ignores the place.
struct Zones {
  bool all = true;
  std::vector<std::string> names;  ///< empty when all
  Place place;

  friend bool operator==(const Zones& a, const Zones& b) { return a.all == b.all && a.names == b.names; }
};

/// A block of IPv4 addresses: "10.0.0.0/16". The bits after the prefix are zero.
struct CidrBlock {
  std::uint32_t address = 0;
  int prefix = 0;  ///< 0 to 32

  std::uint32_t first() const { return address; }
  std::uint32_t last() const;
  /// Number of addresses, 1 to 2^32.
  std::uint64_t size() const { return std::uint64_t{1} << (32 - prefix); }
  bool contains(const CidrBlock& other) const;
  bool overlaps(const CidrBlock& other) const;
  /// Whether the whole block lies in the private ranges of RFC 1918.
  bool is_private() const;
  friend bool operator==(const CidrBlock&, const CidrBlock&) = default;
};

/// A wall-clock time of day in a named time zone: "20:00 America/New_York". The zone is resolved by a later floor.
struct TimeOfDay {
  Duration since_midnight;
  std::string time_zone;
  Place place;

  friend bool operator==(const TimeOfDay& a, const TimeOfDay& b) {
    return a.since_midnight == b.since_midnight && a.time_zone == b.time_zone;
  }
};

/// The same hours of every day: "03:00-04:00 UTC"; may pass midnight; longer than 0 and at most a day.
struct DailyWindow {
  Duration start;  ///< since local midnight
  Duration length;
  std::string time_zone;
  Place place;

  friend bool operator==(const DailyWindow& a, const DailyWindow& b) {
    return a.start == b.start && a.length == b.length && a.time_zone == b.time_zone;
  }
};

/// The same hours of one day of the week: "sun 04:00-04:30 UTC"; may pass midnight.
struct WeeklyWindow {
  int weekday = 0;  ///< 0 is Monday, the day on which simulated time begins; 6 is Sunday
  Duration start;   ///< since that day's local midnight
  Duration length;
  std::string time_zone;
  Place place;

  friend bool operator==(const WeeklyWindow& a, const WeeklyWindow& b) {
    return a.weekday == b.weekday && a.start == b.start && a.length == b.length && a.time_zone == b.time_zone;
  }
};

/// Each parser takes the whole text and gives nothing on any other; places are left empty.
std::optional<CidrBlock> parse_cidr_block(std::string_view text);
std::optional<TimeOfDay> parse_time_of_day(std::string_view text);
std::optional<DailyWindow> parse_daily_window(std::string_view text);
std::optional<WeeklyWindow> parse_weekly_window(std::string_view text);
/// Whether the text can name a component, zone or port: letters, digits, '-', '_', and '.' between words.
bool is_dotted_name(std::string_view text);

/// The text form, read back by the parser of the same type to an equal value.
std::string to_text(const CidrBlock&);
std::string to_text(const TimeOfDay&);
std::string to_text(const DailyWindow&);
std::string to_text(const WeeklyWindow&);
std::string to_text(const Zones&);

}  // namespace windtunnel
