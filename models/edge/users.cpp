// Users in places: which share of them is near which region, and how far every region is from them.
#include <optional>

#include "models/geography.h"
#include "sim/design/component.h"
#include "sim/design/design.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

/// Users who are near the same city.
struct Place {
  std::string name;
  std::string near;
  Share share = percent(100);

  static ParameterTable parameters() {
    using P = Place;
    return parameter_table<P>(
        parameter<&P::name>("name", "What the place is called."),
        parameter<&P::near>("near", "The provider's name of a region in whose city the users are: \"eu-west-1\".", required),
        parameter<&P::share>("share", "Share of the journey's users who are there.", required, between(percent(0), percent(100))));
  }
};

class Users final : public Model<Users>, public UserPlaces {
 public:
  static constexpr std::string_view type_name = "users";
  static constexpr std::string_view summary =
      "Users in places: a path that begins here is taken from each place, with its share of the rate and its distance from regions.";

  struct Parameters {
    std::vector<Place> places;
    double fibre_detour = 1.5;
    Duration access = milliseconds(15);

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::places>("places", "Where users are; the shares add up to 100 %.", required),
          parameter<&P::fibre_detour>("fibre_detour",
                                      "Length of the way to a region, over the great circle; light in fibre makes 200 000 km/s.",
                                      "assumption:fibre-detour", at_least(1.0), plausible(1.2, 2.0)),
          parameter<&P::access>("access", "Time there and back over the users' own networks.", "assumption:user-access",
                                at_least(Duration{}), plausible(milliseconds(2), milliseconds(60))));
    }
    void check(ParameterProblems& problems) const {
      double sum = 0;
      for (const Place& place : places) sum += place.share.value;
      if (sum < 0.9999 || sum > 1.0001) problems.error("places", "the shares must add up to 100 %");
    }
  };

  Parameters given;

  void declare(Wiring& wiring) override {
    traffic::Router router;
    for (const Place& place : given.places) {
      router.branches.push_back(place.share.value);
      points_.push_back(region_location(place.near).value_or(GeoPoint{}));
      if (!region_location(place.near)) wiring.error(*this, "places", "no region \"" + place.near + "\" is known");
    }
    router_ = wiring.router(router);
    regions_.resize(wiring.design().domains.size());
    for (const Region& region : wiring.design().regions) regions_[region.domain] = region_location(region.label);
  }
  std::optional<Port> port(std::string_view name) const override {
    if (!name.empty()) return std::nullopt;
    Port port;
    port.kind = Port::Kind::select;
    port.router = router_;
    port.splits_users = true;
    return port;
  }

  std::size_t places() const override { return given.places.size(); }
  double share(std::size_t place) const override { return given.places[place].share.value; }
  double latency(std::size_t place, DomainId region) const override {
    const bool known = region < regions_.size() && regions_[region];
    return given.access.seconds() + (known ? fibre_round_trip(points_[place], *regions_[region], given.fibre_detour) : 0);
  }

 private:
  traffic::RouterId router_ = traffic::none;
  std::vector<GeoPoint> points_;                  // by place
  std::vector<std::optional<GeoPoint>> regions_;  // by domain
};

}  // namespace

const ComponentType& users() { return component_type<Users>(); }

}  // namespace windtunnel::models
