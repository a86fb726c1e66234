// RDS Proxy: keeps connections to a database, so that callers neither look its name up again nor fill their pools anew when
// it fails over.
#include <algorithm>

#include "models/transfer.h"
#include "models/outage.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class RdsProxy final : public Model<RdsProxy>, public Provider {
 public:
  static constexpr std::string_view type_name = "rds_proxy";
  static constexpr std::string_view summary =
      "A proxy before a database, named before it in a path: callers are served again as soon as it has connected to the new writer.";

  struct Parameters : CallSize {
    Reference target;
    Zones zones;
    std::optional<Reference> secret;
    Duration latency = milliseconds(1);
    DurationDistribution reconnection = DurationDistribution::lognormal(seconds(1), seconds(3));
    Cores database_processors = cores(2);

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::target>("target", "The database; all its callers are taken to come through the proxy.", required,
                                references("data_store")),
          parameter<&P::zones>("zones", "Zones in which it has an endpoint: it serves while one of them is there."),
          parameter<&P::secret>("secret", "What hands out the secret with which it opens connections.", references("provider")),
          parameter<&P::latency>("latency", "Time that it adds to a request.", "assumption:proxy-latency", above(Duration{}),
                                 plausible(microseconds(200), milliseconds(5))),
          parameter<&P::reconnection>("reconnection",
                                      "From the instant at which the database accepts writes until all callers are served again; it "
                                      "waits for no name (rds.proxy.improvement).",
                                      "assumption:proxy-reconnection", plausible(milliseconds(200), seconds(10))),
          parameter<&P::database_processors>("database_processors", "Processors of the database, by which the proxy is paid for.",
                                             "assumption:proxy-processors", above(cores(0)), plausible(cores(2), cores(16))),
          inherited<CallSize>());
    }
  };

  enum Mode : std::uint16_t { outage };
  static constexpr FaultMode fault_modes[] = {{"outage", "The proxy answers nobody; its database is well."}};

  Parameters given;

  void declare(Wiring& wiring) override {
    zones_ = wiring.sites(*this, given.zones);
    traffic::Station station;
    station.servers = traffic::infinity;
    station.service_rate = 1 / given.latency.seconds();
    station_ = wiring.station(station);
  }
  void connect(Wiring& wiring) override {
    database_ = wiring.find(*this, given.target);
    if (given.secret) secret_ = wiring.find(*this, *given.secret);
  }
  std::optional<Port> port(std::string_view name) const override {
    if (!name.empty()) return std::nullopt;
    Port port;
    port.stations = {station_};
    return port;
  }
  std::vector<Site> sites() const override { return zones_; }

  bool provides(const World& world, Site from) const override {
    return serves(world) && std::any_of(zones_.begin(), zones_.end(), [&](Site zone) { return world.reach(from, zone).connected; });
  }

  bool strike(World& world, const Strike&) override {
    const bool first = outage_.begin(world, *this, "the proxy answers nobody");
    look(world);
    return first;
  }
  void relent(World& world, const Strike&) override {
    outage_.end(world, *this, "the proxy's own fault is over");
    look(world);
  }
  void domain_changed(World& world, DomainId) override { look(world); }
  void reference_changed(World& world, ComponentId) override { look(world); }
  bool settled(const World&) const override { return !outage_.any() && connected_; }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    add_line(sheet, meter, *this, "processors of its database", UsageMeter::hours_per_month * given.database_processors.value, "vCPU-h",
             "rds.proxy.vcpu");
    add_transfer_lines(sheet, meter, *this, meter.completions(station_) * given.call_size.value / 1e9, ChargedSides::both);
  }

 private:
  enum Purpose : std::uint16_t { reconnecting };

  bool placed(const World& world) const {
    return std::any_of(zones_.begin(), zones_.end(), [&](Site zone) { return world.alive(zone); });
  }
  /// Whether any of its endpoints can open a connection.
  bool may_connect(const World& world) const {
    const auto* secret = world.capability<Provider>(secret_);
    return std::any_of(zones_.begin(), zones_.end(), [&](Site zone) {
      return world.alive(zone) && (secret == nullptr || secret->provides(world, zone));
    });
  }
  /// Without connections its callers fail as those of the database do.
  bool serves(const World& world) const { return !outage_.any() && placed(world) && connected_; }

  /// Connections end with the database, and are opened anew, with the secret, when it is there again.
  void look(World& world) {
    auto& database = *world.capability<DataStore>(database_);
    const bool there = database.accepts_writes(world);
    if (!there) connected_ = false;
    if (there && !connected_ && may_connect(world)) {
      connected_ = true;
      database.hasten_callers(world, world.draw(*this, reconnecting, given.reconnection));
      if (world.telling()) world.tell(*this, "the proxy has opened connections to the database anew");
    }
    traffic::Station station = world.station(station_);
    station.servers = !outage_.any() && placed(world) ? traffic::infinity : 0;
    station.error_share = there && !connected_ ? 1 : 0;
    world.set_station(station_, station);
    world.condition_changed(*this);
  }

  std::vector<Site> zones_;
  traffic::StationId station_ = traffic::none;
  ComponentId database_ = no_component, secret_ = no_component;
  Outage outage_;
  bool connected_ = true;
};

}  // namespace

const ComponentType& rds_proxy() { return component_type<RdsProxy>(); }

}  // namespace windtunnel::models
