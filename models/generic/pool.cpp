// Pool: identical repairable units of which some number must be up; they may also serve requests.
#include "models/repair.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class Pool final : public Model<Pool>, public Provider, public Counted, public Operator {
 public:
  static constexpr std::string_view type_name = "pool";
  static constexpr std::string_view summary =
      "Identical repairable units, usable while enough of them and all that it requires are up.";

  struct Parameters {
    std::int64_t units = 1;
    std::int64_t needed = 1;
    DurationDistribution time_to_failure;
    DurationDistribution time_to_repair = hours(4);
    std::optional<Reference> repaired_by;
    std::vector<Reference> required;
    Duration service_time;
    std::int64_t workers = 1;
    double service_variation = 1;
    std::optional<std::int64_t> waiting_places;
    Duration timeout = seconds(30);

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::units>("units", "How many there are.", required_option, between(1, 10000)),
          parameter<&P::needed>("needed", "How many must be up.", between(0, 10000)),
          parameter<&P::time_to_failure>("time_to_failure", "Up time of one unit until it fails by itself; 0: never."),
          parameter<&P::time_to_repair>("time_to_repair", "Work until one unit is repaired.", "assumption:repair",
                                        plausible(hours(1), hours(24))),
          parameter<&P::repaired_by>("repaired_by",
                                     "The crew that repairs units; without one every unit has its own repairer.",
                                     references("operable")),
          parameter<&P::required>("requires",
                                  "What must provide for the pool to be usable; the units' clocks run on meanwhile.",
                                  references("provider")),
          parameter<&P::service_time>("service_time",
                                      "Mean time in which one worker serves a request; 0: no requests come here."),
          parameter<&P::workers>("workers", "Requests that one unit serves at a time.", between(1, 10000)),
          parameter<&P::service_variation>("service_variation",
                                           "Squared coefficient of variation of the service time; 1: exponential, 0: constant.",
                                           between(0.0, 100.0)),
          parameter<&P::waiting_places>("waiting_places",
                                        "Requests that may wait, for each worker; one more is refused. Without it: any number.",
                                        between(0, 1000000)),
          parameter<&P::timeout>("timeout", "How long callers wait for an answer.", "assumption:request-timeout",
                                 above(Duration{}), plausible(seconds(3), seconds(60))));
    }
    void check(ParameterProblems& problems) const {
      if (needed > units) problems.error("needed", "more units are needed than there are");
      if (repaired_by) check_memoryless(problems, "time_to_failure", time_to_failure);
    }

   private:
    static constexpr Required required_option{};  // the member `required` hides the option's name
  };
  static constexpr FaultMode fault_modes[] = {{"failure", "A unit is down.", FaultMode::Scope::units}};

  Parameters given;

  void declare(Wiring& wiring) override {
    units_.resize(static_cast<std::size_t>(given.units));
    up_ = given.units;
    if (given.service_time > Duration{}) station_ = wiring.station(station(given.units));
  }
  void connect(Wiring& wiring) override {
    for (const Reference& reference : given.required) required_.push_back(wiring.find(*this, reference));
    repairs_.connect(wiring, *this, given.repaired_by);
  }
  std::optional<Port> port(std::string_view name) const override {
    if (!name.empty() || station_ == traffic::none) return std::nullopt;
    Port port;
    port.stations = {station_};
    port.client.timeout = given.timeout.seconds();
    return port;
  }
  void start(World& world) override {
    usable_ = provides(world, Site::internet());
    serve(world);
  }
  bool provides(const World& world, Site from) const override {
    return up_ >= given.needed && has_what_it_requires(world, from);
  }
  void attach_counter() override { counted_ = true; }
  std::int64_t units_up(const World& world) const override {
    return has_what_it_requires(world, Site::internet()) ? up_ : 0;
  }

  bool strike(World& world, const Strike& strike) override {
    const std::int64_t before = up_;
    each_hit(strike, [&](std::size_t unit) {
      const bool was_up = !units_[unit].down();
      ++units_[unit].faults;
      if (was_up) --up_;
    });
    if (up_ != before) update(world);
    return up_ != before;
  }
  /// The fault is gone; a crew has yet to repair what it broke.
  void relent(World& world, const Strike& strike) override {
    const std::int64_t before = up_;
    each_hit(strike, [&](std::size_t unit) {
      if (--units_[unit].faults > 0) return;
      if (!repairs_.by_crew()) {
        ++up_;
      } else if (!units_[unit].broken) {
        units_[unit].broken = true;
        repairs_.order(world, *this, world.draw(*this, 0, given.time_to_repair), 0, unit);
      }
    });
    if (up_ != before) update(world);
  }
  void operation_finished(World& world, std::uint64_t unit, bool) override {
    units_[unit].broken = false;
    if (units_[unit].down()) return;
    ++up_;
    update(world);
  }
  void reference_changed(World& world, ComponentId) override { update(world); }
  bool settled(const World&) const override { return up_ == given.units; }
  Nature nature(std::uint16_t) const override {
    return {given.time_to_failure, repairs_.by_crew() ? DurationDistribution() : given.time_to_repair};
  }
  std::int64_t units_at_most() const override { return given.units; }

 private:
  struct Unit {
    std::uint16_t faults = 0;
    bool broken = false;  // waits for a repairer, or is being repaired
    bool down() const { return faults > 0 || broken; }
  };

  /// The unit that a blow names, or as many as it says (0: all), in order.
  template <class Hit>
  void each_hit(const Strike& strike, const Hit& hit) {
    const std::size_t count = strike.units == 0
                                  ? units_.size()
                                  : std::min<std::size_t>(static_cast<std::size_t>(strike.units), units_.size());
    if (strike.unit >= 0)
      hit(static_cast<std::size_t>(strike.unit));
    else
      for (std::size_t unit = 0; unit < count; ++unit) hit(unit);
  }
  bool has_what_it_requires(const World& world, Site from) const {
    for (const ComponentId id : required_)
      if (!world.capability<Provider>(id)->provides(world, from)) return false;
    return true;
  }
  traffic::Station station(std::int64_t units) const {
    traffic::Station station;
    station.servers = static_cast<double>(units * given.workers);
    station.service_rate = 1 / given.service_time.seconds();
    station.service_variation = given.service_variation;
    if (given.waiting_places) station.waiting_places = static_cast<double>(*given.waiting_places);
    return station;
  }
  void serve(World& world) {
    if (station_ != traffic::none) world.set_station(station_, station(units_up(world)));
  }
  void update(World& world) {
    serve(world);
    const bool usable = provides(world, Site::internet());
    if (usable != usable_ && world.telling())
      world.tell(*this, usable ? "has enough units again" : "has too few units, or lacks what it requires");
    const bool changed = usable != usable_ || counted_;
    usable_ = usable;
    if (changed) world.condition_changed(*this);
  }

  std::vector<ComponentId> required_;
  std::vector<Unit> units_;
  Repairs repairs_;
  traffic::StationId station_ = traffic::none;
  std::int64_t up_ = 0;
  bool usable_ = true, counted_ = false;
};

}  // namespace

const ComponentType& pool() { return component_type<Pool>(); }

}  // namespace windtunnel::models
