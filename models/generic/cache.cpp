// Cache: answers part of what comes, passes the rest on to what is behind it, and is cold after a flush.
#include <algorithm>

#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class CacheModel final : public Model<CacheModel>, public Provider {
 public:
  static constexpr std::string_view type_name = "cache";
  static constexpr std::string_view summary =
      "Answers hits itself; misses go on to what comes behind it in the path, and warm it up again after a flush.";

  struct Parameters {
    Share hit_ratio = percent(80);
    double warm_up_misses = 10000;
    Duration latency = milliseconds(1);
    std::vector<Reference> required;

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::hit_ratio>("hit_ratio", "Share of requests that a warm cache answers.", "assumption:cache-hit-ratio",
                                   between(percent(0), percent(100)), plausible(percent(50), percent(95))),
          parameter<&P::warm_up_misses>("warm_up_misses",
                                        "Misses after which the hit ratio has come back by all but 1/e of what it lost.",
                                        "assumption:cache-warm-up", above(0.0), plausible(1000.0, 1000000.0)),
          parameter<&P::latency>("latency", "Time in which it answers.", "assumption:cache-latency",
                                 plausible(microseconds(200), milliseconds(5))),
          parameter<&P::required>("requires", "What must provide for it to answer; without it everything goes on as a miss.",
                                  references("provider")));
    }
  };
  enum Mode : std::uint16_t { flush, outage };
  static constexpr FaultMode fault_modes[] = {
      {"flush", "Contents vanish; severity: the share.", FaultMode::Scope::component, false},
      {"outage", "It answers nothing, every request is a miss; it comes back empty."},
  };
  static constexpr Measure measures[] = {
      {"coldest_hit_ratio", "", "the share of requests that hit just after contents vanished"}};

  Parameters given;

  void declare(Wiring& wiring) override {
    cache_ = wiring.cache({given.hit_ratio.value, given.warm_up_misses});
    traffic::Station station;
    station.servers = traffic::infinity;
    station.service_rate = 10000;
    station_ = wiring.station(station);
  }
  void connect(Wiring& wiring) override {
    for (const Reference& reference : given.required) required_.push_back(wiring.find(*this, reference));
  }
  std::optional<Port> port(std::string_view name) const override {
    if (!name.empty()) return std::nullopt;
    Port port;
    port.stations = {station_};
    port.cache = cache_;
    port.latency = given.latency.seconds();
    return port;
  }

  bool provides(const World&, Site) const override { return answers_; }
  void start(World& world) override { follow(world); }
  void reference_changed(World& world, ComponentId) override { follow(world); }
  bool strike(World& world, const Strike& strike) override {
    if (strike.mode == flush) {
      if (!answers_) return false;
      forget(world, 1 - std::clamp(strike.severity, 0.0, 1.0));
      return strike.severity > 0;
    }
    const bool answered = answers_;
    ++down_;
    follow(world);
    return answered;
  }
  void relent(World& world, const Strike& strike) override {
    if (strike.mode == flush) return;
    --down_;
    follow(world);
  }
  bool settled(const World&) const override { return answers_; }

 private:
  void forget(World& world, double kept) {
    world.traffic_state().flush(cache_, kept);
    world.publish(*this, 0, world.traffic().hit_ratio(cache_));
    if (world.telling()) world.tell(*this, "contents vanish: requests go on to what is behind");
  }
  /// A cache that does not answer is one that never hits and never warms up.
  void follow(World& world) {
    bool answers = down_ == 0;
    for (const ComponentId id : required_)
      answers &= world.capability<Provider>(id)->provides(world, Site::internet());
    if (answers == answers_) return;
    answers_ = answers;
    world.change_traffic().caches[cache_].steady_hit_ratio = answers ? given.hit_ratio.value : 0;
    if (!answers) forget(world, 0);
    if (answers && world.telling()) world.tell(*this, "answers again, and is empty");
    world.condition_changed(*this);
  }

  traffic::CacheId cache_ = traffic::none;
  traffic::StationId station_ = traffic::none;
  std::vector<ComponentId> required_;
  int down_ = 0;
  bool answers_ = true;
};

}  // namespace

const ComponentType& cache() { return component_type<CacheModel>(); }

}  // namespace windtunnel::models
