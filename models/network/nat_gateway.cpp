// NAT gateway: carries packets of private subnets to the internet; redundant inside its zone only.
#include "models/billing.h"
#include "models/ordered_operation.h"
#include "models/outage.h"
#include "sim/design/component.h"
#include "sim/design/design.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class NatGateway final : public Model<NatGateway>, public Provider, public Operable {
 public:
  static constexpr std::string_view type_name = "nat_gateway";
  static constexpr std::string_view summary =
      "A NAT gateway: the way out to the internet for private subnets; it lives in one zone and falls with it.";

  struct Parameters {
    ZoneName zone;
    std::optional<Reference> gateway;
    std::int64_t addresses = 1;
    Bytes processed = bytes(100e9);
    DurationDistribution creation =
        DurationDistribution::triangular(seconds(84), seconds(115), seconds(121));
    DurationDistribution outage_interval = DurationDistribution::exponential(years(50));
    DurationDistribution outage_duration = DurationDistribution::lognormal(hours(1), hours(4));

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::zone>("zone", "Zone that holds the gateway: every subnet that routes to it depends on this zone.",
                              "nat.scope", required),
          parameter<&P::gateway>("gateway", "Internet gateway behind it; without one it is taken to be there.",
                                 references("provider")),
          parameter<&P::addresses>("addresses", "Public addresses, each good for 55 000 connections to one destination.",
                                   "nat.connections", between(1, 8)),
          parameter<&P::processed>("processed", "Data that passes it in a month.", "assumption:nat-volume",
                                   plausible(bytes(10e9), bytes(1e12))),
          parameter<&P::creation>("creation", "Time to create a gateway anew and to point the routes at it.", "nat.create"),
          parameter<&P::outage_interval>("outage_interval", "Time from one failure of the gateway itself to the next, by nature.",
                                         "failure_rates.nat_gateway", plausible(years(10), years(500))),
          parameter<&P::outage_duration>("outage_duration", "How long such a failure lasts, by nature.",
                                         "assumption:nat-outage-duration", plausible(minutes(10), hours(8))));
    }
  };

  enum Mode : std::uint16_t { outage };
  static constexpr FaultMode fault_modes[] = {{"outage", "The gateway forwards nothing; its zone is well."}};
  static constexpr std::string_view offered_operations[] = {"recreate"};

  Parameters given;

  void declare(Wiring& wiring) override {
    home_ = site_ = wiring.site(*this, given.zone);
    zones_ = wiring.sites(*this, Zones{});
  }
  void connect(Wiring& wiring) override {
    if (given.gateway) gateway_ = wiring.find(*this, *given.gateway);
    count_callers(wiring.design());
  }
  std::vector<Site> sites() const override { return zones_; }
  std::vector<Site> parts() const override { return {home_}; }

  bool provides(const World& world, Site from) const override {
    if (outage_.any() || !world.reach(from, site_).connected || !world.reach(site_, Site::internet()).connected) return false;
    const auto* gateway = world.capability<Provider>(gateway_);
    return gateway == nullptr || gateway->provides(world, site_);
  }

  bool strike(World& world, const Strike&) override {
    const bool alive = world.alive(site_);
    return outage_.begin(world, *this, "the NAT gateway forwards nothing") && alive;
  }
  void relent(World& world, const Strike&) override { outage_.end(world, *this, "the NAT gateway's own fault is over"); }
  void domain_changed(World& world, DomainId) override { world.condition_changed(*this); }
  void reference_changed(World& world, ComponentId) override { world.condition_changed(*this); }

  std::span<const std::string_view> operations() const override { return offered_operations; }
  /// "recreate": a new gateway in the next zone that is alive, and the routes pointed at it.
  Outcome operate(World& world, std::string_view, double, ComponentId by, std::uint64_t ticket) override {
    if (world.pending(creation_)) return Outcome::refused;
    if (!outage_.any() && world.alive(site_)) return Outcome::refused;
    const Site* place = other_zone(world);
    if (place == nullptr || !world.control_plane(home_.region)) return Outcome::unavailable;
    next_ = *place;
    order_.begin(by, ticket);
    creation_ = world.after(*this, world.draw(*this, draw_creation, given.creation), created, Phase::act);
    if (world.telling()) world.tell(*this, "a new NAT gateway is being created in another zone");
    return Outcome::started;
  }
  void handle(World& world, std::uint16_t, std::uint64_t) override {
    const bool success = world.alive(next_) && world.control_plane(home_.region);
    if (success) {
      site_ = next_;
      outage_.clear();
      if (world.telling()) world.tell(*this, "the routes point at the new NAT gateway");
      world.condition_changed(*this);
    }
    order_.finish(world, success);
  }

  bool settled(const World& world) const override {
    return !outage_.any() && !world.pending(creation_) && world.alive(site_);
  }
  Nature nature(std::uint16_t) const override { return {given.outage_interval, given.outage_duration}; }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    const double hours = UsageMeter::hours_per_month;
    add_line(sheet, meter, *this, "hours", hours, "h", "nat.hour");
    add_line(sheet, meter, *this, "data processed", given.processed.value / 1e9, "GB", "nat.gb", true);
    add_line(sheet, meter, *this, "public addresses", hours * static_cast<double>(given.addresses), "h", "ipv4.public");
    if (between_zones_ > 0)
      add_line(sheet, meter, *this, "data between zones, paid on both sides", 2 * given.processed.value / 1e9 * between_zones_, "GB",
               "dt.inter_az.each_direction", true);
  }

 private:
  enum Signal : std::uint16_t { created };
  enum Purpose : std::uint16_t { draw_creation };

  /// The first zone of the region that is alive and is not the one it stands in; its own zone where only it is broken
  /// and no other is alive.
  const Site* other_zone(const World& world) const {
    for (const Site& zone : zones_)
      if (zone != site_ && world.alive(zone)) return &zone;
    return world.alive(site_) ? &site_ : nullptr;
  }

  /// Fact nat.cost.dimensions: what callers of other zones send through it is charged as transfer between zones as well. Zones are taken
  /// to send alike.
  void count_callers(const Design& design) {
    std::int64_t all = 0, crossing = 0;
    const auto count = [&](const Component& caller, DomainId only) {
      if (capability_of<ServingPool>(caller) == nullptr) return;
      for (const Site& part : caller.parts()) {
        if (part.zone == no_domain || (only != no_domain && part.zone != only)) continue;
        ++all;
        crossing += part.zone != home_.zone;
      }
    };
    for (const auto& way : design.components()) {
      const std::vector<DomainId> zones = routed_here(design, *way);
      if (zones.empty()) continue;
      for (const DomainId zone : zones) count(*way, zone);
      for (const auto& caller : design.components())
        for (const Design::Link& link : design.links(caller->id()))
          if (link.target == way->id() && link.parameter == "egress")
            for (const DomainId zone : zones) count(*caller, zone);
    }
    between_zones_ = all > 0 ? static_cast<double>(crossing) / static_cast<double>(all) : 0;
  }
  /// Zones from which a component's packets come here: none, all (no domain), or those whose route names this gateway.
  std::vector<DomainId> routed_here(const Design& design, const Component& way) const {
    std::vector<ComponentId> routes;
    for (const Design::Link& link : design.links(way.id())) {
      if (link.parameter == "egress" && link.target == id()) return {no_domain};
      if (link.parameter.starts_with("route")) routes.push_back(link.target);
    }
    const std::vector<Site> places = way.sites();
    if (routes.size() == 1 && routes.front() == id()) return {no_domain};
    std::vector<DomainId> zones;
    for (std::size_t i = 0; i < routes.size() && i < places.size(); ++i)
      if (routes[i] == id()) zones.push_back(places[i].zone);
    return zones;
  }

  Site home_, site_, next_;
  std::vector<Site> zones_;
  ComponentId gateway_ = no_component;
  Outage outage_;
  EventHandle creation_;
  OrderedOperation order_;
  double between_zones_ = 0;  // share of what passes it that comes from other zones
};

}  // namespace

const ComponentType& nat_gateway() { return component_type<NatGateway>(); }

}  // namespace windtunnel::models
