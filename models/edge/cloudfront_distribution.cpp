// CloudFront distribution: caches at the edge answer most requests, the rest goes to an origin.
#include <algorithm>

#include "models/billing.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class CloudfrontDistribution final : public Model<CloudfrontDistribution>, public Endpoint, public Provider {
 public:
  static constexpr std::string_view type_name = "cloudfront_distribution";
  static constexpr std::string_view summary =
      "A CloudFront distribution: hits are answered at the edge whatever becomes of the origin, misses need the origin.";

  struct Parameters {
    Reference origin;
    std::optional<Reference> secondary_origin;
    std::int64_t connection_attempts = 3;
    Duration connection_timeout = seconds(10);
    Duration response_timeout = seconds(30);
    Share hit_ratio = percent(90);
    bool origin_shield = false;
    Share shield_hit_ratio = percent(50);
    double objects = 10'000;
    Duration latency = milliseconds(15);
    Bytes response_size = bytes(50e3);
    std::string certificate;

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::origin>("origin", "Where it fetches what it does not hold.", required),
          parameter<&P::secondary_origin>("secondary_origin",
                                          "Where it turns, request by request, when the origin fails; taken for all of a path's requests, "
                                          "though only reads do so.",
                                          "cf.failover.methods"),
          parameter<&P::connection_attempts>("connection_attempts",
                                              "Attempts to connect to an origin, unless a path states the call's retries.",
                                             "cf.connect.attempts", between(1, 3)),
          parameter<&P::connection_timeout>("connection_timeout",
                                             "After how long one attempt fails, unless a path states the call's timeout.",
                                            "cf.connect.timeout", between(seconds(1), seconds(10))),
          parameter<&P::response_timeout>("response_timeout", "How long it waits for an origin's answer.", "cf.response.timeout",
                                          between(seconds(1), seconds(120))),
          parameter<&P::hit_ratio>("hit_ratio", "Share of requests that warm edge caches answer.", "assumption:cdn-hit-ratio",
                                   between(percent(0), percent(100)), plausible(percent(85), percent(95))),
          parameter<&P::origin_shield>("origin_shield", "Whether misses of all edges pass one more cache before the origin.",
                                       "cf.origin_shield"),
          parameter<&P::shield_hit_ratio>("shield_hit_ratio", "Share of the edges' misses that the shield answers.",
                                          "assumption:cdn-shield-hit-ratio", between(percent(0), percent(100)),
                                          plausible(percent(20), percent(80))),
          parameter<&P::objects>("objects", "Misses that warm empty caches: about the number of objects in use.", "assumption:cdn-objects",
                                 above(0.0), plausible(100.0, 1e6)),
          parameter<&P::latency>("latency", "Time to the nearest edge and back.", "assumption:cdn-latency",
                                 plausible(milliseconds(5), milliseconds(60))),
          parameter<&P::response_size>("response_size", "Mean bytes of an answer, for the bill.", "assumption:cdn-response-size",
                                       plausible(bytes(5e3), bytes(1e6))),
          parameter<&P::certificate>("certificate", "Region of the ACM certificate for its own domain; a rule reads it.",
                                     "cf.certificate.region"));
    }
  };

  enum Mode : std::uint16_t { outage, cache_flush };
  static constexpr FaultMode fault_modes[] = {
      {"outage", "The edges answer every request with an error."},
      {"cache_flush", "All caches are emptied at once, as by an invalidation of everything.", FaultMode::Scope::component, false},
  };

  enum Measured : std::uint32_t { origin_share };
  static constexpr Measure measures[] = {
      {"origin_share", "share", "the share of requests that reached the origin just before the caches were emptied"},
  };

  Parameters given;

  void declare(Wiring& wiring) override {
    traffic::Station edge;
    edge.servers = traffic::infinity;
    edge.service_rate = 1000;  // a millisecond of work; the way is in the latency
    edge_ = wiring.station(edge);
    traffic::Cache cache;
    const double through_edge = 1 - given.hit_ratio.value;
    cache.steady_hit_ratio = 1 - through_edge * (given.origin_shield ? 1 - given.shield_hit_ratio.value : 1);
    cache.fill_misses = given.objects;
    cache_ = wiring.cache(cache);
  }
  void connect(Wiring& wiring) override {
    origin_ = wiring.find(*this, given.origin);
    balanced_ = wiring.capability<Balancer>(origin_) != nullptr;
    if (given.secondary_origin) secondary_ = wiring.find(*this, *given.secondary_origin);
  }
  std::optional<Port> port(std::string_view name) const override {
    if (!name.empty()) return std::nullopt;
    Port port;
    port.kind = Port::Kind::serve;
    port.stations = {edge_};
    port.cache = cache_;
    Port::Onward onward;
    // Attempts are for connections. A load balancer accepts them: it has the time of an answer, and its error is one like any
    // other. For how long a dead one is tried matters only where another origin comes after it.
    const bool waits = balanced_ && secondary_ == no_component;
    onward.client.timeout = (waits ? given.response_timeout : given.connection_timeout).seconds();
    onward.client.retries = waits ? 0 : static_cast<int>(given.connection_attempts) - 1;
    onward.origin = origin_;
    onward.fallback = secondary_;
    port.onward = onward;
    port.latency = given.latency.seconds();
    return port;
  }

  bool strike(World& world, const Strike& strike) override {
    if (strike.mode == cache_flush) {
      world.publish(*this, origin_share, 1 - world.traffic().hit_ratio(cache_));
      world.traffic_state().flush(cache_, 0);
      if (world.telling()) world.tell(*this, "all edge caches are empty");
      return true;
    }
    ++broken_;
    answer_errors(world, 1, "the edges answer with errors");
    return broken_ == 1;
  }
  void relent(World& world, const Strike& strike) override {
    if (strike.mode != outage || broken_ == 0 || --broken_ > 0) return;
    answer_errors(world, 0, "the edges work again");
  }
  bool settled(const World&) const override { return broken_ == 0; }

  Probe probe(const World&, Depth) const override { return {broken_ == 0 ? 1.0 : 0.0, false}; }
  /// An alias cannot take over a distribution's health, so it counts as healthy (cf.alias.health).
  bool healthy_alias(const World&) const override { return true; }
  bool provides(const World&, Site) const override { return broken_ == 0; }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    const double requests = meter.completions(edge_);
    add_line(sheet, meter, *this, "requests", requests / 1e4, "10k requests", "cloudfront.https_10k", true);
    // What is free is counted for the whole account: price key cloudfront.free_tier_gb_month.
    constexpr double free_gigabytes = 1024, first_step = 10240;
    const double sent = requests * given.response_size.value / 1e9, before = sheet.accumulate("cloudfront", sent);
    const double paid = std::max(0.0, before + sent - std::max(before, free_gigabytes));
    const bool beyond = before + sent > first_step;  // the book has no price of the steps after it
    add_line(sheet, meter, *this,
             beyond ? "data to users beyond the free 1 TB, all at the price of the first 10 TB" : "data to users beyond the free 1 TB",
             paid, "GB", "cloudfront.dto_first_10tb", true);
  }

 private:
  void answer_errors(World& world, double share, std::string_view text) {
    traffic::Station edge = world.station(edge_);
    edge.error_share = share;
    world.set_station(edge_, edge);
    if (world.telling()) world.tell(*this, text);
    world.condition_changed(*this);
  }

  traffic::StationId edge_ = traffic::none;
  traffic::CacheId cache_ = traffic::none;
  ComponentId origin_ = no_component, secondary_ = no_component;
  bool balanced_ = false;
  int broken_ = 0;
};

}  // namespace

const ComponentType& cloudfront_distribution() { return component_type<CloudfrontDistribution>(); }

}  // namespace windtunnel::models
