// Global Accelerator: two addresses for all regions; the network, not a name, leads users to the nearest healthy endpoint.
#include <fmt/format.h>

#include "models/billing.h"
#include "models/edge/shared/global_control_plane.h"
#include "models/edge/shared/nearest_endpoints.h"
#include "models/ordered_operation.h"
#include "models/outage.h"

namespace windtunnel::models {
namespace {

class GlobalAccelerator final : public Model<GlobalAccelerator>, public Provider, public Operable {
 public:
  static constexpr std::string_view type_name = "global_accelerator";
  static constexpr std::string_view summary =
      "A Global Accelerator: users keep its addresses and are led to the nearest healthy endpoint, without waiting for DNS caches.";

  struct Parameters {
    std::vector<Reference> endpoints;
    Reference users;
    DurationDistribution detection = DurationDistribution::uniform(Duration{}, seconds(30));
    Duration connections_stay = seconds(30);
    DurationDistribution change_propagation = DurationDistribution::lognormal(seconds(30), minutes(3));
    Bytes processed = bytes(100e9);
    std::string control_plane_region = "us-west-2";
    DurationDistribution impairment_interval = DurationDistribution::exponential(from_seconds(365.0 * 86400 / 0.06));
    DurationDistribution impairment_duration = DurationDistribution::lognormal(minutes(336), minutes(1657));

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::endpoints>("endpoints", "The load balancers that it leads to, each an endpoint group of its region.", required,
                                   references("endpoint")),
          parameter<&P::users>("users", "Where users are: the nearest region decides, place by place.", required,
                               references("user_places")),
          parameter<&P::detection>("detection",
                                   "From a load balancer's failure, as its own health checks judge its targets, or its recovery, until "
                                   "new connections are led by it.",
                                   "ga.failover.time"),
          parameter<&P::connections_stay>("connections_stay",
                                          "Time over which users' open connections end, evenly, once new ones are led elsewhere; open "
                                          "ones are never moved (ga.failover.connections).",
                                          "assumption:accelerator-connections", above(Duration{}), plausible(seconds(5), minutes(6))),
          parameter<&P::change_propagation>("change_propagation", "Time from an edit of a traffic dial to changed routing.",
                                            "assumption:accelerator-change", plausible(seconds(10), minutes(5))),
          parameter<&P::processed>("processed", "Data that passes it in a month, in the direction in which more passes.",
                                   "assumption:accelerator-volume", plausible(bytes(10e9), bytes(10e12))),
          parameter<&P::control_plane_region>("control_plane_region", "Region that it is edited from, whatever it leads to.",
                                              "ga.control_plane.region"),
          parameter<&P::impairment_interval>("impairment_interval", "Time from one loss of the control plane to the next, by nature.",
                                             "failure_rates.region_impairment", plausible(years(5), years(100))),
          parameter<&P::impairment_duration>("impairment_duration", "How long such a loss lasts, by nature.",
                                             "failure_rates.region_impairment"));
    }
  };

  enum Mode : std::uint16_t { outage, control_plane_loss };
  static constexpr FaultMode fault_modes[] = {
      {"outage", "Its addresses forward nothing; the endpoints are well."},
      {"control_plane_loss", "It cannot be edited; forwarding, health checks and routing by health go on."},
  };
  enum Figure : std::uint32_t { detection_seconds, failover_seconds };
  static constexpr Measure measures[] = {
      {"detection_seconds", "s", "from an endpoint's failure until new connections were led to another one"},
      {"failover_seconds", "s", "from an endpoint's failure until the last open connection had ended"},
  };
  static constexpr std::string_view offered_operations[] = {"withdraw", "restore"};

  Parameters given;

  // --- set-up
  void declare(Wiring& wiring) override { control_plane_.declare(wiring, *this, given.control_plane_region); }
  void connect(Wiring& wiring) override {
    places_.connect(wiring, *this, given.endpoints, given.users);
    sides_.resize(places_.endpoints().size());
  }
  std::optional<Port> port(std::string_view name) const override {
    if (!name.empty() || places_.routers().empty()) return std::nullopt;
    return places_.port();
  }

  // --- behaviour
  void start(World& world) override {
    for (std::size_t i = 0; i < sides_.size(); ++i) sides_[i].well = sides_[i].believed = sides_[i].served = well(world, i);
    places_.start(usable());
    places_.write(world);
  }
  void reference_changed(World& world, ComponentId component) override {
    for (std::size_t i = 0; i < sides_.size(); ++i)
      if (places_.endpoints()[i] == component) look(world, i);
  }
  void handle(World& world, std::uint16_t signal, std::uint64_t argument) override {
    switch (signal) {
      case judged: return judge(world, argument);
      case edited:
        edit_ = {};
        sides_[argument >> 1].withdrawn = (argument & 1) != 0;
        lead(world);
        return order_.finish(world, true);
      default: return connections_ended(world);
    }
  }
  bool provides(const World&, Site) const override { return !outage_.any(); }

  bool strike(World& world, const Strike& strike) override {
    if (strike.mode == control_plane_loss) return control_plane_.impair(world);
    const bool first = outage_.begin(world, *this, "the accelerator's addresses forward nothing");
    places_.write(world, false);
    return first;
  }
  void relent(World& world, const Strike& strike) override {
    if (strike.mode == control_plane_loss) return control_plane_.restore(world);
    outage_.end(world, *this, "the accelerator's own fault is over");
    places_.write(world, !outage_.any());
  }
  Nature nature(std::uint16_t mode) const override {
    return mode == control_plane_loss ? Nature{given.impairment_interval, given.impairment_duration} : Nature{};
  }
  bool settled(const World& world) const override {
    for (const Side& side : sides_)
      if (side.well != side.believed || side.withdrawn || (side.served && !side.well)) return false;
    return !outage_.any() && !edit_ && control_plane_.works(world) && places_.settled(world.now());
  }

  std::span<const std::string_view> operations() const override { return offered_operations; }
  /// Turns the traffic dial of the endpoint at a position (1: the first): "withdraw" to nothing, "restore" back to everything.
  Outcome operate(World& world, std::string_view operation, double argument, ComponentId by, std::uint64_t ticket) override {
    const auto position = static_cast<std::int64_t>(argument);
    if (position < 1 || position > static_cast<std::int64_t>(sides_.size()) || world.pending(edit_)) return Outcome::refused;
    const bool withdraws = operation == offered_operations[0];
    const auto side = static_cast<std::uint64_t>(position - 1);
    if (sides_[side].withdrawn == withdraws) return Outcome::refused;
    if (!control_plane_.editable(world)) return Outcome::unavailable;
    order_.begin(by, ticket);
    const Duration delay = world.draw(*this, edit_delay, given.change_propagation);
    edit_ = world.after(*this, delay, edited, Phase::act, side << 1 | (withdraws ? 1 : 0));
    if (world.telling()) world.tell(*this, fmt::format("a traffic dial is being turned: {}", operation));
    return Outcome::started;
  }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    add_line(sheet, meter, *this, "hours", UsageMeter::hours_per_month, "h", "globalaccelerator.fixed");
    add_line(sheet, meter, *this, "data transfer premium", given.processed.value / 1e9, "GB", "globalaccelerator.transfer_premium", true);
  }

 private:
  enum Signal : std::uint16_t { judged, connections_over, edited };
  enum Purpose : std::uint16_t { edit_delay, judgement };

  /// An endpoint, and what is believed of it.
  struct Side {
    bool well = true, believed = true;
    bool served = false;     ///< has been well at some time: a standby without targets is at rest as it is
    bool withdrawn = false;  ///< somebody has turned its dial to nothing
    Time changed;            ///< since when it is as it is
    EventHandle verdict;
  };

  bool well(const World& world, std::size_t index) const {
    const auto* endpoint = world.capability<Endpoint>(places_.endpoints()[index]);
    return endpoint->healthy_alias(world) && endpoint->probe(world, Endpoint::Depth::answer).success >= 0.5;
  }
  void look(World& world, std::size_t index) {
    Side& side = sides_[index];
    const bool now = well(world, index);
    if (now == side.well) return;
    side.well = now;
    side.served |= now;
    side.changed = world.now();
    world.cancel(side.verdict);
    if (now == side.believed) return;
    side.verdict = world.after(*this, world.draw(*this, judgement, given.detection), judged, Phase::notice, index);
  }
  void judge(World& world, std::size_t index) {
    Side& side = sides_[index];
    side.verdict = {};
    side.believed = side.well;
    if (!side.well) world.publish(*this, detection_seconds, (world.now() - side.changed).seconds());
    lead(world);
  }
  /// Which endpoints take new connections: the healthy ones, whatever their dials where no other is (ga.failover.dial); where
  /// none is healthy, the nearest (ga.failover.open).
  struct Usable {
    const std::vector<Side>& sides;
    bool dialled = false;  ///< a healthy one has an open dial
    bool any = false;      ///< one is healthy
    bool operator()(std::size_t i) const { return dialled ? sides[i].believed && !sides[i].withdrawn : !any || sides[i].believed; }
  };
  Usable usable() const {
    Usable wanted{sides_};
    for (const Side& side : sides_) {
      wanted.any |= side.believed;
      wanted.dialled |= side.believed && !side.withdrawn;
    }
    return wanted;
  }
  void lead(World& world) {
    if (!places_.lead(world.now(), usable(), given.connections_stay, 0)) return;
    if (world.telling()) world.tell(*this, "new connections are led to the nearest endpoint that is left");
    world.cancel(connections_);
    connections_ = world.after(*this, given.connections_stay, connections_over, Phase::propagate);
    places_.write(world, !outage_.any());
    world.condition_changed(*this);
  }
  void connections_ended(World& world) {
    connections_ = {};
    for (const Side& side : sides_)
      if (!side.well && side.served) world.publish(*this, failover_seconds, (world.now() - side.changed).seconds());
    if (world.telling()) world.tell(*this, "the last connection to where users were before has ended");
    places_.write(world, !outage_.any());
  }

  NearestEndpoints places_;
  std::vector<Side> sides_;  // by endpoint
  GlobalControlPlane control_plane_;
  Outage outage_;
  EventHandle connections_, edit_;
  OrderedOperation order_;
};

}  // namespace

const ComponentType& global_accelerator() { return component_type<GlobalAccelerator>(); }

}  // namespace windtunnel::models
