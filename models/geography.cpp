// Where regions are, and how long light in fibre takes between them.
#include "models/geography.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/kernel/mathematics.h"

namespace windtunnel::models {
namespace {

struct Located {
  std::string_view label;
  GeoPoint point;
};

/// Cities by the provider's own names of its regions, coordinates to a tenth of a degree (about 10 km).
constexpr std::array locations = {
    Located{"us-east-1", {39.0, -77.5}},       // Northern Virginia
    Located{"us-east-2", {40.0, -83.0}},       // Ohio
    Located{"us-west-1", {37.4, -122.0}},      // Northern California
    Located{"us-west-2", {45.8, -119.7}},      // Oregon
    Located{"ca-central-1", {45.5, -73.6}},    // Montreal
    Located{"ca-west-1", {51.0, -114.1}},      // Calgary
    Located{"mx-central-1", {20.6, -100.4}},   // Queretaro
    Located{"sa-east-1", {-23.5, -46.6}},      // Sao Paulo
    Located{"eu-west-1", {53.3, -6.3}},        // Dublin
    Located{"eu-west-2", {51.5, -0.1}},        // London
    Located{"eu-west-3", {48.9, 2.3}},         // Paris
    Located{"eu-central-1", {50.1, 8.7}},      // Frankfurt
    Located{"eu-central-2", {47.4, 8.5}},      // Zurich
    Located{"eu-north-1", {59.3, 18.1}},       // Stockholm
    Located{"eu-south-1", {45.5, 9.2}},        // Milan
    Located{"eu-south-2", {41.6, -0.9}},       // Spain: Zaragoza
    Located{"me-south-1", {26.2, 50.6}},       // Bahrain
    Located{"me-central-1", {25.2, 55.3}},     // United Arab Emirates: Dubai
    Located{"il-central-1", {32.1, 34.8}},     // Tel Aviv
    Located{"af-south-1", {-33.9, 18.4}},      // Cape Town
    Located{"ap-south-1", {19.1, 72.9}},       // Mumbai
    Located{"ap-south-2", {17.4, 78.5}},       // Hyderabad
    Located{"ap-southeast-1", {1.3, 103.8}},   // Singapore
    Located{"ap-southeast-2", {-33.9, 151.2}}, // Sydney
    Located{"ap-southeast-3", {-6.2, 106.8}},  // Jakarta
    Located{"ap-southeast-4", {-37.8, 145.0}}, // Melbourne
    Located{"ap-southeast-5", {3.1, 101.7}},   // Malaysia: Kuala Lumpur
    Located{"ap-southeast-6", {-36.8, 174.8}}, // New Zealand: Auckland
    Located{"ap-southeast-7", {13.8, 100.5}},  // Thailand: Bangkok
    Located{"ap-northeast-1", {35.7, 139.7}},  // Tokyo
    Located{"ap-northeast-2", {37.6, 127.0}},  // Seoul
    Located{"ap-northeast-3", {34.7, 135.5}},  // Osaka
    Located{"ap-east-1", {22.3, 114.2}},       // Hong Kong
    Located{"ap-east-2", {25.0, 121.5}},       // Taipei
    Located{"cn-north-1", {39.9, 116.4}},      // Beijing
    Located{"cn-northwest-1", {38.5, 106.2}},  // Ningxia
};

constexpr double radians_per_degree = 3.14159265358979323846 / 180;
constexpr double earth_radius = 6371;          // km
constexpr double speed_in_fibre = 200'000;     // km/s: light at a refractive index of about 1.5

/// The angle whose sine is given, from 0 to a quarter turn.
double angle_of_sine(double sine) {
  double angle = sine;
  // Newton's method; near a quarter turn it converges slowly, but no two places are that far apart to matter.
  for (int step = 0; step < 60; ++step) {
    const double slope = std::max(mathematics::cos(angle), 1e-6);
    angle = std::clamp(angle - (mathematics::sin(angle) - sine) / slope, 0.0, 90 * radians_per_degree);
  }
  return angle;
}

}  // namespace

std::optional<GeoPoint> region_location(std::string_view label) {
  for (const Located& place : locations)
    if (place.label == label) return place.point;
  return std::nullopt;
}

std::vector<std::string> located_regions() {
  std::vector<std::string> labels;
  for (const Located& place : locations) labels.emplace_back(place.label);
  return labels;
}

double kilometres_between(GeoPoint a, GeoPoint b) {
  const auto half_sine = [](double degrees) { return mathematics::sin(degrees * radians_per_degree / 2); };
  const double north = half_sine(a.latitude - b.latitude), east = half_sine(a.longitude - b.longitude);
  const double cosines = mathematics::cos(a.latitude * radians_per_degree) * mathematics::cos(b.latitude * radians_per_degree);
  const double haversine = std::clamp(north * north + cosines * east * east, 0.0, 1.0);
  return 2 * earth_radius * angle_of_sine(std::sqrt(haversine));
}

double fibre_round_trip(GeoPoint a, GeoPoint b, double detour) {
  return 2 * kilometres_between(a, b) * detour / speed_in_fibre;
}

}  // namespace windtunnel::models
