// Where regions are, and how long light in fibre takes between them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace windtunnel::models {

/// Degrees north and east.
struct GeoPoint {
  double latitude = 0, longitude = 0;
};

/// The metropolitan area that the provider names for a region ("eu-west-1": Dublin); nothing for an unknown label.
std::optional<GeoPoint> region_location(std::string_view label);

/// The labels of all regions whose place is known.
std::vector<std::string> located_regions();

/// Along a great circle of a sphere of 6371 km.
double kilometres_between(GeoPoint a, GeoPoint b);

/// Seconds there and back in fibre (200 000 km/s) that is `detour` times as long as the great circle.
double fibre_round_trip(GeoPoint a, GeoPoint b, double detour);

}  // namespace windtunnel::models
